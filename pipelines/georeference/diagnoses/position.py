"""What is odd about the place that a model is put at."""

from collections.abc import Iterator

import numpy as np

from cim_schema.city import LAT_DEG, LON_DEG
from cim_schema.codes import Severity
from pipelines.georeference.case import MAP_SIZED_M
from pipelines.georeference.declaration import NEAR_AREA_DEG
from pipelines.georeference.diagnoses.diagnosis import Diagnosis
from pipelines.georeference.placement import Placement, lonlat_of, moved
from pipelines.georeference.site_position import default_position
from pipelines.runtime.crs_name import crs_of
from pipelines.runtime.projection import (
    LONLAT,
    azimuth_and_distance,
    false_easting_m,
    is_same_datum,
    is_within_area_of_use,
    to_lonlat,
)

INEXACT_M = 0.001
SITE_APART_M = 100.0
"""A site's position is often the town's; nearer than this it says the same."""
_MILLION_M = 1e6
_GCJ02_APART_M = (300.0, 700.0)
_GCJ02_AZIMUTH_DEG = (70.0, 120.0)
_CHINA_LON_DEG = (73.0, 136.0)


def double_georeference(placement: Placement) -> Iterator[Diagnosis]:
    """Map coordinates stand in the conversion and in the placements too (ifc-lite#2526).

    Large coordinates on both sides are sound where their sum is on the map: some cut the leading digits off.
    """
    case, declaration = placement.case, placement.case.declaration
    if declaration is None or declaration.east_m is None or declaration.north_m is None or placement.declared_crs is None:
        return
    if placement.centre_lonlat is not None and crs_of(placement.declared_crs).area_of_use is not None:
        return
    local = moved(case.to_context, case.centre_local)[:2]
    if np.hypot(*local) >= MAP_SIZED_M and np.hypot(declaration.east_m, declaration.north_m) >= MAP_SIZED_M:
        yield Diagnosis(
            "double_georeference",
            Severity.ERROR,
            {"x_m": round(float(local[0]), 3), "y_m": round(float(local[1]), 3),
             "east_m": round(declaration.east_m, 3), "north_m": round(declaration.north_m, 3)},
        )  # fmt: skip


def area_of_use(placement: Placement) -> Iterator[Diagnosis]:
    """The place lies outside the declared system's area of use: a zone number too many or too few, axes exchanged, or else."""
    if placement.centre_declared is None or placement.declared_crs is None or next(double_georeference(placement), None):
        return
    code = placement.declared_crs
    east_m, north_m = (float(value) for value in placement.centre_declared[:2])
    params: dict[str, object] = {"crs": code, "name": crs_of(code).name, "east_m": round(east_m, 3), "north_m": round(north_m, 3)}
    if expected := _other_zone_form(code, east_m):
        yield Diagnosis("zone_prefix_mismatch", Severity.ERROR, params | {"expected": expected})
        return
    lon_deg, lat_deg = to_lonlat([[east_m, north_m]], code)[0]
    if is_within_area_of_use(code, lon_deg, lat_deg):
        return
    if is_within_area_of_use(code, lon_deg, lat_deg, NEAR_AREA_DEG):
        yield Diagnosis("outside_area_of_use", Severity.WARNING, params | _degrees(lon_deg, lat_deg))
    elif is_within_area_of_use(code, *to_lonlat([[north_m, east_m]], code)[0]):
        yield Diagnosis("axes_swapped", Severity.ERROR, params)
    else:
        yield Diagnosis("far_outside_area_of_use", Severity.ERROR, params | _degrees(lon_deg, lat_deg))


def target(placement: Placement) -> Iterator[Diagnosis]:
    """The wanted system does not reach the model, bends too much over it, or rests on another datum."""
    source, wanted = placement.declared_crs, placement.crs
    if placement.to_declared is None or source is None or wanted is None or source == wanted:
        return
    lonlat = placement.centre_lonlat
    if lonlat is None:
        return
    if placement.to_crs is None or not is_within_area_of_use(wanted, lonlat[0], lonlat[1], NEAR_AREA_DEG):
        yield Diagnosis("outside_target_area", Severity.ERROR, {"crs": wanted, "name": crs_of(wanted).name, "declared": source})
        return
    if placement.worst_m > INEXACT_M:
        params: dict[str, object] = {"crs": wanted, "declared": source, "worst_m": round(placement.worst_m, 4)}
        yield Diagnosis("reprojection_inexact", Severity.WARNING, params)
    if not is_same_datum(source, wanted):
        yield Diagnosis("datum_shifted", Severity.WARNING, {"crs": wanted, "declared": source})


def city(placement: Placement) -> Iterator[Diagnosis]:
    """The place lies outside the city."""
    lonlat = placement.centre_lonlat
    if lonlat is None:
        return
    (west, east), (south, north) = LON_DEG, LAT_DEG
    if not (west <= lonlat[0] <= east and south <= lonlat[1] <= north):
        yield Diagnosis("far_from_city", Severity.INFO, _degrees(*lonlat))


def site_position(placement: Placement) -> Iterator[Diagnosis]:
    """The site's latitude and longitude lie elsewhere than the map conversion puts the site."""
    site = placement.case.site
    if placement.to_declared is None or placement.declared_crs is None or placement.centre_lonlat is None:
        return
    if site is None or not site.has_position or default_position(site):
        return
    lon_deg, lat_deg = lonlat_of(moved(placement.to_declared, site.origin_local), placement.declared_crs)
    if site.lon_deg is None or site.lat_deg is None or not (np.isfinite(lon_deg) and np.isfinite(lat_deg)):
        return
    azimuth_deg, apart_m = azimuth_and_distance(lon_deg, lat_deg, site.lon_deg, site.lat_deg)
    if apart_m <= SITE_APART_M:
        return
    is_shifted = (
        _GCJ02_APART_M[0] <= apart_m <= _GCJ02_APART_M[1]
        and _GCJ02_AZIMUTH_DEG[0] <= azimuth_deg <= _GCJ02_AZIMUTH_DEG[1]
        and _CHINA_LON_DEG[0] <= lon_deg <= _CHINA_LON_DEG[1]
    )
    yield Diagnosis(
        "site_position_gcj02" if is_shifted else "site_position_disagrees",
        Severity.WARNING,
        site.position()
        | {
            "apart_m": round(apart_m),
            "mapped_latitude_deg": round(float(lat_deg), 6),
            "mapped_longitude_deg": round(float(lon_deg), 6),
        },
    )


def _degrees(lon_deg: float, lat_deg: float) -> dict[str, object]:
    known = bool(np.isfinite(lon_deg) and np.isfinite(lat_deg))
    return {
        "longitude_deg": round(float(lon_deg), 6) if known else "@place.reason.none",
        "latitude_deg": round(float(lat_deg), 6) if known else "@place.reason.none",
    }


def _other_zone_form(code: str, east_m: float) -> str | None:
    """What the system of the same zone is called with, or without, the zone number; None where the easting suits its system."""
    false_m = false_easting_m(code)
    if false_m is None or false_m % _MILLION_M != _MILLION_M / 2:
        return None
    in_crs, in_easting = int(false_m // _MILLION_M), int(east_m // _MILLION_M)
    if in_crs == 0 and 25 <= in_easting <= 45:
        expected = 4513 + in_easting - 25
    elif in_crs == 0 and 13 <= in_easting <= 23:
        expected = 4491 + in_easting - 13
    elif in_crs > 0 and in_easting == 0:
        expected = 4534 + in_crs - 25 if in_crs >= 25 else 4502 + in_crs - 13
    else:
        return None
    return f"EPSG:{expected}" if is_same_datum(code, LONLAT) else "@place.reason.same_zone"
