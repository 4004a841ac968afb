import numpy as np
import pytest
import shapely

from checkers.spatial.footprints import measure_footprints
from checkers.spatial.projection import SIMPLIFIED_M, Seen, outlines_of
from cim_schema.tables import TABLES
from pipelines.runtime.mesh import Mesh

L_OUTLINE = np.array([(0, 0), (4, 0), (4, 1), (1, 1), (1, 3), (0, 3)], float)
L_AREA = 4 * 1 + 1 * 2
L_TOP = [(0, 1, 2), (0, 2, 3), (0, 3, 4), (0, 4, 5)]


def extruded(outline, top, height):
    """A closed mesh by hand: bottom, top and two triangles a side."""
    n = len(outline)
    vertices = np.concatenate([np.column_stack([outline, np.full(n, z)]) for z in (0.0, height)])
    faces = [face[::-1] for face in top] + [tuple(i + n for i in face) for face in top]
    for i in range(n):
        j = (i + 1) % n
        faces += [(i, j, j + n), (i, j + n, i + n)]
    return Mesh(vertices.astype(np.float32), np.array(faces, np.uint32))


def turned(degrees, axis="z"):
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    matrix = np.eye(4)
    matrix[:3, :3] = {"z": [(c, -s, 0), (s, c, 0), (0, 0, 1)], "x": [(1, 0, 0), (0, c, -s), (0, s, c)]}[axis]
    return matrix


def moved(matrix, by):
    matrix = matrix.copy()
    matrix[:3, 3] += by
    return matrix


def tables(*shapes):
    """Tables of (mesh or None, closed, placement), with step ids from 1."""
    geometry, meshes = [], []
    for step_id, (mesh, is_closed, placement) in enumerate(shapes, 1):
        corners = mesh.placed(placement) if mesh else np.array([(1, 2, 3), (3, 5, 4.5)])
        least, greatest = corners.min(axis=0), corners.max(axis=0)
        key = f"mesh {id(mesh)}" if mesh else None
        geometry.append(
            {
                "model_id": "m", "step_id": step_id, "is_closed": is_closed, "triangle_count": len(mesh.faces) if mesh else 0,
                "kernel": "by hand", "shape_key": key, "placement": placement.ravel().tolist(),
                **{f"min_{axis}_m": float(value) for axis, value in zip("xyz", least, strict=True)},
                **{f"max_{axis}_m": float(value) for axis, value in zip("xyz", greatest, strict=True)},
            }
        )  # fmt: skip
        if mesh and key not in {row["shape_key"] for row in meshes}:
            meshes.append(mesh.row(key))
    return {"ifc_geometry": TABLES["ifc_geometry"].from_rows(geometry), "ifc_shape": TABLES["ifc_shape"].from_rows(meshes)}


def outline_of(mesh, is_closed):
    return outlines_of([Seen(mesh, is_closed, np.eye(3))])[0]


def footprints(*shapes):
    measured = measure_footprints(tables(*shapes))["msr_footprint"].to_pandas()
    return measured.assign(outline=shapely.from_wkb(measured["footprint"]))


def test_an_l_shape_keeps_its_area_wherever_it_stands():
    mesh = extruded(L_OUTLINE, L_TOP, 2.5)
    far = moved(turned(30), (512_345.678, 3_923_456.789, 700))
    measured = footprints((mesh, True, np.eye(4)), (mesh, True, turned(90)), (mesh, True, far))
    assert measured["footprint_area_m2"].tolist() == pytest.approx([L_AREA] * 3, rel=1e-6)
    assert measured["height_m"].tolist() == pytest.approx([2.5] * 3)
    assert measured["has_surface"].all()
    assert measured["outline"][0].equals(shapely.Polygon(L_OUTLINE))
    expected = shapely.affinity.affine_transform(shapely.Polygon(L_OUTLINE), [*far[:2, :2].ravel(), *far[:2, 3]])
    assert measured["outline"][2].hausdorff_distance(expected) < 1e-6


def test_outlines_are_valid_normal_and_counter_clockwise():
    mesh = extruded(L_OUTLINE, L_TOP, 2.5)
    outline = footprints((mesh, True, turned(17)))["outline"][0]
    assert outline.is_valid
    assert outline.exterior.is_ccw
    assert len(outline.exterior.coords) == 7


def test_a_tilted_shape_shows_its_side():
    measured = footprints((extruded(L_OUTLINE, L_TOP, 2.5), True, turned(90, "x")))
    assert measured["footprint_area_m2"][0] == pytest.approx(4 * 2.5)
    assert measured["height_m"][0] == pytest.approx(3)


def test_an_upright_sheet_has_no_outline_but_a_row():
    sheet = Mesh(np.array([(0, 0, 0), (3, 3, 0), (3, 3, 2), (0, 0, 2)], np.float32), np.array([(0, 1, 2), (0, 2, 3)], np.uint32))
    measured = footprints((sheet, False, np.eye(4)))
    assert measured["outline"][0].is_empty
    assert measured["footprint_area_m2"][0] == 0
    assert measured["height_m"][0] == pytest.approx(2)


def test_without_a_mesh_the_box_stands_in():
    measured = footprints((None, False, np.eye(4)))
    assert not measured["has_surface"][0]
    assert measured["footprint_area_m2"][0] == pytest.approx(2 * 3)
    assert measured["height_m"][0] == pytest.approx(1.5)


def test_no_shapes_give_an_empty_table():
    assert len(measure_footprints(tables())["msr_footprint"]) == 0


def test_the_order_of_triangles_does_not_change_the_bytes():
    mesh = extruded(L_OUTLINE, L_TOP, 2.5)
    shuffled = Mesh(mesh.vertices, mesh.faces[np.random.default_rng(3).permutation(len(mesh.faces))])
    first, second = footprints((mesh, True, turned(17)), (shuffled, True, turned(17)))["footprint"]
    assert first == second


def terrain(side, hole):
    """An open sheet of side × side squares of 1 m, two triangles each, without a square hole of so many metres."""
    x, y = np.meshgrid(np.arange(side + 1), np.arange(side + 1))
    vertices = np.column_stack([x.ravel(), y.ravel(), np.sin(x + y).ravel()])
    squares = [(i, j) for i in range(side) for j in range(side) if not (10 <= i < 10 + hole and 10 <= j < 10 + hole)]
    nearest = np.array([j * (side + 1) + i for i, j in squares])
    corners = [nearest, nearest + 1, nearest + side + 2, nearest + side + 1]
    faces = np.concatenate([np.stack([corners[0], corners[i], corners[i + 1]], axis=1) for i in (1, 2)])
    return Mesh(vertices.astype(np.float32), faces.astype(np.uint32))


def test_a_large_terrain_keeps_its_hole():
    sheet = terrain(300, 20)
    assert len(sheet.faces) > 100_000
    outline = outline_of(sheet, False)
    assert outline.area == pytest.approx(300 * 300 - 20 * 20)
    assert len(outline.interiors) == 1


def test_layers_above_one_another_count_once():
    sheet = terrain(40, 5)
    shifted = sheet.vertices + np.array((0.5, 0, 3), np.float32)
    both = Mesh(np.concatenate([sheet.vertices, shifted]), np.concatenate([sheet.faces, sheet.faces + len(sheet.vertices)]))
    # The upper sheet sticks out by half a metre, and leaves of the hole what both leave free: 4.5 × 5 m.
    assert outline_of(both, False).area == pytest.approx(40.5 * 40 - 4.5 * 5)


def test_leaving_out_corners_moves_the_outline_by_less_than_a_millimetre():
    angles = np.linspace(0, 2 * np.pi, 1_000, endpoint=False)
    circle = np.column_stack([np.cos(angles), np.sin(angles)])
    mesh = extruded(circle, [(0, i, i + 1) for i in range(1, 999)], 1)
    outline = outline_of(mesh, True)
    assert len(outline.exterior.coords) < 200
    assert outline.hausdorff_distance(shapely.Polygon(circle)) < 2 * SIMPLIFIED_M
