"""Where on a curve an object stands: distance along it and offsets from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import dist, isfinite

from pipelines.ingest.source import Instance, Source
from pipelines.ingest.units import Units


@dataclass(frozen=True)
class LinearPosition:
    """What an IfcLinearPlacement says; None where it does not, or cannot be understood."""

    curve_step_id: int | None = None
    """The basis curve."""
    relative_to: int | None = None
    """The IfcAlignment whose placement it is relative to."""
    distance_along_m: float | None = None
    offset_lateral_m: float | None = None
    """Positive to the left."""
    offset_vertical_m: float | None = None
    """Positive upwards."""


def linear_position(source: Source, units: Units, placement: Instance, alignments: Mapping[int, int]) -> LinearPosition:
    """Read an IfcLinearPlacement.

    Args:
        source: The model.
        units: Its units.
        placement: The IfcLinearPlacement.
        alignments: Step id of a placement → step id of the IfcAlignment that has it.

    Source:
        ISO 16739-1:2024, IfcPointByDistanceExpression: offsets not given are 0.
    """
    relative = source.entity(placement, "PlacementRelTo")
    relative_to = alignments.get(relative.id()) if relative else None
    axis = source.entity(placement, "RelativePlacement")
    point = source.entity(axis, "Location") if axis else None
    if point is None or point.is_a() != "IfcPointByDistanceExpression":
        return LinearPosition(relative_to=relative_to)
    curve = source.entity(point, "BasisCurve")
    offsets = [units.length.to_si(source.number(point, f"Offset{way}") or 0.0) for way in ("Lateral", "Vertical")]
    return LinearPosition(
        curve.id() if curve else None, relative_to, _distance_along(source, units, point, curve), offsets[0], offsets[1]
    )


def _distance_along(source: Source, units: Units, point: Instance, curve: Instance | None) -> float | None:
    given, value = source.get(point, "DistanceAlong"), source.number(point, "DistanceAlong")
    if value is None or not isfinite(value):
        return None
    if not isinstance(given, Instance) or given.is_a() != "IfcParameterValue":
        return units.length.to_si(value)
    # Along a polyline, the parameter counts its points; of other curves it has no one meaning.
    if curve is None or curve.is_a() != "IfcPolyline":
        return None
    corners = [source.get(corner, "Coordinates") for corner in source.entities(curve, "Points")]
    if not 0 <= value <= len(corners) - 1 or not all(isinstance(corner, tuple) for corner in corners):
        return None
    if len({len(corner) for corner in corners}) > 1:
        return None
    lengths = [dist(a, b) for a, b in pairwise(corners)]
    whole = int(value)
    part = lengths[whole] * (value - whole) if whole < len(lengths) else 0.0
    return units.length.to_si(sum(lengths[:whole]) + part)
