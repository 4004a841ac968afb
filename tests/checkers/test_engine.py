"""The engine: the same rows however the work is cut, ordered and spread; and what becomes of a rule that fails."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from checkers import registry
from checkers.engine import check
from checkers.finding_rows import ID_LENGTH
from checkers.registry import all_rules
from checkers.rule import Failed, Frames, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.ruleset import Ruleset, load_ruleset
from cim_schema.codes import ProjectCategory
from cim_schema.errors import UnknownRule
from cim_schema.project import ModelContext
from cim_schema.tables import TABLES
from pipelines.runtime.compute import Compute

WALL = "0eA6m4fELI9QBIhP3wiLA"
SERIAL = Compute(1)


def city(count: int) -> tuple[dict[str, pa.Table], list[ModelContext]]:
    """Models that differ: each has a site, a door that is too narrow and doors that do not say; every third is placed."""
    elements, properties, attributes, conversions, boxes = [], [], [], [], []
    for number in range(count):
        model = {"model_id": f"m{number:02d}"}
        for step, ifc_class in ((1, "IfcProject"), (2, "IfcSite"), (3, "IfcDoor"), (4, "IfcDoor"), (5, "IfcWall")):
            family = {1: "project", 2: "spatial"}.get(step, "element")
            elements.append(model | {
                "step_id": step, "global_id": f"{WALL}{step}", "ifc_class": ifc_class, "family": family, "is_product": step > 1,
                "name": f"{ifc_class} {step}", "container_step_id": 2 if step > 2 else None, "storey": "1F" if step > 2 else None,
                "parent_step_id": 1 if step == 2 else None,
            })  # fmt: skip
        properties.append(model | {
            "step_id": 3, "holder": "occurrence", "pset_name": "Pset_DoorCommon", "pset_class": "IfcPropertySet",
            "property_name": "FireExit", "property_kind": "single", "value_role": "value", "value_index": 0, "value": "T",
            "unit": "",
        })  # fmt: skip
        attributes += [
            model | {
                "step_id": step, "ifc_class": "IfcDoor", "attribute_name": "OverallWidth", "value_index": 0, "value": "0.7",
                "value_number": 0.7 + number / 100, "data_type": "IfcPositiveLengthMeasure", "unit": "m",
            } for step in (3, 4)
        ]  # fmt: skip
        boxes.append(model | {
            "step_id": 3, "min_x_m": 1.0, "max_x_m": 2.0, "min_y_m": 0.0, "max_y_m": 0.2, "min_z_m": 0.0, "max_z_m": 2.0,
            "is_closed": True, "triangle_count": 12, "kernel": "test", "placement": [1.0] * 16,
        })  # fmt: skip
        if number % 3 == 0:
            conversions.append(model | {
                "step_id": 9, "declaration": "IfcMapConversion", "crs_name": "EPSG:4547", "eastings_m": 395736.7,
                "northings_m": 3929563.0, "map_unit_m": 1.0, "has_map_unit": False, "declared": "{}",
            })  # fmt: skip
    rows = {
        "ifc_element": elements, "ifc_property": properties, "ifc_attribute": attributes, "ifc_map_conversion": conversions,
        "ifc_geometry": boxes,
    }  # fmt: skip
    tables = {name: TABLES[name].from_rows(of) for name, of in rows.items()}
    return tables, [ModelContext(f"m{number:02d}", f"part {number:02d}") for number in range(count)]


def findings(result: dict[str, pa.Table], rule: str) -> list[dict[str, Any]]:
    return [row for row in result["chk_finding"].to_pylist() if row["rule"] == rule]


@pytest.fixture
def ruleset() -> Ruleset:
    return load_ruleset("baseline")


@pytest.mark.slow
def test_the_same_rows_however_the_work_is_cut_and_ordered(ruleset: Ruleset) -> None:
    tables, models = city(3)
    plain = check(tables, models, ruleset, SERIAL)
    for rules_a_task, order in ((1, (2, 1, 0)), (7, (1, 2, 0))):
        assert check(tables, [models[place] for place in order], ruleset, SERIAL, rules_a_task=rules_a_task) == plain


@pytest.mark.slow
def test_several_processes_give_the_same_rows_as_one(ruleset: Ruleset) -> None:
    tables, models = city(2)
    serial = check(tables, models, ruleset, SERIAL)
    parallel = Compute(2)
    try:
        for rules_a_task in (1, 5):
            assert check(tables, models[::-1], ruleset, parallel, rules_a_task=rules_a_task) == serial
        assert parallel._client is not None, "so few tasks stayed in this process"
    finally:
        parallel.close()


def test_a_model_is_judged_alike_alone_and_among_others(ruleset: Ruleset) -> None:
    tables, models = city(3)
    alone = check(tables, models[1:2], ruleset, SERIAL, rules=["FIR-01", "CIM-05"])
    among = check(tables, models, ruleset, SERIAL, rules=["FIR-01", "CIM-05"])
    for name in ("chk_outcome", "chk_finding"):
        assert alone[name].to_pylist() == [row for row in among[name].to_pylist() if row["model_id"] == "m01"]


def test_a_finding_says_which_element_it_is_of_and_where(ruleset: Ruleset) -> None:
    tables, models = city(1)
    (narrow, silent) = findings(check(tables, models, ruleset, SERIAL), "FIR-01")
    assert (narrow["global_id"], narrow["ifc_class"], narrow["storey"], narrow["part"]) == (f"{WALL}3", "IfcDoor", "1F", "part 00")
    assert (narrow["point_x_m"], narrow["point_y_m"], narrow["point_z_m"]) == (1.5, 0.1, 1.0)
    assert json.loads(narrow["text_params"]) == {"name": "IfcDoor 3", "observed": "0.7", "expected": ">= 0.8", "limit": "0.8"}
    assert (silent["step_id"], silent["outcome"], silent["missing_field"]) == (4, "undetermined", "Pset_DoorCommon.FireExit")
    assert silent["point_x_m"] is None


def test_the_id_of_a_finding_outlives_a_new_version_of_its_part(ruleset: Ruleset) -> None:
    tables, models = city(1)
    before = findings(check(tables, models, ruleset, SERIAL), "FIR-01")
    renumbered = {
        name: table.set_column(0, "model_id", pa.array(["new"] * len(table))).cast(table.schema) for name, table in tables.items()
    }
    after = findings(check(renumbered, [ModelContext("new", "part 00")], ruleset, SERIAL), "FIR-01")
    assert [row["id"] for row in after] == [row["id"] for row in before]
    assert all(len(row["id"]) == ID_LENGTH and row["track"] == row["id"] for row in after)
    elsewhere = findings(check(tables, [ModelContext("m00", "another part")], ruleset, SERIAL), "FIR-01")
    assert not {row["id"] for row in elsewhere} & {row["id"] for row in before}


def test_elements_that_share_a_global_id_keep_findings_of_their_own(ruleset: Ruleset) -> None:
    tables, models = city(1)
    rows = tables["ifc_element"].to_pylist()
    for row in rows:
        row["global_id"] = f"{WALL}3" if row["ifc_class"] == "IfcDoor" else row["global_id"]
    tables["ifc_element"] = TABLES["ifc_element"].from_rows(rows)
    found = findings(check(tables, models, ruleset, SERIAL), "FIR-01")
    assert len({row["id"] for row in found}) == len(found) == 2


def test_parts_of_one_name_keep_findings_of_their_own(ruleset: Ruleset) -> None:
    tables, models = city(2)
    found = findings(check(tables, [replace(model, part="arch") for model in models], ruleset, SERIAL), "FIR-01")
    assert len({row["id"] for row in found}) == len(found) == 4


def test_the_category_decides_which_rules_are_asked(ruleset: Ruleset) -> None:
    tables, models = city(1)
    road = [replace(models[0], category=ProjectCategory.ROAD_BRIDGE)]
    asked = set(check(tables, road, ruleset, SERIAL)["chk_outcome"]["rule"].to_pylist())
    assert asked == {code for code, rule in all_rules().items() if ProjectCategory.ROAD_BRIDGE in rule.categories}
    assert "FIR-01" not in asked
    named = check(tables, road, ruleset, SERIAL, rules=["FIR-01"])["chk_outcome"].to_pylist()
    assert [(row["rule"], row["outcome"]) for row in named] == [("FIR-01", "fail")]


def test_a_rule_that_nobody_wrote_is_an_error(ruleset: Ruleset) -> None:
    tables, models = city(1)
    with pytest.raises(UnknownRule, match="XYZ-99"):
        check(tables, models, ruleset, SERIAL, rules=["XYZ-99"])


def test_a_project_without_models_has_no_rows(ruleset: Ruleset) -> None:
    result = check({}, [], ruleset, SERIAL)
    assert {name: table.num_rows for name, table in result.items()} == {"chk_outcome": 0, "chk_finding": 0, "run_problem": 0}


def crash_on_the_second(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Says something, then fails, on one model of three."""
    yield Failed(step_id=3)
    if tables["model_context"]["model_id"].eq("m01").any():
        raise KeyError("no such column")
    yield Passed(2)


def say_everything(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """A pass, a fail and an unknown."""
    yield Passed(5)
    yield Undetermined(step_id=4, missing_field="Field")
    yield Failed(step_id=3)


def say_it_twice(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Two remarks on one subject."""
    yield Failed(step_id=3)
    yield Undetermined(step_id=3, missing_field="Field")


@pytest.fixture
def with_rule(monkeypatch: pytest.MonkeyPatch) -> Any:
    def put(check_function: Any, scope: str = "model") -> Rule:
        rule = replace(all_rules()["FIR-01"], check=check_function, scope=scope)
        monkeypatch.setattr(registry, "all_rules", lambda: {**all_rules(), "FIR-01": rule})
        return rule

    return put


@pytest.mark.slow
def test_a_rule_that_crashes_costs_nobody_elses_answer(ruleset: Ruleset, with_rule: Any) -> None:
    tables, models = city(3)
    sound = check(tables, models, ruleset, SERIAL)
    with_rule(crash_on_the_second)
    result = check(tables, models, ruleset, SERIAL)

    outcomes = {row["model_id"]: row for row in result["chk_outcome"].to_pylist() if row["rule"] == "FIR-01"}
    assert {model: row["outcome"] for model, row in outcomes.items()} == {"m00": "fail", "m01": "undetermined", "m02": "fail"}
    assert outcomes["m01"]["crash_cause"] == "KeyError: 'no such column'"
    assert (outcomes["m01"]["checked"], outcomes["m00"]["checked"]) == (0, 3)
    assert [row["model_id"] for row in findings(result, "FIR-01")] == ["m00", "m02"]
    (problem,) = result["run_problem"].to_pylist()
    assert (problem["stage"], problem["model_id"], problem["text_code"]) == ("check", "m01", "error.rule_crashed")
    assert json.loads(problem["text_params"]) == {"rule": "FIR-01", "model": "part 01", "cause": "KeyError: 'no such column'"}

    def others(outcome: pa.Table) -> list[dict[str, Any]]:
        return [row for row in outcome.to_pylist() if row["rule"] != "FIR-01"]

    assert others(result["chk_outcome"]) == others(sound["chk_outcome"])
    assert others(result["chk_finding"]) == others(sound["chk_finding"])


def test_counts_are_of_subjects(ruleset: Ruleset, with_rule: Any) -> None:
    with_rule(say_everything)
    (row,) = check(*city(1), ruleset, SERIAL, rules=["FIR-01"])["chk_outcome"].to_pylist()
    assert (row["outcome"], row["checked"], row["failed"], row["undetermined"]) == ("fail", 7, 1, 1)


def test_a_rule_that_says_two_things_of_one_subject_is_at_fault(ruleset: Ruleset, with_rule: Any) -> None:
    with_rule(say_it_twice)
    (row,) = check(*city(1), ruleset, SERIAL, rules=["FIR-01"])["chk_outcome"].to_pylist()
    assert row["outcome"] == "undetermined"
    assert "two remarks" in row["crash_cause"]


def test_a_federation_rule_that_crashes_leaves_every_model_undetermined(ruleset: Ruleset, with_rule: Any) -> None:
    with_rule(crash_on_the_second, scope="federation")
    rows = check(*city(3), ruleset, SERIAL, rules=["FIR-01"])["chk_outcome"].to_pylist()
    assert [row["outcome"] for row in rows] == ["undetermined"] * 3
