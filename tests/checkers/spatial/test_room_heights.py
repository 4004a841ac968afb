"""Free heights under beams, sloping slabs and ceilings, worked out by hand."""

from math import inf

import numpy as np
import pytest
import shapely

from checkers.spatial.room_heights import Hanging, free_heights, is_level, is_sloped

FLOOR = shapely.box(0, 0, 4, 3)


def beam(west: float, east: float, low: float, south: float = -0.1, north: float = 3.1) -> Hanging:
    return Hanging(9, shapely.box(west, south, east, north), low, low + 0.4, None)


def test_a_room_with_nothing_in_it_ends_at_its_own_top() -> None:
    heights = free_heights(FLOOR, 0.5, 3.3, None, [])
    assert (heights.least_m, heights.two_thirds_m, heights.lowest_step_id) == pytest.approx((2.8, 2.8, None))


def test_a_beam_over_a_quarter_of_the_floor() -> None:
    heights = free_heights(FLOOR, 0.0, 2.8, None, [beam(1, 2, 2.3)])
    assert (heights.least_m, heights.two_thirds_m, heights.lowest_step_id) == pytest.approx((2.3, 2.8, 9))


def test_a_ceiling_over_half_of_the_floor_leaves_less_than_two_thirds() -> None:
    assert free_heights(FLOOR, 0.0, 2.8, None, [beam(0, 2, 2.4)]).two_thirds_m == pytest.approx(2.4)


def test_what_stands_or_touches_only_the_wall_takes_no_height() -> None:
    table, along_the_wall = beam(1, 2, 0.75), beam(-0.3, 0.03, 2.3)
    assert free_heights(FLOOR, 0.0, 2.8, None, [table, along_the_wall]).least_m == pytest.approx(2.8)


def test_a_sheet_that_slopes_down_over_the_floor_is_lowest_where_it_leaves_it() -> None:
    """From 3.0 m at x = 0 to 2.0 m at x = 5: at the wall, x = 3.95, it is 2.21 m high."""
    corners = np.array([[[0, 0, 3], [5, 0, 2], [5, 3, 2]], [[0, 0, 3], [5, 3, 2], [0, 3, 3]]], float)
    sheet = Hanging(9, shapely.box(0, 0, 5, 3), 2.0, 3.0, corners)
    assert free_heights(FLOOR, 0.0, 3.5, None, [sheet]).least_m == pytest.approx(3 - 3.95 / 5, abs=0.001)


def test_a_storey_without_spaces_has_no_top_of_its_own() -> None:
    assert free_heights(FLOOR, 0.0, inf, None, []) is None
    assert free_heights(FLOOR, 0.0, inf, None, [beam(-1, 5, 2.7)]).least_m == pytest.approx(2.7)


def test_a_top_that_slopes_and_one_that_steps() -> None:
    """A pitched top from 1 m to 3 m over 4 m of floor: two thirds of it are at least 1.67 m high."""
    pitched = np.array([[[0, 0, 1], [4, 0, 3], [4, 3, 3]], [[0, 0, 1], [4, 3, 3], [0, 3, 1]]], float)
    heights = free_heights(FLOOR, 0.0, 3.0, pitched, [])
    assert heights.slopes
    assert not is_level(pitched)
    assert heights.two_thirds_m == pytest.approx(1 + 2 / 3, abs=0.1)
    steps = np.array([[[0, 0, 2], [2, 0, 2], [2, 3, 2]], [[2, 0, 3], [4, 0, 3], [4, 3, 3]]], float)
    assert not is_level(steps)
    assert not is_sloped(steps)
