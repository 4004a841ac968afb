"""Hand-made boxes, and real meshes against the same arithmetic written with whole arrays."""

from collections import Counter

import ifclite_geom
import numpy as np
import pytest

from pipelines.ingest.shapes.settle import CLOSED, NOTHING, OPEN, RawShapes, settle_shapes
from pipelines.ingest.tessellation import settle

CORNERS = np.array([(x, y, z) for z in (0.0, 4.0) for y in (0.0, 3.0) for x in (0.0, 2.0)])
"""A box of 2 × 3 × 4 m; corner number = x + 2 y + 4 z."""
SIDES = np.array(
    [
        (0, 2, 3), (0, 3, 1),  # bottom
        (4, 5, 7), (4, 7, 6),  # top
        (0, 1, 5), (0, 5, 4),  # y = 0
        (2, 6, 7), (2, 7, 3),  # y = 3
        (0, 4, 6), (0, 6, 2),  # x = 0
        (1, 3, 7), (1, 7, 5),  # x = 2
    ]
)  # fmt: skip


def settled(*shapes):
    """Settle shapes, each a list of items, each vertices and faces."""
    items = [item for shape in shapes for item in shape]
    offsets = [np.cumsum([0, *counts]) for counts in ([len(v) for v, _ in items], [len(f) for _, f in items], map(len, shapes))]
    vertices = np.concatenate([np.asarray(v, float).reshape(-1, 3) for v, _ in items] or [np.zeros((0, 3))])
    faces = np.concatenate([np.asarray(f, np.uint32).reshape(-1, 3) for _, f in items] or [np.zeros((0, 3), np.uint32)])
    return settle_shapes(RawShapes(vertices, faces.astype(np.uint32), *offsets))


def is_balanced(faces):
    edges = Counter((int(face[at]), int(face[(at + 1) % 3])) for face in faces for at in range(3))
    return all(edges[end, start] == count for (start, end), count in edges.items())


def mesh(made, shape):
    (a, b), (c, d) = made.vertex_offsets[shape : shape + 2], made.face_offsets[shape : shape + 2]
    return made.vertices[a:b].tobytes(), made.faces[c:d].tobytes()


def test_a_closed_box_has_the_area_and_volume_worked_out_by_hand():
    made = settled([(CORNERS, SIDES)])
    assert made.outcomes.tolist() == [CLOSED]
    assert made.volumes_m3 == pytest.approx(2 * 3 * 4)
    assert made.areas_m2 == pytest.approx(2 * (2 * 3 + 3 * 4 + 4 * 2))
    assert made.boxes.tolist() == [[[0, 0, 0], [2, 3, 4]]]
    assert (len(made.vertices), len(made.faces)) == (8, 12)


def test_what_is_open_has_no_volume_and_keeps_its_area():
    without_lid = np.delete(SIDES, slice(2, 4), axis=0)
    one_turned = np.concatenate([SIDES[:1, ::-1], SIDES[1:]])
    made = settled([(CORNERS, without_lid)], [(CORNERS, one_turned)])
    assert made.outcomes.tolist() == [OPEN, OPEN]
    assert np.isnan(made.volumes_m3).all()
    assert made.areas_m2 == pytest.approx([52 - 6, 52])


def test_one_mesh_comes_out_however_the_engine_gives_it():
    names = np.random.default_rng(2).permutation(8)
    shuffled = np.empty_like(CORNERS)
    shuffled[names] = CORNERS
    order = np.random.default_rng(1).permutation(12)
    loose = np.concatenate([CORNERS[SIDES].reshape(-1, 3), [(0, 0, 0), (2, 0, 0), (0, 0, 1e-9), (9, 9, 9)]])
    needle = np.concatenate([np.arange(36).reshape(-1, 3), [(36, 37, 38)]])
    made = settled(
        [(CORNERS, SIDES)],
        [(CORNERS, SIDES[:, ::-1])],
        [(shuffled, np.roll(names[SIDES[order]], 1, axis=1))],
        [(loose, needle)],
    )
    assert len({mesh(made, shape) for shape in range(4)}) == 1
    assert made.volumes_m3 == pytest.approx([24] * 4)


def test_two_boxes_with_a_common_side_are_closed_as_two_items_and_as_one():
    beside = CORNERS + np.array((2, 0, 0))
    both = (np.concatenate([CORNERS, beside]), np.concatenate([SIDES, SIDES + 8]))
    made = settled([(CORNERS, SIDES), (beside, SIDES[:, ::-1])], [both])
    assert made.outcomes.tolist() == [CLOSED, CLOSED]
    assert made.volumes_m3 == pytest.approx([48, 48])
    assert np.diff(made.vertex_offsets).tolist() == [16, 12]


def test_a_sheet_drawn_on_both_sides_is_no_solid():
    sheet = SIDES[:2]
    assert settled([(CORNERS, np.concatenate([sheet, sheet[:, ::-1]]))]).outcomes.tolist() == [OPEN]


def test_what_is_far_off_is_moved_by_whole_metres_and_copies_share_one_mesh():
    made = settled(*([(CORNERS + place, SIDES)] for place in ((500_000.25, 4e6, 0), (500_020.25, 4e6 + 30, 6))))
    assert mesh(made, 0) == mesh(made, 1)
    assert made.shifts[0].tolist() == [500_001, 4_000_001, 2]
    assert made.boxes[0].tolist() == [[500_000.25, 4e6, 0], [500_002.25, 4e6 + 3, 4]]
    assert made.vertices[0] + made.shifts[0] == pytest.approx(made.boxes[0, 0])


def test_a_shape_without_sound_triangles_is_nothing_and_harms_no_other():
    broken = CORNERS.copy()
    broken[3, 1] = np.nan
    made = settled([(broken, SIDES)], [], [(CORNERS, [(0, 0, 1)])], [(CORNERS, [(0, 1, 8)])], [(CORNERS, SIDES)])
    assert made.outcomes.tolist() == [NOTHING] * 4 + [CLOSED]
    assert np.diff(made.face_offsets).tolist() == [0, 0, 0, 0, 12]


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["duplex/Duplex_A_20110907.ifc", "fzk/AC20-FZK-Haus.ifc", "infra/Earthworks-01/UT-Earthworks-01.ifc"]
)
def test_real_meshes_come_out_as_by_whole_arrays(shared, name):
    elements = ifclite_geom.geometry_data_buffers((shared / "ifc" / name).read_bytes())["elements"].values()
    raw = [
        (np.frombuffer(one["vertices"]).reshape(-1, 3), np.frombuffer(one["faces"], np.uint32).reshape(-1, 3)) for one in elements
    ]
    made = settled(*([one] for one in raw))
    for shape, (vertices, faces) in enumerate(raw):
        truth = settle(vertices, faces.astype(np.int64), np.zeros(len(faces), np.int64), np.eye(4))
        assert mesh(made, shape) == (truth.mesh.vertices.tobytes(), truth.mesh.faces.tobytes())
        assert (made.outcomes[shape] == CLOSED) == (truth.is_closed or is_balanced(truth.mesh.faces))
        assert np.abs(made.boxes[shape] - truth.box).max() == 0
        assert made.areas_m2[shape] == pytest.approx(truth.area_m2, rel=1e-9)
        if truth.is_closed:
            assert made.volumes_m3[shape] == pytest.approx(truth.volume_m3, rel=1e-9, abs=1e-12)
