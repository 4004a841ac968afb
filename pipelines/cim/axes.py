"""Axes of alignments on the map, and what alignments say of themselves and of what stands along them."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from pipelines.cim.outlines import Geometries
from pipelines.cim.placement import Place

_TOLD = ("start_station_m", "axis_length_m", "axis_source", "has_vertical", "has_cant")


def axes_on_map(alignments: Mapping[int, Mapping[str, Any]], place: Place) -> dict[int, shapely.Geometry]:
    """The axes that are known, LineString Z, in the place's system (the model's own frame where it has none).

    Args:
        alignments: Rows of ``ifc_alignment`` by step id.
        place: Of the model.
    """
    steps = [step for step, row in alignments.items() if row["axis"] is not None]
    axes: Geometries = shapely.from_wkb(np.array([alignments[step]["axis"] for step in steps], object))
    turn, shift = place.matrix[:3, :3], place.matrix[:3, 3]
    moved = shapely.transform(axes, lambda xyz: xyz @ turn.T + shift, include_z=True) if steps else axes
    return dict(zip(steps, moved, strict=True))


def heights_of(axis: shapely.Geometry) -> tuple[float, float]:
    """Least and greatest height of an axis."""
    heights = shapely.get_coordinates(axis, include_z=True)[:, 2]
    return float(heights.min()), float(heights.max())


def alignment_attributes(alignments: Mapping[int, Mapping[str, Any]], along: pa.Table) -> dict[int, dict[str, object]]:
    """Further attributes by step id: of alignments their start station and length, of what is placed along them the station.

    Args:
        alignments: Rows of ``ifc_alignment`` by step id.
        along: ``ifc_linear_placement`` of the model.
    """
    found: dict[int, dict[str, object]] = {
        row["step_id"]: {"station_m": row["station_m"]}
        for row in along.select(["step_id", "station_m"]).to_pylist()
        if row["station_m"] is not None
    }
    for step, row in alignments.items():
        found[step] = {name: row[name] for name in _TOLD if row[name] is not None}
    return found
