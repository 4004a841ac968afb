"""Landings drawn by hand: half-turn, straight, with walls; and those of Office_A, whose plans give 1.00 m."""

import pytest

from checkers.spatial.stair_clearances import measure_stair_clearances
from checkers.spatial.stair_landings import measure_landings
from checkers.spatial.stairs import measure_stairs
from checkers.things import recognise_things

RISER, GOING, WIDTH, COUNT = 0.15, 0.3, 1.2, 6
END = COUNT * GOING
TOP = (COUNT + 1) * RISER


def up(y=0.0, x=0.0, z=0.0, sign=1, parent=1):
    steps = []
    for i in range(COUNT):
        ends = sorted((x + sign * i * GOING, x + sign * (i + 1) * GOING))
        steps.append(((ends[0], y, z + i * RISER), (ends[1], y + WIDTH, z + (i + 1) * RISER)))
    return {"ifc_class": "IfcStairFlight", "parent_step_id": parent, "boxes": steps}


def landing(depth, width=2.6, **more):
    return {"ifc_class": "IfcSlab", "predefined_type": "LANDING", "parent_step_id": 1,
            "boxes": [((END, -0.0, TOP - 0.12), (END + depth, width, TOP))]} | more  # fmt: skip


def measured(tables):
    tables = tables | measure_stairs(tables)
    tables |= measure_stair_clearances(tables)
    return measure_landings(tables)["msr_landing"].to_pylist()


@pytest.mark.parametrize("turn_deg", [0.0, 37.0, 205.0])
def test_a_half_turn_landing_reaches_to_its_far_edge(drawn, turn_deg):
    stair = {"ifc_class": "IfcStair"}
    # The upper flight begins one riser over the landing, where the lower one ended.
    upper = up(y=1.4, x=END, z=TOP, sign=-1)
    (row,) = measured(drawn(stair, up(), upper, landing(1.35), turn_deg=turn_deg))
    assert row["landing_depth_m"] == pytest.approx(1.35, abs=1e-3)
    assert (row["flight_clear_width_m"], row["is_straight"], row["has_wall_between"]) == (
        pytest.approx(1.2, abs=1e-3),
        False,
        False,
    )
    assert row["stair_step_id"] == 1


def test_a_wall_on_the_landing_and_one_between_the_flights_are_seen(drawn):
    stair, upper = {"ifc_class": "IfcStair"}, up(y=1.4, x=END, z=TOP, sign=-1)
    outer = {"ifc_class": "IfcWall", "boxes": [((END + 1.25, -1, -1), (END + 1.6, 4, 4))]}
    between = {"ifc_class": "IfcWall", "boxes": [((-1, 1.22, -1), (END, 1.38, 4))]}
    (row,) = measured(drawn(stair, up(), upper, landing(1.5), outer, between))
    assert row["landing_depth_m"] == pytest.approx(1.25, abs=1e-3)
    assert row["has_wall_between"]


def test_flights_that_go_straight_on(drawn):
    ahead = up(x=END + 1.0, z=TOP)
    (row,) = measured(drawn({"ifc_class": "IfcStair"}, up(), ahead, landing(1.0, width=WIDTH)))
    assert row["is_straight"]
    assert row["landing_depth_m"] == pytest.approx(1.0, abs=1e-3)


def test_a_beam_over_a_landing_is_measured(drawn):
    beam = {"ifc_class": "IfcBeam", "boxes": [((END + 0.4, -1, TOP + 1.9), (END + 0.7, 4, TOP + 2.4))]}
    rows = measured(drawn({"ifc_class": "IfcStair"}, up(), landing(1.35), beam))
    assert (rows[0]["headroom_m"], rows[0]["lowest_step_id"]) == (pytest.approx(1.9, abs=1e-3), 4)


def test_a_floor_of_a_storey_is_no_landing(drawn):
    floor = {"ifc_class": "IfcSlab", "boxes": [((END, 0, TOP - 0.12), (END + 9, 9, TOP))]}
    assert measured(drawn({"ifc_class": "IfcStair"}, up(), floor)) == []


@pytest.mark.slow
def test_the_landings_of_office_a(shared, read, shapes):
    path = shared / "ifc" / "office" / "Office_A_20110811.ifc"
    tables = {**read(path), **shapes(path)}
    rows = measured(tables | recognise_things(tables))
    assert [row["landing_depth_m"] for row in rows] == pytest.approx([1.0, 1.0], abs=0.01)
    assert [row["elevation_m"] for row in rows] == pytest.approx([4.267221 / 2] * 2, abs=0.01)
