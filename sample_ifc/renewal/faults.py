"""What is planted in the faulty renewals, and the truth about it: what a checker has to find, no more and no less."""

from typing import Any

from sample_ifc.faults import drop_container, give_own_type, repeat_identity, spoil_code, spoil_identity
from sample_ifc.record import Record
from sample_ifc.renewal.plan import PLACE, RenewalPlan
from sample_ifc.renewal.spatial import PROJECT, SITE, house, metres
from sample_ifc.truth import Truth
from sample_ifc.values import Measure
from sample_ifc.writer import Draft

FAULTY_PLAN = RenewalPlan(
    branch_width=3.6,
    gate_clearance=3.8,
    ramp_runs=(("1#2单元", 2.4), ("2#2单元", 3.0)),
    ramp_widths=(("3#1单元", 1.0), ("3#2单元", 1.05)),
    walk_paving="granite_paving",
    plaza_paving="granite_paving",
    sport_paving="rubber",
    pool_depth=0.80,
    seats_until=50.0,
    stray_trees=(("近厕所", "白玉兰", 105.8, 22.0), ("近污水管", "西府海棠", 45.4, 28.5)),
    bollard_pitch=0.75,
    plaza_fall=0.0,
    level_bays=("东8",),
    lamps_on_walk=(70.0,),
)
FAULTY_PROXY_PLAN = RenewalPlan(
    branch_width=3.6,
    ramp_runs=(("1#2单元", 2.4),),
    has_waste_points=False,
    bollard_pitch=0.75,
    level_bays=("东8",),
    stray_trees=(("近1号楼", "白玉兰", 7.0, 20.0),),
    lamps_on_walk=(70.0,),
)


def plant_in_parts(parts: dict[str, Draft], truth: Truth) -> None:
    """Plant faults in the two IFC4X3 parts, before their relations are written."""
    site, facade = parts["site"], parts["facade"]
    _georeference_of_parts(site, facade, truth)
    _fire_lanes(site, truth)
    truth.tell("FIR-17", site, site.records["lanes/主巷消防车道"], "fail", "门楼门楣下净高3.80 m")
    _ramps(site, truth)
    truth.tell("GRN-24", site, site.records[SITE], "fail", "人行道、广场用花岗岩，健身步道和场地用不透水塑胶，透水铺装不足一半")
    _lighting(site, truth)
    _tactile_paving(site, truth)
    truth.tell("LA-05", site, site.records["grounds/水池"], "fail", "水池近岸水深0.80 m，池边无栏杆")
    truth.tell("LA-09", site, site.records["tree/近厕所"], "fail", "白玉兰距厕所外墙1.20 m")
    truth.tell("LA-09", site, site.records["tree/近污水管"], "fail", "西府海棠距入户污水管0.70 m")
    truth.tell("LA-12", site, site.records["grounds/健身步道"], "fail", "东半段50 m内无座椅")
    _plants(site, truth)
    _traces(site, truth)
    _level_ground(site, truth)
    truth.tell("RD-33", site, site.records["grounds/广场"], "fail", "广场没有坡度")
    _bookkeeping(site, truth)
    _feature_without_evidence(facade, f"{house('1#')}/外墙板基座北", truth)
    repeat_identity(site, ("lamp/01", "lamp/02"), truth)
    spoil_identity(facade, "house/2#/3F/百叶1", "5zzzzzzzzzzzzzzzzzzzzz", truth, "首字符为5，超出128位")
    for draft, path in ((site, "equipment/漫步机"), (facade, f"{house('3#')}/雨篷2")):
        drop_container(draft, path, truth)
    for draft, path, code in ((site, "shed", None), (site, "gate/门楣", "14-10.2"), (facade, f"{house('4#')}/屋面", "141020")):
        spoil_code(draft, path, code, truth)


def plant_in_proxies(draft: Draft, truth: Truth) -> None:
    """Plant faults in the one IFC2X3 model, before its relations are written."""
    records = draft.records
    records[SITE].psets["ePSet_MapConversion"]["Eastings"] = Measure("IfcLengthMeasure", 38_000_000 + PLACE.eastings, draft.metre)
    truth.tell("CIM-03", draft, None, "fail", "带带号的东坐标使原点落在晋城以外")
    truth.tell("CIM-04", draft, None, "fail", "EPSG:4547的东坐标带了带号38")
    _fire_lanes(draft, truth)
    truth.tell("ACC-02", draft, records["entrance/1#2单元/坡道"], "fail", "轮椅坡道1:8")
    truth.tell("HB-04", draft, records[house("1#")], "fail", "全项目没有垃圾分类投放点")
    truth.tell("HB-09", draft, records["lanes/盲道/south/行进盲道"], "fail", "庭院灯立在盲道上")
    truth.tell("LA-09", draft, records["tree/近1号楼"], "fail", "白玉兰距1#楼西山墙1.00 m")
    _unnamed_paving(draft, truth)
    _lighting(draft, truth)
    _level_ground(draft, truth)
    records["grounds/水池"].psets.pop("JCPset_Water")
    truth.tell("LA-05", draft, records["grounds/水池"], "undetermined", "未写近岸水深")
    _plants(draft, truth)
    _untraced(draft, "lamp/03", {"Pset_ManufacturerOccurrence": {"BatchReference": "待定"}}, truth, "庭院灯批次待定")
    for record in records.values():
        record.psets.pop("JCPset_Feature", None)
    truth.tell("CHR-01", draft, records[PROJECT], "undetermined", "各模型均未写特色要素")
    repeat_identity(draft, ("shrub/月季28", "shrub/月季29", "shrub/月季30"), truth)
    drop_container(draft, "seat/05", truth)
    spoil_code(draft, "shed", None, truth)


def _georeference_of_parts(site: Draft, facade: Draft, truth: Truth) -> None:
    conversion = facade.file.by_type("IfcMapConversion")[0]
    conversion.Northings = round(PLACE.northings + 0.35, 3)
    truth.tell("CIM-12", site, None, "fail", "原点与立面分部的北坐标相差0.35 m")
    conversion.TargetCRS.VerticalDatum = None
    truth.tell("CIM-02", facade, None, "undetermined", "未写高程基准")
    truth.tell("CIM-12", facade, None, "undetermined", "未写高程基准，无从比较")
    site.records[SITE].entity.RefElevation = 748.0
    truth.tell("CIM-02", site, site.records[SITE], "fail", "场地标高748.000与正交高748.600不符")


def _fire_lanes(draft: Draft, truth: Truth) -> None:
    truth.tell("FIR-17", draft, draft.records["lanes/东支巷消防车道"], "fail", "东支巷消防车道宽3.60 m")
    north = draft.records["lanes/北巷消防车道"]
    north.psets["JCPset_FireLane"]["净高"] = metres(3.6)
    truth.tell("FIR-17", draft, north, "fail", "北巷消防车道所写净高3.60 m")


def _ramps(draft: Draft, truth: Truth) -> None:
    ramps = {
        "1#2单元": "坡度1:8", "2#2单元": "所写坡度1:10", "3#1单元": "所写净宽1.00 m", "3#2单元": "净宽1.05 m",
    }  # fmt: skip
    for name, why in ramps.items():
        truth.tell("ACC-02", draft, draft.records[f"entrance/{name}/坡道"], "fail", f"{name}轮椅坡道{why}")
    record = _without_body(draft, "entrance/4#3单元/坡道")
    for what in ("坡度", "净宽"):
        truth.tell("ACC-02", draft, record, "undetermined", f"4#3单元坡道未画形体，也未写{what}")
    truth.tell("ACC-02", draft, record, "undetermined", "4#3单元坡道未画形体，每段提升高度不明")


def _without_body(draft: Draft, path: str) -> Record:
    record = draft.records[path]
    shape = record.entity.Representation
    bodies = shape.Representations
    record.entity.Representation = None
    draft.file.remove(shape)
    for body in bodies:
        items = body.Items
        draft.file.remove(body)
        for item in items:
            if item.is_a("IfcMappedItem"):
                draft.file.remove(item)
    return record


def _level_ground(draft: Draft, truth: Truth) -> None:
    truth.tell("HB-05", draft, draft.records["grounds/停车位东8"], "fail", "停车位没有坡度")
    close = [draft.records[f"lanes/车止石{number}"] for number in (1, 2)]
    truth.tell_first("HB-12", draft, close, "fail", "车止石净距0.57 m")


def _bookkeeping(draft: Draft, truth: Truth) -> None:
    """Names, numbers, materials, and the same thing twice."""
    draft.records[SITE].psets["JCPset_Project"]["项目代码"] = "2023-14052-47-03-001846"
    truth.tell("CIM-08", draft, draft.records[PROJECT], "fail", "项目代码少一位")
    shed = draft.records["shed"]
    shed.entity.Name = None
    truth.tell("DEL-04", draft, shed, "fail", "非机动车棚没有名称")
    room = draft.records["toilet/男厕"]
    room.entity.Name = room.entity.LongName = None
    truth.tell("DEL-05", draft, room, "fail", "房间既无编号也无名称")
    draft.records["toilet/屋面"].material = None
    truth.tell("DEL-06", draft, draft.records["toilet/屋面"], "fail", "屋面没有材料")


def _lighting(draft: Draft, truth: Truth) -> None:
    records = draft.records
    main, path, ground = records["lanes/主巷消防车道"], records["grounds/健身步道"], records["grounds/健身场地"]
    values = main.psets["JCPset_Lighting"]
    values["平均照度"] = Measure("IfcIlluminanceMeasure", 12.0, values["平均照度"].unit)
    truth.tell("HB-03", draft, main, "fail", "主巷平均照度12 lx")
    path.psets["JCPset_Lighting"].pop("最小照度")
    truth.tell("HB-03", draft, path, "undetermined", "健身步道未写最小照度")
    ground.psets["JCPset_Lighting"]["最小照度"] = Measure("IfcIlluminanceMeasure", 6.0, values["平均照度"].unit)
    truth.tell("HB-03", draft, ground, "fail", "健身活动场地最小照度6 lx")
    walk = records["lanes/人行道/house"]
    walk.psets.pop("JCPset_Lighting")
    for what in ("平均", "最小"):
        truth.tell("HB-03", draft, walk, "undetermined", f"北巷人行道未写{what}照度")


def _tactile_paving(draft: Draft, truth: Truth) -> None:
    truth.tell("HB-09", draft, draft.records["lanes/盲道/south/行进盲道"], "fail", "庭院灯立在盲道上")
    record = _without_body(draft, "lanes/盲道/north/提示盲道东")
    truth.tell("HB-09", draft, record, "undetermined", "提示盲道未画形体")


def _plants(draft: Draft, truth: Truth) -> None:
    unsized, unknown, shrub = draft.records["tree/26-34"], draft.records["tree/71-47.4"], draft.records["shrub/紫丁香19"]
    unsized.psets = {"JCPset_Planting": {"胸径": "待定"}}
    truth.tell("LA-13", draft, unsized, "fail", "国槐胸径待定")
    give_own_type(draft, unknown, "type/tree/待定", "IfcGeographicElementType", "白玉兰 待定", {}, PredefinedType="VEGETATION")
    truth.tell("LA-13", draft, unknown, "fail", "白玉兰未写名称和规格")
    psets = {"Pset_VegetationCommon": {"BotanicalName": "Syringa oblata", "LocalName": "紫丁香"}}
    give_own_type(draft, shrub, "type/shrub/待定", "IfcGeographicElementType", "紫丁香 待定", psets, PredefinedType="VEGETATION")
    truth.tell("LA-13", draft, shrub, "fail", "紫丁香未写高度和冠幅")


def _traces(draft: Draft, truth: Truth) -> None:
    _untraced(draft, "lamp/03", {"Pset_ManufacturerOccurrence": {"BatchReference": "待定"}}, truth, "路灯批次待定")
    kerb = draft.records["lanes/路缘石2"]
    assert kerb.type_path
    psets = draft.records[kerb.type_path].psets
    give_own_type(draft, kerb, "type/kerb/补", "IfcKerbType", "花岗岩路缘石 补", psets, PredefinedType="NOTDEFINED")
    truth.tell("QUA-01", draft, kerb, "fail", "路缘石无进场验收记录")
    rail = draft.records["entrance/1#1单元/扶手"]
    give_own_type(draft, rail, "type/ramp_rail/补", "IfcRailingType", "坡道扶手 补", {}, PredefinedType="HANDRAIL")
    truth.tell("QUA-01", draft, rail, "fail", "坡道扶手无厂家、批次、验收记录")
    course = draft.records["lanes/东支巷消防车道/级配碎石垫层"]
    course.documents = ()
    truth.tell("QUA-01", draft, course, "fail", "级配碎石垫层无验收记录")


def _untraced(draft: Draft, path: str, psets: dict[str, dict[str, Any]], truth: Truth, why: str) -> None:
    record = draft.records[path]
    record.psets = {**record.psets, **psets}
    truth.tell("QUA-01", draft, record, "fail", why)


def _unnamed_paving(draft: Draft, truth: Truth) -> None:
    """Take away what tells of what footways, square and car park are paved with."""
    for record in draft.records.values():
        if record.path.startswith(("lanes/人行道/", "grounds/广场", "grounds/停车场通道", "grounds/停车场出入口")):
            record.material = None
    truth.tell("GRN-24", draft, draft.records[SITE], "undetermined", "人行道、广场、停车场通道未写铺装材料，透水比例无从判定")


def _feature_without_evidence(draft: Draft, path: str, truth: Truth) -> None:
    record = draft.records[path]
    record.documents = ()
    truth.tell("CHR-01", draft, record, "undetermined", "砖雕窗楣与灰砖基座未附证据")
