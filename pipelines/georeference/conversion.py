"""A map conversion that would be sound: what a repair comes to, and how it is written."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cim_schema.city import LAT_DEG, LON_DEG
from pipelines.georeference.case import Case
from pipelines.georeference.declaration import NEAR_AREA_DEG, Declaration
from pipelines.georeference.site_position import default_position
from pipelines.runtime.projection import azimuth_and_distance, is_within_area_of_use, to_lonlat

NEAR_SITE_M = 30_000.0
"""A site's position is often the town's: so near it says the same, and mistakes of zone, axis or unit lie farther off."""

_SAME_PLACE_M = 1e-6

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Conversion:
    """From the model frame to the map."""

    crs: str
    vertical_crs: str | None
    local_to_map: FloatArray
    """4 × 4, metres: no shear, and not tilted."""

    def is_same(self, other: "Conversion") -> bool:
        """Whether both put everything at the same place, to a micrometre."""
        return self.crs == other.crs and bool(np.abs(self.local_to_map - other.local_to_map).max() <= _SAME_PLACE_M)

    def as_written(self, case: Case) -> dict[str, Any]:
        """The values of IfcMapConversion and IfcProjectedCRS; the map unit is the metre."""
        matrix = self.local_to_map @ case.from_context
        factor = float(np.hypot(*matrix[:2, 0]))
        east, north, height = (round(float(value), 6) for value in matrix[:3, 3])
        return {
            "crs": self.crs, "vertical_crs": self.vertical_crs,
            "eastings": east, "northings": north, "orthogonal_height": height,
            "x_axis_abscissa": round(float(matrix[0, 0] / factor), 12), "x_axis_ordinate": round(float(matrix[1, 0] / factor), 12),
            "scale": float(f"{factor * case.length_unit_m:.12g}"),
        }  # fmt: skip

    def sentence(self, case: Case) -> str:
        """The same as one line of text, in the words of the standard; coordinates to a tenth of a millimetre."""
        said = self.as_written(case)
        east, north, height = (round(said[key], 4) for key in ("eastings", "northings", "orthogonal_height"))
        return (
            f"{self.crs}, Eastings = {east}, Northings = {north}, OrthogonalHeight = {height}, XAxisAbscissa = "
            f"{said['x_axis_abscissa']}, XAxisOrdinate = {said['x_axis_ordinate']}, Scale = {said['scale']}"
        )


def conversion_of(case: Case, declaration: Declaration) -> Conversion | None:
    """What a declaration comes to; None where it is not whole, or its scale cannot be meant."""
    is_sound = declaration.is_projected and declaration.is_complete and declaration.scale_reading != "implausible"
    if not is_sound or declaration.crs is None:
        return None
    vertical = declaration.vertical or (case.declaration.vertical if case.declaration is not None else None)
    return Conversion(declaration.crs.code, vertical, declaration.to_map() @ case.to_context)


def is_where_it_should_be(case: Case, conversion: Conversion) -> bool:
    """Whether something beside the numbers speaks for a place: the site's own position, or else that the city is there."""
    site = case.site
    is_known = site is not None and site.has_position and default_position(site) is None
    point = site.origin_local if site is not None and is_known else case.centre_local
    lon_deg, lat_deg = to_lonlat([(conversion.local_to_map @ np.append(point, 1.0))[:2]], conversion.crs)[0]
    if not is_within_area_of_use(conversion.crs, lon_deg, lat_deg, NEAR_AREA_DEG):
        return False
    if site is not None and is_known and site.lon_deg is not None and site.lat_deg is not None:
        return azimuth_and_distance(lon_deg, lat_deg, site.lon_deg, site.lat_deg)[1] <= NEAR_SITE_M
    return bool(LON_DEG[0] <= lon_deg <= LON_DEG[1] and LAT_DEG[0] <= lat_deg <= LAT_DEG[1])


def only_one_in_place(case: Case, candidates: list[Declaration]) -> Conversion | None:
    """What the only reading comes to that is where the model should be; None where none is, or several are that differ."""
    found: list[Conversion] = []
    for candidate in candidates:
        conversion = conversion_of(case, candidate)
        if conversion is not None and is_where_it_should_be(case, conversion):
            found.append(conversion)
    return found[0] if found and all(one.is_same(found[0]) for one in found) else None
