"""The school yard: lawn, paving, running track, basketball court, trees, fence, gate, flagpole."""

from sample_ifc.school.plan import GROUND_Z, WALL, outer
from sample_ifc.school.spatial import SITE
from sample_ifc.shapes import Outline, Solid, blob, box, cylinder, prism, rectangle, rod, stadium, trunk
from sample_ifc.writer import At, Draft

CODE = "14-10.10"
WEST, SOUTH, EAST, NORTH = -30.0, -68.0, 96.0, 24.0
TRACK = (20.0, -41.5)
STRAIGHT, INNER, LANE, LANES = 22.0, 17.5, 1.22, 4
COURT = (76.0, -41.5)
GATE_Y = -9.0


def build(draft: Draft) -> None:
    """Draw the school yard."""
    building = rectangle(*outer(WALL))
    _ground(
        draft, "草坪", "草地", "turf", [prism(rectangle(WEST, SOUTH, EAST, NORTH), -0.75, -0.47, "grass", (building,))], "TERRAIN"
    )
    _ground(
        draft,
        "硬质铺装",
        "透水砖铺装",
        "permeable_brick",
        [prism(rectangle(WEST, -17, 80, 16), -0.47, GROUND_Z, "paving", (building,))],
    )
    _track(draft)
    _court(draft)
    _flagpole(draft)
    _trees(draft)
    _fence(draft)


def _ground(
    draft: Draft, name: str, kind: str, material: str, solids: list[Solid], predefined: str = "USERDEFINED", at: At | None = None
) -> None:
    draft.element(
        f"校园/{name}",
        "IfcGeographicElement",
        name,
        within=SITE,
        container=SITE,
        at=at,
        solids=solids,
        code=CODE,
        material=material,
        PredefinedType=predefined,
        ObjectType=kind,
    )


def _ring(radius: float, width: float, z: float, style: str) -> Solid:
    return prism(stadium(STRAIGHT, radius + width / 2), z, z + 0.004, style, (stadium(STRAIGHT, radius - width / 2),))


def _frame(x0: float, y0: float, x1: float, y1: float, width: float = 0.1) -> Solid:
    inner = rectangle(x0 + width, y0 + width, x1 - width, y1 - width)
    return prism(rectangle(x0, y0, x1, y1), GROUND_Z, GROUND_Z + 0.004, "line", (inner,))


def _track(draft: Draft) -> None:
    reach = INNER + LANE * LANES
    at = At(*TRACK)
    oval = prism(stadium(STRAIGHT, reach), -0.47, GROUND_Z, "track", (stadium(STRAIGHT, INNER),))
    _ground(draft, "200米环形跑道", "塑胶跑道", "rubber", [oval], at=at)
    _ground(draft, "足球场", "天然草足球场", "turf", [prism(stadium(STRAIGHT, INNER), -0.47, GROUND_Z, "pitch")], at=at)
    lanes = [_ring(INNER + LANE * i, 0.08, GROUND_Z, "line") for i in range(LANES + 1)]
    finish = box((STRAIGHT - 0.1, -reach, GROUND_Z), (STRAIGHT, -INNER, GROUND_Z + 0.004), "line")
    field = [
        _frame(-22, -14, 22, 14, 0.12),
        _frame(-22, -7, -14, 7, 0.12),
        _frame(14, -7, 22, 7, 0.12),
        box((-0.06, -14, GROUND_Z), (0.06, 14, GROUND_Z + 0.004), "line"),
        prism(_round(4.5), GROUND_Z, GROUND_Z + 0.004, "line", (_round(4.38),)),
    ]
    _ground(draft, "场地标线", "跑道与球场标线", "rubber", [*lanes, finish, *field], at=at)
    for side, x, turn in (("西", -22.0, 0.0), ("东", 22.0, 180.0)):
        of = draft.type("type/yard/goal", "IfcFurnitureType", "五人制足球门", solids=_goal(), code=CODE, material="steel")
        draft.element(
            f"校园/球门{side}",
            "IfcFurniture",
            "五人制足球门",
            within=SITE,
            container=SITE,
            of=of,
            at=At(TRACK[0] + x, TRACK[1], GROUND_Z, turn),
        )


def _round(radius: float) -> Outline:
    ring = stadium(0.0, radius, 12)
    return ring[:12] + ring[13:25]


def _goal() -> list[Solid]:
    posts: list[Solid] = [cylinder((0, y, 0), 0.05, 2.0, "board") for y in (-1.5, 1.5)]
    back: list[Solid] = [rod((-1.0, y, 0.04), 1.0, "x", 0.03, "board") for y in (-1.5, 1.5)]
    return [*posts, *back, rod((0, -1.5, 2.0), 3.0, "y", 0.05, "board"), rod((-1.0, -1.5, 0.04), 3.0, "y", 0.03, "board")]


def _court(draft: Draft) -> None:
    at = At(*COURT)
    _ground(draft, "篮球场", "塑胶篮球场", "rubber", [box((-9.5, -16, -0.47), (9.5, 16, GROUND_Z), "court")], at=at)
    lines: list[Solid] = [
        _frame(-7.5, -14, 7.5, 14, 0.08),
        box((-7.5, -0.04, GROUND_Z), (7.5, 0.04, GROUND_Z + 0.004), "line"),
        prism(_round(1.8), GROUND_Z, GROUND_Z + 0.004, "line", (_round(1.72),)),
        _frame(-2.45, -14, 2.45, -8.2, 0.08),
        _frame(-2.45, 8.2, 2.45, 14, 0.08),
    ]
    _ground(draft, "篮球场标线", "球场标线", "rubber", lines, at=at)
    stand: list[Solid] = [
        cylinder((0, -0.9, 0), 0.09, 2.9, "canopy"),
        box((-0.06, -0.9, 2.85), (0.06, 0.9, 2.97), "canopy"),
        box((-0.9, 0.9, 2.75), (0.9, 0.94, 3.8), "board"),
        box((-0.23, 0.94, 3.03), (0.23, 1.4, 3.06), "rim"),
    ]
    of = draft.type("type/yard/hoop", "IfcFurnitureType", "篮球架", solids=stand, code=CODE, material="steel")
    for side, y, turn in (("南", -14.0, 0.0), ("北", 14.0, 180.0)):
        draft.element(
            f"校园/篮球架{side}",
            "IfcFurniture",
            "篮球架",
            within=SITE,
            container=SITE,
            of=of,
            at=At(COURT[0], COURT[1] + y, GROUND_Z, turn),
        )


def _flagpole(draft: Draft) -> None:
    solids: list[Solid] = [
        box((-1.5, -1.5, 0), (1.5, 1.5, 0.3), "granite"),
        box((-1.0, -1.0, 0.3), (1.0, 1.0, 0.6), "granite"),
        cylinder((0, 0, 0.6), 0.06, 11.4, "steel"),
        box((0.06, -0.01, 10.1), (2.46, 0.01, 11.7), "flag"),
    ]
    draft.element(
        "校园/旗杆",
        "IfcBuildingElementProxy",
        "升旗台",
        within=SITE,
        container=SITE,
        at=At(25.8, -13.0, GROUND_Z),
        solids=solids,
        code=CODE,
        material="stainless",
        ObjectType="升旗台",
    )


def _trees(draft: Draft) -> None:
    kinds = (("国槐", 2.3, 5.0, 2.2), ("油松", 1.7, 6.2, 1.6))
    for name, radius, crown, stem in kinds:
        solids: list[Solid] = [trunk((0, 0, 0), 0.14, stem + 0.6, "bark"), blob((0, 0, stem), radius, crown, "leaf")]
        draft.type(
            f"type/tree/{name}",
            "IfcGeographicElementType",
            name,
            solids=solids,
            code=CODE,
            PredefinedType="USERDEFINED",
            ElementType="乔木",
        )
    west = [(WEST + 3, y) for y in range(-62, -18, 9)] + [(WEST + 3, y) for y in (0, 9, 18)]
    south = [(x, SOUTH + 2.2) for x in range(-22, 94, 9)]
    east = [(EAST - 3, y) for y in range(-58, 22, 10)]
    north = [(x, NORTH - 3) for x in range(-20, 90, 10)]
    for number, (x, y) in enumerate([*west, *south, *east, *north]):
        name = kinds[number % 3 == 2][0]
        draft.element(
            f"校园/乔木{number + 1:02d}",
            "IfcGeographicElement",
            name,
            within=SITE,
            container=SITE,
            of=f"type/tree/{name}",
            at=At(x, y, -0.47),
            PredefinedType="USERDEFINED",
            ObjectType="乔木",
        )


def _fence(draft: Draft) -> None:
    span = 6.0
    solids: list[Solid] = [
        box((0, -0.1, -0.1), (span, 0.1, 0.35), "granite"),
        box((0, -0.18, -0.1), (0.36, 0.18, 2.1), "brick_red"),
    ]
    solids += [rod((0.36, 0, z), span - 0.36, "x", 0.02, "frame") for z in (0.5, 1.75)]
    solids += [box((x, -0.012, 0.35), (x + 0.024, 0.012, 1.9), "frame") for x in (0.36 + 0.28 * i for i in range(1, 20))]
    of = draft.type(
        "type/yard/fence",
        "IfcRailingType",
        "通透围墙 6m",
        solids=solids,
        code=CODE,
        material="steel",
        PredefinedType="BALUSTRADE",
        psets={"Pset_RailingCommon": {"Reference": "WQ1", "Height": 2.1, "IsExternal": True}},
    )
    spans = [(WEST + span * i, y, 0.0) for y in (SOUTH, NORTH) for i in range(21)]
    spans += [(EAST, SOUTH + span * i, 90.0) for i in range(15)]
    spans += [(WEST, SOUTH + span * i, 90.0) for i in range(15) if not GATE_Y - 7 < SOUTH + span * i < GATE_Y + 3]
    for number, (x, y, turn) in enumerate(spans):
        draft.element(
            f"校园/围墙{number + 1:02d}",
            "IfcRailing",
            "通透围墙 6m",
            within=SITE,
            container=SITE,
            of=of,
            at=At(x, y, GROUND_Z, turn),
            PredefinedType="BALUSTRADE",
        )
    pillars: list[Solid] = [box((-0.4, y, 0), (0.4, y + 0.8, 4.2), "brick_red") for y in (-5.4, 4.6)]
    beam = box((-0.5, -5.6, 4.2), (0.5, 5.6, 4.7), "brick_red")
    bars: list[Solid] = [box((-0.05, -4.5, z), (0.05, 4.5, z + 0.06), "steel") for z in (0.15, 0.75, 1.35)]
    bars += [box((-0.03, y - 0.03, 0.1), (0.03, y + 0.03, 1.5), "steel") for y in (-4.5 + 0.6 * i for i in range(16))]
    draft.element(
        "校园/校门",
        "IfcBuildingElementProxy",
        "校门",
        within=SITE,
        container=SITE,
        at=At(WEST, GATE_Y, GROUND_Z),
        solids=[*pillars, beam, *bars],
        code=CODE,
        material="granite",
        ObjectType="校门",
    )
