"""Small IFC files with a sound georeference, to be spoiled by one mistake each.

Where they stand is computed by pyproj and by the formula of the standard, written out here once more.
"""

from dataclasses import dataclass, replace
from math import cos, radians, sin
from pathlib import Path

import ifcopenshell
import ifcopenshell.guid
import numpy as np
from pyproj import CRS, Proj, Transformer

POINTS = np.array([(0.0, 0.0, 0.0), (60.0, 0.0, 3.0), (60.0, 45.0, 12.0), (-10.0, 80.0, 0.0)])
"""Where things stand in the model, metres."""


@dataclass(frozen=True)
class Sound:
    """A model without any mistake."""

    schema: str = "IFC4"
    unit_m: float = 0.001
    code: int = 4547
    lon_deg: float = 112.851
    lat_deg: float = 35.490
    height_m: float = 745.5
    rotation_deg: float = 30.0
    map_unit_m: float = 1.0
    has_true_north: bool = True
    has_site_position: bool = True
    vertical: str = "EPSG:5737"

    def having(self, **values):
        return replace(self, **values)

    @property
    def origin_m(self):
        """East and north, metres."""
        way = Transformer.from_crs(CRS(4490), CRS(self.code), always_xy=True)
        return np.array(way.transform(self.lon_deg, self.lat_deg)) * CRS(self.code).axis_info[0].unit_conversion_factor

    @property
    def north_deg(self):
        """True north from local +x, counter-clockwise: by the library's own factors of the projection."""
        convergence = Proj(CRS(self.code)).get_factors(self.lon_deg, self.lat_deg).meridian_convergence
        return 90.0 - self.rotation_deg + convergence

    @property
    def on_map(self):
        """Where the things stand on the map, metres."""
        turn = radians(self.rotation_deg)
        x, y, z = POINTS.T
        east, north = self.origin_m
        return np.column_stack([east + cos(turn) * x - sin(turn) * y, north + sin(turn) * x + cos(turn) * y, self.height_m + z])


def angle(degrees):
    total = round(abs(degrees) * 3.6e9)
    parts = total // 3_600_000_000, total // 60_000_000 % 60, total // 1_000_000 % 60, total % 1_000_000
    return tuple(int(part) * (-1 if degrees < 0 else 1) for part in parts)


def unit_of(file, metres):
    si = file.create_entity("IfcSIUnit", UnitType="LENGTHUNIT", Name="METRE", Prefix="MILLI" if metres == 0.001 else None)
    if metres in {1.0, 0.001}:
        return si
    ratio = file.create_entity("IfcMeasureWithUnit", file.create_entity("IfcLengthMeasure", metres), si)
    lengths = file.create_entity("IfcDimensionalExponents", 1, 0, 0, 0, 0, 0, 0)
    return file.create_entity("IfcConversionBasedUnit", lengths, "LENGTHUNIT", "FOOT", ratio)


def local_placement(file, x, y, z, unit_m, above=None):
    point = file.create_entity("IfcCartesianPoint", (float(x / unit_m), float(y / unit_m), float(z / unit_m)))
    return file.create_entity("IfcLocalPlacement", above, file.create_entity("IfcAxis2Placement3D", point))


def draw(sound):
    """The model as an ``ifcopenshell.file``."""
    file = ifcopenshell.file(schema=sound.schema)
    make, is_old = file.create_entity, sound.schema == "IFC2X3"
    owner = {}
    if is_old:
        person, office = make("IfcPerson", FamilyName="样例"), make("IfcOrganization", Name="样例设计室")
        both = make("IfcPersonAndOrganization", person, office)
        program = make("IfcApplication", office, "1", "sample", "sample")
        owner["OwnerHistory"] = make("IfcOwnerHistory", both, program, None, "ADDED", None, None, None, 0)
    origin = make("IfcAxis2Placement3D", make("IfcCartesianPoint", (0.0, 0.0, 0.0)))
    north = radians(sound.north_deg)
    direction = make("IfcDirection", (cos(north), sin(north))) if sound.has_true_north else None
    context = make("IfcGeometricRepresentationContext", None, "Model", 3, 1e-5, origin, direction)
    length = unit_of(file, sound.unit_m)
    radian = make("IfcSIUnit", UnitType="PLANEANGLEUNIT", Name="RADIAN")
    units = make("IfcUnitAssignment", (length, radian))

    def root(name, **values):
        return make(name, ifcopenshell.guid.new(), Name=name, **owner, **values)

    project = root("IfcProject", RepresentationContexts=(context,), UnitsInContext=units)
    where = local_placement(file, 0, 0, 0, sound.unit_m)
    position = {"RefLatitude": angle(sound.lat_deg), "RefLongitude": angle(sound.lon_deg)} if sound.has_site_position else {}
    site = root("IfcSite", ObjectPlacement=where, RefElevation=sound.height_m / sound.unit_m, CompositionType="ELEMENT", **position)
    things = [
        root("IfcBuildingElementProxy", ObjectPlacement=local_placement(file, *point, sound.unit_m, where)) for point in POINTS
    ]
    root("IfcRelAggregates", RelatingObject=project, RelatedObjects=(site,))
    root("IfcRelContainedInSpatialStructure", RelatedElements=things, RelatingStructure=site)
    metre = unit_of(file, sound.map_unit_m)
    turn = radians(sound.rotation_deg)
    east, north_m = sound.origin_m / sound.map_unit_m
    values = {
        "Eastings": float(east), "Northings": float(north_m), "OrthogonalHeight": sound.height_m / sound.map_unit_m,
        "XAxisAbscissa": cos(turn), "XAxisOrdinate": sin(turn), "Scale": sound.unit_m / sound.map_unit_m,
    }  # fmt: skip
    system = {"Name": f"EPSG:{sound.code}", "VerticalDatum": sound.vertical}
    if not is_old:
        crs = make("IfcProjectedCRS", **system, MapUnit=metre)
        make("IfcMapConversion", context, crs, **values)
        return file
    kinds = dict.fromkeys(("Eastings", "Northings", "OrthogonalHeight"), "IfcLengthMeasure")
    for name, said in (("ePSet_MapConversion", values), ("ePSet_ProjectedCRS", {**system, "MapUnit": "METRE"})):
        parts = []
        for key, value in said.items():
            kind = kinds.get(key, "IfcReal" if isinstance(value, float) else "IfcLabel")
            parts.append(make("IfcPropertySingleValue", key, None, make(kind, value), metre if key in kinds else None))
        pset = make("IfcPropertySet", ifcopenshell.guid.new(), Name=name, HasProperties=parts, **owner)
        root("IfcRelDefinesByProperties", RelatedObjects=(site,), RelatingPropertyDefinition=pset)
    return file


def write(file, path: Path) -> Path:
    file.write(str(path))
    return path


def one(file, ifc_class):
    (found,) = file.by_type(ifc_class)
    return found
