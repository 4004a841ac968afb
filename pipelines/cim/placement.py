"""A model's place on the map, and the findings' places by it."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from cim_schema.base_layer import BASE_LAYER
from pipelines.cim.outlines import as_wkb
from pipelines.runtime.projection import to_lonlat
from pipelines.runtime.table_set import Tables, rows_of_model


@dataclass(frozen=True)
class Place:
    """How a model lies on the map."""

    crs: str | None
    """None: it has no place there."""
    matrix: NDArray[np.float64]
    """4 × 4, from the model frame to ``crs``; the identity where there is none."""

    def height(self, z_local: float) -> float:
        """The height of a z of the model frame; models stand upright, so x and y do not matter."""
        return float(self.matrix[2, 2] * z_local + self.matrix[2, 3])


NOWHERE = Place(None, np.eye(4))


def place_of(tables: Tables, model_id: str) -> Place:
    """The place of a model by its row of ``geo_reference``; nowhere where there is no row, system or matrix."""
    rows = rows_of_model(tables, "geo_reference", model_id).to_pylist()
    if not rows or rows[0]["crs"] is None or rows[0]["local_to_map"] is None:
        return NOWHERE
    return Place(rows[0]["crs"], np.array(rows[0]["local_to_map"], float).reshape(4, 4))


def place_findings(findings: pa.Table, version_id: str, place: Place) -> pa.Table:
    """Findings of one version as the base layer keeps them: with the version in front and their place on the map.

    Args:
        findings: ``chk_finding`` of one model; points in the model frame, metres.
        version_id: The version they are of.
        place: The model's.

    Returns:
        ``chk_finding`` of the base layer.
    """
    table = BASE_LAYER["chk_finding"]
    points = np.column_stack([findings[name].to_numpy() for name in ("point_x_m", "point_y_m", "point_z_m")]).astype(float)
    has_point = np.isfinite(points).all(axis=1) & (place.crs is not None)
    on_map: list[bytes | None] = [None] * len(findings)
    searchable: list[bytes | None] = [None] * len(findings)
    if place.crs is not None and has_point.any():
        xyz = points[has_point] @ place.matrix[:3, :3].T + place.matrix[:3, 3]
        lonlat = to_lonlat(xyz[:, :2], place.crs)
        for row, exact, point in zip(np.flatnonzero(has_point), shapely.points(xyz), shapely.points(lonlat), strict=True):
            on_map[row], searchable[row] = as_wkb((exact, point))
    columns = {name: findings[name] for name in findings.column_names}
    columns |= {
        "version_id": pa.array([version_id] * len(findings), pa.string()),
        "crs": pa.array([place.crs if known else None for known in has_point], pa.string()),
        "point_map": pa.array(on_map, pa.binary()),
        "geom": pa.array(searchable, pa.binary()),
    }
    return table.checked(pa.table([columns[name] for name in table.columns], schema=table.arrow_schema))
