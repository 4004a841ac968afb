"""The weak fallback: a model placed by the latitude and longitude of its site and the direction of true north."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.georeference.case import Case, Site
from pipelines.georeference.crs_name import crs_of
from pipelines.georeference.projection import LONLAT, convergence_deg, transform

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class DefaultPosition:
    """A position that a program writes when nobody has set one."""

    program: str
    """Code of its name."""
    lon_deg: float
    lat_deg: float
    radius_km: float


DEFAULT_POSITIONS = (
    DefaultPosition("@place.default.null_island", 0.0, 0.0, 1.0),
    # As exported by several releases of Revit; both are in the collections of public models.
    DefaultPosition("@place.default.revit_boston", -71.0567, 42.3586, 2.0),
    DefaultPosition("@place.default.revit_boston", -71.0335, 42.2130, 1.0),
    # What the Chinese edition offers as its city; a project of this city is not there in any case.
    DefaultPosition("@place.default.revit_beijing", 116.4, 39.9, 10.0),
)


def default_position(site: Site) -> DefaultPosition | None:
    """The program's default that the site's position is, if it is one."""
    if not site.has_position:
        return None
    geod = crs_of(LONLAT).get_geod()
    for known in DEFAULT_POSITIONS:
        _, _, distance_m = geod.inv(known.lon_deg, known.lat_deg, site.lon_deg, site.lat_deg)
        if distance_m <= known.radius_km * 1000:
            return known
    return None


def place_by_site(case: Case, crs: str) -> FloatArray | None:
    """From the model frame to ``crs`` by the site's position: 4 × 4, metres, scale 1.

    The position is that of the origin of the site's placement. TrueNorth, or else local +y, points to true north, which
    is the meridian convergence away from grid north. None where the site has no position, or none in ``crs``.
    """
    site = case.site
    if site is None or site.lon_deg is None or site.lat_deg is None:
        return None
    east_m, north_m = transform([[site.lon_deg, site.lat_deg]], LONLAT, crs)[0]
    if not (np.isfinite(east_m) and np.isfinite(north_m)):
        return None
    true_north_deg = 90.0 if case.true_north_deg is None else case.true_north_deg
    angle = np.radians(90.0 + convergence_deg(crs, site.lon_deg, site.lat_deg) - true_north_deg)
    matrix = np.eye(4)
    matrix[:2, :2] = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
    matrix[:3, 3] = np.array([east_m, north_m, site.elevation_m or 0.0]) - matrix[:3, :3] @ site.origin_local
    return matrix
