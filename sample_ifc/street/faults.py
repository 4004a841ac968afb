"""What is planted in the faulty street, and the truth about it: what a checker has to find, no more and no less."""

from math import degrees
from typing import Any

from sample_ifc.faults import drop_container, repeat_identity, spoil_code
from sample_ifc.record import Record
from sample_ifc.shapes import blob, trunk
from sample_ifc.street.faulty_plan import FAULTY_AXIS, FAULTY_PLAN
from sample_ifc.street.furniture import CROWN_FOOT, SPECIES, pipe, seat, tree
from sample_ifc.street.plan import SIDES, WALK
from sample_ifc.street.spatial import AXIS, BRIDGE, ROAD
from sample_ifc.truth import Truth
from sample_ifc.values import Measure, length
from sample_ifc.writer import At, Draft

EAST, WEST, OVER = f"{ROAD}/东段", f"{ROAD}/西段", f"{ROAD}/桥梁段"
METRES = "IfcPositiveLengthMeasure"


def plant_in_parts(parts: dict[str, Draft], truth: Truth) -> None:
    """Plant faults in the two IFC4X3 parts, before their relations are written."""
    road, bridge = parts["road"], parts["bridge"]
    _alignment(road, truth, knows_speed=True)
    bridge.records[ROAD].psets["Pset_RoadDesignCriteriaCommon"].pop("DesignSpeed")
    _alignment(bridge, truth, knows_speed=False)
    for side in SIDES:
        for lane in ("内侧", "外侧"):
            path = f"{OVER}/{side}{lane}机动车道"
            truth.tell("RD-02", bridge, bridge.records[path], "undetermined", "车道宽3.50 m，未写设计速度")
    _lanes(road, truth)
    _ways(road, bridge, truth)
    _clearances(road, truth)
    _planting(road, truth)
    _cross_section(road, truth)
    _bridge(bridge, truth)
    _deck(bridge, truth)
    _traces(bridge, f"{BRIDGE}/小箱梁2-5", truth)
    _traces(road, f"{EAST}/车行道/水泥稳定碎石基层", truth)
    _bookkeeping(road, bridge, truth)
    for draft in (road, bridge):
        draft.records[ROAD].documents = ()
        truth.tell("CHR-01", draft, draft.records[ROAD], "undetermined", "写了特色要素，没有佐证材料")


def _alignment(draft: Draft, truth: Truth, *, knows_speed: bool) -> None:
    """What ``FAULTY_AXIS`` draws wrong; the bridge's part does not say for which speed."""
    line, outcome = draft.records[AXIS], "fail" if knows_speed else "undetermined"
    unsure = "" if knows_speed else "，未写设计速度"
    truth.tell("RD-06", draft, line, outcome, f"最大纵坡7.5%{unsure}")
    truth.tell("RD-07", draft, line, "fail", "直坡段纵坡0.2%")
    truth.tell("RD-09", draft, line, outcome, f"圆曲线半径65 m{unsure}")
    for why in ("凸形竖曲线半径380 m", "凹形竖曲线半径440 m"):
        truth.tell("RD-11", draft, line, outcome, f"{why}{unsure}")
    if not knows_speed:
        truth.tell("RD-11", draft, line, outcome, f"末段凸形竖曲线半径800 m{unsure}")
        truth.tell("RD-26", draft, line, outcome, f"纵坡7.5%的坡段{unsure}")
        truth.tell("RD-26", draft, line, outcome, f"纵坡6.5%的坡段{unsure}")
        truth.tell("RD-01", draft, draft.records[ROAD], "undetermined", "未写设计速度")
        truth.tell("RD-08", draft, line, outcome, f"坡段长171 m{unsure}")
    for meters in (8.36, 8.0):
        truth.tell("RD-28", draft, line, "fail", f"竖曲线长{meters:g} m")
    truth.tell("RD-28", draft, line, outcome, f"竖曲线长33.88 m{unsure}")
    truth.tell("RD-08", draft, line, "fail", "坡段长51 m")
    truth.tell("RD-39", draft, line, outcome, f"平曲线长50 m{unsure}")


def _lanes(draft: Draft, truth: Truth) -> None:
    """Widths of ``FAULTY_PLAN``."""
    inner, outer = (draft.records[f"{EAST}/右幅{name}机动车道"] for name in ("内侧", "外侧"))
    inner.psets["JCPset_RoadPart"].pop("车道类型")
    truth.tell("RD-02", draft, inner, "undetermined", "车道宽3.30 m，未写是否小客车专用")
    truth.tell("RD-02", draft, outer, "fail", "混行车道宽3.10 m")
    truth.tell("RD-04", draft, draft.records[f"{EAST}/右幅人行道"], "fail", "人行道宽1.80 m")


def _ways(road: Draft, bridge: Draft, truth: Truth) -> None:
    track = road.records[f"{WEST}/右幅非机动车道"]
    track.psets["JCPset_RoadPart"] = {"有效通行宽度": Measure(METRES, 2.4)}
    truth.tell("RD-20", road, track, "undetermined", "有效通行宽度2.4 m，未写单向还是双向")
    shared = bridge.records[f"{OVER}/左幅人非混行道"]
    shared.psets["JCPset_RoadPart"]["有效通行宽度"] = Measure(METRES, 2.6)
    truth.tell("RD-20", bridge, shared, "fail", "双向有效通行宽度2.6 m")
    _seat_across(road)
    truth.tell("RD-20", road, road.records[f"{EAST}/左幅人行道"], "fail", "坐凳横放，只余0.6 m")
    truth.tell("HB-09", road, road.records[f"{EAST}/左幅盲道"], "fail", "坐凳压在盲道上")


def _seat_across(draft: Draft) -> None:
    """A bench across the middle of the left footway, where the street is straight again."""
    place = FAULTY_AXIS.at(230.0)
    side = FAULTY_PLAN.side("左幅", "东段")
    x, y, z = place.aside(WALK + side.walk / 2, side.level(WALK + side.walk / 2))
    turn = round(degrees(place.direction) + 90.0, 4)
    seat(draft, f"{EAST}/横放坐凳", EAST, At(round(x, 4), round(y, 4), round(z, 4), turn))


def _clearances(draft: Draft, truth: Truth) -> None:
    truth.tell("RD-22", draft, draft.records[f"{EAST}/车行道"], "fail", "悬臂标志下净高4.2 m，树冠下不足4.5 m")
    for name in ("内侧", "外侧"):
        truth.tell("RD-22", draft, draft.records[f"{EAST}/右幅{name}机动车道"], "fail", "悬臂标志下净高4.2 m")
    low = draft.records[f"{EAST}/左幅乔木20"]
    species = str(low.entity.Name).split(" ")[-1]
    _, style, diameter, crown, height = SPECIES[species]
    foot = 1.9
    body = [trunk((0, 0, 0), diameter / 2, foot + 0.6, "bark"), blob((0, 0, foot), crown / 2, height - CROWN_FOOT, style)]
    _own_body(draft, low, body)
    truth.tell("RD-22", draft, draft.records[f"{EAST}/左幅外侧机动车道"], "fail", "树冠下净高不足4.5 m")
    truth.tell("RD-22", draft, draft.records[f"{EAST}/左幅非机动车道"], "fail", "树冠下净高不足2.5 m")


def _own_body(draft: Draft, record: Record, solids: list[Any]) -> None:
    shape = record.entity.Representation
    old = shape.Representations[0]
    shape.Representations = [draft.shaper.body(solids)]
    draft.file.remove(old.Items[0])
    draft.file.remove(old)


def _planting(draft: Draft, truth: Truth) -> None:
    truth.tell("RD-36", draft, draft.records[f"{EAST}/左幅侧分带"], "fail", "种乔木的绿带净宽1.20 m")
    pipe(draft, FAULTY_PLAN, EAST, "右幅给水管", "给水管 DN300", -9.3, -1.2, 0.15, 141.0, 155.0)
    for number in (4, 5):
        truth.tell("LA-09", draft, draft.records[f"{EAST}/右幅乔木{number:02d}"], "fail", "距给水管不足1.5 m")
    _sizes(draft, truth)


def _sizes(draft: Draft, truth: Truth) -> None:
    tree, shrub = draft.records[f"{EAST}/右幅乔木08"], draft.records[f"{EAST}/右幅灌木08"]
    tree.psets["JCPset_Planting"] = {"冠幅": Measure(METRES, 4.0)}
    truth.tell("LA-13", draft, tree, "fail", "乔木未写胸径和株高")
    shrub.psets.pop("JCPset_Planting")
    truth.tell("LA-13", draft, shrub, "fail", "灌木未写冠幅和株高")


def _cross_section(draft: Draft, truth: Truth) -> None:
    """Road class, widths, falls, kerbs, and what the pavement is designed for."""
    road = draft.records[ROAD]
    road.psets["Pset_RoadDesignCriteriaCommon"]["RoadDesignClass"] = "快速路"
    truth.tell("RD-01", draft, road, "fail", "快速路设计速度40 km/h")
    road.psets["JCPset_Pavement"]["路面设计使用年限"] = "10年"
    truth.tell("RD-37", draft, road, "fail", "沥青路面设计使用年限10年")
    track = draft.records[f"{WEST}/左幅非机动车道"]
    track.qtos["Qto_FacilityPartBaseQuantities"]["Width"] = length(2.2)
    truth.tell("RD-03", draft, track, "fail", "非机动车道宽2.20 m")
    walk = draft.records[f"{WEST}/左幅人行道"]
    walk.psets["JCPset_RoadPart"]["横坡"] = "3.5%"
    truth.tell("RD-12", draft, walk, "fail", "人行道横坡3.5%")
    kerb = draft.records[f"{WEST}/左幅车行道侧缘石"]
    kerb.psets = {**kerb.psets, "Pset_KerbCommon": {"Upstand": Measure("IfcNonNegativeLengthMeasure", 0.25)}}
    truth.tell("RD-30", draft, kerb, "fail", "立缘石外露0.25 m")
    truth.tell("RD-19", draft, draft.records[f"{EAST}/人行横道/标线"], "fail", "人行横道宽2.00 m")
    side = FAULTY_PLAN.side("左幅", "西段")
    place = FAULTY_AXIS.at(14.5)
    x, y, z = place.aside(side.tree_row, side.level(abs(side.tree_row)))
    tree(draft, f"{WEST}/加密乔木", "国槐", WEST, At(round(x, 4), round(y, 4), round(z, 4)))
    near = [draft.records[f"{WEST}/{name}"] for name in ("左幅乔木02", "加密乔木")]
    truth.tell_first("RD-17", draft, near, "fail", "加密的乔木相距2.5 m")


def _deck(draft: Draft, truth: Truth) -> None:
    """What lies on the deck, and at its ends."""
    inner, outer = (draft.records[f"{OVER}/左幅{name}机动车道"] for name in ("内侧", "外侧"))
    inner.psets["JCPset_RoadPart"]["横坡"] = "0.8%"
    for rule in ("BR-11", "RD-12"):
        truth.tell(rule, draft, inner, "fail", "桥面横坡0.8%")
    outer.psets["JCPset_RoadPart"]["最大纵坡"] = "4.8%"
    truth.tell("BR-05", draft, outer, "fail", "桥面纵坡4.8%")
    slab = draft.records[f"{BRIDGE}/搭板0"]
    slab.psets = {**slab.psets, "JCPset_Slab": {"搭板长度": Measure(METRES, 4.0)}}
    truth.tell("BR-12", draft, slab, "fail", "搭板长4.0 m")
    draft.records[BRIDGE].psets["JCPset_Bridge"]["桥梁分类"] = "大桥"
    truth.tell("BR-14", draft, draft.records[BRIDGE], "fail", "总长66 m、跨径22 m写成了大桥")
    where = f"{BRIDGE}/附属设施"
    pipe(draft, FAULTY_PLAN, where, "污水管", "污水管 DN300", 13.0, -1.2, 0.15, 51.0, 115.0)
    truth.tell("BR-09", draft, draft.records[f"{where}/污水管"], "fail", "污水管上桥")


def _bridge(draft: Draft, truth: Truth) -> None:
    whole, foundation = draft.records[BRIDGE], draft.records[f"{BRIDGE}/基础"]
    whole.psets["JCPset_Bridge"]["设计工作年限"] = "30年"
    truth.tell("BR-04", draft, whole, "fail", "中桥设计工作年限30年")
    foundation.entity.PredefinedType = "SUBSTRUCTURE"
    truth.tell("BR-07", draft, whole, "fail", "基础部位写成了下部结构")
    _railings(draft, truth)
    truth.tell("BR-01", draft, draft.records[f"{BRIDGE}/附属设施/右幅栏杆3"], "fail", "竖杆净距0.14 m")


def _railings(draft: Draft, truth: Truth) -> None:
    where = f"{BRIDGE}/附属设施"
    for span in (1, 2, 3):
        truth.tell("BR-02", draft, draft.records[f"{where}/左幅栏杆{span}"], "fail", "人非混行道侧栏杆高1.20 m")
    truth.tell("BR-01", draft, draft.records[f"{where}/右幅栏杆2"], "fail", "人行道栏杆高1.05 m")


def _traces(draft: Draft, path: str, truth: Truth) -> None:
    draft.records[path].psets.pop("Pset_ManufacturerOccurrence")
    truth.tell("QUA-01", draft, draft.records[path], "fail", "未写批次")


def _bookkeeping(road: Draft, bridge: Draft, truth: Truth) -> None:
    bridge.file.by_type("IfcProjectedCRS")[0].VerticalDatum = None
    truth.tell("CIM-02", bridge, None, "undetermined", "未写高程基准")
    truth.tell("CIM-12", bridge, None, "undetermined", "未写高程基准，无从比较")
    repeat_identity(road, (f"{WEST}/左幅乔木01", f"{WEST}/左幅乔木03"), truth)
    drop_container(road, f"{EAST}/左幅路灯135", truth)
    spoil_code(road, f"{EAST}/悬臂标志", "1410", truth)


def plant_in_weak_form(draft: Draft, truth: Truth, *, is_faulty: bool) -> None:
    """Tell what the weak form cannot show, and plant faults in the faulty one, before its relations are written."""
    pavements = [draft.records[f"{part}/车行道/铺装"] for part in (EAST, WEST)]
    truth.tell_first("RD-07", draft, pavements, "undetermined", "没有纵断面，只写了最大纵坡")
    if not is_faulty:
        return
    for name in ("西段", "东段"):
        pavement = draft.records[f"{ROAD}/{name}/车行道/铺装"]
        pavement.psets["JCPset_Road"] = {"最大纵坡": 0.085} if name == "东段" else {}
    truth.tell("RD-06", draft, draft.records[f"{EAST}/车行道/铺装"], "fail", "最大纵坡8.5%")
    _lanes(draft, truth)
    truth.tell("RD-22", draft, draft.records[f"{EAST}/车行道/铺装"], "fail", "悬臂标志下净高4.2 m")
    for name in ("内侧", "外侧"):
        truth.tell("RD-22", draft, draft.records[f"{EAST}/右幅{name}机动车道"], "fail", "悬臂标志下净高4.2 m")
    truth.tell_first("RD-38", draft, pavements, "fail", "没有路灯")
    _sizes(draft, truth)
    whole = draft.records[BRIDGE]
    whole.psets["JCPset_Bridge"].pop("设计工作年限")
    truth.tell("BR-04", draft, whole, "undetermined", "未写设计工作年限")
    _railings(draft, truth)
    _traces(draft, f"{BRIDGE}/小箱梁2-5", truth)
    draft.records[ROAD].psets.pop("JCPset_Feature")
    draft.records[ROAD].documents = ()
    truth.tell("CHR-01", draft, draft.records["project"], "undetermined", "没有写任何特色要素")
    drop_container(draft, f"{EAST}/坐凳1", truth)
    spoil_code(draft, f"{EAST}/悬臂标志", "1410", truth)
