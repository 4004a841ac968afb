"""Coordinate reference systems as rules need them: which one a name means, and what follows from it.

pyproj is imported where it is used, since a list of rules has to be had at once.
"""

import re
from functools import cache

_CODE = re.compile(r"(?<![a-z])epsg\W{0,3}(?:[\w.]*:)?(\d{4,6})(?!\d)", re.IGNORECASE)
_HEIGHT_1985 = re.compile(
    r"5737|(19)?85\s*国家高程|国家\s*(19)?85|国家高程\D*1985|黄海\D*(19)?85|(19)?85\D*黄海"
    r"|yellow\s*sea\D*1985|1985\D*yellow\s*sea|national\D*height\D*1985|1985\D*national\D*(height|vertical)",
    re.IGNORECASE,
)


@cache
def read_crs_code(name: str) -> str | None:
    """The code that a name of a projected or geographic system means: ``EPSG:4547``; None where that is not sure.

    >>> read_crs_code("urn:ogc:def:crs:EPSG::4547"), read_crs_code("local grid")
    ('EPSG:4547', None)
    """
    if found := _CODE.search(name):
        return f"EPSG:{found[1]}"
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        code = CRS.from_user_input(name).to_epsg() if name.strip() else None
    except CRSError:
        return None
    return None if code is None else f"EPSG:{code}"


def is_national_height_1985(text: str) -> bool:
    """Whether a vertical datum, as written, is the 1985 national height (EPSG:5737).

    >>> is_national_height_1985("1985国家高程基准"), is_national_height_1985("Yellow Sea 1956")
    (True, False)
    """
    return _HEIGHT_1985.search(text) is not None


@cache
def false_easting_m(crs: str) -> float | None:
    """The easting of a projected system's central meridian; None for a geographic or unknown one."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        system = CRS.from_user_input(crs)
    except CRSError:
        return None
    operation = (system.sub_crs_list[0] if system.is_compound else system).coordinate_operation
    for parameter in operation.params if operation else ():
        if "easting" in parameter.name.lower():
            return float(parameter.value) * float(parameter.unit_conversion_factor)
    return None


def to_lonlat(crs: str, east_m: float, north_m: float) -> tuple[float, float] | None:
    """Longitude and latitude in degrees (EPSG:4490) of a place in a projected system; None where there is no such place."""
    from pyproj.exceptions import ProjError

    transformer, metres = _to_4490(crs)
    if transformer is None:
        return None
    try:
        lon, lat = transformer.transform(east_m / metres, north_m / metres)
    except ProjError:
        return None
    return (float(lon), float(lat)) if abs(lon) <= 180 and abs(lat) <= 90 else None


@cache
def _to_4490(crs: str):  # type: ignore[no-untyped-def]  # noqa: ANN202  pyproj is not imported at the top.
    from pyproj import CRS, Transformer
    from pyproj.exceptions import CRSError

    try:
        source = CRS.from_user_input(crs)
        horizontal = source.sub_crs_list[0] if source.is_compound else source
        unit_m = horizontal.axis_info[0].unit_conversion_factor if horizontal.is_projected else 1.0
        return Transformer.from_crs(horizontal, "EPSG:4490", always_xy=True), unit_m
    except CRSError:
        return None, 1.0
