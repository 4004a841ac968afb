"""Project, site, building and storeys, which all parts of the school share, and where they are on the map."""

from typing import Any

from sample_ifc.dialect import Dialect
from sample_ifc.materials import PALETTE
from sample_ifc.school.plan import (
    ABSCISSA,
    EASTINGS,
    HEIGHT,
    LATITUDE,
    LONGITUDE,
    NORTHINGS,
    TRUE_NORTH,
    SchoolPlan,
)
from sample_ifc.school.plan import ORDINATE as X_AXIS_ORDINATE
from sample_ifc.values import Measure, area
from sample_ifc.writer import At, Draft

PROJECT_NAME = "晋城示范学校教学楼"
PROJECT, SITE, BUILDING = "project", "site", "building"
ROOF = "storey/RF"
FOUNDATION = "storey/基础"
CRS = {
    "Name": "EPSG:4547",
    "Description": "CGCS2000 / 3-degree Gauss-Kruger CM 114E",
    "GeodeticDatum": "CGCS2000",
    "VerticalDatum": "1985国家高程基准 (EPSG:5737)",
    "MapProjection": "Gauss-Kruger",
    "MapZone": "CM 114E",
}
SITE_AREA = 11700.0
GROSS_FLOOR_AREA = 2290.0


def start(project: str, part: str, dialect: Dialect, plan: SchoolPlan, *, with_foundation: bool = False) -> Draft:
    """A draft with the spatial tree and the georeference."""
    draft = Draft(project, part, dialect, PALETTE)
    shaper = draft.shaper
    shaper.context.TrueNorth = shaper.direction(TRUE_NORTH)
    owner = draft.rooted(
        "IfcProject",
        PROJECT,
        is_shared=True,
        Name="JC-SCHOOL-01",
        LongName=PROJECT_NAME,
        Phase="施工图设计",
        RepresentationContexts=[shaper.context],
        UnitsInContext=draft.units,
    )
    _site(draft)
    site = draft.records[SITE].entity
    draft.rooted("IfcRelAggregates", f"{PROJECT}/IfcRelAggregates", RelatingObject=owner, RelatedObjects=[site])
    draft.element(
        BUILDING,
        "IfcBuilding",
        "教学楼",
        within=SITE,
        whole=SITE,
        is_shared=True,
        LongName="1号教学楼",
        CompositionType="ELEMENT",
        psets={
            "Pset_BuildingCommon": {
                "BuildingID": "JC-SCHOOL-01-1#",
                "IsPermanentID": False,
                "OccupancyType": "教育建筑",
                "NumberOfStoreys": 3,
                "IsLandmarked": False,
            },
            "JCPset_Building": {"体形系数": 0.29},
        },
        qtos={"Qto_BuildingBaseQuantities": {"GrossFloorArea": area(GROSS_FLOOR_AREA)}},
    )
    if with_foundation:
        _storey(draft, FOUNDATION, "基础", "基础层", -2.0, is_above_ground=False)
    for storey in plan.storeys:
        _storey(draft, f"storey/{storey.name}", storey.name, storey.long_name, storey.elevation)
    _storey(draft, ROOF, "RF", "屋面", plan.roof_elevation)
    return draft


def _site(draft: Draft) -> None:
    height = draft.shaper.length(HEIGHT)
    psets: dict[str, dict[str, Any]] = {"Pset_SiteCommon": {"BuildableArea": SITE_AREA, "TotalArea": SITE_AREA}}
    latitude, longitude = getattr(draft.dialect, "site_position", (LATITUDE, LONGITUDE))
    if draft.file.schema == "IFC2X3":
        psets |= _map_properties(draft.metre)
    draft.element(
        SITE,
        "IfcSite",
        "晋城示范学校用地",
        within=None,
        is_shared=True,
        LongName="校园",
        CompositionType="ELEMENT",
        RefLatitude=latitude,
        RefLongitude=longitude,
        RefElevation=height,
        psets=psets,
    )
    if draft.file.schema != "IFC2X3":
        crs = draft.file.create_entity("IfcProjectedCRS", **CRS, MapUnit=draft.metre)
        draft.file.create_entity(
            "IfcMapConversion",
            draft.shaper.context,
            crs,
            EASTINGS,
            NORTHINGS,
            HEIGHT,
            ABSCISSA,
            X_AXIS_ORDINATE,
            1 / draft.dialect.units_per_metre,
        )


def _map_properties(metre: Any) -> dict[str, dict[str, Any]]:
    """The georeference of an IFC2X3 file. Source: buildingSMART, "User Guide for Geo-referencing in IFC"."""

    def metres(value: float) -> Measure:
        return Measure("IfcLengthMeasure", value, metre)

    conversion = {
        "Eastings": metres(EASTINGS),
        "Northings": metres(NORTHINGS),
        "OrthogonalHeight": metres(HEIGHT),
        "XAxisAbscissa": ABSCISSA,
        "XAxisOrdinate": X_AXIS_ORDINATE,
        "Scale": 0.001,
    }
    crs = {name: Measure("IfcLabel", value) for name, value in CRS.items()} | {"MapUnit": Measure("IfcLabel", "METRE")}
    return {"ePSet_MapConversion": conversion, "ePSet_ProjectedCRS": crs}


def _storey(draft: Draft, path: str, name: str, long_name: str, elevation: float, *, is_above_ground: bool = True) -> None:
    draft.element(
        path,
        "IfcBuildingStorey",
        name,
        within=BUILDING,
        whole=BUILDING,
        at=At(z=elevation),
        is_shared=True,
        LongName=long_name,
        CompositionType="ELEMENT",
        Elevation=draft.shaper.length(elevation),
        psets={"Pset_BuildingStoreyCommon": {"AboveGround": Measure("IfcLogical", is_above_ground), "EntranceLevel": name == "1F"}},
    )
