"""The drawing board of the park: where it stands, its outlines in plan, and the lie of the land. Metres.

The local frame: x runs from the west to the east boundary, y from the street in the south, z up from the water of the lake.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import atan2, degrees, dist, exp, hypot

from shapely import LineString, Point, Polygon, box, set_precision, union_all
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from sample_ifc.georeference import Place
from sample_ifc.shapes import Outline, Point2

PLACE = Place(394300.000, 3928600.000, 742.600, -8.4, (35, 28, 52, 214201), (112, 50, 7, 63066))
TRUE_NORTH = (-0.134401119, 0.990927007)
"""−8.4° and the meridian convergence of −0.676° at this place."""

GRID = 0.001
"""Outlines are taken to the millimetre, so that neighbours meet in the same points."""
WATER_Z, SHORE_Z, BED_Z, EARTH_Z = 0.0, 0.6, -0.9, -2.2
LOOP_WIDTH, PATH_WIDTH, KERB = 3.0, 1.8, 0.1
RAILING_SPAN = 2.0

Station = tuple[float, float, float]
"""A place beside a line, and the line's direction there in degrees."""


@dataclass(frozen=True)
class ParkPlan:
    """What may differ between the forms of the park."""

    cell: float = 5.0
    """Width of the squares that shaped ground is cut into."""
    left_out: frozenset[str] = frozenset()
    """Paths of what is not drawn."""
    bare: frozenset[str] = frozenset()
    """Names of beds that are left unplanted."""
    house_ramp_run: float = 3.7
    """Length of the ramp at the visitors' house in plan, which rises by 0.28."""
    pavilion_ramp_width: float = 1.5


def snap(shape: BaseGeometry) -> BaseGeometry:
    """The same outline on the millimetre grid."""
    snapped: BaseGeometry = set_precision(shape, GRID)
    return snapped


def through(points: tuple[Point2, ...], *, is_ring: bool = False, steps: int = 8) -> LineString:
    """A smooth line through points (Catmull-Rom)."""
    count = len(points)
    spans = count if is_ring else count - 1

    def at(index: int) -> Point2:
        return points[index % count] if is_ring else points[min(max(index, 0), count - 1)]

    line: list[Point2] = []
    for i in range(spans):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = (at(i + k) for k in (-1, 0, 1, 2))
        for step in range(steps):
            t = step / steps
            weights = (-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2)
            xs, ys = (ax, bx, cx, dx), (ay, by, cy, dy)
            line.append(
                (sum(w * x for w, x in zip(weights, xs, strict=True)) / 2, sum(w * y for w, y in zip(weights, ys, strict=True)) / 2)
            )
    line.append(line[0] if is_ring else points[-1])
    return LineString([(round(x, 3), round(y, 3)) for x, y in line])


def equal_chords(line: LineString, span: float) -> Outline:
    """Corners of a closed polygon on a ring whose sides are all as long, as near to ``span`` as may be."""
    count = round(line.length / span)

    def walk(chord: float) -> list[Point2]:
        corners, reached = [line.coords[0]], 0.0
        for _ in range(count):
            low, high = reached, min(reached + 1.5 * chord, line.length)
            for _ in range(50):
                middle = (low + high) / 2
                point = line.interpolate(middle)
                low, high = (middle, high) if dist(corners[-1], (point.x, point.y)) < chord else (low, middle)
            reached = high
            corners.append((line.interpolate(reached).x, line.interpolate(reached).y))
        return corners

    low, high = 0.8 * span, 1.2 * span
    for _ in range(50):
        middle = (low + high) / 2
        last = walk(middle)[-2]
        is_short = dist(last, line.coords[0]) > middle and line.project(Point(last)) > line.length / 2
        low, high = (middle, high) if is_short else (low, middle)
    return tuple((round(x, 4), round(y, 4)) for x, y in walk(low)[:-1])


def stations(line: LineString, first: float, step: float, offset: float) -> list[Station]:
    """Places every ``step`` metres beside a line; ``offset`` to the left of it, negative to the right."""
    found, along = [], first
    while along < line.length - 0.5:
        here, next_ = line.interpolate(along), line.interpolate(along + 0.2)
        length = hypot(next_.x - here.x, next_.y - here.y)
        ux, uy = (next_.x - here.x) / length, (next_.y - here.y) / length
        found.append((round(here.x - uy * offset, 3), round(here.y + ux * offset, 3), round(degrees(atan2(uy, ux)), 3)))
        along += step
    return found


LAND = snap(box(0, 0, 160, 110).buffer(-8).buffer(8, quad_segs=5))
LAKE_LINE = through(
    ((74, 64), (79, 55), (89, 55), (98, 58), (108, 53), (119, 56), (124, 66), (118, 75), (107, 77), (98, 73), (88, 77), (79, 74)),
    is_ring=True,
)
LAKE_CORNERS = equal_chords(LAKE_LINE, RAILING_SPAN)
LAKE = Polygon(LAKE_CORNERS)
BANK = snap(LAKE.buffer(0.35, join_style="mitre"))
"""The lake and the wall around it."""
BRIDGE_X, BRIDGE_SOUTH, BRIDGE_NORTH, BRIDGE_WIDTH = 98.0, 56.0, 76.0, 2.6

PLAZA_CENTRE, POOL_RADIUS = (80.0, 23.0), 5.0
POOL = snap(Point(PLAZA_CENTRE).buffer(POOL_RADIUS, quad_segs=8))
POOL_RIM = snap(Point(PLAZA_CENTRE).buffer(POOL_RADIUS + 0.4, quad_segs=8))
PLAZA = snap(union_all([box(66, 0, 94, 20), Point(PLAZA_CENTRE).buffer(13, quad_segs=8)]) - POOL_RIM)
LOOP_LINE = through(
    ((44, 12), (64, 13), (96, 13), (122, 15), (142, 28), (147, 54), (140, 84), (118, 97), (88, 95), (58, 98), (30, 94), (14, 74),
     (12, 44), (22, 22)), is_ring=True,
)  # fmt: skip
PATH_LINES = {
    "观鱼小径": through(((83, 35), (88, 44), (98, 50), (98, 56))),
    "北岸小径": through(((98, 76), (98, 84), (95, 95))),
    "松风小径": through(((69, 30), (56, 38), (49, 52), (52, 74), (60, 97))),
    "雨园小径": through(((97, 48), (112, 44), (130, 48), (147, 52))),
    "驿站小径": through(((122, 15), (124, 21), (124.5, 26))),
}
TOILET = (120.0, 30.0, 9.0, 6.0)
"""South-west corner, length along x and depth along y of the lavatory's outer walls."""
TOILET_PAD = snap(box(118.5, 26.0, 130.5, 37.2))
PAVILION, PAVILION_RADIUS, PAVILION_FLOOR = (36.0, 60.0), 3.4, 0.3
PAVILION_PAD = snap(union_all([Point(PAVILION).buffer(5.0, quad_segs=3), box(36, 58.9, 45, 61.1)]))
PAVILION_PATH = through(((49.2, 54), (47.5, 58), (45, 60)))
RAIN_GARDEN = snap(Polygon(through(((107, 33), (113, 38), (112, 41), (104, 41.5), (101, 37)), is_ring=True, steps=4).coords))
STEPPING_LINE = through(((14.5, 62), (22, 60), (31.5, 60)))
FLOWER_RING = Point(PLAZA_CENTRE).buffer(16.5, quad_segs=8) - Point(PLAZA_CENTRE).buffer(13.25, quad_segs=8)

LOOP = snap(LOOP_LINE.buffer(LOOP_WIDTH / 2, join_style="mitre") - PLAZA.buffer(0.0))
WIDE_LOOP = snap(LOOP_LINE.buffer(LOOP_WIDTH / 2 + KERB, join_style="mitre"))
_TAKEN = union_all([PLAZA, POOL_RIM, WIDE_LOOP, BANK, TOILET_PAD, PAVILION_PAD])


def _secondary() -> dict[str, BaseGeometry]:
    found: dict[str, BaseGeometry] = {}
    taken = _TAKEN
    for name, line in PATH_LINES.items():
        found[name] = snap(line.buffer(PATH_WIDTH / 2, cap_style="square", join_style="mitre") - taken)
        taken = union_all([taken, found[name]])
    found["听松小径"] = snap(PAVILION_PATH.buffer(PATH_WIDTH / 2, cap_style="square", join_style="mitre") - taken)
    return {name: max(getattr(area, "geoms", [area]), key=lambda part: part.area) for name, area in found.items()}


PATHS = _secondary()
HARD = snap(union_all([PLAZA, POOL_RIM, LOOP, TOILET_PAD, PAVILION_PAD, BANK, *PATHS.values()]))
"""Everything that nothing grows on."""


def kerb_pieces(count: int = 8) -> list[BaseGeometry]:
    """The loop's kerbs, both sides, in stretches of equal length."""
    pieces = []
    for i in range(count):
        part = substring(LOOP_LINE, i / count, (i + 1) / count, normalized=True)
        wide, narrow = (
            part.buffer(half, cap_style="flat", join_style="mitre") for half in (LOOP_WIDTH / 2 + KERB, LOOP_WIDTH / 2 + 0.001)
        )
        piece = snap(wide - narrow - HARD)
        pieces.append(union_all([each for each in getattr(piece, "geoms", [piece]) if each.area > 0.05]))
    return pieces


def _smooth(t: float) -> float:
    t = min(max(t, 0.0), 1.0)
    return t * t * (3 - 2 * t)


_HILLS = ((36.0, 60.0, 1.5, 13.0), (134.0, 70.0, 0.9, 8.0), (70.0, 86.0, 0.7, 9.0))
_FLATS: tuple[tuple[BaseGeometry, float, float], ...] = (
    (TOILET_PAD, 0.55, 9.0), (PAVILION_PAD, 1.9, 9.0), (PLAZA.union(POOL_RIM), 0.1, 14.0), (LAKE.buffer(2.6), SHORE_Z, 10.0),
)  # fmt: skip
"""Level ground, its height, and how far around it the land leads up or down to it."""


def ground(x: float, y: float) -> float:
    """Height of the finished ground."""
    hills = sum(rise * exp(-((x - a) ** 2 + (y - b) ** 2) / (2 * reach**2)) for a, b, rise, reach in _HILLS)
    z = 0.15 + 0.006 * y + 0.002 * x + hills
    for area, level, reach in _FLATS:
        share = _smooth(area.distance(Point(x, y)) / reach)
        z = level * (1 - share) + z * share
    return round(z, 3)


def above(height: float) -> Callable[[float, float], float]:
    """What lies so much above the finished ground, as a function of the place."""
    return lambda x, y: round(ground(x, y) + height, 3)
