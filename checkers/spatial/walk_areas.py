"""Shortest ways on foot inside one area: straight where nothing is between, else around its inner corners.

What belongs here: one area without doors in it. What does not: ways from area to area (``walk_graph``).
"""

from collections.abc import Iterator
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from checkers.spatial.projection import Floats, Integers

SIMPLIFIED_M = 0.005
"""Corners that are no further from the border say nothing of ways."""

ALONG_BORDER_M = 0.008
"""A way may lie so far outside the area: ways run along its border, and the border is simplified."""

PAIRS_AT_ONCE = 50_000


class WalkArea:
    """An area in which people walk freely."""

    def __init__(self, area: shapely.Geometry) -> None:
        """Take a Polygon or MultiPolygon, metres. Parts that do not touch cannot be reached from one another."""
        self.area = shapely.simplify(area, SIMPLIFIED_M)
        if self.area.is_empty or not self.area.is_valid:
            self.area = area
        self._free = shapely.buffer(self.area, ALONG_BORDER_M, join_style="mitre", mitre_limit=2.0)
        shapely.prepare(self._free)
        self.corners, is_inner = _corners(self.area)
        self.turns: Floats = self.corners[is_inner]
        """Shape (n, 2): the corners that ways turn around."""

    @cached_property
    def _between_turns(self) -> Floats:
        """The way between each two turns, where it is straight; else infinite."""
        one, other = np.triu_indices(len(self.turns), 1)
        between = np.zeros((len(self.turns), len(self.turns)))
        between[one, other] = between[other, one] = self._straight_pairs(self.turns[one], self.turns[other])
        return between

    def to_turns(self, sources: Floats) -> Floats:
        """How far it is on foot from each source to each turn: shape (sources, turns)."""
        return shortest_lengths(self._straight(sources, self.turns), self._between_turns)[0]

    def distances(self, sources: Floats, targets: Floats) -> Floats:
        """How far it is on foot from each source to each target: shape (sources, targets); infinite where there is no way.

        Args:
            sources: Shape (n, 2), in the area.
            targets: Shape (m, 2), in the area.
        """
        found = self._straight(sources, targets)
        if len(self.turns):
            to_turns, from_turns = self.to_turns(sources), self._straight(self.turns, targets)
            for number in range(len(sources)):
                np.minimum(found[number], (to_turns[number][:, None] + from_turns).min(axis=0), out=found[number])
        return found

    def least(self, points: Floats, nodes: Floats, costs: Floats) -> tuple[Floats, Integers]:
        """The least of the straight way to a node and what that costs, for each point.

        Args:
            points: Shape (n, 2).
            nodes: Shape (m, 2).
            costs: Of each node; infinite ones are not used.

        Returns:
            Shape (n,) each: the least, infinite where no node is seen, and its node.
        """
        total = np.hypot(points[:, None, 0] - nodes[None, :, 0], points[:, None, 1] - nodes[None, :, 1]) + costs[None, :]
        order = np.argsort(total, axis=1, kind="stable")
        rows, by = np.arange(len(points)), np.full(len(points), 0 if len(nodes) else -1, np.int64)
        least = np.full(len(points), np.inf)
        left = rows
        # The best is seen from nearly every point, so that few lines are looked at.
        for rank in range(order.shape[1]):
            node = order[left, rank]
            usable = np.isfinite(total[left, node])
            left, node = left[usable], node[usable]
            if not len(left):
                break
            seen = np.isfinite(self._straight_pairs(points[left], nodes[node]))
            least[left[seen]], by[left[seen]] = total[left[seen], node[seen]], node[seen]
            left = left[~seen]
        return least, by

    def way(self, start: Floats, end: Floats) -> Floats:
        """The shortest way from one point to another: shape (k, 2), both included; straight where there is none."""
        ends = np.stack([start, end])
        if not len(self.turns) or np.isfinite(self._straight(ends[:1], ends[1:])).all():
            return ends
        lengths, before = shortest_lengths(self._straight(ends[:1], self.turns), self._between_turns)
        total = lengths[0] + self._straight(self.turns, ends[1:])[:, 0]
        at = int(np.argmin(total))
        if not np.isfinite(total[at]):
            return ends
        turned = []
        while at >= 0:
            turned.append(self.turns[at])
            at = int(before[0, at])
        return np.stack([ends[0], *reversed(turned), ends[1]])

    def nearest(self, point: Floats) -> Floats:
        """The place of the area that is nearest to a point: shape (2,)."""
        spot = shapely.points(point)
        if shapely.intersects(self.area, spot):
            return np.asarray(point, np.float64)
        foot: Floats = shapely.get_coordinates(shapely.shortest_line(self.area, spot))[0]
        return foot

    def _straight(self, sources: Floats, targets: Floats) -> Floats:
        """The length of the straight line between each two, infinite where it leaves the area."""
        one, other = np.divmod(np.arange(len(sources) * len(targets)), max(len(targets), 1))
        straight: Floats = self._straight_pairs(sources[one], targets[other]).reshape(len(sources), len(targets))
        return straight

    def _straight_pairs(self, starts: Floats, ends: Floats) -> Floats:
        lengths: Floats = np.hypot(*(starts - ends).T)
        if not self._is_open:
            for some in _batches(len(lengths)):
                lines = shapely.linestrings(np.stack([starts[some], ends[some]], axis=1))
                lengths[some[~shapely.covers(self._free, lines)]] = np.inf
        return lengths

    @cached_property
    def _is_open(self) -> bool:
        """Whether every line between two of its points lies in it."""
        return self.area.geom_type == "Polygon" and not len(self.turns)


def _batches(count: int) -> Iterator[Integers]:
    for start in range(0, count, PAIRS_AT_ONCE):
        yield np.arange(start, min(start + PAIRS_AT_ONCE, count))


def _corners(area: shapely.Geometry) -> tuple[Floats, NDArray[np.bool_]]:
    """All corners of an area, and which of them ways turn around: those at which it is wider than a half plane."""
    corners, inner = [], []
    for part in shapely.get_parts(shapely.orient_polygons(area)):
        for ring in (part.exterior, *part.interiors):
            ring_corners = shapely.get_coordinates(ring)[:-1]
            before, after = ring_corners - np.roll(ring_corners, 1, axis=0), np.roll(ring_corners, -1, axis=0) - ring_corners
            turn = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
            corners.append(ring_corners)
            inner.append(turn < -1e-9)
    if not corners:
        return np.zeros((0, 2)), np.zeros(0, bool)
    return np.concatenate(corners), np.concatenate(inner)


def shortest_lengths(first: Floats, between: Floats) -> tuple[Floats, Integers]:
    """The shortest ways over given straight lines.

    Args:
        first: Shape (sources, n): from each source straight to each turn.
        between: Shape (n, n): straight from turn to turn.

    Returns:
        Shape (sources, n) each: lengths, and the turn before each one; -1 where it is reached straight.
    """
    lengths, before = first.copy(), np.full(first.shape, -1, np.int64)
    rows = np.arange(len(first))
    is_open = np.ones(first.shape, bool)
    for _ in range(first.shape[1]):
        left = np.where(is_open, lengths, np.inf)
        at = np.argmin(left, axis=1)
        reached = left[rows, at]
        if not np.isfinite(reached).any():
            break
        is_open[rows, at] = False
        over = reached[:, None] + between[at]
        better = over < lengths - 1e-12
        lengths = np.where(better, over, lengths)
        before = np.where(better, at[:, None], before)
    return lengths, before
