"""Rectangles and narrow places of floors whose sizes are known by hand, turned and far from the origin."""

import pytest
import shapely
from shapely import affinity

from checkers.spatial.room_passages import narrowest_passage
from checkers.spatial.room_rectangles import floor_sides

TURNS = pytest.mark.parametrize("angle", [0, 37, 90, 203.5])


def placed(floor: shapely.Polygon, angle: float) -> shapely.Polygon:
    return affinity.translate(affinity.rotate(floor, angle, origin=(0, 0)), 4321.5, -987.25)


@TURNS
def test_a_room_with_a_niche(angle: float) -> None:
    """4.00 × 3.00 with an entrance 1.20 wide: the bed goes into 3.00 × 4.00."""
    floor = shapely.Polygon([(0, 0), (4, 0), (4, 3), (1.2, 3), (1.2, 4.5), (0, 4.5)])
    sides = floor_sides(placed(floor, angle))
    assert (sides.width_m, sides.length_m, sides.square_m) == pytest.approx((3.0, 4.0, 3.0), abs=0.002)


@TURNS
def test_a_column_in_the_corner_takes_from_one_side_only(angle: float) -> None:
    floor = shapely.box(0, 0, 3.6, 4.2) - shapely.box(0, 0, 0.2, 0.2)
    sides = floor_sides(placed(floor, angle))
    assert (sides.width_m, sides.length_m) == pytest.approx((3.6, 4.0), abs=0.002)


@TURNS
def test_a_long_narrow_room(angle: float) -> None:
    assert floor_sides(placed(shapely.box(0, 0, 6, 1.79), angle)).square_m == pytest.approx(1.79, abs=0.002)


@TURNS
def test_a_floor_with_a_slanted_wall_is_at_most_a_cell_too_small(angle: float) -> None:
    """A right trapezoid 3 m deep, 4 m and 2 m long: the largest rectangle has 3 × 2, as 2 + 2·(1 − h/3) times h is largest at 3."""
    sides = floor_sides(placed(shapely.Polygon([(0, 0), (4, 0), (2, 3), (0, 3)]), angle))
    assert 5.0 <= sides.width_m * sides.length_m <= 6.01


def test_a_floor_without_area() -> None:
    assert floor_sides(shapely.MultiPolygon()) is None


@TURNS
def test_a_passage_that_narrows_between_two_cupboards(angle: float) -> None:
    floor = shapely.box(0, 0, 1.2, 5) - shapely.box(0, 2, 0.1, 2.6) - shapely.box(1.05, 2, 1.2, 2.6)
    assert narrowest_passage(placed(floor, angle)) == pytest.approx(0.95, abs=0.005)


@TURNS
def test_a_reveal_and_a_corner_do_not_count(angle: float) -> None:
    floor = shapely.union(shapely.box(0, 0, 1.2, 6), shapely.box(1.2, 2, 1.35, 2.9))
    assert narrowest_passage(placed(floor, angle)) == pytest.approx(1.2, abs=0.005)
    around_the_corner = shapely.union(shapely.box(0, 0, 1.2, 6), shapely.box(0, 4.9, 5, 6))
    assert narrowest_passage(placed(around_the_corner, angle)) == pytest.approx(1.1, abs=0.005)
