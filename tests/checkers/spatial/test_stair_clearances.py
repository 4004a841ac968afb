"""The room over and beside flights: drawn by hand, and of real models beside rays through IfcOpenShell's own solids.

The second method: solids of another kernel (OpenCASCADE) in world coordinates, and a plain ray from each front upwards.
"""

import ifcopenshell
import ifcopenshell.geom
import ifcopenshell.util.shape
import numpy as np
import pytest

from checkers.spatial.stair_clearances import measure_stair_clearances
from checkers.spatial.stairs import measure_stairs
from checkers.things import recognise_things

RISER, GOING, WIDTH, COUNT = 0.16, 0.28, 1.2, 9


def flight():
    steps = [((i * GOING, 0, i * RISER), ((i + 1) * GOING, WIDTH, (i + 1) * RISER)) for i in range(COUNT)]
    return {"ifc_class": "IfcStairFlight", "boxes": steps}


def cleared(tables):
    tables = tables | measure_stairs(tables)
    (row,) = measure_stair_clearances(tables)["msr_stair_clearance"].to_pylist()
    return row


@pytest.mark.parametrize("turn_deg", [0.0, 37.0])
def test_a_beam_over_the_fifth_front_is_measured_from_that_front(drawn, turn_deg):
    beam = {"ifc_class": "IfcBeam", "boxes": [((4 * GOING - 0.1, -1, 2.9), (4 * GOING + 0.1, 3, 3.2))]}
    row = cleared(drawn(flight(), beam, turn_deg=turn_deg))
    # Lines across lie 0.1 m apart and the beam ends 0.1 m behind the front: at most one tenth of a step is missed.
    highest = 5 * RISER + 0.1 * RISER / GOING
    assert row["lowest_step_id"] == 2
    assert row["headroom_m"] == pytest.approx(2.9 - highest, abs=0.06)
    assert row["headroom_m"] >= 2.9 - highest - 1e-5


def test_nothing_over_a_flight_is_no_height(drawn):
    row = cleared(drawn(flight(), {"ifc_class": "IfcDoor", "boxes": [((0, 0, 2), (1, 0.1, 4))]}))
    assert row["headroom_m"] is None
    assert row["lowest_step_id"] is None


@pytest.mark.parametrize("turn_deg", [0.0, 37.0])
def test_between_a_wall_and_the_middle_of_a_handrail(drawn, turn_deg):
    wall = {"ifc_class": "IfcWall", "boxes": [((-1, WIDTH - 0.03, -1), (4, WIDTH + 0.2, 5))]}
    rail = [((i * GOING, 0.05, i * RISER + 0.8), ((i + 1) * GOING, 0.11, (i + 1) * RISER + 0.95)) for i in range(COUNT)]
    row = cleared(drawn(flight(), wall, {"ifc_class": "IfcRailing", "boxes": rail}, turn_deg=turn_deg))
    assert row["clear_width_m"] == pytest.approx(WIDTH - 0.03 - 0.08, abs=1e-4)


def test_walls_that_stand_apart_leave_the_treads_width(drawn):
    wall = {"ifc_class": "IfcWall", "boxes": [((-1, WIDTH + 0.05, -1), (4, WIDTH + 0.2, 5))]}
    assert cleared(drawn(flight(), wall))["clear_width_m"] == pytest.approx(WIDTH, abs=1e-4)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "flights"), [("duplex/Duplex_A_20110907.ifc", 2), ("office/Office_A_20110811.ifc", 4)])
def test_headroom_of_real_flights_beside_rays(shared, read, shapes, name, flights):
    path = shared / "ifc" / name
    tables = {**read(path), **shapes(path)}
    tables |= recognise_things(tables)
    tables |= measure_stairs(tables)
    measured = {row["step_id"]: row for row in measure_stair_clearances(tables)["msr_stair_clearance"].to_pylist()}
    assert len(measured) == flights
    model = ifcopenshell.open(path)
    for step_id, row in measured.items():
        over = triangles(model, row["lowest_step_id"])
        fronts = triangles(model, step_id)
        normals = np.cross(fronts[:, 1] - fronts[:, 0], fronts[:, 2] - fronts[:, 0])
        treads = fronts[(normals[:, 2] > 0.98 * np.linalg.norm(normals, axis=1)) & (normals[:, 2] > 0.02)]
        least = min(
            ray_up(point, over) for tread in treads for point in (tread.mean(axis=0), *(tread * 0.8 + tread.mean(axis=0) * 0.2))
        )
        # Rays start on treads, the rule on the line of fronts, which lies up to one riser over them and under the next.
        assert row["headroom_m"] - 0.2 <= least <= row["headroom_m"] + 0.2


def triangles(model, step_id):
    settings = ifcopenshell.geom.settings()
    settings.set("use-world-coords", True)
    shape = ifcopenshell.geom.create_shape(settings, model.by_id(int(step_id)), geometry_library="opencascade")
    vertices = ifcopenshell.util.shape.get_vertices(shape.geometry)
    return vertices[ifcopenshell.util.shape.get_faces(shape.geometry)]


def ray_up(point, corners):
    """Möller and Trumbore's intersection, straight up; infinite where nothing is hit at least a metre over the point."""
    first, second = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    across = np.cross(np.array((0.0, 0.0, 1.0)), second)
    volume = (first * across).sum(axis=1)
    hit = np.abs(volume) > 1e-9
    away = point - corners[hit, 0]
    u = (away * across[hit]).sum(axis=1) / volume[hit]
    turned = np.cross(away, first[hit])
    v = turned[:, 2] / volume[hit]
    height = (second[hit] * turned).sum(axis=1) / volume[hit]
    return height[(u >= 0) & (v >= 0) & (u + v <= 1) & (height > 1.0)].min(initial=np.inf)
