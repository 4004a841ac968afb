"""A house drawn for tests: walls on two storeys, floors and a roof, placed on the map; written with ifcopenshell alone."""

from dataclasses import dataclass
from math import cos, radians, sin
from pathlib import Path

import ifcopenshell
import ifcopenshell.guid

WALL_M = 0.2


@dataclass(frozen=True)
class House:
    """What is drawn. Metres; the corner of the outer walls is the local origin, and lies at ``east``, ``north``."""

    name: str
    east: float
    north: float
    turn_deg: float = 0.0
    crs: str = "EPSG:4547"
    length: float = 20.0
    width: float = 12.0
    height: float = 30.0
    grade: str | None = "一级"

    def write(self, path: Path) -> Path:
        """Write it as IFC4 in millimetres."""
        model = ifcopenshell.file(schema="IFC4")
        new = model.create_entity

        def place(x: float, y: float, z: float, up: object | None = None) -> object:
            at = new("IfcAxis2Placement3D", new("IfcCartesianPoint", (x * 1000, y * 1000, z * 1000)))
            return new("IfcLocalPlacement", up, at)

        def rooted(name: str, **told: object) -> object:
            return new(name, GlobalId=ifcopenshell.guid.new(), **told)

        units = new("IfcUnitAssignment", [
            new("IfcSIUnit", None, "LENGTHUNIT", "MILLI", "METRE"), new("IfcSIUnit", None, "PLANEANGLEUNIT", None, "RADIAN"),
        ])  # fmt: skip
        frame = new("IfcAxis2Placement3D", new("IfcCartesianPoint", (0.0, 0.0, 0.0)))
        context = new("IfcGeometricRepresentationContext", None, "Model", 3, 1e-5, frame)
        target = new(
            "IfcProjectedCRS", self.crs, None, None, "EPSG:5737", None, None, new("IfcSIUnit", None, "LENGTHUNIT", None, "METRE")
        )
        turn = radians(self.turn_deg)
        new("IfcMapConversion", context, target, self.east, self.north, 745.0, cos(turn), sin(turn), 0.001)
        project = rooted("IfcProject", Name=self.name, RepresentationContexts=[context], UnitsInContext=units)
        site = rooted("IfcSite", Name="场地", ObjectPlacement=place(0, 0, 0))
        building = rooted("IfcBuilding", Name=self.name, ObjectPlacement=place(0, 0, 0))
        storeys = [
            rooted("IfcBuildingStorey", Name=name, ObjectPlacement=place(0, 0, z), Elevation=z * 1000)
            for name, z in (("1F", 0.0), ("2F", self.height / 2))
        ]
        for whole, parts in ((project, [site]), (site, [building]), (building, storeys)):
            rooted("IfcRelAggregates", RelatingObject=whole, RelatedObjects=parts)

        def block(name: str, box: tuple[float, float, float, float], low: float, high: float, **told: object) -> object:
            x0, y0, x1, y1 = (value * 1000 for value in box)
            corners = [new("IfcCartesianPoint", point) for point in ((x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0))]
            area = new("IfcArbitraryClosedProfileDef", "AREA", None, new("IfcPolyline", corners))
            body = new("IfcExtrudedAreaSolid", area, frame, new("IfcDirection", (0.0, 0.0, 1.0)), (high - low) * 1000)
            shape = new("IfcShapeRepresentation", context, "Body", "SweptSolid", [body])
            return rooted(
                name, ObjectPlacement=place(0, 0, low), Representation=new("IfcProductDefinitionShape", None, None, [shape]), **told
            )

        far_x, far_y = self.length - WALL_M, self.width - WALL_M
        sides = {
            "南墙": (0.0, 0.0, self.length, WALL_M), "北墙": (0.0, far_y, self.length, self.width),
            "西墙": (0.0, WALL_M, WALL_M, far_y), "东墙": (far_x, WALL_M, self.length, far_y),
        }  # fmt: skip
        inside = (WALL_M, WALL_M, far_x, far_y)
        middle = self.height / 2
        lower = [block("IfcWall", box, 0.0, middle, Name=name) for name, box in sides.items()]
        upper = [block("IfcWall", box, middle, self.height, Name=name) for name, box in sides.items()]
        lower.append(block("IfcSlab", inside, -0.2, 0.0, Name="地面", PredefinedType="BASESLAB"))
        upper.append(block("IfcSlab", inside, middle - 0.2, middle, Name="楼面", PredefinedType="FLOOR"))
        upper.append(block("IfcSlab", inside, self.height - 0.2, self.height, Name="屋面", PredefinedType="ROOF"))
        for storey, held in zip(storeys, (lower, upper), strict=True):
            rooted("IfcRelContainedInSpatialStructure", RelatedElements=held, RelatingStructure=storey)
        told = {"建筑高度": new("IfcPositiveLengthMeasure", self.height * 1000)}
        if self.grade:
            told["耐火等级"] = new("IfcLabel", self.grade)
        values = [new("IfcPropertySingleValue", name, None, value) for name, value in told.items()]
        described = rooted("IfcPropertySet", Name="JCPset_Building", HasProperties=values)
        rooted("IfcRelDefinesByProperties", RelatedObjects=[building], RelatingPropertyDefinition=described)
        model.write(str(path))
        return path
