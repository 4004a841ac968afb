"""Computing with coordinates: from one system to another, to longitude and latitude, convergence, scale, areas of use.

Coordinates are east, north in metres, or longitude, latitude in degrees, in that order everywhere: the register's own
order (north first for the Chinese systems) is never used.
"""

from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import CRS, Geod, Transformer
from pyproj.exceptions import ProjError

from pipelines.runtime.crs_name import crs_of

LONLAT = "EPSG:4490"
"""CGCS2000, longitude and latitude."""
_WGS84 = "EPSG:4326"
_ELLIPSOID = Geod(a=6378137.0, rf=298.257222101)
"""Of CGCS2000."""
_NEAR_DEG = 1e-4
"""Some ten metres: near enough for a derivative, far enough for its digits."""

FloatArray = NDArray[np.float64]


def unit_m(code: str) -> float:
    """Metres in one unit of the system's axes; 1 for a geographic system, whose degrees stay degrees."""
    crs = crs_of(code)
    return float(crs.axis_info[0].unit_conversion_factor) if crs.is_projected and crs.axis_info else 1.0


def transform(points: ArrayLike, source: str, target: str) -> FloatArray:
    """Move points from one system to another.

    Args:
        points: Shape (n, 2): east, north in metres, or longitude, latitude in degrees.
        source: Code of their system.
        target: Code of the wanted system.

    Returns:
        Shape (n, 2), alike; infinite where a point has no place in the target.
    """
    moved = np.asarray(points, dtype=np.float64).reshape(-1, 2) / unit_m(source)
    for step in _steps(source, target):
        moved = np.column_stack(step.transform(moved[:, 0], moved[:, 1]))
    return moved * unit_m(target)


def to_lonlat(points: ArrayLike, code: str) -> FloatArray:
    """Longitude and latitude (CGCS2000) of points: shape (n, 2), degrees."""
    return transform(points, code, LONLAT)


def is_same_datum(one: str, other: str) -> bool:
    """Whether both systems rest on one geodetic datum, so that going between them costs no accuracy."""
    first, second = crs_of(one).geodetic_crs, crs_of(other).geodetic_crs
    return first is not None and second is not None and bool(first.to_2d().equals(second.to_2d(), ignore_axis_order=True))


@cache
def _steps(source: str, target: str) -> tuple[Transformer, ...]:
    one, other = crs_of(source), crs_of(target)
    if is_same_datum(source, target):
        return (Transformer.from_crs(one, other, always_xy=True),)
    # The register knows few ways to CGCS2000, and the library then shifts no datum at all, silently: 150 m for DHDN.
    # WGS 84 lies between all of them, and equals CGCS2000 within decimetres.
    direct = _shifted(one, other)
    if direct is not None:
        return (direct,)
    middle = crs_of(_WGS84)
    return tuple(_shifted(a, b) or Transformer.from_crs(a, b, always_xy=True) for a, b in ((one, middle), (middle, other)))


def _shifted(one: CRS, other: CRS) -> Transformer | None:
    try:
        return Transformer.from_crs(one, other, always_xy=True, allow_ballpark=False)
    except ProjError:
        return None


def is_within_area_of_use(code: str, lon_deg: float, lat_deg: float, margin_deg: float = 0.0) -> bool:
    """Whether a place lies in the system's area of use, widened by a margin. A system that names no area has the whole world."""
    if not (np.isfinite(lon_deg) and np.isfinite(lat_deg)):
        return False
    area = crs_of(code).area_of_use
    if area is None:
        return True
    width = (area.east - area.west) % 360 or 360.0
    eastward = (lon_deg - area.west + margin_deg) % 360
    return bool(eastward <= width + 2 * margin_deg and area.south - margin_deg <= lat_deg <= area.north + margin_deg)


def convergence_deg(code: str, lon_deg: float, lat_deg: float) -> float:
    """Angle from grid north to true north, counter-clockwise; positive east of the central meridian in the north."""
    here, north = transform([[lon_deg, lat_deg], [lon_deg, lat_deg + _NEAR_DEG]], LONLAT, code)
    east_m, north_m = north - here
    return float(np.degrees(np.arctan2(-east_m, north_m)))


def grid_factor(code: str, lon_deg: float, lat_deg: float) -> float:
    """Metres on the map for one metre on the ellipsoid, along the meridian."""
    here, north = transform([[lon_deg, lat_deg], [lon_deg, lat_deg + _NEAR_DEG]], LONLAT, code)
    _, ground_m = azimuth_and_distance(lon_deg, lat_deg, lon_deg, lat_deg + _NEAR_DEG)
    return float(np.hypot(*(north - here)) / ground_m)


def azimuth_and_distance(from_lon_deg: float, from_lat_deg: float, to_lon_deg: float, to_lat_deg: float) -> tuple[float, float]:
    """Azimuth (degrees, clockwise from true north) and distance (metres on the ellipsoid) from one place to another."""
    azimuth_deg, _, distance_m = _ELLIPSOID.inv(from_lon_deg, from_lat_deg, to_lon_deg, to_lat_deg)
    return float(azimuth_deg), float(distance_m)


def false_easting_m(code: str) -> float | None:
    """The easting given to the central meridian; None where the projection has none."""
    operation = crs_of(code).coordinate_operation
    for parameter in operation.params if operation else ():
        if parameter.name.lower().startswith(("false easting", "easting at")):
            return float(parameter.value) * float(parameter.unit_conversion_factor or 1.0)
    return None
