"""Shortest ways in areas whose lengths are known by hand."""

from math import hypot, sqrt

import numpy as np
import pytest
import shapely

from checkers.spatial.walk_areas import WalkArea
from checkers.spatial.walk_graph import Crossing, LocalAreas, StoreyWays
from checkers.spatial.walk_regions import join_rooms


def points(*pairs):
    return np.array(pairs, float)


def test_in_an_open_room_ways_are_straight():
    assert WalkArea(shapely.box(0, 0, 4, 3)).distances(points((0, 0)), points((4, 3))) == pytest.approx(5.0)


def test_a_way_turns_around_the_inner_corner_of_an_l():
    area = WalkArea(shapely.Polygon([(0, 0), (6, 0), (6, 2), (2, 2), (2, 6), (0, 6)]))
    assert area.distances(points((6, 0)), points((0, 6)))[0, 0] == pytest.approx(2 * hypot(4, 2), abs=1e-6)
    assert area.way(np.array([6.0, 0.0]), np.array([0.0, 6.0])).tolist() == [[6, 0], [2, 2], [0, 6]]


def test_a_way_around_a_pillar_takes_its_shorter_side():
    area = WalkArea(shapely.box(0, 0, 10, 4).difference(shapely.box(4, 1, 6, 4 - 0.5)))
    assert area.distances(points((0, 2)), points((10, 2)))[0, 0] == pytest.approx(2 * hypot(4, 1) + 2, abs=1e-6)


@pytest.mark.parametrize("turned_deg", [0, 37])
def test_ways_do_not_change_when_the_room_is_turned(turned_deg):
    outline = shapely.affinity.rotate(shapely.Polygon([(0, 0), (6, 0), (6, 2), (2, 2), (2, 6), (0, 6)]), turned_deg, origin=(0, 0))
    ends = shapely.get_coordinates(shapely.affinity.rotate(shapely.MultiPoint([(6, 0), (0, 6)]), turned_deg, origin=(0, 0)))
    assert WalkArea(outline).distances(ends[:1], ends[1:])[0, 0] == pytest.approx(2 * sqrt(20), abs=1e-6)


def test_parts_that_do_not_touch_cannot_be_reached():
    parts = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(3, 0, 4, 1)])
    assert np.isinf(WalkArea(parts).distances(points((0.5, 0.5)), points((3.5, 0.5)))[0, 0])


def test_rooms_are_joined_where_no_wall_stands_between():
    floors = np.array([shapely.box(0, 0, 4, 4), shapely.box(4, 0, 8, 4), shapely.box(8, 0, 12, 4)], object)
    walls = np.array([shapely.box(7.95, -0.1, 8.05, 4.1)], object)
    assert [region.rooms for region in join_rooms(floors, np.zeros(3), walls)] == [(0, 1), (2,)]


def test_a_step_between_two_floors_does_not_join_them():
    floors = np.array([shapely.box(0, 0, 4, 4), shapely.box(4, 0, 8, 4)], object)
    assert [region.rooms for region in join_rooms(floors, np.array([0.0, 0.5]), np.empty(0, object))] == [(0,), (1,)]


def corridor(*exits):
    """A room 4 × 4 under a corridor 20 × 2; walls 0.2 m thick; the room's door at x = 10."""
    areas = [shapely.box(8, -4.2, 12, -0.2), shapely.box(0, 0, 20, 2)]
    crossings = [Crossing(1, (10.0, -0.1), (0, 1))]
    crossings += [Crossing(step, place, (1,), True, "stair_room") for step, place in enumerate(exits, start=2)]
    return StoreyWays(areas, crossings, LocalAreas())


def test_a_way_goes_through_the_middle_of_the_door():
    ways = corridor((-0.1, 1.0))
    assert ways.nearest_exit()[0][0] == pytest.approx(0.1 + hypot(10, 1) + 0.1)


def test_an_exit_on_one_side_is_a_dead_end_and_on_both_none():
    assert corridor((-0.1, 1.0)).leads_one_way(0, 1)
    assert not corridor((-0.1, 1.0), (20.1, 1.0)).leads_one_way(0, 1)
    assert corridor((20.1, 0.5), (20.1, 1.5)).leads_one_way(0, 1), "two doors at one end"
