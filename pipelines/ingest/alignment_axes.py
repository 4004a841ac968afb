"""The axis of an alignment: from its curve where that is sound, else from its segments, else none, and told."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cim_schema.codes import Severity
from pipelines.ingest.alignment_curves import CurveItem
from pipelines.ingest.alignment_layouts import Alignment
from pipelines.ingest.alignment_segments import Segments
from pipelines.ingest.layout_geometry import Chain, chain_of, gaps_between
from pipelines.ingest.source import Source
from pipelines.runtime.isolation import Lost

SAME_M = 0.05
"""Within this, segments join each other, and the curve and the segments say the same."""
_SLOPING_SHARE = 0.01
"""A profile is hardly longer than its plan: at a gradient of 14 % by this share."""


@dataclass(frozen=True)
class Axis:
    """An alignment as points in its own frame."""

    made_from: str
    """``curve``, ``segments`` or ``none``."""
    length_m: float | None
    chain: Chain | None

    def wkb(self, matrix: NDArray[np.float64]) -> bytes | None:
        """LineString Z after a 4 × 4 matrix; None where there is no chain."""
        if self.chain is None:
            return None
        points = self.chain.points @ matrix[:3, :3].T + matrix[:3, 3]
        import shapely  # Here, as most models have no alignment.

        wkb: bytes = shapely.to_wkb(shapely.linestrings(points), byte_order=1)
        return wkb


def choose_axis(
    source: Source, alignment: Alignment, plan: Segments | None, profile: Segments | None, item: CurveItem | None,
    evaluated: Chain | Lost | None,
) -> Axis:  # fmt: skip
    """Give the axis of an alignment.

    A curve that leaves segments which join each other by more than ``SAME_M`` is not believed: writers of drafts, and some
    of today, write its directions and parameters wrongly, while the segments are what was designed.

    Args:
        source: The model; problems are told to it.
        alignment: The alignment.
        plan: Segments of the alignment whose horizontal layout it has or reuses; None: it has none.
        profile: The same for the vertical layout.
        item: Its curve; None: it has none.
        evaluated: What the kernel gave for it.
    """
    runs = None if plan is None else plan.plan
    gap = max(gaps_between(runs), default=0.0) if runs else 0.0
    is_computable = runs is not None and (profile is None or profile.profile is not None)
    computed = chain_of(runs, (profile.profile if profile else None) or []) if runs is not None and is_computable else None
    if gap > SAME_M:
        _tell(source, alignment, "alignment_gap", gap_m=round(gap, 3))
    length = sum(run.length_m for run in runs) if runs else None
    if isinstance(evaluated, Lost):
        _tell(source, alignment, "alignment_curve_lost", curve=item.step_id if item else 0)
    elif evaluated is not None and item is not None and not (computed is not None and profile is not None and not item.is_in_space):
        differs, shorter = (0.0, 0.0) if computed is None or gap > SAME_M else _apart(evaluated, computed, item.is_in_space)
        if max(differs, shorter) <= SAME_M:
            return Axis("curve", float(evaluated.distances[-1]) if length is None else length, evaluated)
        # The kernel lets a profile end where its length along the slope does, a little before the plan.
        if differs > SAME_M or shorter > _SLOPING_SHARE * evaluated.distances[-1]:
            _tell(source, alignment, "alignment_curve_differs", curve=item.step_id, distance_m=round(max(differs, shorter), 3))
    if computed is not None:
        return Axis("segments", length, computed)
    _tell(source, alignment, "alignment_without_axis")
    return Axis("none", length, None)


def _apart(curve: Chain, computed: Chain, is_in_space: bool) -> tuple[float, float]:
    """How far the two chains are apart at equal distances, and how much their lengths differ."""
    end = min(curve.distances[-1], computed.distances[-1])
    at = np.unique(np.concatenate([curve.distances, computed.distances]).clip(0.0, end))
    apart = np.column_stack([
        np.interp(at, curve.distances, curve.points[:, way]) - np.interp(at, computed.distances, computed.points[:, way])
        for way in range(3 if is_in_space else 2)
    ])  # fmt: skip
    return float(np.sqrt((apart**2).sum(axis=1)).max()), float(abs(curve.distances[-1] - computed.distances[-1]))


def _tell(source: Source, alignment: Alignment, code: str, **params: float) -> None:
    known: dict[str, object] = {"name": source.text(alignment.instance, "Name") or "", **params}
    global_id = source.global_id(alignment.instance)
    source.problems.add(code, Severity.WARNING, step_id=alignment.step_id, global_id=global_id, line=None, **known)
