"""The ground beside the lanes: terrain, planted ground, squares, paths, car park, water, rain garden, fence."""

from math import cos, pi, sin

from sample_ifc.renewal.lanes import pave
from sample_ifc.renewal.plan import (
    AISLE,
    BRANCH_X,
    DEPTH,
    GARDEN_PATH,
    HOUSE_WALK,
    KERB,
    LANE,
    LAWN,
    LENGTH,
    MAIN,
    NORTH,
    NORTH_WALK,
    OLD_TREE,
    PLAZA,
    POOL,
    SOUTH_WALK,
    WALK,
    RenewalPlan,
    entrances,
)
from sample_ifc.renewal.spatial import GROUND_CODE, SITE, lit, metres, put
from sample_ifc.renewal.traces import acceptance, origin
from sample_ifc.shapes import Mesh, Outline, Solid, box, prism, rectangle, rod
from sample_ifc.writer import At, Draft

Rectangle = tuple[float, float, float, float]
PAD = (105.0, 25.4, 117.5, 31.0)
"""Before the public toilet."""
SHED_PAD = (105.0, 9.0, 117.5, 15.0)
WASTE_PADS = ((4.0, 25.0, 7.9, 31.0), (105.6, 45.0, 109.4, 49.5))
PLAY = (46.5, 64.0, 65.5, 68.0)
"""The fitness ground north of the square."""
PLAZA_FALL, BAY_FALL = 0.0035, 0.005
RAIN_GARDEN = (117.4, 46.0, 2.0, 4.5)
"""Middle and half axes."""


def build(draft: Draft, plan: RenewalPlan) -> None:
    """Draw the ground."""
    ground = box((-3.0, -3.0, -0.9), (LENGTH + 3.0, DEPTH + 3.0, -0.45), "soil")
    _nature(draft, "地形", "场地地形", [ground], "TERRAIN")
    _lawns(draft, plan)
    _square(draft, plan)
    _car_park(draft, plan)
    path = rectangle(4.0, GARDEN_PATH[0], 116.0, GARDEN_PATH[1])
    pave(draft, "grounds/健身步道", "南侧健身步道", SITE, path, WALK, plan.sport_paving, psets=lit(draft, 22.0, 6.0))
    pave(
        draft,
        "grounds/厕所前铺装",
        "厕所前场透水砖铺装",
        SITE,
        rectangle(*PAD),
        WALK,
        "permeable_brick",
        psets={"JCPset_Paving": {"透水": True}},
    )
    pave(draft, "grounds/车棚铺装", "车棚透水砖铺装", SITE, rectangle(*SHED_PAD), WALK, "permeable_brick")
    for number, pad in enumerate(WASTE_PADS, start=1):
        pave(draft, f"grounds/垃圾点铺装{number}", "投放点地面铺装", SITE, rectangle(*pad), WALK, "granite_paving")
    _aprons(draft)
    _rain_garden(draft, plan)
    _fence(draft)


def _nature(draft: Draft, path: str, name: str, solids: list[Solid], kind: str = "USERDEFINED", said: str | None = None) -> None:
    put(
        draft, f"grounds/{path}", "IfcGeographicElement", name, SITE, solids=solids, material="planting_soil",
        PredefinedType=kind, ObjectType=said,
    )  # fmt: skip


def _lawns(draft: Draft, plan: RenewalPlan) -> None:
    """Planted ground, by the name of the place."""
    east = BRANCH_X + plan.branch_width + KERB
    places: dict[str, list[Rectangle]] = {
        "南侧绿地": [(0.6, 0.6, 119.4, GARDEN_PATH[0])],
        "1号楼南侧宅前绿地": [(4.0, GARDEN_PATH[1], 48.0, 11.9)],
        "2号楼南侧宅前绿地": [(64.6, GARDEN_PATH[1], 105.0, 11.9)],
        "西侧绿地": [
            (0.6, GARDEN_PATH[0], 4.0, SOUTH_WALK[0]),
            (4.0, 11.9, 7.9, 25.0),
            (0.6, 45.0, 4.0, 69.8),
            (4.0, 45.0, 7.9, 68.0),
        ],
        "1号楼东侧绿地": [(44.1, 11.9, 48.0, 31.0), (48.0, 30.0, AISLE[0], 31.0)],
        "2号楼西侧绿地": [(64.6, 11.9, 67.9, 31.0), (AISLE[1], 30.0, 64.6, 31.0)],
        "广场西侧绿地": [(44.1, NORTH_WALK[1], PLAZA[0], HOUSE_WALK[0])],
        "广场东侧绿地": [(PLAZA[2], NORTH_WALK[1], 67.9, HOUSE_WALK[0])],
        "3号楼南侧宅前绿地": [(7.9, NORTH_WALK[1], 44.1, 49.9)],
        "4号楼南侧宅前绿地": [(67.9, NORTH_WALK[1], 105.6, 49.9)],
        "东侧绿地": [
            (104.1, 49.9, BRANCH_X - KERB, 68.0),
            (105.0, 15.0, 117.5, 18.9),
            (105.0, GARDEN_PATH[1], 117.5, 9.0),
            (104.1, 11.9, 105.0, 31.0),
            (105.0, 18.9, 106.9, 25.4),
            (115.1, 18.9, 117.5, 25.4),
            (117.5, GARDEN_PATH[0], 119.4, MAIN[0] - KERB),
            (109.4, NORTH_WALK[1], BRANCH_X - KERB, 49.9),
            (116.0, GARDEN_PATH[0], 117.5, GARDEN_PATH[1]),
        ],
        "东边绿地": [(east, 51.0, 119.4, 74.5)],
        "北侧绿地": [(0.6, NORTH[1] + KERB, 119.4, 79.2)],
        "主巷南侧行道树绿带": [(4.0, SOUTH_WALK[1], AISLE[0], MAIN[0] - KERB), (AISLE[1], SOUTH_WALK[1], 117.5, MAIN[0] - KERB)],
        "主巷北侧行道树绿带": [(4.0, MAIN[1] + KERB, BRANCH_X - KERB, NORTH_WALK[0])],
    }
    for name, areas in places.items():
        solids: list[Solid] = [box((x0, y0, -0.45), (x1, y1, LAWN), "grass") for x0, y0, x1, y1 in areas]
        _nature(draft, name, name, solids, said="绿地")
    for house, y0, y1 in ((0, 24.1, SOUTH_WALK[0]), (1, 24.1, SOUTH_WALK[0]), (2, 62.1, HOUSE_WALK[0]), (3, 62.1, HOUSE_WALK[0])):
        solids = []
        for entrance in entrances()[house * 3 : house * 3 + 3]:
            solids.append(box((entrance.x - 6.0, y0, -0.45), (entrance.x - 1.6, y1, LAWN), "grass"))
            solids.append(box((entrance.x + 1.6, y0 + 3.2, -0.45), (entrance.x + 6.0, y1, LAWN), "grass"))
        _nature(draft, f"{house + 1}号楼单元前绿地", f"{house + 1}号楼单元前绿地", solids, said="绿地")


def _square(draft: Draft, plan: RenewalPlan) -> None:
    """The square with its pool and the old tree, and the fitness ground."""
    x, y = OLD_TREE
    pit = rectangle(x - 1.5, y - 1.5, x + 1.5, y + 1.5)
    pool = rectangle(*POOL)
    pave(
        draft, "grounds/广场", "文化活动广场", SITE, rectangle(*PLAZA), WALK, plan.plaza_paving, holes=(pool, pit),
        psets=lit(draft, 36.0, 12.0), fall=("y", PLAZA[1], plan.plaza_fall) if plan.plaza_fall else None,
    )  # fmt: skip
    back = round(PLAZA_FALL * (PLAZA[3] - PLAZA[1]) / (PLAY[3] - PLAY[1]), 6)
    pave(
        draft, "grounds/健身场地", "健身活动场地", SITE, rectangle(*PLAY), WALK, plan.sport_paving, psets=lit(draft, 32.0, 11.0),
        fall=("y", PLAY[3], -back),
    )  # fmt: skip
    _nature(draft, "保留大树种植池", "保留大树种植池", [prism(pit, -0.45, LAWN, "soil")], said="种植池")
    x0, y0, x1, y1 = POOL
    deep = plan.pool_depth
    rim = rectangle(x0 + 0.2, y0 + 0.2, x1 - 0.2, y1 - 0.2)
    bed: list[Solid] = [prism(pool, -0.2 - deep, WALK + 0.05, "granite", (rim,)), prism(rim, -0.2 - deep, -0.1 - deep, "granite")]
    put(draft, "grounds/水池池壁", "IfcBuildingElementProxy", "镜面浅池池壁", SITE, solids=bed, material="granite_paving")
    put(
        draft, "grounds/水池", "IfcGeographicElement", "镜面水池", SITE, solids=[prism(rim, -0.1 - deep, -0.1, "water")],
        PredefinedType="USERDEFINED", ObjectType="水池", psets={"JCPset_Water": {"近岸水深": metres(deep)}},
    )  # fmt: skip


def _car_park(draft: Draft, plan: RenewalPlan) -> None:
    """Sixteen bays on both sides of the way that leads to the main lane."""
    way = rectangle(AISLE[0], 10.0, AISLE[1], SOUTH_WALK[0])
    pave(draft, "grounds/停车场通道", "停车场通道铺装", SITE, way, LANE + 0.02, "permeable_brick", thickness=0.08)
    apron = rectangle(AISLE[0], SOUTH_WALK[1], AISLE[1], MAIN[0])
    pave(draft, "grounds/停车场出入口", "停车场出入口铺装", SITE, apron, LANE + 0.02, "permeable_brick", thickness=0.08)
    pave(
        draft, "grounds/停车场南端", "停车场端部透水砖铺装", SITE, rectangle(48.0, GARDEN_PATH[1], 64.6, 10.0), LANE + 0.02,
        "permeable_brick",
    )  # fmt: skip
    for side, x0, x1 in (("西", 48.0, AISLE[0]), ("东", AISLE[1], 64.6)):
        for number in range(8):
            y = 10.0 + 2.5 * number
            # From the way in the middle up to the lawns.
            fall = ("x", AISLE[0], -BAY_FALL) if side == "西" else ("x", AISLE[1], BAY_FALL)
            name = "生态停车位" if (side, number) != ("东", 7) else "无障碍停车位"
            pave(
                draft, f"grounds/停车位{side}{number + 1}", name, SITE, rectangle(x0 + 0.05, y + 0.05, x1 - 0.05, y + 2.45),
                LANE + 0.02,
                "grass_paver", thickness=0.08, fall=None if f"{side}{number + 1}" in plan.level_bays else fall,
            )  # fmt: skip


def _aprons(draft: Draft) -> None:
    """From each entrance's steps and ramp to the footway."""
    for one in entrances():
        x, y, end = one.x, one.face + 2.2, one.walk
        outline: Outline = (
            (x - 1.5, y), (x + 1.5, y), (x + 1.5, y - 0.6), (x + 5.1, y - 0.6), (x + 5.1, y - 2.2), (x + 6.0, y - 2.2),
            (x + 6.0, y + 0.9), (x + 1.5, y + 0.9), (x + 1.5, end), (x - 1.5, end),
        )  # fmt: skip
        pave(draft, f"grounds/入户铺装/{one.name}", f"{one.name}入户透水砖铺装", SITE, outline, WALK, "permeable_brick")


def _rain_garden(draft: Draft, plan: RenewalPlan) -> None:
    """A flat dish of three rings."""
    x, y, rx, ry = RAIN_GARDEN
    rings, sides = ((1.0, LAWN), (0.85, LAWN), (0.45, -0.25)), 16
    points = [
        (x + rx * share * cos(2 * pi * i / sides), y + ry * share * sin(2 * pi * i / sides), z)
        for share, z in rings
        for i in range(sides)
    ]
    low = [(px, py, -0.45) for px, py, _ in points[:sides]]
    faces: list[tuple[int, ...]] = []
    for i in range(sides):
        j = (i + 1) % sides
        for ring in range(2):
            faces.append((ring * sides + i, ring * sides + j, (ring + 1) * sides + j, (ring + 1) * sides + i))
        faces.append((3 * sides + i, 3 * sides + j, j, i))
    faces.append(tuple(range(2 * sides, 3 * sides)))
    faces.append(tuple(reversed(range(3 * sides, 4 * sides))))
    rim = tuple((round(px, 4), round(py, 4)) for px, py, _ in points[:sides])
    around = rectangle(BRANCH_X + plan.branch_width + KERB, MAIN[1] + KERB, LENGTH - 0.6, 51.0)
    _nature(draft, "雨水花园周边绿地", "雨水花园周边绿地", [prism(around, -0.45, LAWN, "grass", (rim,))], said="绿地")
    _nature(draft, "雨水花园", "雨水花园", [Mesh(tuple(points + low), tuple(faces), "leaf_light")], said="雨水花园")


def _fence(draft: Draft) -> None:
    span = 5.0
    solids: list[Solid] = [
        box((0, -0.08, -0.5), (span, 0.08, 0.35), "grey_brick"),
        box((0, -0.15, -0.5), (0.3, 0.15, 1.9), "grey_brick"),
    ]
    solids += [rod((0.3, 0, z), span - 0.3, "x", 0.02, "lamp_post") for z in (0.5, 1.7)]
    solids += [box((x, -0.012, 0.35), (x + 0.024, 0.012, 1.8), "lamp_post") for x in (0.3 + 0.235 * i for i in range(1, 20))]
    of = draft.type(
        "type/fence", "IfcRailingType", "铁艺围栏 5m", solids=solids, code=GROUND_CODE, material="steel", PredefinedType="FENCE",
        psets={"Pset_RailingCommon": {"Reference": "WL1", "Height": 1.8, "IsExternal": True}, **origin("railing")},
        documents=acceptance("railing"),
    )  # fmt: skip
    spans = [(span * i, y, 0.0) for y in (0.3, DEPTH - 0.3) for i in range(24)]
    spans += [(0.3, y, 90.0) for y in (5.0, 10.0, 15.0, 20.0, 25.0, 46.0, 51.0, 56.0, 61.0)]
    spans += [(LENGTH - 0.3, y, 90.0) for y in (5.0, 10.0, 15.0, 20.0, 25.0, 46.0, 51.0, 56.0, 61.0, 66.0, 71.0)]
    for number, (x, y, turn) in enumerate(spans, start=1):
        put(
            draft, f"grounds/围栏{number:02d}", "IfcRailing", "铁艺围栏 5m", SITE, of=of, at=At(x, y, LAWN, turn),
            PredefinedType="FENCE"
        )  # fmt: skip
