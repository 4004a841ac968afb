"""The lanes: fire lanes with their courses, kerbs, footways with tactile paving, bollards."""

from math import atan, cos, sin
from typing import Any

from sample_ifc.renewal.plan import (
    AISLE,
    BRANCH_X,
    HOUSE_WALK,
    KERB,
    KERB_TOP,
    LANE,
    LENGTH,
    MAIN,
    NORTH,
    NORTH_WALK,
    SOUTH_WALK,
    WALK,
    WALK_END,
    WALK_START,
    RenewalPlan,
)
from sample_ifc.renewal.spatial import BRANCH_LANE, MAIN_LANE, NORTH_LANE, lit, metres, put
from sample_ifc.renewal.traces import acceptance, origin
from sample_ifc.shapes import Extrusion, Outline, Solid, cylinder, prism, rectangle
from sample_ifc.values import Quantity, area, length
from sample_ifc.writer import At, Draft

Fall = tuple[str, float, float]
"""Along x or y, from which coordinate on, and rise over run from there towards the greater ones."""

COURSES = (("水泥稳定碎石基层", 0.18, "cement_stabilised", "concrete"), ("级配碎石垫层", 0.15, "cement_stabilised", "soil"))
"""Name, thickness, material and colour of what lies below the surface, from above."""
SURFACE = 0.09
WALKS = (
    ("south", "主巷南侧人行道", MAIN_LANE, SOUTH_WALK, WALK_END),
    ("north", "主巷北侧人行道", MAIN_LANE, NORTH_WALK, BRANCH_X - KERB),
    ("house", "北巷人行道", NORTH_LANE, HOUSE_WALK, BRANCH_X - KERB),
)
STYLES = {
    "permeable_brick": "permeable",
    "granite_paving": "granite",
    "grass_paver": "grass_paver",
    "epdm": "epdm",
    "rubber": "epdm",
}
"""Material of a paving → its colour."""


def build(draft: Draft, plan: RenewalPlan) -> None:
    """Draw the lanes and what lies along them."""
    east = BRANCH_X + plan.branch_width
    _fire_lane(draft, "主巷消防车道", MAIN_LANE, rectangle(0, MAIN[0], LENGTH, MAIN[1]), {})
    width = NORTH[1] - NORTH[0]
    told = {"JCPset_FireLane": {"净宽": metres(width), "净高": metres(4.5)}}
    _fire_lane(draft, "北巷消防车道", NORTH_LANE, rectangle(0, NORTH[0], east, NORTH[1]), told)
    _fire_lane(draft, "东支巷消防车道", BRANCH_LANE, rectangle(BRANCH_X, MAIN[1], east, NORTH[0]), {})
    _kerbs(draft, east)
    for key, name, lane, (low, high), end in WALKS:
        _footway(draft, plan, key, name, lane, rectangle(WALK_START, low, end, high))
    for key, name, lane, (low, high), end in WALKS[:2]:
        _tactile(draft, key, name, lane, (low + high) / 2, end)
    _bollards(draft, plan)


def pave(
    draft: Draft, path: str, name: str, container: str, outline: Outline, top: float, material: str, *, thickness: float = 0.06,
    holes: tuple[Outline, ...] = (), psets: dict[str, dict[str, Any]] | None = None, fall: Fall | None = None,
) -> str:  # fmt: skip
    """A paved surface; its path. One with a fall has its top height where that begins."""
    style = STYLES[material]
    body = sloping(outline, top, thickness, style, holes, fall) if fall else prism(outline, top - thickness, top, style, holes)
    return put(
        draft, path, "IfcPavement", name, container, solids=[body],
        material=material, psets={**(psets or {}),
        "Pset_PavementCommon": {"Reference": name, "NominalThickness": metres(thickness)}},
        PredefinedType="FLEXIBLE",
    )  # fmt: skip


def sloping(
    outline: Outline, top: float, thickness: float, style: str, holes: tuple[Outline, ...], fall: Fall
) -> Extrusion:  # fmt: skip
    """A slab that leans along one of the axes."""
    along, start, rise = fall
    lean = atan(rise)
    dx, dy = (start, 0.0) if along == "x" else (0.0, start)
    axis, ref = ((-sin(lean), 0.0, cos(lean)), (cos(lean), 0.0, sin(lean))) if along == "x" else (
        (0.0, -sin(lean), cos(lean)), (1.0, 0.0, 0.0)
    )  # fmt: skip
    moved = [tuple((round(x - dx, 4), round(y - dy, 4)) for x, y in ring) for ring in (outline, *holes)]
    return Extrusion(moved[0], thickness, style, (dx, dy, top - thickness), axis, ref, tuple(moved[1:]))


def _fire_lane(draft: Draft, name: str, lane: str, outline: Outline, told: dict[str, dict[str, Any]]) -> None:
    (x0, y0), (x1, y1) = outline[0], outline[2]
    sides = sorted((x1 - x0, y1 - y0))
    sizes: dict[str, Quantity] = {"Length": length(sides[1]), "Width": length(sides[0]), "NetArea": area(sides[0] * sides[1])}
    whole = put(
        draft, f"lanes/{name}", "IfcPavement", name, lane, solids=[prism(outline, LANE - SURFACE, LANE, "asphalt")],
        material="asphalt", psets={**lit(draft, 18.0, 5.0), **told}, qtos={"Qto_PavementBaseQuantities": sizes},
        PredefinedType="FLEXIBLE",
    )  # fmt: skip
    top = LANE - SURFACE
    for course, thickness, material, style in COURSES:
        draft.element(
            f"{whole}/{course}", "IfcCourse", course, within="site", whole=whole, code="14-10.10", material=material,
            solids=[prism(outline, top - thickness, top, style)], PredefinedType="PAVEMENT",
            psets={"Pset_CourseCommon": {"NominalThickness": metres(thickness)}, **origin("course")},
            documents=acceptance("course"),
        )  # fmt: skip
        top = round(top - thickness, 4)


def _kerbs(draft: Draft, east: float) -> None:
    of = draft.type(
        "type/kerb", "IfcKerbType", "花岗岩路缘石 150×300", code="14-10.10", material="granite_paving",
        psets={"Pset_KerbCommon": {"Upstand": metres(KERB_TOP), "Mountable": False, "CombinedKerbGutter": False}, **origin("kerb")},
        documents=acceptance("kerb"), PredefinedType="NOTDEFINED",
    )  # fmt: skip
    south, north = (MAIN[0] - KERB, MAIN[0]), (MAIN[1], MAIN[1] + KERB)
    low, high = (NORTH[0] - KERB, NORTH[0]), (NORTH[1], NORTH[1] + KERB)
    lines = [
        (MAIN_LANE, rectangle(3.2, south[0], AISLE[0], south[1])), (MAIN_LANE, rectangle(AISLE[1], south[0], LENGTH, south[1])),
        (MAIN_LANE, rectangle(3.2, north[0], BRANCH_X - KERB, north[1])),
        (MAIN_LANE, rectangle(east + KERB, north[0], LENGTH, north[1])),
        (NORTH_LANE, rectangle(0, low[0], BRANCH_X - KERB, low[1])), (NORTH_LANE, rectangle(0, high[0], east + KERB, high[1])),
        (BRANCH_LANE, rectangle(BRANCH_X - KERB, MAIN[1], BRANCH_X, NORTH[0])),
        (BRANCH_LANE, rectangle(east, MAIN[1], east + KERB, NORTH[1])),
    ]  # fmt: skip
    for number, (lane, outline) in enumerate(lines, start=1):
        put(
            draft, f"lanes/路缘石{number}", "IfcKerb", "花岗岩路缘石 150×300", lane, of=of,
            solids=[prism(outline, -0.18, KERB_TOP, "kerb")], PredefinedType="NOTDEFINED",
        )  # fmt: skip


def _footway(draft: Draft, plan: RenewalPlan, key: str, name: str, lane: str, outline: Outline) -> None:
    low, high = outline[0][1], outline[2][1]
    psets = {**lit(draft, 24.0, 7.0), "JCPset_Footway": {"有效通行宽度": metres(round(high - low, 3))}}
    pave(draft, f"lanes/人行道/{key}", name, lane, outline, WALK, plan.walk_paving, psets=psets)


def _tactile(draft: Draft, key: str, name: str, lane: str, middle: float, end: float) -> None:
    """A guiding strip, with a warning strip across at both ends; 5 mm above the footway."""
    z0, z1 = WALK, WALK + 0.005
    start = WALK_START + 0.9
    strips = (
        ("行进盲道", rectangle(start, middle - 0.15, end - 0.9, middle + 0.15)),
        ("提示盲道西", rectangle(start - 0.6, middle - 0.3, start, middle + 0.3)),
        ("提示盲道东", rectangle(end - 0.9, middle - 0.3, end - 0.3, middle + 0.3)),
    )
    for part, outline in strips:
        put(
            draft, f"lanes/盲道/{key}/{part}", "IfcCovering", f"{name}{part}", lane, solids=[prism(outline, z0, z1, "tactile")],
            material="tactile_brick", PredefinedType="FLOORING",
        )  # fmt: skip


def _bollards(draft: Draft, plan: RenewalPlan) -> None:
    solids: list[Solid] = [cylinder((0, 0, -0.2), 0.09, 0.95, "lamp_post"), cylinder((0, 0, 0.62), 0.095, 0.06, "line")]
    of = draft.type(
        "type/bollard", "IfcFurnitureType", "车止石", solids=solids, code="14-10.10", material="steel",
        PredefinedType="USERDEFINED", ElementType="车止石", AssemblyPlace="NOTDEFINED",
    )  # fmt: skip
    places = [
        (x, y) for x, walk in ((WALK_START, SOUTH_WALK), (BRANCH_X - 1.0, NORTH_WALK)) for y in (walk[0] + 0.3, walk[1] - 0.3)
    ]
    places[1] = (WALK_START, round(places[0][1] + plan.bollard_pitch, 3))
    places += [(WALK_START, y) for y in (NORTH_WALK[0] + 0.3, NORTH_WALK[1] - 0.3)]
    for number, (x, y) in enumerate(places, start=1):
        put(
            draft, f"lanes/车止石{number}", "IfcFurniture", "车止石", MAIN_LANE, of=of, at=At(x, y, WALK),
            PredefinedType="USERDEFINED", ObjectType="车止石",
        )  # fmt: skip
