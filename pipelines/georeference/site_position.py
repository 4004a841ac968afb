"""The weak fallback: a model placed by the latitude and longitude of its site and the direction of true north."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.georeference.case import Case, Site
from pipelines.georeference.declaration import NEAR_AREA_DEG
from pipelines.runtime.projection import LONLAT, azimuth_and_distance, convergence_deg, is_within_area_of_use, transform

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class DefaultPosition:
    """A position that a program writes when nobody has set one."""

    program: str
    """Code of its name."""
    lon_deg: float
    lat_deg: float
    radius_km: float

    def holds(self, lon_deg: float, lat_deg: float) -> bool:
        """Whether a position is this one, as far as programs write it alike."""
        return azimuth_and_distance(self.lon_deg, self.lat_deg, lon_deg, lat_deg)[1] <= self.radius_km * 1000


DEFAULT_POSITIONS = (
    DefaultPosition("@place.default.null_island", 0.0, 0.0, 1.0),
    # As exported by several releases of Revit; both are in the collections of public models.
    DefaultPosition("@place.default.revit_boston", -71.0567, 42.3586, 2.0),
    DefaultPosition("@place.default.revit_boston", -71.0335, 42.2130, 1.0),
    DefaultPosition("@place.default.san_francisco", -122.4194, 37.7749, 10.0),
    # What the Chinese edition offers as its city; a project of this city is not there in any case.
    DefaultPosition("@place.default.revit_beijing", 116.4, 39.9, 10.0),
)


def default_position(site: Site) -> DefaultPosition | None:
    """The program's default that the site's position is, if it is one."""
    if not site.has_position or site.lon_deg is None or site.lat_deg is None:
        return None
    return next((known for known in DEFAULT_POSITIONS if known.holds(site.lon_deg, site.lat_deg)), None)


def place_by_site(case: Case, crs: str) -> FloatArray | None:
    """From the model frame to ``crs`` by the site's position: 4 × 4, metres, scale 1.

    The position is that of the origin of the site's placement. TrueNorth, or else local +y, points to true north, which
    is the meridian convergence away from grid north. None where the site has no position, or none in ``crs``.
    """
    site = case.site
    if site is None or not site.has_position or site.lon_deg is None or site.lat_deg is None:
        return None
    # Far from its zone a projection still gives numbers, but no map has them.
    if not is_within_area_of_use(crs, site.lon_deg, site.lat_deg, NEAR_AREA_DEG):
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
