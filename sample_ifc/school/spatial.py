"""Project, site, building and storeys, which all parts of the school share, and where they are on the map."""

from typing import Any

from sample_ifc.dialect import Dialect
from sample_ifc.georeference import Place, conversion_properties, write_conversion
from sample_ifc.materials import PALETTE
from sample_ifc.school.plan import EASTINGS, HEIGHT, LATITUDE, LONGITUDE, NORTHINGS, ROTATION, TRUE_NORTH, SchoolPlan
from sample_ifc.values import Measure, area
from sample_ifc.writer import At, Draft

PROJECT_NAME = "晋城示范学校教学楼"
PROJECT_CODE = "2024-140502-83-01-003172"
PROJECT, SITE, BUILDING = "project", "site", "building"
ROOF = "storey/RF"
FOUNDATION = "storey/基础"
PLACE = Place(EASTINGS, NORTHINGS, HEIGHT, ROTATION, LATITUDE, LONGITUDE)
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
    draft.add(PROJECT, "IfcProject", owner)
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
                "OccupancyType": "教育建筑（小学教学楼）",
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
    psets: dict[str, dict[str, Any]] = {
        "Pset_SiteCommon": {"BuildableArea": SITE_AREA, "TotalArea": SITE_AREA},
        "JCPset_Project": {"项目代码": PROJECT_CODE},
    }
    latitude, longitude = getattr(draft.dialect, "site_position", (LATITUDE, LONGITUDE))
    if draft.file.schema == "IFC2X3":
        psets |= conversion_properties(draft, PLACE)
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
        write_conversion(draft, PLACE)


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
