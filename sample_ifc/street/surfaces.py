"""What people drive, ride and walk on: lanes, cycle tracks, footways, their courses and kerbs, reserves, markings."""

from typing import Any

from sample_ifc.shapes import Mesh, Solid
from sample_ifc.street.plan import CYCLE_EDGE, GUTTER, HALF, KERB, STRETCHES, WALK, WEARING, Side, StreetPlan
from sample_ifc.street.spatial import GROUND_CODE, ROAD, SITE, part
from sample_ifc.street.traces import TRACES
from sample_ifc.values import Measure, Quantity, length
from sample_ifc.writer import Draft

COURSES = (
    ("细粒式沥青混凝土上面层 AC-13C", "asphalt", 0.04, "asphalt", "asphalt"),
    ("中粒式沥青混凝土下面层 AC-20C", "asphalt_binder", 0.06, "asphalt", "asphalt"),
    ("水泥稳定碎石基层", "cement_stabilised", 0.36, "stone_base", "base"),
    ("级配碎石底基层", "graded_gravel", 0.15, "stone_base", "base"),
)
"""Name, material, thickness, style, trace; from above."""
BASE = 2
"""The course that the weak form has beside the surface."""
TACTILE = 0.30


def build(draft: Draft, plan: StreetPlan) -> None:
    """Draw both stretches."""
    for stretch in STRETCHES:
        _courses(draft, plan, stretch)
        where = f"{ROAD}/{stretch}/车行道"
        center_line(draft, plan, where, f"{where}/铺装", *STRETCHES[stretch])
    for stretch, name, side in plan.sides:
        start, end = STRETCHES[stretch]
        where = f"{ROAD}/{stretch}"
        lanes(draft, plan, where, name, side, start, end)
        track(draft, plan, where, f"{name}非机动车道", side, side.reserve_edge, CYCLE_EDGE, start, end)
        walk(draft, plan, where, name, side, start, end)
        if draft.file.schema != "IFC2X3":
            _walk_base(draft, plan, where, name, side, start, end)
        kerb(draft, plan, where, f"{name}人行道外侧", side, start, end, side.walk_edge, is_flush=True)
        _reserve(draft, plan, where, name, side, start, end)
    _crossing(draft, plan)


def strip(plan: StreetPlan, side: Side, start: float, end: float, near: float, far: float, thickness: float, style: str,
          lift: float = 0.0) -> Mesh:  # fmt: skip
    """A layer on the surface between two offsets without sign; ``lift`` raises its upper side."""
    edges = [(side.sign * offset, round(_inside(side, offset, near, far) + lift, 4)) for offset in (near, far)]
    right, left = sorted(edges)
    return plan.axis.band(start, end, right, left, thickness, style, plan.step)


def _inside(side: Side, offset: float, near: float, far: float) -> float:
    """The surface's height at an edge, seen from between the edges: a kerb's step belongs to the other side."""
    inward = 1e-6 if offset == near else -1e-6
    return side.level(offset + inward)


def _width(value: float) -> dict[str, dict[str, Measure | str]]:
    return {"JCPset_RoadPart": {"宽度": Measure("IfcPositiveLengthMeasure", value)}}


def _sizes(start: float, end: float, width: float) -> dict[str, dict[str, Quantity]]:
    return {"Qto_FacilityPartBaseQuantities": {"Length": length(round(end - start, 3)), "Width": length(round(width, 3))}}


def lanes(draft: Draft, plan: StreetPlan, where: str, name: str, side: Side, start: float, end: float) -> None:
    """The two lanes of a half."""
    for lane, near, far in (
        ("内侧机动车道", 0.0, side.inner_lane), ("外侧机动车道", side.inner_lane, side.inner_lane + side.outer_lane)
    ):  # fmt: skip
        psets = _width(round(far - near, 3))
        psets["JCPset_RoadPart"]["车道类型"] = "混行"
        part(
            draft, f"{where}/{name}{lane}", "IfcRoadPart", f"{name}{lane}", f"{where}/车行道", "TRAFFICLANE", "LATERAL",
            solids=[strip(plan, side, start, end, near, far, WEARING, "asphalt")], psets=psets,
            qtos=_sizes(start, end, far - near),
            code=GROUND_CODE,
        )  # fmt: skip


def track(draft: Draft, plan: StreetPlan, where: str, name: str, side: Side, near: float, far: float, start: float, end: float,
          direction: str = "单向") -> None:  # fmt: skip
    """A cycle track or a way that cyclists and walkers share."""
    psets = _width(round(far - near, 3))
    psets["JCPset_RoadPart"]["通行方向"] = direction
    part(
        draft, f"{where}/{name}", "IfcRoadPart", name, where, "USERDEFINED", "LATERAL", ObjectType=name[2:],
        solids=[strip(plan, side, start, end, near, far, 0.1, "asphalt_red")], psets=psets, code=GROUND_CODE,
        qtos=_sizes(start, end, far - near),
    )  # fmt: skip
    if far == CYCLE_EDGE:
        kerb(draft, plan, where, f"{name[:2]}人行道侧", side, start, end, CYCLE_EDGE)


def walk(draft: Draft, plan: StreetPlan, where: str, name: str, side: Side, start: float, end: float) -> None:
    """A footway with its tactile paving."""
    part(
        draft, f"{where}/{name}人行道", "IfcRoadPart", f"{name}人行道", where, "SIDEWALK", "LATERAL",
        solids=[strip(plan, side, start, end, WALK, side.walk_edge, 0.06, "permeable")], psets=_width(side.walk), code=GROUND_CODE,
        qtos=_sizes(start, end, side.walk),
    )  # fmt: skip
    middle = round(WALK + side.walk / 2, 3)
    draft.element(
        f"{where}/{name}盲道", "IfcPavement", f"{name}盲道", within=SITE, container=f"{where}/{name}人行道",
        PredefinedType="USERDEFINED",
        ObjectType="盲道", material="tactile_brick", code=GROUND_CODE,
        solids=[strip(plan, side, start, end, middle - TACTILE / 2, middle + TACTILE / 2, 0.012, "tactile", lift=0.008)],
    )  # fmt: skip


def _walk_base(draft: Draft, plan: StreetPlan, where: str, name: str, side: Side, start: float, end: float) -> None:
    base = strip(plan, side, start, end, WALK, side.walk_edge, 0.15, "concrete", lift=-0.06)
    walk_path = f"{where}/{name}人行道"
    course(draft, f"{walk_path}基层", "C20透水混凝土基层", walk_path, "pervious_concrete", 0.15, [base], "brick")


def course(
    draft: Draft, path: str, name: str, container: str | None, material: str, thickness: float, solids: list[Solid], kind: str,
    whole: str | None = None,
) -> None:  # fmt: skip
    """A course of a pavement."""
    trace = TRACES[kind]
    of = draft.type(
        f"type/course/{name}", "IfcCourseType", f"{name} {thickness * 1000:.0f}mm", code=GROUND_CODE, material=material,
        PredefinedType="PAVEMENT", psets=trace.of_type | {"Pset_CourseCommon": {"NominalThickness": _thick(thickness)}},
        documents=trace.documents,
    )  # fmt: skip
    draft.element(
        path, "IfcCourse", name, within=SITE, container=container, whole=whole, of=of, solids=solids, PredefinedType="PAVEMENT",
        psets=trace.of_occurrence, qtos={"Qto_CourseBaseQuantities": {"Thickness": length(thickness)}},
    )  # fmt: skip


def _thick(value: float) -> Measure:
    return Measure("IfcNonNegativeLengthMeasure", value)


def _courses(draft: Draft, plan: StreetPlan, stretch: str) -> None:
    start, end = STRETCHES[stretch]
    where, depth = f"{ROAD}/{stretch}/车行道", WEARING
    pavement = f"{where}/铺装"
    psets: dict[str, dict[str, Any]] = {
        "Pset_PavementCommon": {"NominalThickness": _thick(round(sum(c[2] for c in COURSES), 3))},
    }  # fmt: skip
    # The weak form has neither carriageway nor alignment: there the pavement stands for both.
    is_weak = draft.file.schema == "IFC2X3"
    if is_weak:
        psets["JCPset_Road"] = {"最大纵坡": 0.02}
    draft.element(
        pavement, "IfcPavement", f"{stretch}车行道路面" if is_weak else "沥青混凝土柔性铺装", within=SITE, container=where,
        PredefinedType="FLEXIBLE", code=GROUND_CODE, psets=psets,
        solids=_crowned(plan, start, end, HALF, depth, COURSES[0][2], "asphalt") if is_weak else (),
    )  # fmt: skip
    for number, (name, material, thickness, style, kind) in enumerate(COURSES):
        if not is_weak or number == BASE:
            spread = HALF + (0.2 if number > 1 else 0.0)
            solids = _crowned(plan, start, end, spread, depth, thickness, style)
            course(draft, f"{where}/{name}", name, None, material, thickness, solids, kind, whole=pavement)
        depth = round(depth + thickness, 4)


def _crowned(plan: StreetPlan, start: float, end: float, half: float, depth: float, thickness: float, style: str) -> list[Solid]:
    """A layer that falls to both gutters."""
    solids: list[Solid] = []
    for sign in (1, -1):
        right, left = sorted([(0.0, -depth), (sign * half, GUTTER - depth)])
        solids.append(plan.axis.band(start, end, right, left, thickness, style, plan.step))
    return solids


def kerb(
    draft: Draft, plan: StreetPlan, where: str, name: str, side: Side, start: float, end: float, near: float, *,
    is_flush: bool = False
) -> None:  # fmt: skip
    """A kerb whose near side is at an offset."""
    trace = TRACES["kerb"]
    upstand = 0.0 if is_flush else 0.15 if near < CYCLE_EDGE else 0.12
    top = side.level(near - 1e-6) if is_flush else side.level(near - 1e-6 if near in (HALF, CYCLE_EDGE) else near + KERB + 1e-6)
    top = round(top + upstand, 4)
    sort = "青石平缘石" if is_flush else "青石立缘石"
    of = draft.type(
        f"type/kerb/{sort}{upstand:g}", "IfcKerbType", f"{sort} 150×350", code=GROUND_CODE, material="bluestone",
        PredefinedType="USERDEFINED", ElementType="路缘石", documents=trace.documents,
        psets=trace.of_type | {"Pset_KerbCommon": {"Upstand": _thick(upstand), "Mountable": False}},
    )  # fmt: skip
    right, left = sorted([(side.sign * near, top), (side.sign * (near + KERB), top)])
    draft.element(
        f"{where}/{name}缘石", "IfcKerb", f"{name}{sort}", within=SITE, container=where, of=of, PredefinedType="USERDEFINED",
        ObjectType="路缘石", psets=trace.of_occurrence,
        solids=[plan.axis.band(start, end, right, left, 0.35, "bluestone", plan.step)],
        qtos={"Qto_KerbBaseQuantities": {"Length": length(round(end - start, 3)), "Height": length(0.35)}},
    )  # fmt: skip


def _reserve(draft: Draft, plan: StreetPlan, where: str, name: str, side: Side, start: float, end: float) -> None:
    kerb(draft, plan, where, f"{name}车行道侧", side, start, end, HALF)
    kerb(draft, plan, where, f"{name}非机动车道侧", side, start, end, round(side.reserve_edge - KERB, 3))
    near, far = HALF + KERB, round(side.reserve_edge - KERB, 3)
    draft.element(
        f"{where}/{name}侧分带", "IfcGeographicElement", f"{name}侧分带下凹绿地", within=SITE, container=where,
        PredefinedType="USERDEFINED", ObjectType="侧分带绿地", material="planting_soil", code=GROUND_CODE,
        solids=[strip(plan, side, start, end, near, far, 0.4, "grass")],
        psets={"JCPset_RoadPart": {"宽度": Measure("IfcPositiveLengthMeasure", round(far - near, 3))}},
    )  # fmt: skip


def center_line(draft: Draft, plan: StreetPlan, where: str, host: str, start: float, end: float) -> None:
    """The double yellow line and the dashes between lanes, on a course."""
    lines: list[Solid] = [_painted(plan, start, end, at, 0.15, "marking_yellow") for at in (-0.2, 0.2)]
    _mark(draft, f"{where}/双黄实线", "双黄实线标线", host, lines)
    if draft.file.schema == "IFC2X3":
        return
    dashes: list[Solid] = []
    for sign in (1, -1):
        first = start + 2.0
        while first + 4.0 < end:
            dashes.append(_painted(plan, first, first + 4.0, sign * 3.5, 0.15, "line"))
            first += 10.0
    _mark(draft, f"{where}/白虚线", "白虚线标线", host, dashes)


def _painted(plan: StreetPlan, start: float, end: float, middle: float, width: float, style: str) -> Mesh:
    side = Side(1)
    edges = [(middle + d, side.level(abs(middle + d)) + 0.003) for d in (-width / 2, width / 2)]
    return plan.axis.band(start, end, edges[0], edges[1], 0.002, style, plan.step)


def _mark(draft: Draft, path: str, name: str, host: str, solids: list[Solid]) -> None:
    draft.element(
        path, "IfcSurfaceFeature", name, within=SITE, host=host, solids=solids, PredefinedType="LINEMARKING",
        material="thermoplastic", code=GROUND_CODE,
    )  # fmt: skip


def _crossing(draft: Draft, plan: StreetPlan) -> None:
    where = f"{ROAD}/东段/人行横道"
    part(draft, where, "IfcRoadPart", "K1+396 人行横道", f"{ROAD}/东段", "PEDESTRIAN_CROSSING", "REGION")
    stripes: list[Solid] = [
        _painted(plan, *plan.crossing, sign * (0.6 + 1.05 * i), 0.45, "line") for sign in (1, -1) for i in range(7)
    ]  # fmt: skip
    _mark(draft, f"{where}/标线", "人行横道标线", f"{ROAD}/东段/车行道/铺装", stripes)
