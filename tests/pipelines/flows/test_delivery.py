"""What a project's row in the base layer holds, from a sample and from what its sender says."""

import json
from dataclasses import replace

import pytest

from cim_schema.codes import ApprovalStage, Profile
from cim_schema.project import ModelFile, Project
from pipelines.cim.store import open_store
from pipelines.flows.delivery import deliver
from pipelines.flows.judgement import judge
from pipelines.flows.steps import STAGE_VERSIONS, Federation, Line, measure, read
from pipelines.runtime.compute import Compute
from pipelines.runtime.workspace import Workspace
from sample_ifc.apartments.spatial import PROJECT_CODE
from tests.conftest import ROOT

pytestmark = pytest.mark.slow


def test_the_code_comes_from_the_sender_or_else_from_the_model(tmp_path):
    url = f"gpkg:{tmp_path / 'cim.gpkg'}"
    line = Line(Workspace(tmp_path / "workspace"), Compute(1))
    file = ModelFile(ROOT / "sample_ifc/clean/apartments/apartments_arch.ifc", "arch")
    judgement = judge(Federation((measure(read(file, line), line),)), line, Profile.BASELINE, ["CIM-08"])
    project = Project("AP", (file,))
    deliver(project, judgement, line, url, is_whole=True)
    (row,) = open_store(url).read("cim_project").to_pylist()
    assert (row["investment_code"], row["approval_stage"]) == (PROJECT_CODE, None)
    (version,) = open_store(url).read("cim_version").to_pylist()
    assert json.loads(version["engine_versions"])["stages"] == STAGE_VERSIONS
    said = replace(project, investment_code="2017-440607-70-03-006747", approval_stage=ApprovalStage.COMPLETION)
    deliver(said, judgement, line, url, is_whole=True)
    (row,) = open_store(url).read("cim_project").to_pylist()
    assert (row["investment_code"], row["approval_stage"]) == ("2017-440607-70-03-006747", "completion")
