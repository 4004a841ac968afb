"""Reference systems as OGC API – Features – Part 2 names them, with the order of axes that their authority gives.

Source: OGC 18-058r1, Features by reference.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray

from cim_schema.errors import CimError, InvalidQuery
from pipelines.runtime.crs_name import crs_of
from pipelines.runtime.projection import LONLAT, transform

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
ALWAYS = ("EPSG:4490", "EPSG:4326", "EPSG:4547")
"""Offered besides the systems of the projects."""
_POINTS_A_SIDE = 8
"""A box is bent in another system: so many points of each side are moved."""


@dataclass(frozen=True)
class ReferenceSystem:
    """A system that answers come in."""

    uri: str
    code: str
    """As the base layer writes it."""
    is_north_first: bool
    """Whether its authority puts north, or latitude, first."""

    @property
    def is_geographic(self) -> bool:
        """Whether its coordinates are longitude and latitude by CGCS2000 or WGS 84."""
        return self.code in {LONLAT, "EPSG:4326"}

    def from_lonlat(self, geometry: shapely.Geometry) -> shapely.Geometry:
        """A geometry of the base layer's ``geom``, in this system and its order of axes."""
        if self.code == LONLAT:
            return self.ordered(geometry)
        return self.ordered(shapely.transform(geometry, lambda xy: transform(xy, LONLAT, self.code)))

    def ordered(self, geometry: shapely.Geometry) -> shapely.Geometry:
        """A geometry of this system, east first, in the order of axes of its authority."""
        return shapely.transform(geometry, _swapped) if self.is_north_first else geometry

    def box_in_lonlat(self, numbers: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """The box in longitude and latitude around a box of this system, whose numbers come in its order of axes.

        Raises:
            InvalidQuery: It is empty, or has no place on the earth.
        """
        a, b, c, d = numbers
        low_x, low_y, high_x, high_y = (b, a, d, c) if self.is_north_first else (a, b, c, d)
        if low_y > high_y or (low_x > high_x and not self.is_geographic):
            raise InvalidQuery({"name": "bbox", "reason": "@ogc.reason.empty_box"})
        if self.is_geographic:  # Degrees of WGS 84 and of CGCS2000 are one within decimetres; west of 180° may come after east.
            return low_x, low_y, high_x, high_y
        along_x, along_y = (np.linspace(low, high, _POINTS_A_SIDE + 1) for low, high in ((low_x, high_x), (low_y, high_y)))
        sides = [(x, y) for x in along_x for y in (low_y, high_y)] + [(x, y) for y in along_y for x in (low_x, high_x)]
        moved = transform(np.array(sides), self.code, LONLAT)
        if not np.isfinite(moved).all():
            raise InvalidQuery({"name": "bbox", "reason": "@ogc.reason.nowhere"})
        (west, south), (east, north) = moved.min(axis=0).tolist(), moved.max(axis=0).tolist()
        return west, south, east, north


@lru_cache(maxsize=256)
def system_of(code: str) -> ReferenceSystem | None:
    """The system with a code such as ``EPSG:4547``; None for one that has no address."""
    if not code.startswith("EPSG:") or not code[5:].isdigit():
        return None
    try:
        axes = crs_of(code).axis_info
    except CimError:
        return None
    return ReferenceSystem(f"{_EPSG}{code[5:]}", code, bool(axes) and axes[0].direction.lower() == "north")


DEFAULT = ReferenceSystem(CRS84, LONLAT, is_north_first=False)
"""WGS 84 and CGCS2000 are one within decimetres; the numbers are CGCS2000's."""


def offered(project_codes: frozenset[str]) -> dict[str, ReferenceSystem]:
    """All systems on offer, by address.

    Args:
        project_codes: Systems of the projects.
    """
    found = [system_of(code) for code in (*ALWAYS, *sorted(project_codes))]
    return {one.uri: one for one in (DEFAULT, *found) if one is not None}


def _swapped(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    return xy[:, ::-1]
