"""Placing one model: from its own frame to the system it declares, and on to the one that is wanted."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cim_schema.city import DEFAULT_CRS
from pipelines.georeference.case import Case
from pipelines.georeference.declaration import NEAR_AREA_DEG
from pipelines.georeference.reprojection import reproject
from pipelines.georeference.site_position import place_by_site
from pipelines.runtime.crs_name import NamedCrs
from pipelines.runtime.projection import is_within_area_of_use, to_lonlat

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Placement:
    """Where a model stands, as far as its numbers say; whether that can be believed is for ``diagnoses``."""

    case: Case
    crs: str | None
    """Of the result; None where the model's own is needed and unknown."""
    to_declared: FloatArray | None
    """From the model frame to the declared system: 4 × 4, metres. None where nothing is declared, or not enough."""
    to_crs: FloatArray | None
    """From the model frame to ``crs``: 4 × 4, metres. None where the model has no place there."""
    is_weak: bool
    """Whether it rests on the site's latitude and longitude."""
    worst_m: float
    """By how much the movement to ``crs`` misses, at worst, what the projections say; metres."""

    @property
    def declared_crs(self) -> str | None:
        """Code of the system that the model declares."""
        declaration = self.case.declaration
        return declaration.crs.code if declaration is not None and declaration.crs is not None else None

    @cached_property
    def centre_declared(self) -> FloatArray | None:
        """The model's middle in the declared system: east, north, height in metres."""
        return None if self.to_declared is None else moved(self.to_declared, self.case.centre_local)

    @cached_property
    def centre_lonlat(self) -> FloatArray | None:
        """The model's middle: longitude, latitude; as declared, else as placed. None where the numbers lead off the map."""
        if self.centre_declared is not None and self.declared_crs is not None:
            point, code = self.centre_declared, self.declared_crs
        elif self.to_crs is not None and self.crs is not None:
            point, code = moved(self.to_crs, self.case.centre_local), self.crs
        else:
            return None
        lonlat = lonlat_of(point, code)
        return lonlat if is_within_area_of_use(code, lonlat[0], lonlat[1], NEAR_AREA_DEG) else None


def moved(matrix: FloatArray, point: FloatArray) -> FloatArray:
    """A point of shape (3,) moved by a 4 × 4 matrix."""
    return np.asarray(matrix[:3, :3] @ point + matrix[:3, 3], dtype=np.float64)


def lonlat_of(point_map: FloatArray, code: str) -> FloatArray:
    """Longitude and latitude of one point, shape (2,), degrees."""
    return np.asarray(to_lonlat([point_map[:2]], code)[0], dtype=np.float64)


def place(case: Case, target: NamedCrs | None) -> Placement:
    """Place a model in the wanted system, or else in its own, or else in the city's."""
    declaration = case.declaration
    if declaration is None:
        crs = target.code if target is not None else DEFAULT_CRS
        by_site = place_by_site(case, crs)
        return Placement(case, crs if by_site is not None else None, None, by_site, is_weak=by_site is not None, worst_m=0.0)
    if not declaration.is_projected or not declaration.is_complete:
        return Placement(case, None, None, None, is_weak=False, worst_m=0.0)
    assert declaration.crs is not None
    to_declared = declaration.to_map() @ case.to_context
    own = declaration.crs.code
    crs = target.code if target is not None else own
    to_crs, worst_m = reproject(to_declared, own, crs, case.low_local, case.high_local)
    return Placement(case, crs, to_declared, to_crs if np.isfinite(worst_m) else None, is_weak=False, worst_m=worst_m)
