"""What is odd about what the site says of its position, by itself and against the map conversion."""

from collections.abc import Iterator

import numpy as np

from cim_schema.codes import Severity
from pipelines.georeference.diagnoses.diagnosis import Diagnosis
from pipelines.georeference.diagnoses.position import zone
from pipelines.georeference.gcj02 import offset_m
from pipelines.georeference.placement import Placement, lonlat_of, moved
from pipelines.georeference.site_position import default_position
from pipelines.runtime.projection import azimuth_and_distance

SITE_APART_M = 100.0
"""A site's position is often the town's; nearer than this it says the same."""
_GCJ02_MISS_M = 60.0
"""Positions are often read off a map by eye; the offset itself changes by a metre in a hundred."""


def impossible_site_position(placement: Placement) -> Iterator[Diagnosis]:
    """The site's latitude or longitude is nowhere on Earth."""
    site = placement.case.site
    if site is not None and site.lat_deg is not None and site.lon_deg is not None and not site.has_position:
        yield Diagnosis("site_position_impossible", Severity.WARNING, site.position(), mends="site_position")


def default_site_position(placement: Placement) -> Iterator[Diagnosis]:
    """The site's position is what a program writes when nobody has set one."""
    case = placement.case
    known = default_position(case.site) if case.site is not None else None
    if known is not None and case.site is not None:
        severity = Severity.INFO if case.declarations else Severity.ERROR
        params = case.site.position() | {"program": known.program}
        yield Diagnosis("default_site_position", severity, params, mends="site_position")


def site_position(placement: Placement) -> Iterator[Diagnosis]:
    """The site's latitude and longitude lie elsewhere than the map conversion puts the site.

    Where they differ by the offset of internet maps, one of both was read off such a map: the direction tells which.
    """
    site = placement.case.site
    if placement.to_declared is None or placement.declared_crs is None or placement.centre_lonlat is None:
        return
    if site is None or not site.has_position or default_position(site):
        return
    lon_deg, lat_deg = lonlat_of(moved(placement.to_declared, site.origin_local), placement.declared_crs)
    if site.lon_deg is None or site.lat_deg is None or not (np.isfinite(lon_deg) and np.isfinite(lat_deg)):
        return
    azimuth_deg, apart_m = azimuth_and_distance(lon_deg, lat_deg, site.lon_deg, site.lat_deg)
    if apart_m <= SITE_APART_M or next(zone(placement), None) is not None:
        return
    apart = apart_m * np.array([np.sin(np.radians(azimuth_deg)), np.cos(np.radians(azimuth_deg))])
    offset = offset_m(lon_deg, lat_deg)
    params = site.position() | {
        "apart_m": round(apart_m),
        "mapped_latitude_deg": round(float(lat_deg), 6),
        "mapped_longitude_deg": round(float(lon_deg), 6),
    }
    if offset is not None and np.hypot(*(apart + offset)) <= _GCJ02_MISS_M:
        yield Diagnosis("conversion_gcj02", Severity.ERROR, params)
        return
    is_shifted = offset is not None and np.hypot(*(apart - offset)) <= _GCJ02_MISS_M
    code = "site_position_gcj02" if is_shifted else "site_position_disagrees"
    yield Diagnosis(code, Severity.WARNING, params, mends="site_position")
