"""What is told of one model's georeference: ``jueshan georeference``, and the part of ``report.json`` on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cim_schema.city import DEFAULT_CRS
from cim_schema.codes import Severity
from cim_schema.errors import InvalidOption, NotFound
from cim_schema.messages import DEFAULT_LANGUAGE, Language
from pipelines.georeference.case import Case, read_cases
from pipelines.georeference.control_points import ControlPoint, FittedConversion, differences, fit_conversion
from pipelines.georeference.declaration import SCALE_TOLERANCE
from pipelines.georeference.diagnoses.diagnosis import Diagnosis
from pipelines.georeference.place import place_case, reference_row
from pipelines.georeference.placement import Placement
from pipelines.runtime.crs_name import wanted_crs
from pipelines.runtime.projection import to_lonlat
from pipelines.runtime.table_set import Tables

RESIDUAL_LIMIT_M = 0.1
"""Above it control points and declaration say different things: a convention of this platform."""

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class _Account:
    """A model placed and compared with its control points."""

    case: Case
    placement: Placement
    reference: Mapping[str, Any]
    """Row of ``geo_reference``."""
    diagnoses: Sequence[Diagnosis]
    missed: FloatArray | None
    """Computed minus given places, shape (n, 3); None without control points or placement."""
    fitted: FittedConversion | None
    """What the control points give, where the declaration gives nothing or something else."""


def georeference_report(
    tables: Tables,
    model_id: str,
    target_crs: str | None = None,
    control_points: tuple[ControlPoint, ...] | None = None,
    language: Language = DEFAULT_LANGUAGE,
) -> dict[str, Any]:
    """All that is known of where one model stands, as JSON of the public contract.

    Args:
        tables: The model's tables, as for ``place_on_map``.
        model_id: Of the model.
        target_crs: As for ``place_on_map``.
        control_points: Compared with the placement; map coordinates in the system of the result.
        language: Of ``message`` and ``repair``.

    Returns:
        The object of ``jueshan georeference``; beside the contract's keys, ``declaration``, ``declared_crs``, ``is_weak`` and,
        with control points, ``control_points`` (the difference at each, computed minus given).

    Raises:
        UnknownCrs: Nobody knows the target.
        NotFound: The tables hold no such model.
    """
    account = _account(tables, model_id, target_crs, control_points)
    reference = account.reference
    report: dict[str, Any] = {
        "level": reference["level"],
        "declaration": reference["declaration"],
        "crs": reference["crs"] or reference["declared_crs"],
        "declared_crs": reference["declared_crs"],
        "vertical_crs": reference["vertical_crs"],
        "origin_map": _triple(reference, "origin_east_m", "origin_north_m", "origin_height_m"),
        "origin_lonlat": _triple(reference, "origin_lon_deg", "origin_lat_deg", "origin_height_m"),
        "rotation_deg": reference.get("rotation_deg"),
        "scale": reference.get("map_scale"),
        "declared": _declared(account.case),
        "usable": reference["is_usable"],
        "is_weak": reference["is_weak"],
        "residuals_m": [],
        "diagnoses": [
            {
                "code": diagnosis.code,
                "severity": diagnosis.severity.value,
                "message": diagnosis.message(language),
                "repair": diagnosis.repair(language),
            }
            for diagnosis in account.diagnoses
        ],
    }
    if account.missed is not None and control_points:
        report["residuals_m"] = [round(float(np.linalg.norm(missed)), 6) for missed in account.missed]
        report["control_points"] = [
            {"name": point.name, "east_m": round(float(e), 6), "north_m": round(float(n), 6), "height_m": round(float(h), 6)}
            for point, (e, n, h) in zip(control_points, account.missed, strict=True)
        ]
    return report


def reference_to_write(
    tables: Tables, model_id: str, target_crs: str | None = None, control_points: tuple[ControlPoint, ...] | None = None
) -> dict[str, Any]:
    """The row of ``geo_reference`` that ``--write`` puts into a copy of the model.

    What the control points give, where the declaration gives nothing or something else; else the model's own placement,
    with what had to be supplied to read it written out.

    Raises:
        InvalidOption: There is nothing sound to write.
    """
    account = _account(tables, model_id, target_crs, control_points)
    row = dict(account.reference)
    if account.fitted is not None:
        matrix, crs = account.fitted.local_to_map, _crs_of_points(account.placement, target_crs)
        lon_deg, lat_deg = to_lonlat([matrix[:2, 3]], crs)[0]
        return row | {
            "level": 50, "declaration": None, "is_usable": True, "is_weak": False, "crs": crs,
            "origin_east_m": float(matrix[0, 3]), "origin_north_m": float(matrix[1, 3]), "origin_height_m": float(matrix[2, 3]),
            "origin_lon_deg": float(lon_deg), "origin_lat_deg": float(lat_deg), "rotation_deg": account.fitted.rotation_deg,
            "map_scale": account.fitted.map_scale, "local_to_map": matrix.ravel().tolist(),
        }  # fmt: skip
    if not row["is_usable"]:
        raise InvalidOption({"option": "--write", "value": "OUT.ifc", "reason": "@place.reason.not_placed"})
    return row


def _account(tables: Tables, model_id: str, target_crs: str | None, points: tuple[ControlPoint, ...] | None) -> _Account:
    case = next((case for case in read_cases(tables) if case.model_id == model_id), None)
    if case is None:
        raise NotFound({"what": "@place.reason.model", "name": model_id})
    placement, found = place_case(case, None if target_crs is None else wanted_crs(target_crs))
    reference = {"origin_lon_deg": None, "rotation_deg": None} | reference_row(placement, found)
    if not points:
        return _Account(case, placement, reference, found, None, None)
    missed = None
    if placement.to_crs is not None and reference["is_usable"]:
        missed = differences(points, placement.to_crs, case.length_unit_m)
    worst = None if missed is None else int(np.argmax(np.linalg.norm(missed, axis=1)))
    worst_m = float("inf") if missed is None or worst is None else float(np.linalg.norm(missed[worst]))
    if worst_m <= RESIDUAL_LIMIT_M and not placement.is_weak:
        return _Account(case, placement, reference, found, missed, None)
    if worst is not None and worst_m > RESIDUAL_LIMIT_M:
        params: dict[str, object] = {"worst_m": round(worst_m, 3), "name": points[worst].name, "limit_m": RESIDUAL_LIMIT_M}
        found.append(Diagnosis("residuals_large", Severity.WARNING, params))
    fitted = fit_conversion(points, case.length_unit_m)
    found.append(_fit_diagnosis(fitted, len(points), _crs_of_points(placement, target_crs), case.length_unit_m))
    is_sound = fitted is not None and abs(fitted.map_scale - 1) <= SCALE_TOLERANCE
    return _Account(case, placement, reference, found, missed, fitted if is_sound else None)


def _fit_diagnosis(fitted: FittedConversion | None, count: int, crs: str, length_unit_m: float) -> Diagnosis:
    if fitted is None:
        return Diagnosis("control_points_insufficient", Severity.WARNING, {"count": count})
    if abs(fitted.map_scale - 1) > SCALE_TOLERANCE:
        params: dict[str, object] = {"map_scale": float(f"{fitted.map_scale:.6g}"), "length_unit_m": length_unit_m}
        return Diagnosis("control_points_implausible", Severity.WARNING, params)
    angle = np.radians(fitted.rotation_deg)
    east_m, north_m, height_m = (round(float(value), 4) for value in fitted.local_to_map[:3, 3])
    return Diagnosis(
        "conversion_from_control_points",
        Severity.INFO,
        {"count": count, "rms_m": round(fitted.rms_m, 4), "crs": crs, "eastings": east_m, "northings": north_m, "height": height_m,
         "abscissa": round(float(np.cos(angle)), 12), "ordinate": round(float(np.sin(angle)), 12),
         "scale": float(f"{fitted.map_scale * length_unit_m:.12g}")},
    )  # fmt: skip


def _crs_of_points(placement: Placement, target_crs: str | None) -> str:
    """Control points are in the system of the result, or the one it would have."""
    if target_crs is not None:
        return wanted_crs(target_crs).code
    return placement.crs or placement.declared_crs or DEFAULT_CRS


def _triple(row: Mapping[str, Any], *keys: str) -> list[float] | None:
    values = [row.get(key) for key in keys]
    return None if values[0] is None else [0.0 if value is None else float(value) for value in values]


def _declared(case: Case) -> dict[str, Any]:
    if case.declaration is not None:
        return dict(case.declaration.raw)
    if case.site is not None and case.site.has_position:
        return {"RefLatitude": case.site.lat_deg, "RefLongitude": case.site.lon_deg, "RefElevation": case.site.elevation_m}
    return {}
