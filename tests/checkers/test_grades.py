"""Grades of roads on an alignment worked out by hand."""

import pandas as pd
import pytest

from checkers.grades import grades
from cim_schema.tables import TABLES

ROAD = pd.DataFrame({"step_id": [1, 2], "ifc_class": ["IfcRoad", "IfcAlignment"]}).assign(
    parent_step_id=[float("nan"), 1.0], container_step_id=float("nan"), type_step_id=float("nan")
)


def tables(segments: list[tuple[str, float, float, float]]) -> dict[str, pd.DataFrame]:
    """Kind, length, gradient in and out of each."""
    rows, along = [], 100.0
    for ordinal, (kind, length, start, end) in enumerate(segments):
        rows.append({
            "alignment_step_id": 2, "layout": "vertical", "ordinal": ordinal, "segment_type": kind, "distance_along_m": along,
            "station_m": along + 1000.0, "segment_length_m": length, "start_gradient": start, "end_gradient": end,
        })  # fmt: skip
        along += length
    return {
        "ifc_element": ROAD,
        **{name: TABLES[name].empty().to_pandas() for name in ("ifc_property", "ifc_relation")},
        "ifc_alignment": pd.DataFrame([{"step_id": 2, "name": "主线", "has_cant": False, "has_vertical": True, "axis": None}]),
        "ifc_alignment_segment": pd.DataFrame(rows),
        "msr_thing": pd.DataFrame({"step_id": [1], "thing": ["road"]}),
    }


def test_from_the_middle_of_one_curve_to_that_of_the_next() -> None:
    """40 + 30 up to the first intersection, 30 + 100 + 20 between both, 20 + 50 after."""
    found = grades(tables([
        ("CONSTANTGRADIENT", 40.0, 0.02, 0.02), ("PARABOLICARC", 60.0, 0.02, -0.01), ("CONSTANTGRADIENT", 100.0, -0.01, -0.01),
        ("CIRCULARARC", 40.0, -0.01, 0.03), ("CONSTANTGRADIENT", 50.0, 0.03, 0.03),
    ]))  # fmt: skip
    assert [(grade.length_m, grade.gradient, grade.is_whole) for grade in found] == [
        (70.0, 0.02, False), (150.0, -0.01, True), (70.0, 0.03, False),
    ]  # fmt: skip
    assert [grade.station_m for grade in found] == [1100.0, 1170.0, 1320.0]


def test_curves_that_meet_have_a_grade_between_them() -> None:
    found = grades(tables([("PARABOLICARC", 60.0, 0.02, -0.01), ("PARABOLICARC", 80.0, -0.01, 0.01)]))
    assert [(grade.length_m, grade.gradient) for grade in found] == [(30.0, 0.02), (70.0, -0.01), (40.0, 0.01)]


def test_a_tangent_in_two_pieces_is_one_grade_and_a_bare_corner_parts_two() -> None:
    found = grades(tables([
        ("CONSTANTGRADIENT", 40.0, 0.02, 0.02), ("CONSTANTGRADIENT", 60.0, 0.02, 0.02), ("CONSTANTGRADIENT", 90.0, -0.03, -0.03),
    ]))  # fmt: skip
    assert [(grade.length_m, grade.gradient) for grade in found] == [(100.0, 0.02), (90.0, pytest.approx(-0.03))]
