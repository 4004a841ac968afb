"""Where a sample stands on the map, written as each schema has it."""

from dataclasses import dataclass
from math import cos, radians, sin
from typing import Any

from sample_ifc.values import Measure
from sample_ifc.writer import Draft

CRS = {
    "Name": "EPSG:4547",
    "Description": "CGCS2000 / 3-degree Gauss-Kruger CM 114E",
    "GeodeticDatum": "CGCS2000",
    "VerticalDatum": "1985国家高程基准 (EPSG:5737)",
    "MapProjection": "Gauss-Kruger",
    "MapZone": "CM 114E",
}


@dataclass(frozen=True)
class Place:
    """The local origin on the map, EPSG:4547 and the 1985 height datum."""

    eastings: float
    northings: float
    height: float
    rotation_deg: float
    """Counter-clockwise from map east to local +x."""
    latitude: tuple[int, int, int, int]
    """Of the origin, EPSG:4490: degrees, minutes, seconds, millionths."""
    longitude: tuple[int, int, int, int]

    @property
    def axis(self) -> tuple[float, float]:
        """Abscissa and ordinate of the local x axis."""
        turn = radians(self.rotation_deg)
        return round(cos(turn), 12), round(sin(turn), 12)


def write_conversion(draft: Draft, place: Place) -> None:
    """IfcMapConversion and IfcProjectedCRS; schemas from IFC4 on."""
    crs = draft.file.create_entity("IfcProjectedCRS", **CRS, MapUnit=draft.metre)
    draft.file.create_entity(
        "IfcMapConversion", draft.shaper.context, crs, place.eastings, place.northings, place.height, *place.axis,
        1 / draft.dialect.units_per_metre,
    )  # fmt: skip


def conversion_properties(draft: Draft, place: Place) -> dict[str, dict[str, Any]]:
    """The same as property sets of the site, for IFC2X3. Source: buildingSMART, "User Guide for Geo-referencing in IFC"."""

    def metres(value: float) -> Measure:
        return Measure("IfcLengthMeasure", value, draft.metre)

    abscissa, ordinate = place.axis
    conversion = {
        "Eastings": metres(place.eastings),
        "Northings": metres(place.northings),
        "OrthogonalHeight": metres(place.height),
        "XAxisAbscissa": abscissa,
        "XAxisOrdinate": ordinate,
        "Scale": 1 / draft.dialect.units_per_metre,
    }
    crs = {name: Measure("IfcLabel", value) for name, value in CRS.items()} | {"MapUnit": Measure("IfcLabel", "METRE")}
    return {"ePSet_MapConversion": conversion, "ePSet_ProjectedCRS": crs}
