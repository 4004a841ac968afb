import re

import numpy as np
import pytest
import shapely

from cim_schema.tables import TABLES
from pipelines.publish.report import plan
from pipelines.publish.report.plan import draw_plans


def rings(path):
    """The rings of path data, read as SVG defines it: M is absolute, l relative, z closes."""
    for ring in path.split("z")[:-1]:
        start, *steps = re.findall(r"(-?\d+),(-?\d+)", ring)
        yield np.cumsum([[int(x), int(y)] for x, y in (start, *steps)], axis=0)


def area_m2(path):
    return sum(shapely.Polygon(ring).area for ring in rings(path)) / 1e4


def test_the_storey_of_the_findings_is_drawn(case):
    (drawn,), without = draw_plans(case.report(), case.context)
    assert (drawn.storey, without) == ("1F", 0)
    assert set(drawn.marks) == {one["id"] for one in case.report()["findings"] if one["storey"]}
    assert area_m2(drawn.layers["wall"]) == pytest.approx(14 * 0.2 * 2 + 8 * 0.2 * 2, rel=0.01)
    assert area_m2(drawn.layers["opening"]) == pytest.approx(6 * 0.8 * 0.2, rel=0.01)


def test_marks_lie_on_their_elements(case):
    (drawn,), _ = draw_plans(case.report(), case.context)
    for id_, (x, y) in drawn.marks.items():
        assert any(shapely.Polygon(ring).buffer(1).contains(shapely.Point(x, y)) for ring in rings(drawn.outlines[id_]))
        assert 0 < x < drawn.width
        assert 0 < y < drawn.height


def test_north_turns_against_the_rotation_of_the_local_frame(case):
    """Local +x lies 30° counter-clockwise of east: north of the map lies 30° clockwise of local +y."""
    (drawn,), _ = draw_plans(case.report(), case.context)
    assert (drawn.north_deg, drawn.is_map_north) == (30.0, True)


def test_true_north_serves_where_the_model_is_not_placed(case):
    model = {
        "model_id": case.models[1].model_id, "ifc_schema": "IFC4", "schema_identifier": "IFC4", "byte_count": 1,
        "instance_count": 1, "length_unit_m": 1.0, "angle_unit_rad": 1.0, "true_north_x": 1.0, "true_north_y": 0.0,
    }  # fmt: skip
    tables = case.tables | {"ifc_model": TABLES["ifc_model"].from_rows([model]), "geo_reference": TABLES["geo_reference"].empty()}
    (drawn,), _ = draw_plans(case.report(), type(case)(tables, case.rules, case.models).context)
    assert (drawn.north_deg, drawn.is_map_north) == (90.0, False)


def test_a_rule_that_concerns_most_of_a_storey_has_no_place_to_point_out(case, make_finding):
    rows = [make_finding(n, rule="CIM-12", step_id=101 + n % 6, subject=str(n)) for n in range(21)] + [make_finding(50)]
    other = case.with_findings(rows)
    (drawn,), _ = draw_plans(other.report(), other.context)
    assert drawn.widespread == ("CIM-12",)


def test_a_storey_that_would_make_the_file_too_large_is_counted_not_drawn(case, monkeypatch):
    monkeypatch.setattr(plan, "ALL_CHARACTERS", 10)
    assert draw_plans(case.report(), case.context) == ((), 1)


def test_many_vertices_are_drawn_more_coarsely(case):
    ripple = np.linspace(0, 2 * np.pi, 40_000, endpoint=False)
    radius = 50 + 0.5 * np.sin(ripple * 4_000)
    island = shapely.Polygon(np.column_stack([radius * np.cos(ripple), radius * np.sin(ripple)]))
    rows = case.tables["msr_footprint"].to_pylist()
    rows[-1] |= {"footprint": shapely.to_wkb(island), "footprint_area_m2": island.area}
    tables = case.tables | {"msr_footprint": TABLES["msr_footprint"].from_rows(rows)}
    (drawn,), _ = draw_plans(case.report(), type(case)(tables, case.rules, case.models).context)
    assert sum(map(len, drawn.layers.values())) <= plan.PLAN_CHARACTERS
