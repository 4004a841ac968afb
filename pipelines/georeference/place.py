"""From model tables to ``geo_reference`` and ``geo_diagnosis``: where each model stands on the map, and what is odd about it."""

import json
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cim_schema.codes import Severity
from cim_schema.tables import TABLES
from pipelines.georeference.case import Case, read_cases
from pipelines.georeference.diagnoses import diagnose
from pipelines.georeference.diagnoses.diagnosis import Diagnosis
from pipelines.georeference.placement import Placement, place
from pipelines.runtime.crs_name import NamedCrs, wanted_crs
from pipelines.runtime.projection import to_lonlat
from pipelines.runtime.table_set import Tables


def place_on_map(tables: Tables, target_crs: str | None = None) -> dict[str, pa.Table]:
    """Place every model of ``ifc_model``.

    Args:
        tables: ``ifc_model``, ``ifc_map_conversion``, ``ifc_spatial``, ``ifc_placement``; with ``ifc_geometry``, the
            model's extent is known rather than guessed.
        target_crs: Name of the coordinate reference system to place them in; None for each model's own, or the city's for a
            model that has only a geographic position.

    Returns:
        ``geo_reference``, one row a model, and ``geo_diagnosis``. ``local_to_map`` moves points of the ``ifc_`` tables'
        frame, metres, to ``crs``, metres; it is null where the model cannot be placed.

    Raises:
        UnknownCrs: Nobody knows the target.
        InvalidOption: The target is not a projected system.

    Source:
        ISO 16739-1, IfcMapConversion; Clemen and Görne (2019) for the level.
    """
    wanted = None if target_crs is None else wanted_crs(target_crs)
    references: list[dict[str, object]] = []
    diagnoses: list[dict[str, object]] = []
    for case in read_cases(tables):
        placement, found = place_case(case, wanted)
        references.append(reference_row(placement, found))
        diagnoses += _diagnosis_rows(case.model_id, found)
    return {
        "geo_reference": TABLES["geo_reference"].from_rows(references),
        "geo_diagnosis": TABLES["geo_diagnosis"].from_rows(diagnoses),
    }


def place_case(case: Case, wanted: NamedCrs | None) -> tuple[Placement, list[Diagnosis]]:
    """Place one model and say what is odd about it."""
    placement = place(case, wanted)
    return placement, diagnose(placement)


def reference_row(placement: Placement, diagnoses: Sequence[Diagnosis]) -> dict[str, object]:
    """The row of ``geo_reference``. A model with an error is told where its numbers point, but has no ``local_to_map``."""
    case, matrix = placement.case, placement.to_crs
    declaration = case.declaration
    is_usable = matrix is not None and not any(diagnosis.severity is Severity.ERROR for diagnosis in diagnoses)
    row: dict[str, object] = {
        "model_id": case.model_id,
        "level": case.level,
        "declaration": declaration.form if declaration else None,
        "is_usable": is_usable,
        "is_weak": placement.is_weak,
        "crs": placement.crs,
        "vertical_crs": declaration.vertical if declaration else None,
        "declared_crs": placement.declared_crs,
    }
    if matrix is None or placement.crs is None:
        site = case.site if declaration is None else None
        if site is not None and site.has_position:
            row |= {"origin_lon_deg": site.lon_deg, "origin_lat_deg": site.lat_deg}
        return row
    lon_deg, lat_deg = to_lonlat([matrix[:2, 3]], placement.crs)[0]
    has_lonlat = bool(np.isfinite(lon_deg) and np.isfinite(lat_deg))
    return row | {
        "origin_east_m": float(matrix[0, 3]),
        "origin_north_m": float(matrix[1, 3]),
        "origin_height_m": float(matrix[2, 3]),
        "origin_lon_deg": float(lon_deg) if has_lonlat else None,
        "origin_lat_deg": float(lat_deg) if has_lonlat else None,
        "rotation_deg": float(np.degrees(np.arctan2(matrix[1, 0], matrix[0, 0]))),
        "map_scale": _scale_of(matrix[:2, :2]),
        "local_to_map": matrix.ravel().tolist() if is_usable else None,
    }


def _scale_of(plane: NDArray[np.float64]) -> float:
    """Square root of the area that a 2 × 2 matrix makes of one; taken of its parts, since their product may overflow."""
    most = float(np.abs(plane).max())
    return most * float(np.sqrt(abs(np.linalg.det(plane / most)))) if most and np.isfinite(most) else most


def _diagnosis_rows(model_id: str, diagnoses: Sequence[Diagnosis]) -> list[dict[str, object]]:
    return [
        {
            "model_id": model_id,
            "ordinal": ordinal,
            "severity": diagnosis.severity.value,
            "text_code": diagnosis.text_code,
            "text_params": json.dumps(diagnosis.params, ensure_ascii=False, sort_keys=True),
        }
        for ordinal, diagnosis in enumerate(diagnoses)
    ]
