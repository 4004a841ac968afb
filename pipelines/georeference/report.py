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
from pipelines.georeference.control_points import ControlPoint, differences
from pipelines.georeference.conversion import Conversion
from pipelines.georeference.declaration import SCALE_TOLERANCE
from pipelines.georeference.diagnoses.diagnosis import Diagnosis, repaired
from pipelines.georeference.fitting import Fit, fit_points
from pipelines.georeference.mending import Proposal, propose
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
    fit: Fit | None
    """What the control points give by themselves."""
    proposal: Proposal | None
    """What a mended copy says."""


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
        The object of ``jueshan georeference``; beside the contract's keys, ``declaration``, ``declared_crs``, ``is_weak``,
        ``proposal`` (what a mended copy says), the ``conversion`` that each diagnosis comes to and, with control points,
        ``control_points`` (the difference at each, computed minus given) and ``fit`` (what they give by themselves).

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
                "conversion": diagnosis.conversion.as_written(account.case) if diagnosis.conversion else None,
            }
            for diagnosis in account.diagnoses
        ],
        "proposal": account.proposal.as_json(account.case) if account.proposal else None,
    }
    if account.missed is not None and control_points:
        report["residuals_m"] = [round(float(np.linalg.norm(missed)), 6) for missed in account.missed]
        report["control_points"] = [
            {"name": point.name, "east_m": round(float(e), 6), "north_m": round(float(n), 6), "height_m": round(float(h), 6)}
            for point, (e, n, h) in zip(control_points, account.missed, strict=True)
        ]
    if account.fit is not None and control_points:
        fit = account.fit
        report["fit"] = {
            "crs": _crs_of_points(account.placement, target_crs),
            "blunders": [control_points[place].name for place in fit.blunders],
            "chosen": "with_scale" if fit.chosen.has_scale else "without_scale",
            "with_scale": fit.with_scale.as_json(),
            "without_scale": fit.without_scale.as_json(),
        }
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
    proposal = account.proposal
    if proposal is None:
        raise InvalidOption({"option": "--write", "value": "OUT.ifc", "reason": "@place.reason.not_placed"})
    matrix, crs = proposal.conversion.local_to_map, proposal.conversion.crs
    lon_deg, lat_deg = to_lonlat([matrix[:2, 3]], crs)[0]
    return dict(account.reference) | {
        "level": 50, "declaration": None, "is_usable": True, "is_weak": False,
        "crs": crs, "vertical_crs": proposal.conversion.vertical_crs,
        "origin_east_m": float(matrix[0, 3]), "origin_north_m": float(matrix[1, 3]), "origin_height_m": float(matrix[2, 3]),
        "origin_lon_deg": float(lon_deg), "origin_lat_deg": float(lat_deg),
        "rotation_deg": float(np.degrees(np.arctan2(matrix[1, 0], matrix[0, 0]))), "map_scale": float(np.hypot(*matrix[:2, 0])),
        "local_to_map": matrix.ravel().tolist(), "true_north_deg": proposal.true_north_deg,
        "site_step_id": proposal.site_step_id, "site_lonlat_deg": proposal.site_lonlat_deg,
        "site_elevation_m": proposal.site_elevation_m,
    }  # fmt: skip


def _account(tables: Tables, model_id: str, target_crs: str | None, points: tuple[ControlPoint, ...] | None) -> _Account:
    case = next((case for case in read_cases(tables) if case.model_id == model_id), None)
    if case is None:
        raise NotFound({"what": "@place.reason.model", "name": model_id})
    wanted = None if target_crs is None else wanted_crs(target_crs)
    placement, found = place_case(case, wanted)
    reference = {"origin_lon_deg": None, "rotation_deg": None} | reference_row(placement, found)
    if not points:
        return _Account(case, placement, reference, found, None, None, propose(placement, found, None, wanted))
    missed = None
    if placement.to_crs is not None and reference["is_usable"]:
        missed = differences(points, placement.to_crs, case.length_unit_m)
    fit = fit_points(points, case.length_unit_m)
    told, fitted = _compare(placement, points, missed, fit, _crs_of_points(placement, target_crs))
    found += told
    return _Account(case, placement, reference, found, missed, fit, propose(placement, found, fitted, wanted))


def _compare(
    placement: Placement, points: tuple[ControlPoint, ...], missed: FloatArray | None, fit: Fit | None, crs: str
) -> tuple[list[Diagnosis], Conversion | None]:
    """What is odd about the points and the placement, and the conversion that they give where the placement is not theirs."""
    told = [] if fit is None else [_blunder(points, fit, place) for place in fit.blunders]
    good = [place for place in range(len(points)) if fit is None or place not in fit.blunders]
    if missed is not None:
        distances = np.linalg.norm(missed, axis=1)
        worst = max(good, key=lambda place: float(distances[place]))
        if distances[worst] > RESIDUAL_LIMIT_M:
            params = {"worst_m": round(float(distances[worst]), 3), "name": points[worst].name, "limit_m": RESIDUAL_LIMIT_M}
            told.append(Diagnosis("residuals_large", Severity.WARNING, params))
        elif not placement.is_weak:
            return told, None
    case = placement.case
    if fit is None:
        return [*told, Diagnosis("control_points_insufficient", Severity.WARNING, {"count": len(points)})], None
    chosen = fit.chosen
    if abs(chosen.map_scale - 1) > SCALE_TOLERANCE:
        params = {"map_scale": float(f"{chosen.map_scale:.6g}"), "length_unit_m": case.length_unit_m}
        return [*told, Diagnosis("control_points_implausible", Severity.WARNING, params)], None
    vertical = case.declaration.vertical if case.declaration is not None else None
    fitted = Conversion(crs, vertical, chosen.local_to_map)
    about = {"count": len(good), "rms_m": round(chosen.rms_m, 4)}
    return [*told, repaired(case, "conversion_from_control_points", Severity.INFO, about, fitted)], fitted


def _blunder(points: tuple[ControlPoint, ...], fit: Fit, place: int) -> Diagnosis:
    east_m, north_m, height_m = (round(float(value), 3) + 0.0 for value in -fit.chosen.missed[place])
    params = {"name": points[place].name, "east_m": east_m, "north_m": north_m, "height_m": height_m}
    return Diagnosis("control_point_blunder", Severity.WARNING, params)


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
