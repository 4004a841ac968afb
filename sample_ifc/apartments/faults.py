"""What is planted in the faulty block of flats, and the truth about it."""

from sample_ifc.apartments.plan import HousePlan
from sample_ifc.apartments.spatial import BUILDING, SITE
from sample_ifc.faults import give_own_type
from sample_ifc.record import Record
from sample_ifc.truth import Truth
from sample_ifc.writer import Draft

FAULTY_PLAN = HousePlan(
    has_lift=False, duct_bottom=2.15, has_low_pipe=True, narrow_passage=6.95, has_moved_bathroom=True, risers={1: 8},
    has_pipe_casing=True, thin_slab=0.09, low_balcony=1.15, low_sill=0.6, large_windows=3.0, narrow_door=0.9,
    has_blind_study=True,
)  # fmt: skip
WEST_WALLS = ("1F/外墙/西", "2F/外墙/西", "3F/外墙/西", "4F/外墙/西")


def plant_faults(draft: Draft, truth: Truth) -> None:
    """Plant what the plan does not draw wrong, and tell all of it."""
    _tell_flats(draft, truth)
    _tell_stairs(draft, truth)
    _tell_windows(draft, truth)
    _plant_indicators(draft, truth)
    bare = {
        "Reference": "外墙-300-西",
        "IsExternal": True,
        "LoadBearing": False,
        "FireRating": "1.00h",
        "ThermalTransmittance": 0.7,
    }
    for path in WEST_WALLS:
        wall = draft.records[path]
        psets = {"Pset_WallCommon": bare}
        give_own_type(draft, wall, "type/wall/西墙300", "IfcWallType", "外墙-300-西", psets, PredefinedType="SOLIDWALL")
        truth.tell("GRN-08", draft, wall, "fail", "外墙K=0.70，应不大于0.45")
        truth.tell("GRN-05", draft, wall, "fail", "外墙K=0.70，超过权衡判断的下限0.60")


def _room(draft: Draft, number: str) -> Record:
    return draft.records[f"{number[0]}F/房间/{number}"]


def _tell_flats(draft: Draft, truth: Truth) -> None:
    truth.tell("FUN-10", draft, draft.records[BUILDING], "fail", "四层住宅没有电梯")
    truth.tell("FUN-06", draft, _room(draft, "301-4"), "fail", "三层卫生间在二层他户次卧室上方")
    truth.tell("FUN-06", draft, _room(draft, "401-5"), "fail", "四层卫生间在三层他户次卧室上方")
    truth.tell("FUN-07", draft, _room(draft, "201-3"), "fail", "户内过道净宽0.85 m")
    truth.tell("FUN-14", draft, _room(draft, "333"), "fail", "公共走廊风管下净高2.15 m")
    truth.tell("FUN-17", draft, draft.records["3F/板东"], "fail", "楼板厚90 mm")
    narrow = next(
        record for path, record in draft.records.items()
        if path.startswith("2F/隔墙/东/过道南/") and record.ifc_class == "IfcDoor" and record.mark == "M0921"
    )  # fmt: skip
    truth.tell("FUN-08", draft, narrow, "fail", "0.90 m宽的卧室门，扇开后净宽0.755 m")
    truth.tell("RAI-02", draft, draft.records["4F/阳台栏杆/东"], "fail", "阳台栏杆高1.15 m，应不小于1.20 m")


def _tell_stairs(draft: Draft, truth: Truth) -> None:
    truth.tell("STR-01", draft, draft.records["1F/楼梯/梯段1"], "fail", "管道包封后梯段净宽0.94 m")
    truth.tell("STR-06", draft, draft.records["1F/楼梯/梯段1"], "fail", "横管下梯段净高不足2.20 m")
    for flight in ("2F/楼梯/梯段1", "2F/楼梯/梯段2"):
        truth.tell("STR-02", draft, draft.records[flight], "fail", "踏步高187.5 mm，应不大于175 mm")


def _tell_windows(draft: Draft, truth: Truth) -> None:
    for number, ratio in (("201-4", 0.42), ("201-6", 0.36)):
        truth.tell("GRN-03", draft, _room(draft, number), "fail", f"北向窗墙面积比{ratio}，应不大于0.30")
    truth.tell("GRN-04", draft, _room(draft, "201-4"), "fail", "北向窗墙面积比0.42，超过权衡判断的下限0.40")
    truth.tell("FUN-19", draft, _room(draft, "402-7"), "fail", "客卧没有外窗")
    truth.tell("GRN-12", draft, _room(draft, "402-7"), "fail", "客卧没有外窗")
    low = next(record for path, record in draft.records.items() if path.startswith("3F/外墙/南/") and record.mark == "C2421")
    truth.tell("RAI-04", draft, low, "fail", "三层卧室窗台高0.60 m，无防护")


def _plant_indicators(draft: Draft, truth: Truth) -> None:
    site, building = draft.records[SITE], draft.records[BUILDING]
    building.psets["JCPset_Building"]["体形系数"] = 0.38
    truth.tell("GRN-01", draft, building, "fail", "体形系数0.38，应不大于0.33")
    site.psets["JCPset_SiteIndicators"]["绿地率"] = 0.24
    truth.tell("GRN-19", draft, site, "fail", "绿地率24%，应不小于30%")
    site.psets["Pset_SiteCommon"] |= {"SiteCoverageRatio": 0.4, "FloorAreaRatio": 1.8}
    truth.tell("GRN-20", draft, site, "fail", "建筑密度40%，应不大于30%")
    truth.tell("GRN-21", draft, site, "fail", "容积率1.8，应不大于1.5")
