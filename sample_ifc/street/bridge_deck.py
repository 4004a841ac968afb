"""What people see of the bridge from above: surfacing, lanes, ways, guardrails, railings, lamps."""

from math import hypot

from sample_ifc.alignment import WrittenAxis, position_by
from sample_ifc.shapes import Extrusion, Solid, box, rectangle
from sample_ifc.street.furniture import lamp
from sample_ifc.street.plan import BRIDGE, CYCLE_EDGE, GUTTER, HALF, SIDES, SPANS, WALK, WEARING, Side, StreetPlan
from sample_ifc.street.spatial import BRIDGE as WHOLE
from sample_ifc.street.spatial import CONCRETE_CODE, RAILING_CODE, ROAD, SITE
from sample_ifc.street.surfaces import center_line, course, lanes, strip, track, walk
from sample_ifc.street.traces import TRACES
from sample_ifc.values import Measure
from sample_ifc.writer import At, Draft

WHERE = f"{ROAD}/桥梁段"
PARTS = f"{WHOLE}/附属设施"
GUARD = (7.30, 7.80)
OUTER = 15.9
"""Outer edge of footway and shared way; the edge beam with the railing stands beyond it."""
RAILING_ROW = 16.15
POST = 2.2
BAR = 0.02
LAMPS = (75.0, 105.0)


def build(draft: Draft, plan: StreetPlan, written: WrittenAxis | None, *, with_lamps: bool = True) -> None:
    """Draw the deck's furniture on both sides."""
    start, end = BRIDGE
    _surfacing(draft, plan)
    center_line(draft, plan, f"{WHERE}/车行道", f"{WHOLE}/铺装面层", start, end)
    lamps = []
    for name, sign in SIDES.items():
        side = Side(sign)
        lanes(draft, plan, WHERE, name, side, start, end)
        _guardrail(draft, plan, name, side)
        _verge(draft, plan, name, side)
        if sign > 0:
            track(draft, plan, WHERE, f"{name}人非混行道", side, side.reserve_edge, OUTER, start, end, "双向")
        else:
            track(draft, plan, WHERE, f"{name}非机动车道", side, side.reserve_edge, CYCLE_EDGE, start, end)
            walk(draft, plan, WHERE, name, side, start, end)
        _edge(draft, plan, name, side)
        for span, _ in enumerate(SPANS, start=1):
            _railing(draft, plan, name, side, span)
        if with_lamps:
            lamps += [lamp(draft, plan, written, WHERE, name, side, distance) for distance in LAMPS]
    if written and lamps:
        position_by(draft, written, lamps)


def _surfacing(draft: Draft, plan: StreetPlan) -> None:
    solids: list[Solid] = []
    for sign in (1, -1):
        right, left = sorted([(0.0, -WEARING), (sign * HALF, GUTTER - WEARING)])
        solids.append(plan.axis.band(*BRIDGE, right, left, 0.09, "asphalt", plan.step))
    course(draft, f"{WHOLE}/铺装面层", "桥面沥青混凝土面层 AC-13C+AC-20C", f"{WHOLE}/桥面", "asphalt", 0.09, solids, "asphalt")


def _guardrail(draft: Draft, plan: StreetPlan, name: str, side: Side) -> None:
    trace = TRACES["guardrail"]
    of = draft.type(
        "type/guardrail", "IfcRailingType", "钢筋混凝土防撞护栏 SA级", code=RAILING_CODE, material="concrete_c30",
        PredefinedType="GUARDRAIL",
        psets=trace.of_type | {"Pset_RailingCommon": {"Reference": "FZ-SA", "Height": Measure("IfcPositiveLengthMeasure", 0.95)}},
        documents=trace.documents,
    )  # fmt: skip
    near, far, foot = side.sign * GUARD[0], side.sign * GUARD[1], GUTTER - 0.14
    top = side.sign * (GUARD[0] + 0.25), side.sign * (GUARD[1] - 0.05)
    low, high = sorted((near, far)), sorted(top)
    section = ((low[0], foot), (low[1], foot), (high[1], GUTTER + 0.95), (high[0], GUTTER + 0.95))
    draft.element(
        f"{PARTS}/{name}防撞护栏", "IfcRailing", f"{name}防撞护栏", within=SITE, container=PARTS, of=of, PredefinedType="GUARDRAIL",
        psets=trace.of_occurrence, solids=[plan.axis.sweep(*BRIDGE, section, "concrete", plan.step)],
    )  # fmt: skip


def _verge(draft: Draft, plan: StreetPlan, name: str, side: Side) -> None:
    """The raised strip behind the guardrail, on which the lamps stand."""
    draft.element(
        f"{PARTS}/{name}设施带", "IfcSlab", f"{name}设施带混凝土垫高块", within=SITE, container=PARTS, code=CONCRETE_CODE,
        material="concrete_c30", PredefinedType="USERDEFINED", ObjectType="设施带",
        solids=[strip(plan, side, *BRIDGE, GUARD[1] + 0.02, side.reserve_edge, 0.2, "concrete")],
    )  # fmt: skip


def _edge(draft: Draft, plan: StreetPlan, name: str, side: Side) -> None:
    top = _edge_level(side)
    right, left = sorted([(side.sign * OUTER, top), (side.sign * 16.4, top)])
    draft.element(
        f"{PARTS}/{name}地袱", "IfcBeam", f"{name}地袱", within=SITE, container=PARTS, code=CONCRETE_CODE, material="concrete_c30",
        PredefinedType="EDGEBEAM", solids=[plan.axis.band(*BRIDGE, right, left, 0.5, "bluestone", plan.step)],
        psets={"Pset_ConcreteElementGeneral": {"CastingMethod": Measure("IfcLabel", "INSITU")}},
    )  # fmt: skip
    if side.sign < 0:
        # The slab that carries the footway over the deck.
        slab = strip(plan, side, *BRIDGE, WALK, OUTER, 0.22, "concrete", lift=-0.06)
        draft.element(
            f"{PARTS}/{name}支承板", "IfcSlab", f"{name}架空支承板", within=SITE, container=PARTS, code=CONCRETE_CODE,
            material="concrete_c30",
            PredefinedType="USERDEFINED", ObjectType="支承板", solids=[slab],
        )  # fmt: skip


def _edge_level(side: Side) -> float:
    """Top of the edge beam, flush with what lies before it."""
    on_track = GUTTER - 0.01 * (OUTER - side.reserve_edge)
    return round(on_track if side.sign > 0 else side.level(OUTER - 1e-6), 4)


def _railing(draft: Draft, plan: StreetPlan, name: str, side: Side, span: int) -> None:
    start, end = SPANS[span - 1]
    height = plan.railing_heights[0 if side.sign > 0 else 1]
    if plan.low_railing and side.sign < 0 and span == 2:
        height = plan.low_railing
    pitch = plan.bar_pitch if side.sign < 0 and span == 3 else 0.12
    trace = TRACES["railing"]
    sort = "人非混行道栏杆" if side.sign > 0 else "人行道栏杆"
    if draft.file.schema == "IFC2X3":
        sort = f"桥上{sort}"
    of = draft.type(
        f"type/railing/{height:.2f}/{pitch:g}", "IfcRailingType", f"铸铁{sort} {height:.2f}m", code=RAILING_CODE,
        material="park_steel",
        PredefinedType="BALUSTRADE", documents=trace.documents,
        psets=trace.of_type
        | {
            "Pset_RailingCommon": {"Reference": f"LG-{height:.2f}", "Height": height, "IsExternal": True},
            "JCPset_Railing": {"竖杆净距": Measure("IfcPositiveLengthMeasure", round(pitch - BAR, 3))},
        },
    )  # fmt: skip
    z0, z1 = (plan.axis.height(x) + _edge_level(side) for x in (start, end))
    draft.element(
        f"{PARTS}/{name}栏杆{span}", "IfcRailing", f"{name}{sort} 第{span}跨", within=SITE, container=PARTS, of=of,
        at=At(start, side.sign * RAILING_ROW, round(z0, 4)), PredefinedType="BALUSTRADE", psets=trace.of_occurrence,
        solids=_bars(end - start, z1 - z0, height, pitch),
    )  # fmt: skip


def _bars(span: float, rise: float, height: float, pitch: float) -> list[Solid]:
    """Posts, bars and two rails that follow the span's slope."""

    def rail(low: float, high: float, half: float) -> Solid:
        slope = hypot(span, rise)
        outline = rectangle(-half, low, half, high)
        return Extrusion(outline, slope, "rail_paint", (0.0, 0.0, 0.0), (span / slope, 0.0, rise / slope), (0.0, 1.0, 0.0))

    solids: list[Solid] = [rail(height - 0.06, height, 0.04), rail(0.08, 0.12, 0.02)]
    count = int((span - 0.1) / pitch)
    for number in range(count + 1):
        x = 0.05 + pitch * number
        is_post = number % round(POST / pitch) == 0
        half, top = (0.03, height - 0.05) if is_post else (BAR / 2, height - 0.05)
        z = rise * x / span
        solids.append(box((x - half, -half, z + (0.0 if is_post else 0.1)), (x + half, half, z + top), "rail_paint"))
    return solids
