"""Specifications beside rules: what they are called, and what of their results is a finding."""

import json

from checkers.ids.demand import demand_of
from checkers.ids.findings import judge_by_ids, specification_rules
from checkers.ids.reading import read_ids
from cim_schema.messages import text
from cim_schema.project import ModelContext
from pipelines.ingest.ids_tables import read_model_for_ids
from tests.checkers.ids.ids_files import PROJECT, WALL, attribute, entity, prop, specification, write_ids, write_model

OTHER_WALL = "#20=IFCWALL('0000000000000000000020',$,'V',$,$,$,$,$,$);"
ASKS = attribute("Tag") + prop("Set", "Weight") + prop("Set", "Colour")


def judged(folder, statements, *specifications):
    ids = read_ids(write_ids(folder, *specifications))
    tables = read_model_for_ids(write_model(folder, statements), demand_of(ids))
    model_id = tables["ifc_model"]["model_id"][0].as_py()
    (rules,) = specification_rules([ids])
    said = judge_by_ids(tables, ids, rules, ModelContext(model_id, "part"))
    return [said[name].to_pylist() for name in ("chk_outcome", "chk_finding")]


def test_a_finding_is_a_requirement_that_one_instance_does_not_meet(tmp_path):
    (outcome,), findings = judged(tmp_path, PROJECT + WALL + OTHER_WALL, specification(entity("IFCWALL"), ASKS))
    assert (outcome["rule"], outcome["outcome"], outcome["obligation"], outcome["element"]) == (
        "IDS:S", "fail", "mandatory", "quality",
    )  # fmt: skip
    assert (outcome["checked"], outcome["failed"]) == (5, 5)
    assert sorted((one["step_id"], one["subject"]) for one in findings) == [
        (10, "property Set Colour"), (10, "property Set Weight"),
        (20, "attribute Tag"), (20, "property Set Colour"), (20, "property Set Weight"),
    ]  # fmt: skip
    assert len({one["id"] for one in findings}) == 5
    (tag,) = (one for one in findings if one["subject"] == "attribute Tag")
    assert text(tag["text_code"], json.loads(tag["text_params"]), "en") == "V: the attribute Tag is not given."
    assert text(tag["text_code"], json.loads(tag["text_params"])) == "V：没有给出属性 Tag。"


def test_a_finding_about_a_resource_tells_its_class(tmp_path):
    person = "#30=IFCPERSON($,$,'Na',$,$,$,$,$);"
    (finding,) = judged(tmp_path, PROJECT + person, specification(entity("IFCPERSON"), attribute("FamilyName")))[1]
    assert (finding["step_id"], finding["global_id"], finding["ifc_class"]) == (30, None, "IfcPerson")


def test_what_applies_and_is_well_is_counted(tmp_path):
    (outcome,), findings = judged(tmp_path, PROJECT + WALL + OTHER_WALL, specification(entity("IFCWALL"), attribute("Name")))
    assert (outcome["outcome"], outcome["checked"], outcome["failed"], findings) == ("pass", 2, 0, [])


def test_nothing_where_something_has_to_be_is_a_finding_about_the_model(tmp_path):
    asked = (specification(entity("IFCDOOR"), occurs=f'minOccurs="{least}" maxOccurs="unbounded"') for least in (1, 0))
    outcomes, (finding,) = judged(tmp_path, PROJECT + WALL, *asked)
    assert {one["rule"]: one["outcome"] for one in outcomes} == {"IDS:S": "fail", "IDS:S-2": "na"}
    assert (finding["rule"], finding["step_id"], finding["text_code"]) == ("IDS:S", None, "ids.finding.none_applicable")


def test_a_finding_keeps_its_id_when_another_value_is_found(tmp_path):
    asked = specification(entity("IFCWALL"), attribute("Tag", "8"))
    (before,) = judged(tmp_path, PROJECT + WALL, asked)[1]
    (after,) = judged(tmp_path, PROJECT + WALL.replace("'7'", "'9'"), asked)[1]
    assert (before["observed"], after["observed"], before["expected"]) == ("7", "9", "8")
    assert before["id"] == after["id"]


def test_files_that_name_alike_are_told_apart_in_their_order(tmp_path):
    ids = read_ids(write_ids(tmp_path, specification(entity("IFCWALL")), specification(entity("IFCDOOR"))))
    codes = [[rule.code for rule in of_file] for of_file in specification_rules([ids, ids])]
    assert codes == [["IDS:S", "IDS:S-2"], ["IDS:S-3", "IDS:S-4"]]
