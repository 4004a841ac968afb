"""The flow of an upload: the same report with Prefect and without."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TINY = Path(__file__).parents[3] / "sample_ifc" / "tiny"

pytestmark = pytest.mark.slow

SCRIPT = """
import sys
from pathlib import Path

from pipelines.flows._prefect import prepare_prefect
from pipelines.flows.check import Upload, check_upload, check_upload_as_flow
from pipelines.flows.intake import files_as_parts
from pipelines.flows.steps import Line
from pipelines.runtime.compute import open_compute
from pipelines.runtime.workspace import Workspace

prepare_prefect(Path("workspace"))
upload = Upload(files_as_parts([Path(name) for name in sys.argv[1:]]))
for name, check in (("plain", check_upload), ("flow", check_upload_as_flow)):
    told = []
    with open_compute(1) as compute:
        sentence = check(upload, Line(Workspace(Path(name)), compute), Path("out") / name, told.append)
    assert len(told) == 1, told
    assert sentence and ("prefect" in sys.modules) == (name == "flow")
"""


def test_a_check_is_the_same_as_a_flow_and_without_prefect(tmp_path):
    models = [str(TINY / name) for name in ("fail-fir_01-exit_door_0750.ifc", "pass-cim_01-map_conversion.ifc")]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *models],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    plain, flow = (json.loads((tmp_path / "out" / name / "report.json").read_text(encoding="utf-8")) for name in ("plain", "flow"))
    assert len(plain["models"]) == 2
    assert plain | {"timings_s": {}} == flow | {"timings_s": {}}
