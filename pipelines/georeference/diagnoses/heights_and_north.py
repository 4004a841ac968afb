"""What is odd about heights and about the direction of north."""

from collections.abc import Iterator

from cim_schema.codes import Severity
from pipelines.georeference.diagnoses.diagnosis import Diagnosis
from pipelines.georeference.placement import Placement, moved
from pipelines.runtime.projection import convergence_deg

NORTH_TOLERANCE_DEG = 0.1
_SAME_DIRECTION_DEG = 0.01
HEIGHT_TOLERANCE_M = 0.001


def true_north(placement: Placement) -> Iterator[Diagnosis]:
    """TrueNorth differs from what the conversion's rotation and the meridian convergence give."""
    case, declaration, lonlat = placement.case, placement.case.declaration, placement.centre_lonlat
    if case.true_north_deg is None or declaration is None or placement.declared_crs is None or lonlat is None:
        return
    convergence = convergence_deg(placement.declared_crs, *lonlat)
    grid_north_deg = 90.0 - declaration.rotation_deg
    apart_deg = _turn(case.true_north_deg - grid_north_deg - convergence)
    if abs(apart_deg) <= NORTH_TOLERANCE_DEG:
        return
    is_grid_north = abs(_turn(case.true_north_deg - grid_north_deg)) <= _SAME_DIRECTION_DEG
    yield Diagnosis(
        "true_north_is_grid_north" if is_grid_north else "true_north_disagrees",
        Severity.WARNING,
        {"apart_deg": round(abs(apart_deg), 3), "convergence_deg": round(convergence, 3),
         "rotation_deg": round(declaration.rotation_deg, 3)},
    )  # fmt: skip


def height_datum(placement: Placement) -> Iterator[Diagnosis]:
    """The vertical datum is missing or unknown."""
    declaration = placement.case.declaration
    if declaration is None or declaration.vertical is not None:
        return
    if declaration.vertical_name:
        yield Diagnosis("height_datum_unknown", Severity.WARNING, {"vertical_datum": declaration.vertical_name})
    else:
        yield Diagnosis("height_datum_missing", Severity.WARNING)


def height(placement: Placement) -> Iterator[Diagnosis]:
    """There is no height of the local origin."""
    case, declaration = placement.case, placement.case.declaration
    if declaration is not None:
        height_m = declaration.height_m
    elif placement.is_weak and case.site is not None:
        height_m = case.site.elevation_m
    else:
        return
    if height_m is None:
        yield Diagnosis("height_missing", Severity.WARNING)


def site_elevation(placement: Placement) -> Iterator[Diagnosis]:
    """RefElevation of the site differs from the conversion's height, at the local origin and at the site's own."""
    declaration, site = placement.case.declaration, placement.case.site
    if declaration is None or declaration.height_m is None or site is None or site.elevation_m is None:
        return
    of_site_m = moved(declaration.to_map() @ placement.case.to_context, site.origin_local)[2]
    apart_m = min(abs(site.elevation_m - declaration.height_m), abs(site.elevation_m - float(of_site_m)))
    if apart_m > HEIGHT_TOLERANCE_M:
        yield Diagnosis(
            "site_elevation_disagrees",
            Severity.WARNING,
            {"height_m": round(declaration.height_m, 4), "elevation_m": round(site.elevation_m, 4), "apart_m": round(apart_m, 4)},
        )


def _turn(angle_deg: float) -> float:
    """The same angle between -180 and 180 degrees."""
    return (angle_deg + 180.0) % 360.0 - 180.0
