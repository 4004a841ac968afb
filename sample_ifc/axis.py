"""The line that a road follows in plan and in elevation, and bodies swept along it. Metres, radians.

What belongs here: plain geometry of lines, clothoids, arcs and parabolas.
What does not: how an alignment is written into a file (``alignment``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import cos, sin
from typing import Literal

from sample_ifc.shapes import Mesh, Point2, Point3

SLICES = 64
"""Slices of Simpson's rule over a curve; good to a nanometre for the curves of a street."""

Section = tuple[Point2, ...]
"""A convex outline across the road: offset to the left of the axis, height over the profile; counter-clockwise looking back."""


@dataclass(frozen=True)
class PlanSegment:
    """A piece of the plan line, whose curvature changes evenly from start to end."""

    form: Literal["LINE", "CLOTHOID", "CIRCULARARC"]
    length: float
    start_radius: float = 0.0
    """Positive to the left; 0 for a straight."""
    end_radius: float = 0.0

    def curvature(self, distance: float) -> float:
        """At a distance from its start, 1/m."""
        start, end = (1 / radius if radius else 0.0 for radius in (self.start_radius, self.end_radius))
        return start + (end - start) * distance / self.length

    def turned(self, distance: float) -> float:
        """Change of direction from its start, radians."""
        return (self.curvature(0.0) + self.curvature(distance)) / 2 * distance

    def run(self, distance: float) -> Point2:
        """Where it is after a distance, in the frame of its start."""
        step = distance / SLICES
        weights = [1, *(4 if i % 2 else 2 for i in range(1, SLICES)), 1]
        turns = [self.turned(step * i) for i in range(SLICES + 1)]
        x, y = (sum(w * f(turn) for w, turn in zip(weights, turns, strict=True)) * step / 3 for f in (cos, sin))
        return x, y


@dataclass(frozen=True)
class ProfileSegment:
    """A piece of the profile: a constant gradient or a parabola."""

    length: float
    start_gradient: float
    end_gradient: float

    @property
    def form(self) -> Literal["CONSTANTGRADIENT", "PARABOLICARC"]:
        """As IfcAlignmentVerticalSegment names it."""
        return "CONSTANTGRADIENT" if self.start_gradient == self.end_gradient else "PARABOLICARC"

    @property
    def radius(self) -> float:
        """Of the parabola: negative for a crest, positive for a sag; 0 for a constant gradient."""
        change = self.end_gradient - self.start_gradient
        return self.length / change if change else 0.0

    def rise(self, distance: float) -> float:
        """Height gained from its start."""
        return self.start_gradient * distance + (distance * distance / (2 * self.radius) if self.radius else 0.0)


@dataclass(frozen=True)
class Position:
    """A place on the axis."""

    x: float
    y: float
    z: float
    direction: float
    """Of the tangent in plan."""

    def aside(self, offset: float, dz: float = 0.0) -> Point3:
        """The point ``offset`` to the left and ``dz`` above."""
        return self.x - offset * sin(self.direction), self.y + offset * cos(self.direction), self.z + dz


@dataclass(frozen=True)
class Axis:
    """A plan line with its profile; both begin at the origin, the plan line along x."""

    plan: tuple[PlanSegment, ...]
    profile: tuple[ProfileSegment, ...]

    @property
    def length(self) -> float:
        """Of the plan line."""
        return round(sum(segment.length for segment in self.plan), 6)

    @cached_property
    def plan_starts(self) -> tuple[Position, ...]:
        """Where each piece of the plan line begins, and where the last one ends; z is 0."""
        starts = [Position(0.0, 0.0, 0.0, 0.0)]
        for segment in self.plan:
            starts.append(self._after(starts[-1], segment, segment.length))
        return tuple(starts)

    def _after(self, start: Position, segment: PlanSegment, distance: float) -> Position:
        dx, dy = segment.run(distance)
        c, s = cos(start.direction), sin(start.direction)
        return Position(start.x + c * dx - s * dy, start.y + s * dx + c * dy, 0.0, start.direction + segment.turned(distance))

    def height(self, distance: float) -> float:
        """Of the profile."""
        z, left = 0.0, distance
        for segment in self.profile[:-1]:
            if left <= segment.length:
                return z + segment.rise(left)
            z, left = z + segment.rise(segment.length), left - segment.length
        return z + self.profile[-1].rise(left)

    def at(self, distance: float) -> Position:
        """The place at a distance along; beyond the ends the last piece goes on."""
        left = distance
        for start, segment in zip(self.plan_starts, self.plan, strict=False):
            if left <= segment.length or segment is self.plan[-1]:
                place = self._after(start, segment, left)
                return Position(place.x, place.y, self.height(distance), place.direction)
            left -= segment.length
        raise ValueError("an axis has at least one segment")

    def stations(self, start: float, end: float, step: float) -> list[float]:
        """Distances from start to end, at whole multiples of the step between; of twice the step on straights."""
        first = int(start // step) + 1
        between = [step * i for i in range(first, first + int((end - start) // step) + 2)]
        inner = [distance for distance in between if start + 0.2 * step < distance < end - 0.2 * step]
        return [start, *(distance for distance in inner if self._bends(distance) or distance % (2 * step) == 0), end]

    def _bends(self, distance: float) -> bool:
        """Whether the plan line is no straight there."""
        left = distance
        for segment in self.plan:
            if left <= segment.length:
                return segment.form != "LINE"
            left -= segment.length
        return False

    def sweep(self, start: float, end: float, section: Section, style: str, step: float = 5.0) -> Mesh:
        """A closed body of triangles with the same section all along."""
        rings = [
            [self.at(distance).aside(offset, dz) for offset, dz in section] for distance in self.stations(start, end, step)
        ]  # fmt: skip
        return skin(rings, style)

    def band(
        self, start: float, end: float, right: Point2, left: Point2, thickness: float, style: str, step: float = 5.0
    ) -> Mesh:  # fmt: skip
        """A layer between two edges of its upper side, each an offset and a height over the profile."""
        section = ((right[0], right[1] - thickness), (left[0], left[1] - thickness), left, right)
        return self.sweep(start, end, section, style, step)


def skin(rings: Sequence[Sequence[Point3]], style: str) -> Mesh:
    """A closed body over convex rings of equally many points, each counter-clockwise looking back."""
    count, faces = len(rings[0]), []
    for ring in range(len(rings) - 1):
        low, high = ring * count, (ring + 1) * count
        for i in range(count):
            j = (i + 1) % count
            faces += [(low + i, low + j, high + j), (low + i, high + j, high + i)]
    last = (len(rings) - 1) * count
    faces += [(0, i + 1, i) for i in range(1, count - 1)]
    faces += [(last, last + i, last + i + 1) for i in range(1, count - 1)]
    return Mesh(tuple(point for ring in rings for point in ring), tuple(faces), style)
