"""Ways on foot over one storey: from door to door through the areas between them, to the exits.

What belongs here: lengths over areas and doors. What does not: ways inside one area (``walk_areas``), which doors are exits and
what is read of the ways (``escape``).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import shapely

from checkers.spatial.projection import Floats, Integers
from checkers.spatial.walk_areas import WalkArea, shortest_lengths

ALIKE_M = 1e-3
"""Areas that are alike to this, doors included, are measured once: storeys and buildings repeat."""

DIVERGING_DEG = 60.0
"""Ways that part by more at their beginning lead in two directions."""


@dataclass(frozen=True)
class Crossing:
    """A place where ways pass: a door, an opening, or the first step of a stair."""

    step_id: int
    place: tuple[float, float]
    regions: tuple[int, ...]
    """Areas on its sides: one or two."""
    is_exit: bool = False
    exit_kind: str | None = None
    global_id: str | None = None


@dataclass(frozen=True)
class Farthest:
    """The farthest point of a floor, in the area's own frame."""

    length_m: float
    """To an exit."""
    by: int
    """The crossing by which the way goes, as a place in the area's."""
    way: Floats
    """From the point to that crossing."""
    own_m: float
    """The longest way to the nearest crossing."""
    direct_m: float
    """As the crow flies."""


@dataclass
class LocalArea:
    """An area with its crossings, near the origin of its own frame."""

    area: WalkArea
    crossings: Floats
    """Shape (n, 2): where the crossings' ways meet the area."""
    legs: dict[tuple[int, int], Floats] = field(default_factory=dict)
    farthest: list[tuple[Floats, Floats, "Farthest"]] = field(default_factory=list)
    """Costs beyond the crossings, corners of a floor in the area, and what was found for these."""

    @cached_property
    def lengths(self) -> Floats:
        """From crossing to crossing: shape (n, n)."""
        return self.area.distances(self.crossings, self.crossings)

    @cached_property
    def to_turns(self) -> Floats:
        """From crossing to turn: shape (n, turns)."""
        return self.area.to_turns(self.crossings)

    def leg(self, one: int, other: int) -> Floats:
        """The way from one crossing to another."""
        if (one, other) not in self.legs:
            self.legs[one, other] = self.area.way(self.crossings[one], self.crossings[other])
        return self.legs[one, other]


class LocalAreas:
    """Areas that were measured already, by what they look like."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], list[tuple[Floats, LocalArea]]] = {}

    def find(self, area: shapely.Geometry, places: Floats) -> tuple[LocalArea, Floats]:
        """Give the area in its own frame, and where that lies: shape (2,)."""
        corners = shapely.get_coordinates(area)
        origin: Floats = corners.min(axis=0)
        points = np.concatenate([corners, places]) - origin
        alike = self._known.setdefault((len(corners), len(places)), [])
        for known, local in alike:
            if np.abs(known - points).max() <= ALIKE_M:
                return local, origin
        walk = WalkArea(shapely.transform(area, lambda corners: corners - origin))
        feet = np.array([walk.nearest(place) for place in places - origin]).reshape(-1, 2)
        alike.append((points, LocalArea(walk, feet)))
        return alike[-1][1], origin


class StoreyWays:
    """The ways of one storey."""

    def __init__(self, areas: Sequence[shapely.Geometry], crossings: Sequence[Crossing], known: LocalAreas) -> None:
        """Take areas, and the crossings between them."""
        self.crossings = list(crossings)
        places = np.array([crossing.place for crossing in crossings]).reshape(-1, 2)
        self.at: list[list[int]] = [[] for _ in areas]
        for number, crossing in enumerate(crossings):
            for region in crossing.regions:
                self.at[region].append(number)
        self.areas = [known.find(area, places[here]) for area, here in zip(areas, self.at, strict=True)]
        self.lengths = np.full((len(crossings), len(crossings)), np.inf)
        self._via = np.full(self.lengths.shape, -1, np.int64)
        self.offsets: list[Floats] = []
        for region, ((local, origin), here) in enumerate(zip(self.areas, self.at, strict=True)):
            offsets = np.hypot(*(local.crossings + origin - places[here]).T) if here else np.zeros(0)
            self.offsets.append(offsets)
            if not here:
                continue
            between = local.lengths + offsets[:, None] + offsets[None, :]
            block = np.ix_(here, here)
            better = between < self.lengths[block] - 1e-9
            self.lengths[block] = np.where(better, between, self.lengths[block])
            self._via[block] = np.where(better, region, self._via[block])
        np.fill_diagonal(self.lengths, 0.0)
        self.exits = [number for number, crossing in enumerate(crossings) if crossing.is_exit]
        direct = self.lengths[self.exits] if self.exits else np.zeros((0, len(crossings)))
        self.to_exits, self._before = shortest_lengths(direct, self.lengths)
        """Shape (exits, crossings)."""

    def nearest_exit(self) -> tuple[Floats, Integers]:
        """How far each crossing is from the nearest exit (infinite: none), and which that is (place in ``exits``)."""
        if not self.exits:
            return np.full(len(self.crossings), np.inf), np.full(len(self.crossings), -1, np.int64)
        return self.to_exits.min(axis=0), self.to_exits.argmin(axis=0)

    def to_exit(self, crossing: int, place: int) -> list[int]:
        """The crossings on the way from one to an exit (its place in ``exits``), both included."""
        on_way, at = [crossing], crossing
        while (at := int(self._before[place, at])) >= 0:
            on_way.append(at)
        if on_way[-1] != self.exits[place]:
            on_way.append(self.exits[place])
        return on_way

    def leg(self, one: int, other: int) -> Floats:
        """The way between two crossings that share an area: shape (k, 2), from one's place to the other's."""
        region = int(self._via[one, other])
        local, origin = self.areas[region]
        way = local.leg(self.at[region].index(one), self.at[region].index(other)) + origin
        return np.concatenate([[self.crossings[one].place], way, [self.crossings[other].place]])

    def leads_one_way(self, crossing: int, region: int) -> bool:
        """Whether exits lie in one direction only, for who enters an area from a crossing."""
        directions: list[Floats] = []
        for place in np.flatnonzero(np.isfinite(self.to_exits[:, crossing])).tolist():
            on_way = self.to_exit(crossing, place)
            if len(on_way) < 2 or int(self._via[on_way[0], on_way[1]]) != region:
                continue
            local, _ = self.areas[region]
            way = local.leg(self.at[region].index(on_way[0]), self.at[region].index(on_way[1]))
            steps = np.diff(way, axis=0)
            steps = steps[np.hypot(steps[:, 0], steps[:, 1]) > 1e-6]
            if len(steps):
                directions.append(steps[0] / np.hypot(*steps[0]))
        limit = np.cos(np.radians(DIVERGING_DEG))
        return not any(float(one @ other) < limit for number, one in enumerate(directions) for other in directions[number + 1 :])
