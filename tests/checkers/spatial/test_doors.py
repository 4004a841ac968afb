"""Doors of real models against what their makers wrote, and sections of their meshes known by hand."""

import numpy as np
import pytest

from checkers.measurements import measure
from checkers.spatial.doors_openings import door_opening
from pipelines.runtime.mesh import Mesh


def box(x0, y0, z0, x1, y1, z1):
    corners = np.array([(x, y, z) for x in (x0, x1) for y in (y0, y1) for z in (z0, z1)], np.float32)
    quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    return corners, np.array([face for a, b, c, d in quads for face in ((a, b, c), (a, c, d))], np.uint32)


def mesh(*boxes):
    parts = [box(*one) for one in boxes]
    offsets = np.cumsum([0, *(len(corners) for corners, _ in parts[:-1])])
    vertices = np.concatenate([corners for corners, _ in parts])
    return Mesh(
        vertices, np.concatenate([faces + offset for (_, faces), offset in zip(parts, offsets, strict=True)]).astype(np.uint32)
    )


JAMBS = ((0, 0, 0, 0.05, 0.1, 2.1), (0.95, 0, 0, 1, 0.1, 2.1), (0.05, 0, 2.05, 0.95, 0.1, 2.1))
TURN = np.array([[np.cos(0.6), -np.sin(0.6), 0], [np.sin(0.6), np.cos(0.6), 0], [0, 0, 1]])


@pytest.mark.parametrize("turn", [np.eye(3), TURN])
def test_the_open_leaf_takes_its_thickness_from_the_way_between_the_jambs(turn):
    opening = door_opening(mesh(*JAMBS, (0.055, 0.03, 0.01, 0.945, 0.07, 2.045)), turn)
    assert opening.passage_width_m == pytest.approx(0.9, abs=1e-4)
    assert opening.clear_width_m == pytest.approx(0.86, abs=1e-4)
    assert opening.height_m == pytest.approx((0, 2.05), abs=1e-4)


def test_two_leaves_stand_in_the_way_of_a_double_door():
    leaves = ((0.055, 0.03, 0.01, 0.498, 0.07, 2.045), (0.502, 0.03, 0.01, 0.945, 0.07, 2.045))
    assert door_opening(mesh(*JAMBS, *leaves), np.eye(3)).leaf_count == 1, "under a metre it is one leaf in two halves"
    wide = tuple((2 * a, b, c, 2 * d, e, f) for a, b, c, d, e, f in (*JAMBS, *leaves))
    opening = door_opening(mesh(*wide), np.eye(3))
    assert (opening.leaf_count, opening.clear_width_m) == (2, pytest.approx(1.8 - 2 * 0.04, abs=1e-4))


def test_stiles_of_a_glazed_leaf_are_no_jambs():
    leaf = ((0.05, 0.03, 0.01, 0.15, 0.07, 2.05), (0.85, 0.03, 0.01, 0.95, 0.07, 2.05), (0.15, 0.048, 0.1, 0.85, 0.054, 2))
    opening = door_opening(mesh(*JAMBS, *leaf), np.eye(3))
    assert opening.passage_width_m == pytest.approx(0.9, abs=1e-4)
    assert opening.clear_width_m == pytest.approx(0.86, abs=1e-4)


def test_a_frame_without_a_leaf_is_open_between_its_jambs():
    opening = door_opening(mesh(*JAMBS), np.eye(3))
    assert (opening.leaf_count, opening.clear_width_m) == (0, pytest.approx(0.9, abs=1e-4))


def test_a_plane_is_no_door():
    plane = Mesh(np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], np.float32), np.array([[0, 1, 2]], np.uint32))
    assert door_opening(plane, np.eye(3)) is None


@pytest.fixture(scope="module")
def doors_of(shared, read, shapes):
    def of(path):
        tables = dict(read(shared / "ifc" / path)) | dict(shapes(shared / "ifc" / path))
        tables |= measure(tables)
        elements = tables["ifc_element"].to_pandas().set_index("step_id")
        return tables["msr_door"].to_pandas().set_index("step_id"), elements

    return of


@pytest.mark.slow
def test_doors_of_the_duplex(doors_of):
    """Revit writes the opening's width, and a leaf (Thickness) of 51 mm; the names say 762, 813, 864 and 1250 mm."""
    doors, elements = doors_of("duplex/Duplex_A_20110907.ifc")
    said = elements.loc[doors.index, "name"].str.extract(r":0*(\d+)(?:mm)? x")[0].astype(float) / 1000
    assert doors["passage_width_m"].to_numpy() == pytest.approx(said.to_numpy(), abs=1e-3)
    assert doors["clear_width_m"].to_numpy() == pytest.approx(said.to_numpy() - 0.051, abs=1e-3)
    assert doors["is_exterior"].sum() == 4
    names = elements["name"]
    joined = {frozenset({names.get(row.room_a_step_id), names.get(row.room_b_step_id)}) for row in doors.itertuples()}
    assert {frozenset({"A201", "A203"}), frozenset({"A101", "A104"}), frozenset({"B201", "B202"})} <= joined


@pytest.mark.slow
def test_doors_of_an_archicad_house(doors_of):
    """Frames of 50 mm and leaves of 40 mm; the entrance has a threshold of 80 mm."""
    doors, elements = doors_of("fzk/AC20-FZK-Haus.ifc")
    by_name = doors.set_index(elements.loc[doors.index, "name"])
    assert by_name.loc["Innentuer-1", "passage_width_m"] == pytest.approx(0.785, abs=1e-3)
    assert by_name.loc["Innentuer-1", "clear_width_m"] == pytest.approx(0.745, abs=1e-3)
    assert by_name.loc["Haustuer", "threshold_z_m"] == pytest.approx(0.08, abs=1e-3)
    assert set(by_name.index[by_name["is_exterior"]]) == {"Haustuer", "Terrassentuer"}


@pytest.mark.slow
def test_nearly_every_inner_door_of_an_office_joins_two_rooms(doors_of):
    doors, _ = doors_of("office/Office_A_20110811.ifc")
    inner = doors[~doors["is_exterior"].astype(bool)]
    assert len(inner) == 96
    assert inner[["room_a_step_id", "room_b_step_id"]].notna().all(axis=None)
