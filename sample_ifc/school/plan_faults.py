"""What is drawn wrong in the faulty schools, and the truth about it: widths, heights, ways out."""

from sample_ifc.record import Record
from sample_ifc.school.plan import SchoolPlan
from sample_ifc.truth import Truth
from sample_ifc.writer import Draft

FAULTY_PLAN = SchoolPlan(
    heights=(3.9, 3.9, 2.9), has_small_bedroom=True, store_height=1.9, ramp_run=4.3, narrow_doors=(0.9, 1.0), low_doors=2.1,
    has_blind_landing=True, has_fixed_windows=True, bath_ceiling=2.15, kitchen_south=6.8,
    odd_stairs={
        (1, 1): ((12, 0.1625), (12, 0.1625)), (2, 0): ((15, 0.15), (10, 0.165)), (2, 1): ((19, 0.15), (7, 0.15)),
    },
)  # fmt: skip
RAMP = "1F/无障碍坡道"
FLAT = {"308": "起居室", "309": "卧室", "310": "次卧室"}


def tell_plan_faults(draft: Draft, truth: Truth) -> None:
    """Tell what ``FAULTY_PLAN`` draws wrong."""
    truth.tell("FUN-01", draft, draft.records["storey/3F"], "fail", "三层有卧室，层高2.90 m")
    truth.tell("FUN-21", draft, _room(draft, "131"), "fail", "梯下储藏室净高1.90 m")
    truth.tell("ACC-02", draft, draft.records[RAMP], "fail", "名为1:12的坡道画成1:10")
    _flat(draft, truth)
    _doors(draft, truth)
    _ways_out(draft, truth)
    _stairs(draft, truth)


def _room(draft: Draft, number: str) -> Record:
    return draft.records[f"{number[0]}F/房间/{number}"]


def _flat(draft: Draft, truth: Truth) -> None:
    for number, usage in FLAT.items():
        truth.tell("FUN-02", draft, _room(draft, number), "fail", f"{usage}净高2.20 m")
    small = _room(draft, "310")
    truth.tell("FUN-04", draft, small, "fail", "次卧室使用面积4.5 m²")
    truth.tell("FUN-04", draft, small, "fail", "次卧室短边净宽1.125 m")
    truth.tell("FUN-19", draft, small, "fail", "次卧室没有外窗")
    truth.tell("GRN-12", draft, small, "fail", "次卧室没有外窗")
    truth.tell("GRN-12", draft, _room(draft, "308"), "fail", "梁下窗高1.35 m，窗地比不足1/7")
    truth.tell("FUN-03", draft, _room(draft, "311"), "fail", "卫生间吊顶高2.15 m")
    truth.tell("FUN-05", draft, _room(draft, "312"), "fail", "厨房使用面积3.33 m²")


def _doors(draft: Draft, truth: Truth) -> None:
    narrow, doubtful = _doors_of(draft, "2F/内墙/B2/")
    truth.tell("FIR-01", draft, narrow, "fail", "0.90 m宽的疏散门，扇开后净宽0.755 m")
    truth.tell("FIR-02", draft, narrow, "fail", "0.90 m宽的疏散门，扇开后净宽0.755 m")
    truth.tell("FIR-02", draft, doubtful, "fail", "1.00 m宽的疏散门，扇开后净宽0.855 m")
    for door in _doors_of(draft, "1F/内墙/B2/"):
        truth.tell("FIR-03", draft, door, "fail", "2.10 m高的疏散门，框下净高2.05 m")
    *_, kitchen = _doors_of(draft, "3F/隔墙/起居室/")
    truth.tell("FUN-08", draft, kitchen, "fail", "0.80 m宽的厨房门，扇开后净宽0.655 m")


def _doors_of(draft: Draft, wall: str) -> list[Record]:
    return [record for record in draft.records.values() if record.ifc_class == "IfcDoor" and record.path.startswith(wall)]


def _ways_out(draft: Draft, truth: Truth) -> None:
    """Without the door to the first stair one exit is left, and the west end of the corridor is a dead end."""
    truth.tell("FIR-09", draft, draft.records["storey/2F"], "fail", "二层只有一个安全出口")
    for number, metres in (("201", 38), ("202", 29)):
        truth.tell("FIR-05", draft, _room(draft, number), "fail", f"袋形走道的教室门到唯一楼梯间约{metres} m，应不大于22 m")


def _stairs(draft: Draft, truth: Truth) -> None:
    for flight in ("2F/1号楼梯/梯段1", "2F/1号楼梯/梯段2"):
        truth.tell("STR-04", draft, draft.records[flight], "fail", "踏步高162.5 mm，小学应不大于150 mm")
    truth.tell("STR-04", draft, draft.records["1F/2号楼梯/梯段2"], "fail", "踏步高165 mm，小学应不大于150 mm")
    truth.tell("STR-08", draft, draft.records["1F/2号楼梯"], "fail", "两梯段踏步高相差15 mm")
    truth.tell("STR-07", draft, draft.records["2F/2号楼梯/梯段1"], "fail", "一个梯段19级")
    truth.tell("STR-05", draft, draft.records["2F/2号楼梯/平台"], "fail", "休息平台深1.16 m")
    _edges_of_the_odd_stair(draft, truth)


def _edges_of_the_odd_stair(draft: Draft, truth: Truth) -> None:
    """After 19 steps the landing lies where no level railing was drawn: its edges are open, or have the low rails of flights."""
    path = "2F/2号楼梯/"
    is_revit = draft.part == "school_revit"
    truth.tell("RAI-01", draft, draft.records[f"{path}梯段1栏杆"], "fail", "平台临空处只有0.90 m高的梯段栏杆")
    truth.tell("RAI-01", draft, draft.records[f"{path}平台"], "fail", "平台临空边没有栏杆")
    if not is_revit:
        truth.tell("RAI-01", draft, draft.records[f"{path}梯段2栏杆"], "fail", "平台临空处只有0.90 m高的梯段栏杆")
        truth.tell("RAI-01", draft, draft.records[f"{path}平台"], "fail", "平台另一条临空边没有栏杆")
