"""Outlines whose width and length are known without measuring."""

from math import cos, hypot, pi, sin

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, Polygon, box
from shapely.affinity import rotate, translate

from checkers.spatial.strips import passage_width, strip_of

RECTANGLE = box(0, 0, 50, 3)


def sector(inner, outer, radians, corners=181):
    """A strip along an arc, as chords."""
    angles = np.linspace(0, radians, corners)
    ring = np.column_stack([np.cos(angles), np.sin(angles)])
    return Polygon(np.concatenate([outer * ring, inner * ring[::-1]]))


def along(points, width):
    return LineString(points).buffer(width / 2, cap_style="flat", join_style="mitre")


ARC = sector(50, 53, 2.0)
CHORD = cos(2.0 / 180 / 2)
"""Chords of both borders are parallel, and nearer than the arcs by this factor."""


@pytest.mark.parametrize(
    ("outline", "width", "length"),
    [
        pytest.param(RECTANGLE, 3, 50, id="rectangle"),
        pytest.param(rotate(translate(RECTANGLE, 395000, 3929000), 33), 3, 50, id="rectangle-turned-and-far-away"),
        pytest.param(box(0, 0, 3, 3.5), 3, 3.5, id="compact"),
        pytest.param(Point(0, 0).buffer(2, quad_segs=1), 2 * 2**0.5, 2 * 2**0.5, id="square-on-its-corner"),
        pytest.param(ARC, 3 * CHORD, 51.5 * 2, id="annular-sector"),
        pytest.param(sector(5, 8, 3.5), 3 * cos(3.5 / 180 / 2), 6.5 * 3.5, id="tight-turning-circle"),
        pytest.param(Polygon([(0, 0), (50, 0), (50, 2), (0, 3)]), 2, 50, id="taper"),
        pytest.param(Polygon([(0, 0), (50, 0), (53, 3), (3, 3)]), 3, 50, id="skewed-ends"),
        pytest.param(Polygon([(0, 0.5), (0.5, 0), (50, 0), (50, 3), (0.5, 3), (0, 2.5)]), 3, 50, id="chamfered-end"),
        pytest.param(LineString([(0, 0), (30, 0)]).buffer(1.5, quad_segs=16), 3, 33, id="round-ends"),
        pytest.param(RECTANGLE.difference(box(20, 2.2, 21, 4)), 2.2, 50, id="notch"),
        pytest.param(RECTANGLE.difference(box(1, 2.2, 2, 4)), 2.2, 50, id="notch-beside-the-end"),
        pytest.param(RECTANGLE.difference(box(20, 2.4, 21, 4)).difference(box(30, -1, 31, 0.9)), 2.1, 50, id="two-notches"),
        pytest.param(along([(0, 0), (20, 0), (20, 15)], 2), 2, 35, id="l-shape"),
        pytest.param(along([(0, 0), (20, 0), (20, 6), (0, 6)], 2), 2, 46, id="u-shape"),
        pytest.param(Polygon([(0, 0), (20, 1), (40, 0), (40, 4), (20, 3), (0, 4)]), 2, 40, id="waist"),
        pytest.param(MultiPolygon([box(0, 0, 20, 3), box(25, 0, 50, 2.5)]), 2.5, 45, id="two-pieces"),
        pytest.param(MultiPolygon([box(0, 0, 20, 3), box(20.002, 0, 50, 3)]), 3, 50, id="two-pieces-with-a-joint"),
        pytest.param(MultiPolygon([RECTANGLE, box(0, 5, 0.3, 5.3)]), 3, 50, id="splinter"),
        pytest.param(RECTANGLE.difference(Point(25, 1.5).buffer(0.4)), 3, 50, id="manhole-cover-left-out"),
        pytest.param(Point(0, 0).buffer(10, 64).difference(Point(0, 0).buffer(8, 64)), 2, 9 * 2 * pi, id="ring"),
    ],
)
def test_width_and_length(outline, width, length):
    strip = strip_of(outline)
    assert strip.width_m == pytest.approx(width, abs=1e-3)
    assert strip.length_m == pytest.approx(length, rel=0.035)
    assert strip.mean_width_m * strip.length_m == pytest.approx(shapely.area(outline), rel=0.01)


def test_an_outline_without_area_is_no_strip():
    assert strip_of(Polygon()) is None
    assert strip_of(MultiPolygon()) is None
    assert passage_width(Polygon(), []) == 0


def post(x, y, radius=0.1):
    return Point(x, y).buffer(radius, quad_segs=64)


@pytest.mark.parametrize(
    ("outline", "obstacles", "width"),
    [
        pytest.param(RECTANGLE, [], 3, id="nothing"),
        pytest.param(RECTANGLE, [post(25, 1.5)], 1.4, id="post-in-the-middle"),
        pytest.param(RECTANGLE, [post(25, 1.0)], 1.9, id="the-wider-side-counts"),
        pytest.param(RECTANGLE, [post(0.3, 1.0)], 1.9, id="post-near-the-end"),
        pytest.param(RECTANGLE, [post(0.0, 1.0)], 1.9, id="post-on-the-end"),
        pytest.param(RECTANGLE, [post(25, 3.0, 0.5)], 2.5, id="half-on-it"),
        pytest.param(RECTANGLE, [post(25, 4.0)], 3, id="beside-it"),
        pytest.param(RECTANGLE, [box(20, -1, 21, 4)], 0, id="barred"),
        pytest.param(RECTANGLE, [box(20, 0, 21, 2), box(24, 1, 25, 3)], 1, id="one-after-the-other"),
        pytest.param(RECTANGLE, [box(20, 0, 21, 2), box(21.5, 1, 22.5, 3)], 0.5, id="zigzag-between-them"),
        pytest.param(RECTANGLE, [post(x, 1.5) for x in range(2, 50, 4)], 1.4, id="row-of-lamps"),
        pytest.param(rotate(RECTANGLE, 33), [rotate(post(25, 1.0), 33, origin=(25, 1.5))], 1.9, id="turned"),
        pytest.param(ARC, [post(51 * cos(1), 51 * sin(1), 0.2)], 53 * CHORD - 51.2, id="arc"),
        pytest.param(box(0, 0, 3, 3.5), [post(1, 1.75, 0.2)], 1.8, id="compact"),
        pytest.param(along([(0, 0), (20, 0), (20, 15)], 2), [post(20, 0, 0.2)], hypot(1, 1) - 0.2, id="in-the-corner"),
        pytest.param(Point(0, 0).buffer(10, 64).difference(Point(0, 0).buffer(8, 64)), [post(8.5, 0, 0.2)], 1.3, id="ring"),
        pytest.param(RECTANGLE.difference(box(20, 1, 21.5, 2.5)), [], 1.0, id="tree-pit-left-out"),
        pytest.param(RECTANGLE.difference(box(20, 1, 20.7, 1.7)), [], 3, id="cover-left-out"),
    ],
)
def test_the_narrowest_place_of_the_widest_way(outline, obstacles, width):
    assert passage_width(outline, obstacles) == pytest.approx(width, abs=2e-3)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    bends=st.lists(st.floats(-0.8, 0.8), min_size=1, max_size=6), width=st.floats(1.0, 7.0), turn=st.floats(0, 360),
    place=st.floats(0.1, 0.9), share=st.floats(-0.4, 0.4),
)  # fmt: skip
def test_a_bent_strip_has_the_width_it_was_drawn_with(bends, width, turn, place, share):
    """Stretches six widths long, each turned against the last: the drawn width everywhere, more in the bends."""
    angles = np.cumsum([0, *bends])
    steps = 6 * width * np.column_stack([np.cos(angles), np.sin(angles)])
    line = LineString(np.concatenate([[(0, 0)], np.cumsum(steps, axis=0)]))
    outline = line.buffer(width / 2, cap_style="flat", join_style="mitre")
    if not line.is_simple or line.length * width > outline.area * 1.001:
        return  # It runs into itself.
    outline = rotate(outline, turn, origin=(0, 0))
    strip = strip_of(outline)
    assert strip.width_m == pytest.approx(width, rel=1e-3)
    assert strip.length_m == pytest.approx(line.length, rel=0.03)

    stretch = int(place * len(steps))
    along_it = line.interpolate(6 * width * (stretch + 0.5))
    normal = np.array([-np.sin(angles[stretch]), np.cos(angles[stretch])]) * share * width
    obstacle = rotate(post(along_it.x + normal[0], along_it.y + normal[1], 0.05 * width), turn, origin=(0, 0))
    assert passage_width(outline, [obstacle]) == pytest.approx(width * (0.5 + abs(share) - 0.05), rel=2e-3)
