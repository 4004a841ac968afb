"""Grades of roads: stretches of one gradient, from one point of vertical intersection (变坡点) to the next."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from checkers.roads import alignment_segments

if TYPE_CHECKING:
    from checkers.rule import Frames

CONSTANT = "CONSTANTGRADIENT"

SAME_GRADIENT = 1e-6
"""Two tangents whose gradients differ by less are one."""


@dataclass(frozen=True)
class Grade:
    """One stretch of one gradient."""

    alignment_step_id: int
    alignment_name: str | None
    axis: object
    """As ``ifc_alignment`` has it."""
    speed_kmh: float
    ordinal: int
    """From 0, along the alignment."""
    gradient: float
    start_m: float
    """Along the alignment."""
    station_m: float
    """Of the start."""
    length_m: float
    is_whole: bool
    """Whether it begins and ends within the model; what is at an end of the alignment may go on outside."""


def grades(tables: "Frames") -> list[Grade]:
    """Give the grades of all alignments of roads.

    A vertical curve has its point of intersection in the middle, as parabolas have, and flat circular arcs very nearly.

    Args:
        tables: One model's ``checkers.roads.TABLES``.
    """
    rows = alignment_segments(tables, "vertical")
    rows = rows[rows["start_gradient"].notna() & rows["distance_along_m"].notna()]
    by_alignment = [list(of_one.itertuples()) for _, of_one in rows.groupby("alignment_step_id", sort=True)]
    return [grade for segments in by_alignment for grade in _of_alignment(segments)]


def _of_alignment(segments: list[Any]) -> Iterator[Grade]:
    first, last = segments[0], segments[-1]
    corners = list(_corners(segments))
    starts = [first.distance_along_m, *(at for at, _ in corners)]
    ends = [*starts[1:], last.distance_along_m + last.segment_length_m]
    gradients = [first.start_gradient, *(gradient for _, gradient in corners)]
    for ordinal, (start, end, gradient) in enumerate(zip(starts, ends, gradients, strict=True)):
        yield Grade(
            int(first.alignment_step_id), first.alignment_name, first.axis, float(first.speed_kmh), ordinal, float(gradient),
            float(start), float(first.station_m + start - first.distance_along_m), float(end - start),
            0 < ordinal < len(starts) - 1,
        )  # fmt: skip


def _corners(segments: list[Any]) -> Iterator[tuple[float, float]]:
    """Where the gradient changes, and to which it does."""
    gradient = segments[0].start_gradient
    for segment in segments:
        if abs(segment.start_gradient - gradient) > SAME_GRADIENT:
            gradient = segment.start_gradient
            yield segment.distance_along_m, gradient
        leaves = segment.start_gradient if segment.segment_type == CONSTANT else segment.end_gradient
        if leaves == leaves and leaves is not None and abs(leaves - gradient) > SAME_GRADIENT:
            gradient = leaves
            yield segment.distance_along_m + segment.segment_length_m / 2, gradient
