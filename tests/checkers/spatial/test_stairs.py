"""Flights of stairs drawn by hand, and those of real models against what their makers wrote.

Revit wrote NumberOfTreads as a plain number, and RiserHeight and TreadLength in feet whatever the file's unit is. ArchiCAD wrote
no number of its spiral stair: in a list of its level faces there are 15 of one size, the highest 2.65 m above the floor.
"""

import numpy as np
import pytest

from checkers.measurements import measure
from checkers.spatial.stairs import flights_of

FOOT_M = 0.3048


def box(low, high):
    corners = np.array([(x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])], np.float64)
    quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    return corners, np.array([face for a, b, c, d in quads for face in ((a, b, c), (a, c, d))])


def mesh(*boxes, turn_deg=0.0):
    parts = [box(*one) for one in boxes]
    offsets = np.cumsum([0, *(len(corners) for corners, _ in parts[:-1])])
    turn = np.radians(turn_deg)
    matrix = np.array([[np.cos(turn), np.sin(turn), 0], [-np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    faces = np.concatenate([faces + offset for (_, faces), offset in zip(parts, offsets, strict=True)])
    return np.concatenate([corners for corners, _ in parts]) @ matrix, faces


def plates(count, riser=0.16, going=0.28, depth=0.31, width=1.2, at=(0.0, 0.0)):
    """Treads as plates of 4 cm whose nosings overlap."""
    x, z = at
    return [
        ((x + i * going, 0, z + (i + 1) * riser - 0.04), (x + i * going + depth, width, z + (i + 1) * riser)) for i in range(count)
    ]


@pytest.mark.parametrize("turn_deg", [0.0, 37.0, 211.5])
def test_plates_that_overlap_are_measured_from_front_to_front(turn_deg):
    (flight,) = flights_of(*mesh(*plates(9), turn_deg=turn_deg), True)
    assert flight["tread_count"] == 9
    assert (flight["riser_height_least_m"], flight["riser_height_greatest_m"]) == pytest.approx((0.16, 0.16), abs=1e-5)
    assert (flight["tread_length_m"], flight["tread_length_least_m"]) == pytest.approx((0.28, 0.28), abs=1e-5)
    assert (flight["width_m"], flight["run_m"], flight["rise_m"]) == pytest.approx((1.2, 8 * 0.28, 8 * 0.16), abs=1e-5)
    assert flight["direction_deg"] == pytest.approx(turn_deg, abs=1e-3)


def test_one_step_that_was_drawn_higher_is_seen():
    steps = plates(9)
    steps[4:] = [((*low[:2], low[2] + 0.02), (*high[:2], high[2] + 0.02)) for low, high in steps[4:]]
    (flight,) = flights_of(*mesh(*steps), True)
    assert (flight["riser_height_m"], flight["riser_height_greatest_m"]) == pytest.approx((0.16, 0.18), abs=1e-5)


def test_a_stair_in_one_piece_is_cut_at_its_landing():
    landing = ((5 * 0.28, 0, 6 * 0.16 - 0.1), (5 * 0.28 + 1.2, 1.2, 6 * 0.16))
    lower, upper = plates(5), plates(6, at=(5 * 0.28 + 1.2, 6 * 0.16))
    first, second = flights_of(*mesh(*lower, landing, *upper), False)
    assert (first["tread_count"], second["tread_count"]) == (5, 6)


def test_a_plinth_and_a_ladder_are_no_stairs():
    assert flights_of(*mesh(((0, 0, 0), (2, 2, 0.3))), False) == []
    assert flights_of(*mesh(*plates(9, riser=0.3, going=0.0, depth=0.03, width=0.5)), False) == []


def test_without_faces_there_are_no_flights():
    assert flights_of(np.zeros((0, 3)), np.zeros((0, 3), np.int64), True) == []


@pytest.fixture(scope="module")
def flights_in(shared, read, shapes):
    def of(path):
        tables = dict(read(shared / "ifc" / path)) | dict(shapes(shared / "ifc" / path))
        attributes = tables["ifc_attribute"].to_pandas().pivot_table("value_number", "step_id", "attribute_name")
        return measure(tables)["msr_stair_flight"].to_pandas().set_index("step_id"), attributes

    return of


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "count", "width_m"), [("duplex/Duplex_A_20110907.ifc", 2, 0.914), ("office/Office_A_20110811.ifc", 4, 1.0)]
)
def test_flights_of_revit(flights_in, path, count, width_m):
    flights, said = flights_in(path)
    said = said.loc[flights.index]
    assert len(flights) == count
    assert flights["tread_count"].tolist() == said["NumberOfTreads"].tolist()
    assert flights["riser_height_m"].to_numpy() == pytest.approx((said["RiserHeight"] * FOOT_M).to_numpy(), abs=1e-3)
    assert flights["tread_length_m"].to_numpy() == pytest.approx((said["TreadLength"] * FOOT_M).to_numpy(), abs=1e-3)
    assert flights["width_m"].to_numpy() == pytest.approx(width_m, abs=1e-3)


@pytest.mark.slow
def test_the_spiral_stair_of_the_fzk_house(flights_in):
    flights, _ = flights_in("fzk/AC20-FZK-Haus.ifc")
    (flight,) = flights.itertuples()
    assert flight.is_winding
    assert flight.tread_count == 15
    assert flight.riser_height_m == pytest.approx(2.65 / 15, abs=1e-3)
    assert np.isnan(flight.tread_length_m)
