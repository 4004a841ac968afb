"""What is odd about heights and their datum."""

from collections.abc import Iterator

from cim_schema.codes import Severity
from pipelines.georeference.conversion import conversion_of
from pipelines.georeference.diagnoses.diagnosis import Diagnosis, repaired
from pipelines.georeference.diagnoses.units_and_scale import GREATEST_HEIGHT_M, in_metres_after_all
from pipelines.georeference.placement import Placement, moved
from pipelines.runtime.crs_name import NATIONAL_HEIGHT_1956, crs_of
from pipelines.runtime.projection import is_within_area_of_use

HEIGHT_TOLERANCE_M = 0.001
_NEAR_DEG = 1.0
"""Areas of use are drawn coarsely."""


def height_datum(placement: Placement) -> Iterator[Diagnosis]:
    """The vertical datum is missing, unknown, that of 1956, or of another country."""
    declaration = placement.case.declaration
    if declaration is None:
        return
    datum = declaration.vertical
    if datum is None and declaration.vertical_name:
        yield Diagnosis("height_datum_unknown", Severity.WARNING, {"vertical_datum": declaration.vertical_name})
    elif datum is None:
        yield Diagnosis("height_datum_missing", Severity.WARNING)
    elif datum == NATIONAL_HEIGHT_1956:
        yield Diagnosis("height_datum_1956", Severity.WARNING, {"vertical_datum": datum})
    elif placement.centre_lonlat is not None and not _reaches(datum, *placement.centre_lonlat):
        params: dict[str, object] = {"vertical_datum": datum, "name": crs_of(datum).name}
        yield Diagnosis("height_datum_elsewhere", Severity.WARNING, params)


def height(placement: Placement) -> Iterator[Diagnosis]:
    """There is no height of the local origin, or one that no ground has."""
    case, declaration = placement.case, placement.case.declaration
    if declaration is not None:
        height_m = declaration.height_m
    elif placement.is_weak and case.site is not None:
        height_m = case.site.elevation_m
    else:
        return
    if height_m is None:
        yield Diagnosis("height_missing", Severity.WARNING)
    elif declaration is not None and placement.centre_lonlat is not None and abs(height_m) > GREATEST_HEIGHT_M:
        # Millimetres typed where metres are meant.
        is_thousandfold = abs(height_m) / 1000 <= GREATEST_HEIGHT_M
        lower = case.declared_as(declaration, orthogonal_height_m=declaration.row["orthogonal_height_m"] / 1000)
        mended = conversion_of(case, lower) if is_thousandfold else None
        yield repaired(case, "height_implausible", Severity.ERROR, {"height_m": round(height_m, 3)}, mended)


def site_elevation(placement: Placement) -> Iterator[Diagnosis]:
    """RefElevation of the site differs from the conversion's height, at the local origin and at the site's own."""
    declaration, site = placement.case.declaration, placement.case.site
    if declaration is None or declaration.height_m is None or site is None or site.elevation_m is None:
        return
    if abs(declaration.height_m) > GREATEST_HEIGHT_M or in_metres_after_all(placement) is not None:
        return
    of_site_m = moved(declaration.to_map() @ placement.case.to_context, site.origin_local)[2]
    apart_m = min(abs(site.elevation_m - declaration.height_m), abs(site.elevation_m - float(of_site_m)))
    if apart_m > HEIGHT_TOLERANCE_M:
        yield Diagnosis(
            "site_elevation_disagrees",
            Severity.WARNING,
            {"height_m": round(declaration.height_m, 4), "elevation_m": round(site.elevation_m, 4), "apart_m": round(apart_m, 4)},
            mends="site_elevation",
        )


def _reaches(datum: str, lon_deg: float, lat_deg: float) -> bool:
    return is_within_area_of_use(datum, lon_deg, lat_deg, _NEAR_DEG)
