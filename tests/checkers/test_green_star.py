"""Points of green building rating: what models show, and what stays open."""

from typing import Any

import pyarrow as pa

from checkers.green_star import FULL
from checkers.scores import scores
from cim_schema.tables import TABLES

TOTAL = 107.0
"""400 + 100 + 100 + 70 + 200 + 100 + 100, over ten."""


def school(floor_area_ratio: float, outcome: str) -> dict[str, pa.Table]:
    elements = [
        {"step_id": 1, "ifc_class": "IfcBuilding", "name": "教学楼", "family": "spatial", "is_product": True},
        {"step_id": 2, "ifc_class": "IfcSite", "family": "spatial", "is_product": True},
    ]
    told = {
        "holder": "occurrence", "pset_class": "IfcPropertySet", "property_kind": "single", "value_role": "value", "value_index": 0,
        "pset_name": "Pset_SiteCommon", "property_name": "FloorAreaRatio", "value": str(floor_area_ratio),
        "value_number": floor_area_ratio, "unit": "",
    }  # fmt: skip
    said = {
        "rule": "GRN-24", "rule_version": 1, "outcome": outcome, "obligation": "recommended", "element": "green", "checked": 1,
        "failed": 0, "undetermined": 0,
    }  # fmt: skip
    return {
        "ifc_element": TABLES["ifc_element"].from_rows({"model_id": "m", **row} for row in elements),
        "ifc_property": TABLES["ifc_property"].from_rows([{"model_id": "m", "step_id": 2, **told}]),
        "chk_outcome": TABLES["chk_outcome"].from_rows([{"model_id": "m", **said}]),
    }


def green_star(tables: dict[str, pa.Table]) -> dict[str, Any]:
    found: dict[str, Any] = scores(tables)["green_star"]
    return found


def items(tables: dict[str, pa.Table]) -> dict[str, tuple[int, int]]:
    return {one["clause"]: (one["least"], one["greatest"]) for one in green_star(tables)["items"]}


def test_full_points_are_those_of_table_3_2_4() -> None:
    assert sum(FULL.values()) / 10 == TOTAL


def test_floor_area_ratio_of_a_school_by_its_steps() -> None:
    by_ratio = {ratio: items(school(ratio, "na"))["7.2.1"] for ratio in (0.49, 0.5, 0.8, 1.5, 2.0)}
    assert by_ratio == {0.49: (0, 0), 0.5: (8, 8), 0.8: (16, 16), 1.5: (20, 20), 2.0: (12, 12)}


def test_permeable_paving_gives_three_points_or_costs_them() -> None:
    assert {said: items(school(1.0, said))["8.2.5"] for said in ("pass", "fail", "undetermined", "na")} == {
        "pass": (3, 15), "fail": (0, 12), "undetermined": (0, 15), "na": (0, 15),
    }  # fmt: skip


def test_no_star_is_claimed_and_what_is_lost_lowers_what_can_be_reached() -> None:
    found = green_star(school(0.8, "fail"))
    assert found["star"] is None
    assert found["least"] == (16 + 5) / 10
    assert found["greatest"] == round(TOTAL - (4 + 3) / 10, 1)


def test_models_without_a_building_have_no_points() -> None:
    assert green_star({"ifc_element": TABLES["ifc_element"].empty()}) == {}
