"""The coordinate reference system that a project is published in."""

from collections import Counter

import pyarrow as pa
from pyproj import CRS
from pyproj.exceptions import CRSError


def project_crs(declared: str | None, objects: pa.Table) -> str | None:
    """The system to publish a project in: its own, else the one that most of its objects stand in; None where none has a place.

    Args:
        declared: Of the project.
        objects: Its rows of ``cim_city_object``.
    """
    used = Counter(crs for crs in objects["crs"].to_pylist() if crs is not None)
    if not used or declared in used:
        return declared if used else None
    return declared or min(used, key=lambda crs: (-used[crs], crs))


def crs_url(crs: str | None) -> str | None:
    """The OGC name of a system, such as ``https://www.opengis.net/def/crs/EPSG/0/4547``; None for one in no register."""
    if crs is None:
        return None
    try:
        authority = CRS.from_user_input(crs).to_authority()
    except CRSError:
        return None
    return None if authority is None else f"https://www.opengis.net/def/crs/{authority[0]}/0/{authority[1]}"
