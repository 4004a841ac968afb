"""How high railings are, and how wide the gaps between their bars.

What belongs here: measuring one mesh by itself. What does not: which railing has to be how high.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from checkers.spatial.mesh_parts import points_along
from checkers.spatial.projection import Floats, Integers
from cim_schema.codes import Thing
from cim_schema.tables import TABLES
from pipelines.runtime.mesh import MeshStore
from pipelines.runtime.table_set import Tables

RAILING_THINGS = (Thing.RAILING, Thing.GUARDRAIL)

STEP_M = 0.1
"""Distance between the points of an edge that are looked at; also the length over which the top is one height."""

THIN_M = 0.3
"""A stretch whose points lie no further from its line is straight."""

LONGEST_M = 6.0
"""A stretch is no longer, so that a slope is the same along it; two posts stand in it at least."""

SHORTEST_M = 1.0
"""A shorter stretch, such as the rest at a corner, counts only where there is no longer one."""

LONGEST_RAILING_M = 3_000.0
"""What reaches further is in a wrong unit of length: nothing of it is measured, and many a stretch would have to be."""

SLICES = (0.35, 0.42, 0.5, 0.58, 0.65)
"""Where bars are cut, as shares of the height: a level rail may lie at one of them, hardly at all."""

WIDEST_BETWEEN_BARS_M = 0.5
"""Where most gaps are wider, it is posts that were cut, not bars."""

TOUCHING_M = 1e-3
"""A lesser gap is none."""


@dataclass(frozen=True)
class Railing:
    """A railing in numbers."""

    height_m: float
    """Top over foot, where it is lowest."""
    bar_gap_m: float | None
    """Widest clear gap between upright bars; None where there are none."""


def measure_railings(tables: Tables) -> dict[str, pa.Table]:
    """Measure each railing and guardrail.

    Args:
        tables: ``ifc_geometry``, ``ifc_shape`` and ``msr_thing``.

    Returns:
        ``msr_railing``; what has no mesh has no row.
    """
    told = tables["msr_thing"].to_pandas()
    told = told.loc[told["thing"].isin([str(thing) for thing in RAILING_THINGS]), ["model_id", "step_id"]]
    shapes = tables["ifc_geometry"].to_pandas().merge(told, on=["model_id", "step_id"])
    meshes = MeshStore([tables["ifc_shape"]])
    rows = []
    measured: dict[tuple[str, bytes], Railing | None] = {}
    for row in shapes[shapes["shape_key"].notna()].itertuples():
        turn = np.array(row.placement).reshape(4, 4)[:3, :3]
        same = (row.shape_key, turn.tobytes())
        if same not in measured:
            mesh = meshes[row.shape_key]
            measured[same] = railing_of(mesh.vertices.astype(np.float64) @ turn.T, mesh.faces.astype(np.int64))
        railing = measured[same]
        if railing is not None:
            rows.append({
                "model_id": row.model_id, "step_id": row.step_id, "global_id": row.global_id,
                "rail_height_m": railing.height_m, "bar_gap_m": railing.bar_gap_m,
            })  # fmt: skip
    return {"msr_railing": TABLES["msr_railing"].from_rows(rows)}


def railing_of(vertices: Floats, faces: Integers) -> Railing | None:
    """Measure one railing.

    It is taken as straight stretches. In each the slope of its top is taken out; the height is that of most of the top over
    the lowest point, where the posts stand. Bars are cut across near the middle of the height.

    A panel without openings has no gap to measure, and neither has a railing of level rails alone: both give None, as what
    is only drawn as a block does. The ends of a railing are not looked at, nor the gap between two railings.

    Args:
        vertices: Shape (n, 3), metres, z up.
        faces: Shape (m, 3).

    Returns:
        None where there is no extent.
    """
    if not len(vertices) or np.ptp(vertices, axis=0).max() > LONGEST_RAILING_M:
        return None
    points = points_along(vertices, faces, STEP_M)
    stretches = [_Stretch.of(some) for some in _straight(points)] if len(points) else []
    longest = max((stretch.length_m for stretch in stretches), default=0.0)
    stretches = [stretch for stretch in stretches if stretch.length_m >= min(SHORTEST_M, longest) and stretch.height_m > 0]
    if not stretches:
        return None
    corners = vertices[faces]
    gaps = [gap for stretch in stretches if (gap := stretch.bar_gap_m(corners)) is not None]
    return Railing(min(stretch.height_m for stretch in stretches), max(gaps, default=None))


def _straight(points: Floats) -> Iterator[Floats]:
    """The points in groups that lie along a line each."""
    middle = points[:, :2].mean(axis=0)
    along, across = _axes(points[:, :2] - middle)
    place, aside = (points[:, :2] - middle) @ along, (points[:, :2] - middle) @ across
    length = np.ptp(place)
    if (length <= LONGEST_M and (np.abs(aside).max() <= THIN_M or length <= SHORTEST_M)) or length <= 2 * STEP_M:
        yield points
        return
    # Of equal parts none is a rest too short to be measured.
    half = place <= (place.min() + place.max()) / 2
    yield from _straight(points[half])
    yield from _straight(points[~half])


def _axes(away: Floats) -> tuple[Floats, Floats]:
    """The direction in which points spread most, and the one across; unit vectors, the first to the east or due north."""
    _, vectors = np.linalg.eigh(away.T @ away)
    along = vectors[:, 1]
    along = -along if along[0] < -1e-9 or (abs(along[0]) <= 1e-9 and along[1] < 0) else along
    return along, np.array((-along[1], along[0]))


@dataclass(frozen=True)
class _Stretch:
    """A straight piece of a railing, seen along ``along`` with its slope taken out."""

    middle: Floats
    along: Floats
    across: Floats
    slope: float
    start_m: float
    end_m: float
    foot_m: float
    """Of ``z - slope × place``."""
    height_m: float

    @classmethod
    def of(cls, points: Floats) -> "_Stretch":
        middle = (points[:, :2].min(axis=0) + points[:, :2].max(axis=0)) / 2
        along, across = _axes(points[:, :2] - points[:, :2].mean(axis=0))
        place = (points[:, :2] - middle) @ along
        bins = np.round(place / STEP_M).astype(np.int64)
        numbers, where = np.unique(bins, return_inverse=True)
        top = np.full(len(numbers), -np.inf)
        np.maximum.at(top, where.reshape(-1), points[:, 2])
        is_highest = points[:, 2] >= top[where.reshape(-1)] - TOUCHING_M
        slope = _slope(place[is_highest], points[is_highest, 2])
        level = points[:, 2] - slope * place
        top = np.full(len(numbers), -np.inf)
        np.maximum.at(top, where.reshape(-1), level)
        foot = float(level.min())
        return cls(middle, along, across, slope, float(place.min()), float(place.max()), foot, float(np.median(top)) - foot)

    @property
    def length_m(self) -> float:
        return self.end_m - self.start_m

    def bar_gap_m(self, corners: Floats) -> float | None:
        """The widest clear gap between bars cut near the middle of the height.

        Args:
            corners: Shape (n, 3, 3): triangles of the whole railing; those of other stretches are left out here.
        """
        away = corners[:, :, :2] - self.middle
        place, aside = away @ self.along, away @ self.across
        # A gap may lie across the end of the stretch.
        reach = WIDEST_BETWEEN_BARS_M
        is_here = (place.min(axis=1) <= self.end_m + reach) & (place.max(axis=1) >= self.start_m - reach)
        is_here &= (aside.min(axis=1) <= 2 * THIN_M) & (aside.max(axis=1) >= -2 * THIN_M)
        place, level = place[is_here], corners[is_here][:, :, 2] - self.slope * place[is_here]
        gaps = [gap for share in SLICES if (gap := _bar_gap(place, level - self.foot_m - share * self.height_m)) is not None]
        return max(gaps, default=None)


def _slope(place: Floats, heights: Floats) -> float:
    spread = place - place.mean()
    total = float((spread**2).sum())
    return float((spread * heights).sum()) / total if total > STEP_M**2 else 0.0


def _bar_gap(place: Floats, level: Floats) -> float | None:
    """The widest gap between what a section at level 0 cuts; None where it cuts no bars.

    Args:
        place: Shape (n, 3): along the stretch, of the corners of triangles.
        level: Shape (n, 3): over the section.
    """
    cut = (level.min(axis=1) < 0) & (level.max(axis=1) > 0)
    if not cut.any():
        return None
    starts, ends = _sections(place[cut], level[cut])
    order = np.argsort(starts, kind="stable")
    reached = np.maximum.accumulate(ends[order])
    gaps = starts[order][1:] - reached[:-1]
    gaps = gaps[gaps > TOUCHING_M]
    return float(gaps.max()) if len(gaps) and np.median(gaps) <= WIDEST_BETWEEN_BARS_M else None


def _sections(place: Floats, level: Floats) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """From where to where each triangle is cut."""
    starts, ends = np.full(len(place), np.inf), np.full(len(place), -np.inf)
    for first, second in ((0, 1), (1, 2), (2, 0)):
        below, above = level[:, first], level[:, second]
        crossed = (below <= 0) != (above <= 0)
        share = np.divide(below, below - above, out=np.zeros_like(below), where=crossed)
        at = place[:, first] + share * (place[:, second] - place[:, first])
        starts = np.where(crossed, np.minimum(starts, at), starts)
        ends = np.where(crossed, np.maximum(ends, at), ends)
    return starts, ends
