"""Points by the card from small tables."""

from typing import Any

import pytest

from checkers.scoring.bim_adoption import bim_adoption
from checkers.scoring.weights import load_weights
from cim_schema.tables import TABLES


def element(step_id: int, ifc_class: str, **changes: Any) -> dict[str, Any]:
    row = {
        "model_id": "m", "step_id": step_id, "global_id": f"{step_id:022d}", "ifc_class": ifc_class, "family": "element",
        "is_product": True, "name": ifc_class,
    }  # fmt: skip
    return row | changes


def relation(step_id: int, relation_class: str, relating: int, *related: int) -> list[dict[str, Any]]:
    return [
        {
            "model_id": "m", "step_id": step_id, "relation_class": relation_class, "relating_step_id": relating,
            "related_step_id": one, "ordinal": ordinal,
        } for ordinal, one in enumerate(related)
    ]  # fmt: skip


def outcome(rule: str, said: str, checked: int = 1, failed: int = 0, undetermined: int = 0, model_id: str = "m") -> dict[str, Any]:
    return {
        "model_id": model_id, "rule": rule, "rule_version": 1, "outcome": said, "obligation": "mandatory", "element": "safety",
        "checked": checked, "failed": failed, "undetermined": undetermined,
    }  # fmt: skip


def score(models: tuple[str, ...] = ("m",), **rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    tables = {name: TABLES[name].from_rows(some) for name, some in rows.items()}
    found = bim_adoption(tables, models, load_weights())
    return {measure["measure"]: measure for criterion in found["criteria"] for measure in criterion["measures"]}


def counts(measure: dict[str, Any]) -> dict[str, tuple[int, int, int]]:
    return {term["term"]: (term["count"], term["undetermined"], term["total"]) for term in measure["terms"]}


def test_a_rule_counts_once_over_all_models_and_a_fail_in_any_is_a_fail():
    rows = [
        outcome("CIM-01", "pass"), outcome("CIM-01", "fail", 1, 1, model_id="n"), outcome("CIM-05", "pass"),
        outcome("CIM-05", "undetermined", 1, 0, 1, model_id="n"), outcome("CIM-06", "na", 0),
        outcome("CIM-06", "pass", model_id="n"),
        outcome("CIM-07", "na", 0),
        outcome("CIM-12", "pass"),
    ]  # fmt: skip
    handover = score(("m", "n"), chk_outcome=rows)["handover"]
    assert counts(handover) == {"CIM-01": (0, 0, 1), "CIM-05": (0, 1, 1), "CIM-06": (1, 0, 1)}
    assert (handover["least_points"], handover["greatest_points"]) == pytest.approx((10 / 3, 20 / 3), abs=1e-6)


def test_clear_heights_are_the_share_of_the_places_that_were_looked_at():
    rows = [outcome("FUN-21", "fail", 10, 3, 2), outcome("FUN-21", "pass", 5, model_id="n")]
    heights = score(("m", "n"), chk_outcome=rows)["clear_heights"]
    assert counts(heights) == {"FUN-21": (10, 2, 15)}
    assert (heights["least_points"], heights["greatest_points"]) == pytest.approx((5 * 10 / 15, 5 * 12 / 15), abs=1e-6)


def test_clashes_are_open_since_nothing_looks_for_them():
    clashes = score(ifc_element=[element(1, "IfcWall")])["hard_clashes"]
    assert (clashes["open_points"], clashes["terms"]) == (10.0, [])


def test_a_task_reaches_what_it_works_on_what_it_makes_and_the_parts_of_a_whole():
    elements = [
        *(element(step, "IfcWall") for step in (1, 2, 3)), element(4, "IfcStair"), element(5, "IfcStairFlight"),
        element(6, "IfcVirtualElement"), element(7, "IfcOpeningElement", family="feature"),
        *(element(step, "IfcTask", family="other", is_product=False) for step in (20, 21, 22)),
        element(23, "IfcEvent", family="other", is_product=False),
    ]  # fmt: skip
    relations = [
        *relation(30, "IfcRelAssignsToProcess", 20, 1, 4), *relation(31, "IfcRelAssignsToProduct", 2, 21),
        *relation(32, "IfcRelAssignsToProcess", 23, 3), *relation(33, "IfcRelAggregates", 4, 5),
    ]  # fmt: skip
    scheduled = score(ifc_element=elements, ifc_relation=relations)["scheduled"]
    # Of walls 1, 2, 3 and the flight, for which its stair has a task, all but wall 3.
    assert counts(scheduled) == {"task": (3, 0, 4)}
    assert [one["step_id"] for one in scheduled["terms"][0]["lacking"]] == [3]


def test_types_speak_for_their_occurrences_and_blanks_are_no_codes():
    elements = [element(1, "IfcDoor", type_step_id=9), element(2, "IfcDoor"), element(3, "IfcDoor", name="  ")]
    codes = [
        {"model_id": "m", "step_id": step, "holder": holder, "association_step_id": 40 + step, "depth": 0, "identification": code}
        for step, holder, code in ((9, "type", "14-10.20.09"), (2, "occurrence", " "), (3, "occurrence", None))
    ]
    found = counts(score(ifc_element=elements, ifc_classification=codes)["information"])
    assert (found["ID-200"], found["ID-100"], found["PJ-100"]) == ((1, 0, 3), (2, 0, 3), (0, 0, 1))


def test_the_smallest_unit_decides_the_level():
    for ifc_class, count in (("IfcSpace", 0), ("IfcWall", 1), ("IfcReinforcingBar", 1)):
        family = "spatial" if ifc_class == "IfcSpace" else "element"
        assert counts(score(ifc_element=[element(1, ifc_class, family=family)])["smallest_unit"]) == {"LOD": (count, 0, 1)}


def test_without_models_there_is_no_score():
    assert bim_adoption({}, (), load_weights()) == {}
