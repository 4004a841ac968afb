"""What is odd about the units of a map conversion and about the scale between them."""

from collections.abc import Iterator

from cim_schema.codes import Severity
from pipelines.georeference.conversion import Conversion, conversion_of, is_where_it_should_be, only_one_in_place
from pipelines.georeference.diagnoses.diagnosis import Diagnosis, repaired
from pipelines.georeference.placement import Placement
from pipelines.runtime.projection import unit_m

FOOT_M = 0.3048
SURVEY_FOOT_M = 1200 / 3937
GREATEST_HEIGHT_M = 10_000.0
"""No ground is as high."""
_RATIOS = (0.001, 1000.0, FOOT_M, 1 / FOOT_M)
"""By which coordinates are off that were typed in another unit than the one that was told.

The survey foot is the other one within metres; which of them was meant, nothing here can tell.
"""


def scale(placement: Placement) -> Iterator[Diagnosis]:
    """Scale does not fit the units, or nothing sound can be made of it."""
    case, declaration = placement.case, placement.case.declaration
    if declaration is None or declaration.scale_reading in {"given", "fixed"} or in_metres_after_all(placement) is not None:
        return
    ratio = case.length_unit_m / declaration.map_unit_m
    params: dict[str, object] = {
        "length_unit_m": case.length_unit_m,
        "map_unit_m": declaration.map_unit_m,
        "scale": "@place.reason.none" if declaration.scale is None else declaration.scale,
        "expected": float(f"{ratio:.9g}"),
        "expected_with_factor": float(f"{ratio * (declaration.scale or 1.0):.9g}"),
        "map_scale": float(f"{max(declaration.map_scales, key=lambda one: abs(one - 1)):.6g}"),
    }
    if declaration.scale_reading == "implausible":
        alike = case.declared_as(declaration, scale=ratio, scale_x=None, scale_y=None, scale_z=None)
        yield repaired(case, "scale_implausible", Severity.ERROR, params, conversion_of(case, alike))
    else:
        code = "scale_missing_for_units" if declaration.scale_reading == "unit_ratio" else "scale_ignores_units"
        yield repaired(case, code, Severity.WARNING, params, conversion_of(case, declaration))


def map_unit(placement: Placement) -> Iterator[Diagnosis]:
    """MapUnit is missing where it is needed, is another foot than the system's, or says feet in a metric system."""
    case, declaration = placement.case, placement.case.declaration
    if declaration is None or declaration.crs is None or declaration.form == "IfcRigidOperation":
        return
    crs_unit_m = unit_m(declaration.crs.code)
    params: dict[str, object] = {
        "crs": declaration.crs.code, "crs_unit_m": crs_unit_m, "map_unit_m": declaration.map_unit_m,
        "length_unit_m": case.length_unit_m,
    }  # fmt: skip
    as_read = conversion_of(case, declaration)
    if (in_metres := in_metres_after_all(placement)) is not None:
        yield repaired(case, "map_unit_false", Severity.ERROR, params, in_metres)
    elif not declaration.has_map_unit and (declaration.is_map_unit_supplied or declaration.map_unit_m != crs_unit_m):
        code = "map_unit_supplied" if declaration.is_map_unit_supplied else "map_unit_missing"
        yield repaired(case, code, Severity.WARNING, params, as_read)
    elif declaration.has_map_unit and crs_unit_m == 1.0 and _is_foot(declaration.map_unit_m):
        yield repaired(case, "map_unit_feet", Severity.WARNING, params, as_read)
    elif declaration.has_map_unit and _is_foot(crs_unit_m) and 1e-9 < abs(declaration.map_unit_m - crs_unit_m) < 1e-5:
        # Two millionths of a foot are metres at the size of state plane coordinates.
        ratio = crs_unit_m / declaration.map_unit_m
        keys = ("eastings_m", "northings_m", "orthogonal_height_m")
        own = {key: None if declaration.row[key] is None else declaration.row[key] * ratio for key in keys}
        scaled = {} if declaration.scale is None else {"scale": declaration.scale / ratio}
        mended = case.declared_as(declaration, **own, **scaled, map_unit_m=crs_unit_m)
        yield repaired(case, "map_unit_other_foot", Severity.WARNING, params, conversion_of(case, mended))


def in_metres_after_all(placement: Placement) -> Conversion | None:
    """What the conversion comes to in metres, where MapUnit says feet and only metres put the model where it should be.

    Some programs write "METER" as a conversion based unit of 0.3048 m.
    """
    case, declaration = placement.case, placement.case.declaration
    if declaration is None or declaration.crs is None or not declaration.has_map_unit or not _is_foot(declaration.map_unit_m):
        return None
    as_read = conversion_of(case, declaration)
    if unit_m(declaration.crs.code) != 1.0 or (as_read is not None and is_where_it_should_be(case, as_read)):
        return None
    keys = ("eastings_m", "northings_m", "orthogonal_height_m")
    metres = {key: None if declaration.row[key] is None else declaration.row[key] / declaration.map_unit_m for key in keys}
    return only_one_in_place(case, [case.declared_as(declaration, **metres, map_unit_m=1.0)])


def in_another_unit(placement: Placement) -> Conversion | None:
    """The coordinates times a ratio of units, where that puts the model where it should be."""
    case, declaration = placement.case, placement.case.declaration
    if declaration is None or not declaration.is_complete:
        return None
    east_m, north_m, height_m = (declaration.row[key] for key in ("eastings_m", "northings_m", "orthogonal_height_m"))
    for factor in _RATIOS:
        changes = {"eastings_m": east_m * factor, "northings_m": north_m * factor}
        if height_m is not None and abs(height_m) > GREATEST_HEIGHT_M:
            changes["orthogonal_height_m"] = height_m * factor
        conversion = only_one_in_place(case, [case.declared_as(declaration, **changes)])
        if conversion is not None:
            return conversion
    return None


def _is_foot(length_m: float) -> bool:
    return any(abs(length_m - foot) < 1e-9 for foot in (FOOT_M, SURVEY_FOOT_M))
