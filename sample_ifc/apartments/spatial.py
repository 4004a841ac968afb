"""Project, site, building and storeys of the block of flats, and where they are on the map."""

from sample_ifc.apartments.plan import DEPTH, EASTINGS, HEIGHT, LENGTH, NORTHINGS, ROTATION, STOREYS, HousePlan
from sample_ifc.dialect import Dialect
from sample_ifc.georeference import Place, write_conversion
from sample_ifc.materials import PALETTE
from sample_ifc.values import Measure, area
from sample_ifc.writer import At, Draft

PROJECT_NAME = "晋城示范住宅小区3号楼"
PROJECT_CODE = "2025-140502-70-01-004418"
PROJECT, SITE, BUILDING, ROOF = "project", "site", "building", "storey/RF"
LATITUDE, LONGITUDE = (35, 29, 29, 185793), (112, 51, 13, 177772)
"""Of the origin."""
TRUE_NORTH = (0.116074475, 0.993240513)
"""6.0° and the meridian convergence of −0.666° at this place."""
PLACE = Place(EASTINGS, NORTHINGS, HEIGHT, ROTATION, LATITUDE, LONGITUDE)
SITE_AREA = 1300.0
FEATURE = {"特色要素": "灰砖门厅", "特色说明": "入口门厅沿用老城民居的灰砖与尺度，延续街坊的记忆。"}


def start(dialect: Dialect, plan: HousePlan) -> Draft:
    """A draft with the spatial tree and the georeference."""
    draft = Draft("apartments", "arch", dialect, PALETTE)
    shaper = draft.shaper
    shaper.context.TrueNorth = shaper.direction(TRUE_NORTH)
    owner = draft.rooted(
        "IfcProject", PROJECT, is_shared=True, Name="JC-HOUSE-03", LongName=PROJECT_NAME, Phase="施工图设计",
        RepresentationContexts=[shaper.context], UnitsInContext=draft.units,
    )  # fmt: skip
    draft.add(PROJECT, "IfcProject", owner)
    draft.element(
        SITE, "IfcSite", "示范住宅小区用地", within=None, is_shared=True, LongName="小区", CompositionType="ELEMENT",
        RefLatitude=LATITUDE, RefLongitude=LONGITUDE, RefElevation=shaper.length(HEIGHT),
        psets={
            "Pset_SiteCommon": {
                "BuildableArea": SITE_AREA, "TotalArea": SITE_AREA, "SiteCoverageRatio": 0.24, "FloorAreaRatio": 0.96,
            },
            "JCPset_SiteIndicators": {"绿地率": 0.35},
            "JCPset_Project": {"项目代码": PROJECT_CODE},
        },
    )  # fmt: skip
    write_conversion(draft, PLACE)
    site = draft.records[SITE].entity
    draft.rooted("IfcRelAggregates", f"{PROJECT}/IfcRelAggregates", RelatingObject=owner, RelatedObjects=[site])
    draft.element(
        BUILDING, "IfcBuilding", "3号住宅楼", within=SITE, whole=SITE, is_shared=True, LongName="3号住宅楼",
        CompositionType="ELEMENT",
        psets={
            "Pset_BuildingCommon": {
                "BuildingID": "JC-HOUSE-03-3#", "IsPermanentID": False, "OccupancyType": "居住建筑（住宅）",
                "NumberOfStoreys": STOREYS, "IsLandmarked": False,
            },
            "JCPset_Building": {"体形系数": 0.32},
            "JCPset_Feature": FEATURE,
        },
        documents=(("JC-HOUSE-03-TS-01", "特色要素佐证：老城民居测绘与方案评审意见"),),
        qtos={"Qto_BuildingBaseQuantities": {"GrossFloorArea": area(STOREYS * LENGTH * DEPTH)}},
    )  # fmt: skip
    for storey in plan.storeys:
        _storey(draft, f"storey/{storey.name}", storey.name, storey.long_name, storey.elevation)
    _storey(draft, ROOF, "RF", "屋面", plan.roof_elevation)
    return draft


def _storey(draft: Draft, path: str, name: str, long_name: str, elevation: float) -> None:
    draft.element(
        path, "IfcBuildingStorey", name, within=BUILDING, whole=BUILDING, at=At(z=elevation), is_shared=True, LongName=long_name,
        CompositionType="ELEMENT", Elevation=draft.shaper.length(elevation),
        psets={"Pset_BuildingStoreyCommon": {"AboveGround": Measure("IfcLogical", True), "EntranceLevel": name == "1F"}},
    )  # fmt: skip
