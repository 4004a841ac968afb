"""Flights of ramps whose sizes are known from their corners, and those of two samples, whose drawings give them."""

from itertools import pairwise
from math import cos, sin
from pathlib import Path

import numpy as np
import pytest

from checkers.spatial.ramps import measure_ramps
from checkers.things import recognise_things
from pipelines.runtime.mesh import Mesh
from sample_ifc.generate import HERE


def run(x0, z0, x1, z1, y0=0.0, y1=1.5, tilt=0.0):
    """A strip of surface along x, looking up; ``tilt`` is its fall to the left."""
    return ((x0, y0, z0), (x1, y0, z1), (x1, y1, z1 - tilt * (y1 - y0)), (x0, y1, z0 - tilt * (y1 - y0)))


def bend(radius, width, rise, pieces=12):
    """A quarter turn whose strips rise alike."""
    turns = np.linspace(0, np.pi / 2, pieces + 1)
    return [
        tuple(
            (r * cos(t), r * sin(t), rise * t / (np.pi / 2))
            for r, t in ((radius, a), (radius + width, a), (radius + width, b), (radius, b))
        )
        for a, b in pairwise(turns)
    ]


def sheet(quads):
    vertices = np.array([corner for quad in quads for corner in quad], np.float32)
    faces = [[4 * i + a, 4 * i + b, 4 * i + c] for i in range(len(quads)) for a, b, c in ((0, 1, 2), (0, 2, 3))]
    return Mesh(vertices, np.array(faces, np.uint32))


def ramp(*quads, **more):
    return {"ifc_class": "IfcRamp", "name": "坡道", "mesh": sheet(quads)} | more


def flights(tables):
    return measure_ramps(tables)["msr_ramp_flight"].to_pylist()


@pytest.mark.parametrize("turn_deg", [0.0, 37.0, 205.0])
def test_a_flight_with_a_handrail_on_either_side(drawn, turn_deg):
    rails = [
        {"ifc_class": "IfcRailing", "boxes": [((0, y, 0.0), (6, y + 0.05, 1.4))]} for y in (0.05, 1.40)
    ]  # fmt: skip
    (row,) = flights(drawn(ramp(run(0, 0, 6, 0.5)), *rails, turn_deg=turn_deg))
    assert (row["step_id"], row["ramp_step_id"], row["flight_number"]) == (1, 1, 0)
    assert row["top_slope"] == pytest.approx(1 / 12, abs=1e-5)
    assert [row[name] for name in ("rise_m", "run_m", "width_m", "clear_width_m", "crossfall")] == pytest.approx(
        [0.5, 6, 1.5, 1.3, 0], abs=1e-3
    )
    assert row["direction_deg"] == pytest.approx(turn_deg, abs=1e-2)
    assert row["landing_depth_m"] is None


@pytest.mark.parametrize("turn_deg", [0.0, 37.0])
def test_a_ramp_in_one_piece_is_cut_at_its_landing(drawn, turn_deg):
    whole = ramp(run(0, 0, 6, 0.5), run(6, 0.5, 7.2, 0.5), run(7.2, 0.5, 12.2, 1.0))
    lower, upper = flights(drawn(whole, turn_deg=turn_deg))
    assert (lower["flight_number"], upper["flight_number"]) == (1, 2)
    assert (lower["top_slope"], upper["top_slope"]) == (pytest.approx(1 / 12, abs=1e-5), pytest.approx(0.1, abs=1e-5))
    assert [lower["landing_depth_m"], upper["landing_depth_m"]] == pytest.approx([1.2, 1.2], abs=1e-3)


def test_a_slab_of_the_ramp_is_its_landing_and_flights_belong_to_it(drawn):
    flight = ramp(run(0, 0, 6, 0.5), ifc_class="IfcRampFlight", parent_step_id=1)
    slab = {"ifc_class": "IfcSlab", "parent_step_id": 1, "boxes": [((6, 0, 0.3), (7.5, 1.5, 0.5))]}
    (row,) = flights(drawn({"ifc_class": "IfcRamp", "name": "坡道"}, flight, slab))
    assert (row["step_id"], row["ramp_step_id"]) == (2, 1)
    assert row["landing_depth_m"] == pytest.approx(1.5, abs=1e-3)


def test_the_fall_to_one_side_is_not_of_the_slope(drawn):
    (row,) = flights(drawn(ramp(run(0, 0, 6, 0.3, tilt=0.03)), turn_deg=15))
    assert (row["top_slope"], row["crossfall"]) == (pytest.approx(0.05, abs=1e-5), pytest.approx(0.03, abs=1e-5))


def test_a_flight_wider_than_long_rises_along_its_short_side(drawn):
    (row,) = flights(drawn(ramp(run(0, 0, 0.9, 0.075, y1=2.4))))
    assert (row["run_m"], row["width_m"]) == (pytest.approx(0.9, abs=1e-3), pytest.approx(2.4, abs=1e-3))


def test_a_flight_that_bends_has_a_width_and_no_side(drawn):
    (row,) = flights(drawn(ramp(*bend(radius=6, width=1.5, rise=0.8))))
    assert row["width_m"] == pytest.approx(1.5, abs=0.05)
    assert row["rise_m"] == pytest.approx(0.8, abs=1e-3)
    assert row["run_m"] == pytest.approx(6.75 * np.pi / 2, rel=0.02)
    assert (row["direction_deg"], row["crossfall"], row["clear_width_m"]) == (None, None, None)


def test_a_bevel_a_level_slab_and_a_wall_are_no_flights(drawn):
    (row,) = flights(drawn(ramp(run(0, 0, 6, 0.5), run(6, 0.5, 6.05, 0.4))))
    assert row["top_slope"] == pytest.approx(1 / 12, abs=1e-5)
    assert flights(drawn(ramp(run(0, 0, 6, 0)))) == []
    assert flights(drawn(ramp(((0, 0, 0), (1, 0, 0), (1, 0, 1), (0, 0, 1))))) == []
    assert flights(drawn({"ifc_class": "IfcRamp", "name": "坡道"})) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["school/school_arch", "school_revit/school_revit"])
def test_the_ramp_of_the_school_is_as_its_drawing_says(read, shapes, kind):
    path: Path = HERE / "clean" / f"{kind}.ifc"
    tables = {**read(path), **shapes(path)}
    (row,) = flights(tables | recognise_things(tables))
    # sample_ifc/school/entrance.py: 0.43 m over 5.2 m, 1.5 m wide, handrails of 50 mm whose middle is 50 mm from the edge.
    found = [row[name] for name in ("rise_m", "run_m", "width_m", "clear_width_m")]
    assert found == pytest.approx([0.43, 5.2, 1.5, 1.35], abs=0.002)
