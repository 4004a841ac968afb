"""Project, site, lanes and houses, which both parts of the renewal share, and how things are put into them."""

from collections.abc import Sequence
from typing import Any

from sample_ifc.dialect import Dialect
from sample_ifc.georeference import conversion_properties, write_conversion
from sample_ifc.materials import PALETTE
from sample_ifc.renewal.plan import DEPTH, FLOOR, HOUSES, LENGTH, PLACE, STOREY, STOREYS, TOILET, TRUE_NORTH, WALK
from sample_ifc.shapes import Solid
from sample_ifc.values import Measure
from sample_ifc.writer import At, Draft

PROJECT_NAME = "和平里老旧街巷人居环境综合提升"
PROJECT_CODE = "2023-140502-47-03-001846"
PROJECT, SITE, LANES = "project", "site", "lanes"
MAIN_LANE, NORTH_LANE, BRANCH_LANE = "lanes/main", "lanes/north", "lanes/branch"
TOILET_BUILDING, TOILET_STOREY = "toilet", "toilet/1F"
GROUND_CODE = "14-10.10"


def start(project: str, part: str, dialect: Dialect, *, with_lanes: bool = True, with_storeys: bool = True) -> Draft:
    """A draft with the spatial tree and the georeference."""
    draft = Draft(project, part, dialect, PALETTE)
    shaper = draft.shaper
    shaper.context.TrueNorth = shaper.direction(TRUE_NORTH)
    owner = draft.rooted(
        "IfcProject", PROJECT, is_shared=True, Name="JC-RENEWAL-01", LongName=PROJECT_NAME, Phase="施工",
        RepresentationContexts=[shaper.context], UnitsInContext=draft.units,
    )  # fmt: skip
    draft.add(PROJECT, "IfcProject", owner)
    _site(draft)
    site = draft.records[SITE].entity
    draft.rooted("IfcRelAggregates", f"{PROJECT}/IfcRelAggregates", RelatingObject=owner, RelatedObjects=[site])
    if with_lanes:
        draft.element(
            LANES, "IfcRoad", "和平里巷", within=SITE, whole=SITE, is_shared=True, LongName="和平里巷及其支巷",
            CompositionType="ELEMENT", psets={"Pset_RoadDesignCriteriaCommon": {"RoadDesignClass": "街坊路"}},
        )  # fmt: skip
        for path, name in ((MAIN_LANE, "主巷"), (NORTH_LANE, "北巷"), (BRANCH_LANE, "东支巷")):
            draft.element(
                path, "IfcRoadPart", name, within=SITE, whole=LANES, is_shared=True, CompositionType="ELEMENT",
                UsageType="LONGITUDINAL", PredefinedType="ROADSEGMENT",
            )  # fmt: skip
        _building(draft, TOILET_BUILDING, "公共厕所", At(*TOILET, WALK), "公共厕所", 1)
        _storey(draft, TOILET_STOREY, TOILET_BUILDING, "1F", "首层", 0.02)
    for number, x, y in HOUSES:
        _building(draft, house(number), f"{number}住宅楼", At(x, y, 0.0), "居住", STOREYS)
        if with_storeys:
            for index in range(STOREYS):
                elevation = round(FLOOR + STOREY * index, 3)
                _storey(draft, storey(number, index), house(number), f"{index + 1}F", f"{index + 1}层", elevation)
    return draft


def house(number: str) -> str:
    """Path of a house."""
    return f"house/{number}"


def storey(number: str, index: int) -> str:
    """Path of a storey of a house, from 0."""
    return f"house/{number}/{index + 1}F"


def put(
    draft: Draft, path: str, ifc_class: str, name: str, container: str, *, at: At | None = None, solids: Sequence[Solid] = (),
    code: str | None = GROUND_CODE, of: str | None = None, psets: dict[str, dict[str, Any]] | None = None, **more: Any,
) -> str:  # fmt: skip
    """An element in the frame of the site; its path. What has a type has the type's code."""
    return draft.element(
        path, ifc_class, name, within=SITE, container=container, at=at, solids=solids, of=of, code=None if of else code,
        psets=psets,
        **more,
    )  # fmt: skip


def metres(value: float) -> Measure:
    """A length property."""
    return Measure("IfcPositiveLengthMeasure", value)


def lit(draft: Draft, average: float, least: float) -> dict[str, dict[str, Any]]:
    """The property set that says how bright a surface is at night, lux."""
    unit = draft.shaper.once("lux", lambda: draft.file.create_entity("IfcSIUnit", None, "ILLUMINANCEUNIT", None, "LUX"))
    values = {"平均照度": average, "最小照度": least}
    return {"JCPset_Lighting": {name: Measure("IfcIlluminanceMeasure", value, unit) for name, value in values.items()}}


def _site(draft: Draft) -> None:
    area = LENGTH * DEPTH
    psets: dict[str, dict[str, Any]] = {
        "Pset_SiteCommon": {"BuildableArea": area, "TotalArea": area},
        "JCPset_Project": {"项目代码": PROJECT_CODE},
    }
    if draft.file.schema == "IFC2X3":
        psets |= conversion_properties(draft, PLACE)
    draft.element(
        SITE, "IfcSite", "和平里片区", within=None, is_shared=True, LongName="和平里老旧街巷更新范围", CompositionType="ELEMENT",
        RefLatitude=PLACE.latitude, RefLongitude=PLACE.longitude, RefElevation=draft.shaper.length(PLACE.height), psets=psets,
    )  # fmt: skip
    if draft.file.schema != "IFC2X3":
        write_conversion(draft, PLACE)


def _building(draft: Draft, path: str, name: str, at: At, occupancy: str, storeys: int) -> None:
    psets = {"Pset_BuildingCommon": {"OccupancyType": occupancy, "NumberOfStoreys": storeys, "IsLandmarked": False}}
    draft.element(
        path, "IfcBuilding", name, within=SITE, whole=SITE, at=at, is_shared=True, LongName=name, CompositionType="ELEMENT",
        psets=psets
    )  # fmt: skip


def _storey(draft: Draft, path: str, building: str, name: str, long_name: str, elevation: float) -> None:
    draft.element(
        path, "IfcBuildingStorey", name, within=building, whole=building, at=At(z=elevation), is_shared=True, LongName=long_name,
        CompositionType="ELEMENT", Elevation=draft.shaper.length(elevation),
        psets={"Pset_BuildingStoreyCommon": {"AboveGround": Measure("IfcLogical", True), "EntranceLevel": name == "1F"}},
    )  # fmt: skip
