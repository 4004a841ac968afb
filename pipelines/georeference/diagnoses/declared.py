"""What is odd about a declaration itself: missing, incomplete, contradictory, or in the wrong units."""

from collections.abc import Iterator

import numpy as np

from cim_schema.codes import Severity
from pipelines.georeference.case import MAP_SIZED_M
from pipelines.georeference.diagnoses.diagnosis import Diagnosis
from pipelines.georeference.placement import Placement
from pipelines.georeference.site_position import default_position
from pipelines.runtime.crs_name import crs_of
from pipelines.runtime.projection import unit_m

SAME_PLACE_M = 0.001
_FEET_M = (0.3048, 0.30480060960121924)


def missing(placement: Placement) -> Iterator[Diagnosis]:
    """No map conversion: nothing at all, map coordinates of an unknown system, or a position of the site only."""
    case = placement.case
    if case.declarations:
        return
    severity = Severity.WARNING if case.site is not None and case.site.has_position else Severity.ERROR
    if case.level in {30, 40} or np.hypot(*case.centre_local[:2]) >= MAP_SIZED_M:
        x, y = (round(float(value), 3) for value in case.centre_local[:2])
        yield Diagnosis("map_coordinates_without_crs", severity, {"x_m": x, "y_m": y})
    elif severity is Severity.ERROR:
        yield Diagnosis("no_georeference", Severity.ERROR, {"address": case.postal_address or "@place.reason.none"})
    if severity is Severity.WARNING and case.site is not None:
        yield Diagnosis("only_site_position", Severity.WARNING, case.site.position())
        if placement.to_crs is None:
            yield Diagnosis("site_outside_target", Severity.ERROR, case.site.position())


def impossible_site_position(placement: Placement) -> Iterator[Diagnosis]:
    """The site's latitude or longitude is nowhere on Earth."""
    site = placement.case.site
    if site is not None and site.lat_deg is not None and site.lon_deg is not None and not site.has_position:
        yield Diagnosis("site_position_impossible", Severity.WARNING, site.position())


def default_site_position(placement: Placement) -> Iterator[Diagnosis]:
    """The site's position is what a program writes when nobody has set one."""
    case = placement.case
    known = default_position(case.site) if case.site is not None else None
    if known is not None and case.site is not None:
        yield Diagnosis(
            "default_site_position",
            Severity.INFO if case.declarations else Severity.ERROR,
            case.site.position() | {"program": known.program},
        )


def coordinates(placement: Placement) -> Iterator[Diagnosis]:
    """Eastings or northings are missing."""
    declaration = placement.case.declaration
    if declaration is not None and not declaration.is_complete:
        yield Diagnosis("coordinates_missing", Severity.ERROR, {"declaration": declaration.form})


def crs(placement: Placement) -> Iterator[Diagnosis]:
    """The coordinate reference system is missing, unknown, not projected, or written irregularly."""
    declaration = placement.case.declaration
    if declaration is None:
        return
    name = declaration.crs_name or ""
    if declaration.crs is None and not name.strip():
        yield Diagnosis("crs_missing", Severity.ERROR, {"declaration": declaration.form})
    elif declaration.crs is None:
        yield Diagnosis("crs_unknown", Severity.ERROR, {"crs": name})
    elif not declaration.is_projected:
        yield Diagnosis("crs_not_projected", Severity.ERROR, {"crs": name or declaration.crs.code})
    elif not declaration.crs.is_regular:
        known = crs_of(declaration.crs.code)
        yield Diagnosis("crs_name_irregular", Severity.INFO, {"crs": name, "read_as": declaration.crs.code, "name": known.name})


def scale(placement: Placement) -> Iterator[Diagnosis]:
    """Scale does not fit the units, or nothing sound can be made of it."""
    declaration = placement.case.declaration
    if declaration is None or declaration.scale_reading in {"given", "fixed"}:
        return
    ratio = placement.case.length_unit_m / declaration.map_unit_m
    params: dict[str, object] = {
        "length_unit_m": placement.case.length_unit_m,
        "map_unit_m": declaration.map_unit_m,
        "scale": "@place.reason.none" if declaration.scale is None else declaration.scale,
        "expected": float(f"{ratio:.9g}"),
        "expected_with_factor": float(f"{ratio * (declaration.scale or 1.0):.9g}"),
        "map_scale": float(f"{max(declaration.map_scales, key=lambda one: abs(one - 1)):.6g}"),
    }
    if declaration.scale_reading == "unit_ratio":
        yield Diagnosis("scale_missing_for_units", Severity.WARNING, params)
    elif declaration.scale_reading == "without_units":
        yield Diagnosis("scale_ignores_units", Severity.WARNING, params)
    else:
        yield Diagnosis("scale_implausible", Severity.ERROR, params)


def axis(placement: Placement) -> Iterator[Diagnosis]:
    """The direction of the local x axis is a vector of no length."""
    declaration = placement.case.declaration
    if declaration is not None and declaration.axis_reading == "degenerate":
        yield Diagnosis("axis_degenerate", Severity.ERROR, {"declaration": declaration.form})


def map_unit(placement: Placement) -> Iterator[Diagnosis]:
    """MapUnit is missing where it is needed, or says feet in a metric system."""
    declaration = placement.case.declaration
    if declaration is None or declaration.crs is None or declaration.form == "IfcRigidOperation":
        return
    crs_unit_m = unit_m(declaration.crs.code)
    params: dict[str, object] = {
        "crs": declaration.crs.code, "crs_unit_m": crs_unit_m, "map_unit_m": declaration.map_unit_m,
        "length_unit_m": placement.case.length_unit_m,
    }  # fmt: skip
    if not declaration.has_map_unit and (declaration.is_map_unit_supplied or declaration.map_unit_m != crs_unit_m):
        code = "map_unit_supplied" if declaration.is_map_unit_supplied else "map_unit_missing"
        yield Diagnosis(code, Severity.WARNING, params)
    elif declaration.has_map_unit and crs_unit_m == 1.0 and any(abs(declaration.map_unit_m - foot) < 1e-7 for foot in _FEET_M):
        yield Diagnosis("map_unit_feet", Severity.WARNING, params)


def several(placement: Placement) -> Iterator[Diagnosis]:
    """Several declarations put the model in different places."""
    case = placement.case
    if len(case.declarations) < 2:
        return
    first, *others = case.declarations
    corners = np.array([[*case.low_local, 1.0], [*case.high_local, 1.0]]) @ case.to_context.T
    for other in others:
        apart_m = float(np.abs(corners @ (other.to_map() - first.to_map()).T).max())
        if apart_m > SAME_PLACE_M or other.crs != first.crs or other.crs_name != first.crs_name:
            yield Diagnosis(
                "several_conversions_disagree",
                Severity.ERROR,
                {"first": f"#{first.step_id}", "other": f"#{other.step_id}", "apart_m": round(apart_m, 3),
                 "first_crs": first.crs_name or "@place.reason.none", "other_crs": other.crs_name or "@place.reason.none"},
            )  # fmt: skip
            return
