"""The files of ``requirements``: current, sound IDS, and of one mind with the rules that they are made of."""

from dataclasses import replace
from pathlib import Path

import pytest

from checkers.engine import check
from checkers.ids.check import check_ids
from checkers.ids.demand import demand_of
from checkers.ids.reading import read_ids
from checkers.measurements import measure
from checkers.properties import effective_values
from checkers.registry import all_rules
from checkers.requirement import MADE
from checkers.requirement_files import FOLDER, file_name, files, requirements_of
from checkers.ruleset import load_ruleset
from cim_schema.codes import ModelStage, ProjectCategory
from cim_schema.made_pages import stale_pages
from cim_schema.project import ModelContext
from pipelines.ingest.ids_tables import read_model_for_ids
from pipelines.ingest.model import model_id_of, read_model
from pipelines.ingest.project_folder import read_project
from pipelines.runtime.compute import open_compute
from pipelines.runtime.table_set import frames

SAMPLES = Path(__file__).parents[2] / "sample_ifc"
EXPRESSED = {code for code, rule in all_rules().items() if rule.requirements}


def test_the_files_are_current():
    assert stale_pages(FOLDER, files(), ".ids") == [], "run: python -m checkers.requirement_files"


@pytest.mark.parametrize("category", ProjectCategory)
@pytest.mark.parametrize("stage", [ModelStage.PLANNING, ModelStage.COMPLETION])
def test_a_file_passes_the_audit_and_is_read_as_it_was_meant(category, stage):
    read = read_ids(FOLDER / file_name(category, stage))
    meant = requirements_of(category, stage)
    assert [replace(one, line=MADE) for one in read.specifications] == list(meant.specifications)
    assert read.title == meant.title


def test_a_file_holds_what_the_rules_of_its_category_ask_at_its_stage():
    for category in ProjectCategory:
        for stage in ModelStage:
            codes = {one.identifier.split(".")[0] for one in requirements_of(category, stage).specifications}
            built = {ModelStage.CONSTRUCTION, ModelStage.COMPLETION, ModelStage.OPERATION}
            assert codes == {
                code for code in EXPRESSED if category in all_rules()[code].categories and (code != "QUA-01" or stage in built)
            }  # fmt: skip


def lacks(finding):
    """Whether a finding says something that IDS can see too."""
    inputs = finding["evidence_inputs"]
    match finding["rule"]:
        case "CIM-07":
            return True
        case "FIR-16":
            return finding["text_code"] == "rule.FIR-16.undetermined"
        case "GRN-09":
            # That the layers contradict what is declared is no matter of IDS.
            return finding["ifc_class"] in {"IfcWall", "IfcRoof"} and finding["text_code"] != "rule.GRN-09.layers_differ"
        case "LA-13":  # Either of two sizes will do for a shrub, which IDS cannot say.
            return inputs != '{"missing": ["size"]}'
        case "QUA-01":  # A record may be a document, which IDS does not know.
            return inputs != '{"missing": ["acceptance_record"]}'
        case "BR-04":
            return finding["missing_field"] == "设计工作年限"
    return False


SEEN_BY_THE_RULE_ONLY = {
    "3X6gbf7p5Ubwdow3EOBzGU",  # A lamp whose batch is 待定: it says something, but nothing.
    "3rJ$JKefrP3fCNOmXEznu5",  # A girder of steel, told by its name.
}
SEEN_BY_IDS_ONLY = {
    "0BDBbMvdjGch3LG44NbrlZ",  # A shrub that gives its local name and no botanical one.
}


WORKED_OUT_TOO = {"GRN-09"}
"""What IDS can only ask to be declared; where it is not, the rule works it out of the layers."""


def with_value_of(tables, thing):
    """GlobalIds of the elements that declare it."""
    given = frames(tables)
    declared = effective_values({name: given[name] for name in ("ifc_element", "ifc_property")}, thing)
    return set(given["ifc_element"].set_index("step_id").loc[declared.index, "global_id"])


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["faulty/school", "faulty/street", "faulty/renewal", "faulty/park", "clean/street"])
def test_ids_and_rules_agree_element_by_element(folder):
    project = read_project(SAMPLES / folder)
    ids = read_ids(FOLDER / file_name(project.category, project.stage))
    rules = {code for code in EXPRESSED if project.category in all_rules()[code].categories}
    for model in project.models:
        model_id, tables = model_id_of(model.path), read_model(model.path)
        context = ModelContext(model_id, model.part, project.category, project.stage, project.crs)
        with open_compute(workers=1) as compute:
            answers = check(tables | measure(tables), [context], load_ruleset("baseline"), compute, rules=rules)
        findings = answers["chk_finding"].to_pylist()
        said = check_ids(read_model_for_ids(model.path, demand_of(ids)), ids)
        schema = tables["ifc_model"]["ifc_schema"][0].as_py()
        failing, failed = set(), set()
        for asked, result in zip(ids.specifications, said.specifications, strict=True):
            if schema not in asked.schemas:
                continue
            code = asked.identifier.split(".")[0]
            failing |= {(code, one.global_id) for one in result.failures}
            failed |= {code} if result.status == "fail" else set()
        whole_model = {"CIM-01", "CIM-02"}
        expected = {(one["rule"], one["global_id"]) for one in findings if lacks(one)}
        expected = {(rule, global_id) for rule, global_id in expected if global_id not in SEEN_BY_THE_RULE_ONLY}
        found = {(rule, global_id) for rule, global_id in failing if rule not in whole_model}
        seen_by_ids = {(rule, global_id) for rule, global_id in found if global_id not in SEEN_BY_IDS_ONLY}
        assert expected <= seen_by_ids
        assert {rule for rule, _ in seen_by_ids - expected} <= WORKED_OUT_TOO
        declared = with_value_of(tables, "thermal_transmittance")
        assert not declared & {global_id for rule, global_id in seen_by_ids - expected if rule == "GRN-09"}
        # These two are said of the model: the height that site and map conversion disagree on is no matter of IDS.
        told = {one["rule"] for one in findings if one["subject"] != "height"}
        assert failed & whole_model == told & whole_model
