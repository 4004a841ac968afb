"""What is planted in the faulty parks, and the truth about it: what a checker has to find, no more and no less."""

from math import hypot
from typing import Any

from sample_ifc.faults import drop_container, give_own_type, repeat_identity, spoil_code
from sample_ifc.park.furnishings import seat_places
from sample_ifc.park.plan import PLACE, ParkPlan, ground
from sample_ifc.park.planting import WATER_LINE
from sample_ifc.park.spatial import PARK, PROJECT, SITE, stand
from sample_ifc.record import Record
from sample_ifc.truth import Truth
from sample_ifc.values import Measure
from sample_ifc.writer import Draft

FAR_FROM_SEATS, REACH = (146.0, 62.0), 60.0
GAP = range(44, 54)
"""Railings that are missing along the shore."""


def faulty_plan(cell: float = ParkPlan.cell) -> ParkPlan:
    """A park drawn with faults."""
    x, y = FAR_FROM_SEATS
    seats = {path for path, place in seat_places().items() if hypot(place[0] - x, place[1] - y) < REACH}
    railings = {f"湖岸/栏杆{i:02d}" for i in GAP}
    return ParkPlan(
        cell=cell, left_out=frozenset(seats | railings), bare=frozenset(("草坪1", "西北地被绿地")), house_ramp_run=2.4,
        pavilion_ramp_width=1.0,
    )  # fmt: skip


def plant_in_parts(parts: dict[str, Draft], truth: Truth) -> None:
    """Plant faults in the two IFC4X3 parts, before their relations are written."""
    landscape, plants = parts["landscape"], parts["planting"]
    _drawn(landscape, truth)
    _paving(landscape, truth)
    _move(landscape, "保留树/2", (124.0, 37.5), truth, "距驿站北墙1.50 m")
    _move_to_pipe(plants, truth)
    _waters(landscape, truth)
    _paths_and_railings(landscape, truth)
    _delivery(landscape, truth)
    _traceability(landscape, truth)
    _plants(plants, truth)
    _feature(landscape, truth)
    _georeference(landscape, plants, truth)
    repeat_identity(landscape, ("庭院灯/05", "庭院灯/06"), truth)
    drop_container(landscape, "座椅/02", truth)
    drop_container(plants, "绿篱/西侧", truth)
    spoil_code(landscape, "水/池壁", "14-10", truth)
    spoil_code(plants, "绿篱/北侧", None, truth)


def plant_in_proxies(draft: Draft, truth: Truth) -> None:
    """Plant faults in the weak form, before its relations are written."""
    _drawn(draft, truth)
    _move(draft, "保留树/2", (124.0, 37.5), truth, "距驿站北墙1.50 m")
    _move_to_pipe(draft, truth)
    _waters(draft, truth)
    _paths_and_railings(draft, truth)
    _delivery(draft, truth)
    _traceability(draft, truth)
    _plants(draft, truth)
    _feature(draft, truth)
    _unknown_paving(draft, truth)
    _zone_prefix(draft, truth)
    repeat_identity(draft, ("庭院灯/05", "庭院灯/06"), truth)
    drop_container(draft, "座椅/02", truth)
    spoil_code(draft, "绿篱/北侧", None, truth)


def _drawn(draft: Draft, truth: Truth) -> None:
    """What ``faulty_plan`` draws wrong."""
    records = draft.records
    truth.tell("LA-01", draft, records[SITE], "fail", "两块绿地未种植，绿地不足陆地面积的65%")
    truth.tell("LA-05", draft, records["水/镜湖"], "fail", f"岸边缺{len(GAP)}段栏杆，近岸水深0.90 m")
    truth.tell("LA-12", draft, records["铺装/主园路"], "fail", "东段园路50 m内没有座椅")
    truth.tell("ACC-02", draft, records["公厕/无障碍坡道"], "fail", "坡度1:8.6")
    truth.tell("ACC-02", draft, records["松风亭/无障碍坡道"], "fail", "坡道净宽1.00 m")


def _paving(draft: Draft, truth: Truth) -> None:
    loop = draft.records["铺装/主园路"]
    loop.psets["JCPset_Paving"], loop.material = {"透水": False}, "park_granite"
    truth.tell("GRN-24", draft, draft.records[SITE], "fail", "主园路与广场都不透水")


def _unknown_paving(draft: Draft, truth: Truth) -> None:
    """The loop says no more of what it is made of."""
    loop = draft.records["铺装/主园路"]
    loop.psets.pop("JCPset_Paving")
    loop.material = None
    truth.tell("GRN-24", draft, draft.records[SITE], "undetermined", "主园路未写是否透水，比例定不下来")


def _move(draft: Draft, path: str, to: tuple[float, float], truth: Truth, why: str) -> None:
    record = draft.records[path]
    x, y = to
    record.entity.ObjectPlacement.RelativePlacement = draft.shaper.placement((x, y, ground(x, y)))
    truth.tell("LA-09", draft, record, "fail", why)


def _move_to_pipe(draft: Draft, truth: Truth) -> None:
    """A tree beside the middle of a watering pipe's span."""
    (ax, ay), (bx, by) = WATER_LINE.coords[10:12]
    length = hypot(bx - ax, by - ay)
    x = round((ax + bx) / 2 - 0.9 * (by - ay) / length, 3)
    y = round((ay + by) / 2 + 0.9 * (bx - ax) / length, 3)
    _move(draft, "乔木/紫叶李01", (x, y), truth, "距灌溉管0.87 m")


def _waters(draft: Draft, truth: Truth) -> None:
    pool = draft.records["水/浅水池"]
    pool.psets.pop("JCPset_Water")
    truth.tell("LA-05", draft, pool, "undetermined", "未写近岸水深")


def _paths_and_railings(draft: Draft, truth: Truth) -> None:
    narrow, steep = draft.records["铺装/青砖观鱼小径"], draft.records["铺装/青砖松风小径"]
    narrow.psets["Pset_PavementCommon"]["NominalWidth"] = Measure("IfcNonNegativeLengthMeasure", 0.8)
    truth.tell("LA-03", draft, narrow, "fail", "小径宽0.80 m")
    steep.psets["JCPset_Paving"]["最大纵坡"] = 0.2
    truth.tell("LA-04", draft, steep, "fail", "小径最大纵坡20%，未设台阶")
    railing = draft.records["湖岸/栏杆07"]
    railing.psets = {**railing.psets, "Pset_RailingCommon": {"Height": Measure("IfcPositiveLengthMeasure", 0.9)}}
    truth.tell("LA-07", draft, railing, "fail", "滨水栏杆高0.90 m")


def _delivery(draft: Draft, truth: Truth) -> None:
    draft.records[SITE].psets["JCPset_Project"].pop("项目代码")
    truth.tell("CIM-08", draft, draft.records[PROJECT], "fail", "未写项目代码")
    first = draft.records["座椅/01"]
    x, y, turn = seat_places()["座椅/01"]
    draft.element(
        "座椅/重复", "IfcFurniture", "园林座椅", within=SITE, container=first.container, at=stand(x, y, ground(x, y), turn),
        of="type/seat", PredefinedType="USERDEFINED", ObjectType="座椅",
    )  # fmt: skip
    truth.tell_first("DEL-01", draft, (first, draft.records["座椅/重复"]), "fail", "两个座椅重叠")


def _traceability(draft: Draft, truth: Truth) -> None:
    for path, why in (("庭院灯/03", "庭院灯没有批次"), ("桥/主梁2", "主梁没有批次"), ("湖岸/栏杆05", "栏杆没有批次")):
        draft.records[path].psets.pop("Pset_ManufacturerOccurrence")
        truth.tell("QUA-01", draft, draft.records[path], "fail", why)
    kerb = draft.records["路缘石/4"]
    _own_type(draft, kerb, "type/kerb/补", "IfcKerbType", "花岗岩路缘石 补", {})
    truth.tell("QUA-01", draft, kerb, "fail", "路缘石没有厂家和验收记录")


def _own_type(draft: Draft, record: Record, path: str, ifc_class: str, name: str, psets: dict[str, Any]) -> None:
    """Give a thing a new type of its own, with other property sets and no documents; it shows its old shape."""
    assert record.type_path
    predefined = draft.records[record.type_path].facts["predefined"]
    give_own_type(draft, record, path, ifc_class, name, psets, PredefinedType=predefined)


def _plants(draft: Draft, truth: Truth) -> None:
    ginkgo = draft.records["乔木/银杏02"]
    names = {"BotanicalName": "Ginkgo biloba", "LocalName": "银杏"}
    height = {"株高": Measure("IfcPositiveLengthMeasure", 9.0)}
    sets: dict[str, dict[str, Any]] = {"Pset_VegetationCommon": names, "JCPset_Planting": height}
    _own_type(draft, ginkgo, "type/plant/银杏补", "IfcGeographicElementType", "银杏 补植", sets)
    truth.tell("LA-13", draft, ginkgo, "fail", "银杏没有胸径和冠幅")
    shrub = draft.records["灌木/连翘3"]
    sets = {"Pset_VegetationCommon": {"LocalName": "连翘"}}
    _own_type(draft, shrub, "type/plant/连翘补", "IfcGeographicElementType", "连翘 补植", sets)
    truth.tell("LA-13", draft, shrub, "fail", "连翘没有株高和冠幅")


def _feature(draft: Draft, truth: Truth) -> None:
    park = draft.records[PARK]
    park.documents = ()
    truth.tell("CHR-01", draft, park, "undetermined", "写了特色要素，没有证据")


def _georeference(landscape: Draft, plants: Draft, truth: Truth) -> None:
    landscape.records[SITE].entity.RefElevation = 742.0
    truth.tell("CIM-02", landscape, landscape.records[SITE], "fail", f"场地标高742.000与正交高{PLACE.height:.3f}不符")
    conversion = plants.file.by_type("IfcMapConversion")[0]
    conversion.XAxisAbscissa, conversion.XAxisOrdinate = 1.0, 0.0
    truth.tell("CIM-12", plants, None, "fail", "种植分部没有旋转角")


def _zone_prefix(draft: Draft, truth: Truth) -> None:
    conversion = draft.records[SITE].psets["ePSet_MapConversion"]
    conversion["Eastings"] = Measure("IfcLengthMeasure", 38_000_000 + PLACE.eastings, draft.metre)
    truth.tell("CIM-03", draft, None, "fail", "带带号的东坐标使原点落在晋城以外")
    truth.tell("CIM-04", draft, None, "fail", "EPSG:4547的东坐标带了带号38")
