"""Edges over a fall: drawn by hand, and the gallery edges of the Duplex, at which its maker put railings of 1100 mm."""

import pytest

from checkers.measurements import measure
from checkers.spatial.drops import measure_drops

LOWER = ((0.0, 0.0, 10.0, 8.0), 0.0)
UPPER = ((0.2, 0.2, 5.8, 7.8), 3.0)


def ground():
    return {"ifc_class": "IfcSlab", "boxes": [((0, 0, -0.2), (10, 8, 0))]}


def gallery(end=6.0):
    return {"ifc_class": "IfcSlab", "boxes": [((0, 0, 2.8), (end, 8, 3.0))]}


def walls():
    """Around the whole house, over both storeys."""
    sides = [((-0.2, -0.2, 0), (10.2, 0, 6)), ((-0.2, 8, 0), (10.2, 8.2, 6)), ((-0.2, 0, 0), (0, 8, 6)), ((10, 0, 0), (10.2, 8, 6))]
    return [{"ifc_class": "IfcWall", "boxes": [side]} for side in sides]


def edges(tables):
    return measure_drops(tables)["msr_drop_edge"].to_pylist()


@pytest.mark.parametrize("turn_deg", [0.0, 37.0])
def test_the_open_edge_of_a_gallery_is_found_and_no_other(drawn, turn_deg):
    (edge,) = edges(drawn(ground(), gallery(), *walls(), rooms=(LOWER, UPPER), turn_deg=turn_deg))
    assert edge["step_id"] == 2
    assert (edge["fall_m"], edge["guarded_length_m"]) == (pytest.approx(3.0, abs=1e-3), 0.0)
    # Walls stand within reach of both of its ends.
    assert 7.0 <= edge["longest_unguarded_m"] == edge["edge_length_m"] <= 8.0
    assert edge["guard_step_id"] is None


def test_a_railing_guards_as_far_as_it_goes(drawn):
    rail = {"ifc_class": "IfcRailing", "boxes": [((5.9, 0, 3.0), (5.95, 5, 4.05))]}
    (edge,) = edges(drawn(ground(), gallery(), *walls(), rail, rooms=(LOWER, UPPER)))
    assert (edge["guard_step_id"], edge["guard_height_m"]) == (7, pytest.approx(1.05, abs=1e-3))
    assert edge["longest_unguarded_m"] == pytest.approx(3.0 - 0.35, abs=0.5)


def test_a_wall_under_a_beam_closes_an_edge(drawn):
    wall = {"ifc_class": "IfcWall", "boxes": [((6.0, 0, 0), (6.2, 8, 4.0))]}
    beam = {"ifc_class": "IfcBeam", "boxes": [((6.0, 0, 4.0), (6.2, 8, 5.5))]}
    assert edges(drawn(ground(), gallery(), *walls(), wall, beam, rooms=(LOWER, UPPER))) == []
    (edge,) = edges(drawn(ground(), gallery(), *walls(), wall, rooms=(LOWER, UPPER)))
    assert edge["guard_height_m"] == pytest.approx(1.0, abs=1e-3), "a parapet"


def test_a_floor_that_goes_on_and_a_step_are_no_fall(drawn):
    beside = {"ifc_class": "IfcSlab", "boxes": [((6.02, 0, 2.6), (10, 8, 2.8))]}
    assert edges(drawn(ground(), gallery(), beside, *walls(), rooms=(LOWER, UPPER))) == []


def test_where_nobody_walks_there_is_no_edge(drawn):
    assert edges(drawn(ground(), gallery(), *walls(), rooms=(LOWER,))) == []
    assert edges(drawn(ground(), gallery(), *walls())) == []


def test_a_named_balcony_needs_no_room(drawn):
    balcony = {"ifc_class": "IfcSlab", "name": "阳台板", "boxes": [((10.2, 2, 2.8), (11.7, 5, 3.0))]}
    found = edges(drawn(ground(), *walls(), balcony, rooms=(LOWER,)))
    assert {edge["step_id"] for edge in found} == {6}
    assert len(found) == 3, "its fourth edge lies at the wall"


@pytest.mark.slow
def test_the_gallery_edges_of_the_duplex(shared, read, shapes):
    path = shared / "ifc" / "duplex" / "Duplex_A_20110907.ifc"
    tables = {**read(path), **shapes(path)}
    found = measure(tables)["msr_drop_edge"].to_pandas()
    names = tables["ifc_element"].to_pandas().set_index("step_id")["name"]
    assert found["guard_step_id"].map(names).str.contains("1100mm Guard Rail").all()
    assert found["longest_unguarded_m"].eq(0).all()
    # The railing of 1100 mm stands on the structural floor, 19 mm under the rooms' floors.
    assert found["guard_height_m"].to_numpy() == pytest.approx(1.10 - 0.019, abs=2e-3)
