"""Segments of the layouts of alignments (``ifc_alignment_segment``), and the same as runs that can be computed."""

import math
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from cim_schema.codes import Severity
from pipelines.ingest.alignment_layouts import SEGMENT_CLASSES, Alignment
from pipelines.ingest.layout_geometry import HORIZONTAL_TYPES, VERTICAL_TYPES, HorizontalRun, VerticalRun
from pipelines.ingest.source import Instance, Source
from pipelines.ingest.units import Units

Row = dict[str, object]
Run = TypeVar("Run")
_LONGEST_M = 1e7
"""Longer segments, and coordinates beyond a hundred times that, are no road on this earth."""
_MOST_TURNED_RAD = 1_000.0
"""A segment that turns more often than some 150 times round has a radius in a wrong unit, and would take forever to draw."""
_STEEPEST = 100.0
"""Gradients beyond it, rise over run, are upright or written in a wrong unit."""


@dataclass
class Segments:
    """What the layouts of one alignment say, own ones only."""

    rows: list[Row] = field(default_factory=list)
    plan: list[HorizontalRun] | None = None
    """None where a segment is missing, broken or of a kind that is not computed."""
    profile: list[VerticalRun] | None = None


def read_segments(source: Source, units: Units, alignment: Alignment, matrix: NDArray[np.float64]) -> Segments:
    """Read the segments of an alignment; what is broken is told and has a row with what can be known.

    Args:
        source: The model.
        units: Its units.
        alignment: The alignment.
        matrix: From its frame to the model frame.
    """
    return _Reader(source, units, alignment, matrix).read()


class _Reader:
    def __init__(self, source: Source, units: Units, alignment: Alignment, matrix: NDArray[np.float64]) -> None:
        self._source, self._units, self._alignment, self._matrix = source, units, alignment, matrix
        self._turn = math.atan2(matrix[1, 0], matrix[0, 0])

    def read(self) -> Segments:
        found = Segments()
        for layout, segments in self._alignment.segments.items():
            along: float | None = 0.0
            plan: list[HorizontalRun | None] = []
            profile: list[VerticalRun | None] = []
            for ordinal, segment in enumerate(segments):
                design = self._source.entity(segment, "DesignParameters")
                row: Row = {
                    "step_id": segment.id(), "global_id": self._source.global_id(segment),
                    "alignment_step_id": self._alignment.step_id, "layout": layout, "ordinal": ordinal,
                    "segment_type": "NOTDEFINED",
                }  # fmt: skip
                if design is None or design.is_a() != SEGMENT_CLASSES[layout]:
                    self._tell(segment, "read_reason.no_design_parameters")
                    design = None
                else:
                    row["segment_type"] = self._source.text(design, "PredefinedType") or "NOTDEFINED"
                if layout == "horizontal":
                    run, length = self._horizontal(design, row, along) if design else (None, None)
                    plan.append(run)
                    along = None if along is None or length is None else along + length
                    usable = run is not None
                elif layout == "vertical":
                    profile.append(self._vertical(design, row) if design else None)
                    usable = profile[-1] is not None
                else:
                    usable = self._cant(design, row) if design else False
                if design is not None and not usable:
                    self._tell(segment, "read_reason.bad_design_parameters")
                found.rows.append(row)
            if layout == "horizontal":
                found.plan = _all_known(plan)
            elif layout == "vertical":
                found.profile = _all_known(profile)
        return found

    def _tell(self, segment: Instance, reason: str) -> None:
        self._source.problems.add(
            "alignment_segment", Severity.WARNING, step_id=segment.id(), global_id=self._source.global_id(segment),
            reason=f"@{reason}",
        )  # fmt: skip

    def _length(self, design: Instance, name: str) -> float | None:
        value = self._units.length.to_si(self._source.number(design, name))
        return value if value is not None and math.isfinite(value) and abs(value) <= _LONGEST_M * 100 else None

    def _number(self, design: Instance, name: str) -> float | None:
        value = self._source.number(design, name)
        return value if value is not None and math.isfinite(value) else None

    def _gradient(self, design: Instance, name: str) -> float | None:
        value = self._number(design, name)
        return value if value is not None and abs(value) <= _STEEPEST else None

    def _stretch(self, design: Instance, name: str) -> float | None:
        value = self._length(design, name)
        return value if value is not None and 0 <= value <= _LONGEST_M else None

    def _horizontal(self, design: Instance, row: Row, along: float | None) -> tuple[HorizontalRun | None, float | None]:
        point = self._source.entity(design, "StartPoint")
        given = self._source.get(point, "Coordinates") if point else None
        direction = self._units.angle.to_si(self._number(design, "StartDirection"))
        length = self._stretch(design, "SegmentLength")
        start, end = self._length(design, "StartRadiusOfCurvature"), self._length(design, "EndRadiusOfCurvature")
        row |= {
            "distance_along_m": along, "segment_length_m": length, "start_radius_m": start or None, "end_radius_m": end or None,
            "start_direction_deg": None if direction is None else math.degrees(direction + self._turn),
        }  # fmt: skip
        if not isinstance(given, tuple) or len(given) not in {2, 3}:
            return None, length
        if not all(isinstance(c, float | int) and math.isfinite(c) for c in given):
            return None, length
        factor = self._units.length.factor or 1.0
        x, y = given[0] * factor, given[1] * factor
        placed = self._matrix @ (x, y, 0.0, 1.0)
        row |= {"start_x_m": float(placed[0]), "start_y_m": float(placed[1])}
        kind = str(row["segment_type"])
        if kind == "LINE":
            start, end = 0.0, 0.0
        if direction is None or length is None or kind not in HORIZONTAL_TYPES or start is None or end is None:
            return None, length
        if kind == "VIENNESEBEND" and self._length(design, "GravityCenterLineHeight"):
            return None, length  # Its shape then depends on the cant.
        if kind == "CIRCULARARC":
            start = start or end
            end = start
            if not start:
                return None, length
        curvatures = (1 / start if start else 0.0, 1 / end if end else 0.0)
        if not length * max(map(abs, curvatures)) <= _MOST_TURNED_RAD:
            return None, length
        return HorizontalRun(kind, x, y, direction, length, *curvatures), length

    def _vertical(self, design: Instance, row: Row) -> VerticalRun | None:
        start, length = self._length(design, "StartDistAlong"), self._stretch(design, "HorizontalLength")
        height = self._length(design, "StartHeight")
        first, last = self._gradient(design, "StartGradient"), self._gradient(design, "EndGradient")
        kind = str(row["segment_type"])
        radius = self._length(design, "RadiusOfCurvature")
        row |= {
            "distance_along_m": start, "segment_length_m": length, "start_height_m": height, "start_gradient": first,
            "end_gradient": last, "vertical_radius_m": None if kind == "CONSTANTGRADIENT" else abs(radius) if radius else None,
        }  # fmt: skip
        if start is None or length is None or height is None or first is None or last is None or kind not in VERTICAL_TYPES:
            return None
        if row["vertical_radius_m"] is None and kind != "CONSTANTGRADIENT" and first != last:
            change = last - first if kind == "PARABOLICARC" else last / math.hypot(1, last) - first / math.hypot(1, first)
            row["vertical_radius_m"] = abs(length / change) if change else None
        return VerticalRun(kind, start, length, height, first, last)

    def _cant(self, design: Instance, row: Row) -> bool:
        row |= {
            "distance_along_m": self._length(design, "StartDistAlong"),
            "segment_length_m": self._stretch(design, "HorizontalLength"),
            "start_cant_left_m": self._length(design, "StartCantLeft"),
            "start_cant_right_m": self._length(design, "StartCantRight"),
            "end_cant_left_m": self._length(design, "EndCantLeft"),
            "end_cant_right_m": self._length(design, "EndCantRight"),
        }
        return row["distance_along_m"] is not None and row["segment_length_m"] is not None


def _all_known(runs: list[Run | None]) -> list[Run] | None:
    known = [run for run in runs if run is not None]
    return known if runs and len(known) == len(runs) else None
