import numpy as np
import pytest

from pipelines.publish.outer_shell import ROOF, UNDERSIDE, WALL, kinds_of, seen_from_outside


@pytest.fixture
def house(make_box):
    """A house of 10 m by 8 m: four walls, roof, floor; a table and a partition stand inside, a chimney on top."""
    boxes = {
        "south": make_box(10, 0.2, 3), "north": make_box(10, 0.2, 3, (0, 7.8, 0)), "west": make_box(0.2, 7.6, 3, (0, 0.2, 0)),
        "east": make_box(0.2, 7.6, 3, (9.8, 0.2, 0)), "roof": make_box(10, 8, 0.2, (0, 0, 3)),
        "floor": make_box(10, 8, 0.2, (0, 0, -0.2)), "table": make_box(1, 1, 1, (4, 4, 0)),
        "partition": make_box(0.1, 6, 3, (5, 1, 0)), "chimney": make_box(1, 1, 1, (7, 6, 3.2)),
    }  # fmt: skip
    return {name: box.vertices.astype(float)[box.faces] for name, box in boxes.items()}


def turned(corners, degrees):
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return corners @ np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]])


@pytest.mark.parametrize("degrees", [0, 17, 45, 133])
def test_what_stands_inside_is_not_seen_and_what_bounds_the_house_is(house, degrees):
    corners = np.concatenate(list(house.values()))
    seen = seen_from_outside(turned(corners, degrees), np.ones(len(corners), bool))
    of = dict(zip(house, seen.reshape(-1, 12), strict=True))
    assert not of["table"].any()
    assert not of["partition"].any()
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    from_middle = corners.mean(axis=1) - np.array([5, 4, 1.5])
    # Large faces that look away from the middle bound the house; those that look towards it bound the room.
    is_large = np.linalg.norm(normals, axis=1) / 2 > 5
    is_outer = np.einsum("ij,ij->i", normals, from_middle) > 0
    is_side_or_top = normals[:, 2] >= 0
    owner = np.repeat(list(house), 12)
    for name in ("south", "north", "west", "east", "roof"):
        assert seen[(owner == name) & is_large & is_outer & is_side_or_top].all(), name
        assert not seen[(owner == name) & is_large & ~is_outer].any(), f"the inner faces of {name}"
    assert of["chimney"].sum() >= 10


def test_a_face_is_a_roof_a_wall_or_an_underside_by_which_way_it_looks(make_box):
    box = make_box(2, 2, 2)
    kinds = kinds_of(box.vertices.astype(float)[box.faces])
    assert (kinds.count(WALL), kinds.count(ROOF), kinds.count(UNDERSIDE)) == (8, 2, 2)


def test_nothing_has_no_shell():
    assert len(seen_from_outside(np.zeros((0, 3, 3)), np.zeros(0, bool))) == 0
