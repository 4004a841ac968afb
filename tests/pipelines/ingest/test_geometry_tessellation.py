import numpy as np
import pytest

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
LID = slice(2, 4)
ONE_ITEM = np.zeros(12, int)


def box_at(*place):
    return CORNERS + np.array(place, float)


def box(**changes):
    given = {"vertices": CORNERS, "faces": SIDES, "items": ONE_ITEM, "placement": np.eye(4)} | changes
    return settle(**given)


def test_a_closed_box_has_the_area_and_volume_worked_out_by_hand():
    shape = box()
    assert shape.is_closed
    assert shape.volume_m3 == pytest.approx(2 * 3 * 4)
    assert shape.area_m2 == pytest.approx(2 * (2 * 3 + 3 * 4 + 4 * 2))
    assert len(shape.mesh.vertices) == 8
    assert len(shape.mesh.faces) == 12


def test_a_box_without_a_lid_is_open_and_has_no_volume():
    shape = box(faces=np.delete(SIDES, LID, axis=0), items=ONE_ITEM[:10])
    assert not shape.is_closed
    assert shape.volume_m3 is None
    assert shape.area_m2 == pytest.approx(52 - 2 * 3)


def test_one_triangle_the_wrong_way_round_opens_the_box():
    faces = SIDES.copy()
    faces[0] = faces[0][::-1]
    assert not box(faces=faces).is_closed


def test_a_box_inside_out_is_turned():
    shape = box(faces=SIDES[:, ::-1])
    assert shape.volume_m3 == pytest.approx(24)
    assert shape.shape_key == box().shape_key


def test_unwelded_and_collapsed_triangles_make_the_same_box():
    loose = CORNERS[SIDES].reshape(-1, 3)
    faces = np.arange(36).reshape(-1, 3)
    needle = np.array([[36, 37, 38]])
    shape = box(
        vertices=np.concatenate([loose, [(0, 0, 0), (2, 0, 0), (0, 0, 1e-9)]]),
        faces=np.concatenate([faces, needle]),
        items=np.zeros(13, int),
    )
    assert shape.is_closed
    assert shape.shape_key == box().shape_key


def test_the_order_in_which_a_kernel_gives_triangles_does_not_matter():
    shuffle = np.random.default_rng(1).permutation(12)
    names = np.random.default_rng(2).permutation(8)
    vertices = np.empty_like(CORNERS)
    vertices[names] = CORNERS
    assert box(vertices=vertices, faces=np.roll(names[SIDES[shuffle]], 1, axis=1)).shape_key == box().shape_key


def test_two_boxes_with_a_common_side_are_closed_as_two_items_and_not_as_one():
    vertices = np.concatenate([CORNERS, box_at(2, 0, 0)])
    faces = np.concatenate([SIDES, SIDES + 8])
    as_two = box(vertices=vertices, faces=faces, items=np.repeat([7, 9], 12))
    assert as_two.is_closed
    assert as_two.volume_m3 == pytest.approx(48)
    assert not box(vertices=vertices, faces=faces, items=np.zeros(24, int)).is_closed


def test_map_coordinates_inside_the_mesh_keep_a_tenth_of_a_millimetre():
    far = np.array((3_500_123.4567, 39_412_345.6789, 812.3456))
    turn = np.eye(4)
    turn[:3, :3] = [(0.8, -0.6, 0), (0.6, 0.8, 0), (0, 0, 1)]
    turn[:3, 3] = (-17.5, 4.25, 3)
    shape = box(vertices=CORNERS + far, placement=turn)
    truth = (CORNERS + far) @ turn[:3, :3].T + turn[:3, 3]
    kept = shape.mesh.placed(shape.placement)
    distances = np.linalg.norm(truth[:, None] - kept[None], axis=2).min(axis=1)
    assert distances.max() < 1e-4
    assert np.abs(shape.box - [truth.min(axis=0), truth.max(axis=0)]).max() < 1e-6
    assert shape.volume_m3 == pytest.approx(24, rel=1e-4)


def test_copies_at_different_far_off_places_share_one_mesh():
    assert box(vertices=box_at(500_000, 4_000_000, 0)).shape_key == box(vertices=box_at(500_020, 4_000_030, 6)).shape_key


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_corner_that_is_no_number_makes_no_shape(value):
    vertices = CORNERS.copy()
    vertices[3, 1] = value
    assert box(vertices=vertices) is None


def test_no_triangles_make_no_shape():
    assert box(faces=np.zeros((0, 3), int), items=np.zeros(0, int)) is None
