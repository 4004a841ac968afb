"""Where the layouts of an alignment lead, by their segments alone: plane curves, heights, and a chain of points.

What belongs here: arithmetic in metres and radians, in the frame of the alignment. What does not: files and kernels.
Source: ISO 16739-1:2024, IfcAlignmentHorizontalSegmentTypeEnum and IfcAlignmentVerticalSegmentTypeEnum.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SAGITTA_M = 0.005
"""The chain of points leaves the curve by no more than this."""
LONGEST_M = 20.0
"""Between two points of the chain, on curves."""
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(12)
_PIECE_RAD = 0.25
_PIECE_M = 25.0
_MAX_POINTS = 200_000

_TURNED_SHARE: dict[str, Callable[[Floats], Floats]] = {
    "CLOTHOID": lambda s: s**2 / 2,
    "BLOSSCURVE": lambda s: s**3 - s**4 / 2,
    "COSINECURVE": lambda s: s / 2 - np.sin(np.pi * s) / (2 * np.pi),
    "SINECURVE": lambda s: s**2 / 2 + (np.cos(2 * np.pi * s) - 1) / (4 * np.pi**2),
    "HELMERTCURVE": lambda s: np.where(s <= 0.5, 2 * s**3 / 3, -s + 2 * s**2 - 2 * s**3 / 3 + 1 / 6),
    "VIENNESEBEND": lambda s: 7 * s**5 - 14 * s**6 + 10 * s**7 - 2.5 * s**8,
}
"""Integral from 0 to s of the share of the change of curvature that is done at s, s from 0 to 1."""
HORIZONTAL_TYPES = frozenset(("LINE", "CIRCULARARC", "CUBIC", *_TURNED_SHARE))
VERTICAL_TYPES = frozenset(("CONSTANTGRADIENT", "PARABOLICARC", "CIRCULARARC"))


@dataclass(frozen=True)
class HorizontalRun:
    """One segment of the plan; radii are positive to the left, curvature 0 where straight."""

    kind: str
    x_m: float
    y_m: float
    direction_rad: float
    length_m: float
    start_curvature: float = 0.0
    end_curvature: float = 0.0

    def at(self, distances: Floats) -> tuple[Floats, Floats]:
        """Points, shape (n, 2), and directions in radians at these distances from the start of the segment."""
        if self.kind == "CUBIC" and self.start_curvature != self.end_curvature:
            return self._on_cubic(distances)
        angles = self.direction_rad + self._turned(distances)
        count = max(1, int(np.ceil(max(abs(self._turned(np.array([self.length_m]))[0]) / _PIECE_RAD, self.length_m / _PIECE_M))))
        knots = np.linspace(0.0, self.length_m, count + 1)
        sums = np.vstack([np.zeros(2), np.cumsum(self._chords(knots[:-1], knots[1:]), axis=0)])
        piece = np.clip(np.searchsorted(knots, distances, "right") - 1, 0, count - 1)
        points = sums[piece] + self._chords(knots[piece], distances)
        return points + np.array([self.x_m, self.y_m]), angles

    def _turned(self, distances: Floats) -> Floats:
        """The angle turned from the start."""
        turned = self.start_curvature * distances
        if self.kind in _TURNED_SHARE and self.length_m > 0:
            change = self.end_curvature - self.start_curvature
            turned = turned + change * self.length_m * _TURNED_SHARE[self.kind](distances / self.length_m)
        return np.asarray(turned)

    def _chords(self, starts: Floats, ends: Floats) -> Floats:
        """Integral of the unit tangent between pairs of distances, by Gauss and Legendre."""
        half = (ends - starts) / 2
        at = (starts + ends)[:, None] / 2 + half[:, None] * _NODES
        angles = self.direction_rad + self._turned(at)
        return np.column_stack([(np.cos(angles) @ _WEIGHTS) * half, (np.sin(angles) @ _WEIGHTS) * half])

    def _on_cubic(self, distances: Floats) -> tuple[Floats, Floats]:
        """On y = c x³, begun where, by its length from the straight, the curvature is that of the start."""
        change = self.end_curvature - self.start_curvature
        c, begin = change / (6 * self.length_m), self.start_curvature * self.length_m / change
        along = np.concatenate([[begin], begin + np.asarray(distances, float)])
        x = along.copy()
        for _ in range(20):
            at = x[:, None] / 2 * (1 + _NODES)
            length = (np.sqrt(1 + (3 * c * at**2) ** 2) @ _WEIGHTS) * x / 2
            x = x - (length - along) / np.sqrt(1 + (3 * c * x**2) ** 2)
        slopes = np.arctan(3 * c * x**2)
        local = np.column_stack([x[1:] - x[0], c * (x[1:] ** 3 - x[0] ** 3)])
        turn = self.direction_rad - float(slopes[0])
        cos, sin = np.cos(turn), np.sin(turn)
        points = local @ np.array([[cos, sin], [-sin, cos]])
        return points + np.array([self.x_m, self.y_m]), slopes[1:] + turn


@dataclass(frozen=True)
class VerticalRun:
    """One segment of the profile, over a stretch of the plan."""

    kind: str
    start_m: float
    """Distance along the plan."""
    length_m: float
    height_m: float
    start_gradient: float
    end_gradient: float

    def at(self, distances: Floats) -> Floats:
        """Heights at distances along the plan; beyond the segment its gradient goes on."""
        x = np.clip(distances - self.start_m, 0.0, self.length_m)
        beyond = distances - self.start_m - x
        gradient = np.where(beyond > 0, self._end_slope, self.start_gradient)
        return np.asarray(self.height_m + self._rise(x) + beyond * gradient)

    @property
    def _end_slope(self) -> float:
        return self.start_gradient if self.kind == "CONSTANTGRADIENT" else self.end_gradient

    def _rise(self, x: Floats) -> Floats:
        if self.kind == "CONSTANTGRADIENT" or self.length_m <= 0 or self.start_gradient == self.end_gradient:
            return self.start_gradient * x
        if self.kind == "PARABOLICARC":
            return self.start_gradient * x + (self.end_gradient - self.start_gradient) / (2 * self.length_m) * x**2
        sine, end_sine = (g / np.hypot(1.0, g) for g in (self.start_gradient, self.end_gradient))
        if end_sine == sine:
            return self.start_gradient * x
        radius = self.length_m / (end_sine - sine)
        here = np.clip(sine + x / radius, -1.0, 1.0)
        return np.asarray(radius * (np.sqrt(1 - sine**2) - np.sqrt(1 - here**2)))


@dataclass(frozen=True)
class Chain:
    """An alignment as points."""

    distances: Floats
    """Shape (n,): along the plan, metres, rising."""
    points: Floats
    """Shape (n, 3)."""


def chain_of(plan: Sequence[HorizontalRun], profile: Sequence[VerticalRun]) -> Chain | None:
    """A chain of points along the plan, at the heights of the profile (0 where there is none); None without any length.

    Points lie at the ends of all segments, and so close between that the chain leaves the curve by ``SAGITTA_M`` at most.
    """
    runs = [run for run in plan if run.length_m > 0]
    if not runs:
        return None
    starts = np.concatenate([[0.0], np.cumsum([run.length_m for run in runs])])
    bends = np.sort([d for run in profile for d in (run.start_m, run.start_m + run.length_m) if 0 < d < starts[-1]])
    curved = sorted((run for run in profile if run.kind != "CONSTANTGRADIENT" and run.length_m > 0), key=lambda run: run.start_m)
    curves_start = np.array([run.start_m for run in curved])
    reached = np.maximum.accumulate([run.start_m + run.length_m for run in curved]) if curved else curves_start
    distances, planes = [], []
    for run, start in zip(runs, starts, strict=False):
        own = [_steps(run)]
        end = start + run.length_m
        own += [bends[np.searchsorted(bends, start, "right") : np.searchsorted(bends, end, "left")] - start]
        for vertical in curved[np.searchsorted(reached, start, "right") : np.searchsorted(curves_start, end, "left")]:
            low, high = max(vertical.start_m, start), min(vertical.start_m + vertical.length_m, end)
            if low < high:
                steepening = abs(vertical.end_gradient - vertical.start_gradient) / vertical.length_m
                own.append(_spread(high - low, steepening) + low - start)
        along = np.unique(np.clip(np.concatenate(own), 0.0, run.length_m))
        # The end of one segment is the start of the next; only the last keeps its own.
        along = along if run is runs[-1] else along[:-1]
        planes.append(run.at(along)[0])
        distances.append(along + start)
    at = np.concatenate(distances)
    return Chain(at, np.column_stack([np.vstack(planes), heights_at(profile, at)]))


def heights_at(profile: Sequence[VerticalRun], distances: Floats) -> Floats:
    """Heights at distances along the plan; before the first and after the last segment the gradient goes on."""
    runs = sorted((run for run in profile if run.length_m > 0), key=lambda run: run.start_m)
    if not runs:
        return np.zeros(len(distances))
    which = np.clip(np.searchsorted([run.start_m for run in runs], distances, "right") - 1, 0, len(runs) - 1)
    heights = np.zeros(len(distances))
    order = np.argsort(which, kind="stable")
    first = np.searchsorted(which[order], np.arange(len(runs) + 1))
    for run, begin, end in zip(runs, first[:-1], first[1:], strict=True):
        own = order[begin:end]
        heights[own] = run.at(distances[own])
    return heights


def gaps_between(plan: Sequence[HorizontalRun]) -> list[float]:
    """For each segment but the last, how far its end is from the start of the next, in metres."""
    gaps = []
    for run, after in pairwise(plan):
        end = run.at(np.array([run.length_m]))[0][0] if run.length_m > 0 else np.array([run.x_m, run.y_m])
        gaps.append(float(np.hypot(*(end - (after.x_m, after.y_m)))))
    return gaps


def _steps(run: HorizontalRun) -> Floats:
    if run.kind == "LINE":
        return np.array([0.0, run.length_m])
    return _spread(run.length_m, max(abs(run.start_curvature), abs(run.end_curvature)))


def _spread(length_m: float, curvature: float) -> Floats:
    """Even distances over a length, near enough for a curvature: the sagitta of a chord s is s² × curvature / 8."""
    step = LONGEST_M if curvature <= 0 else min(LONGEST_M, float(np.sqrt(8 * SAGITTA_M / curvature)))
    count = int(np.clip(np.ceil(length_m / step), 1, _MAX_POINTS))
    return np.linspace(0.0, length_m, count + 1)
