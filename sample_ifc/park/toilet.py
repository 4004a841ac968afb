"""The visitors' house with the public lavatory: the park's only building."""

from collections.abc import Sequence

from sample_ifc.park.plan import TOILET, ParkPlan, ground
from sample_ifc.park.ramps import declared_slope, draw_ramp
from sample_ifc.park.spatial import SITE, stand
from sample_ifc.shapes import Mesh, Solid, box, panel
from sample_ifc.values import Measure, area
from sample_ifc.writer import At, Draft

HOUSE, STOREY = "公厕", "公厕/1F"
WALL, HEIGHT, FLOOR, INNER = 0.24, 3.2, 0.3, 0.12
X, Y, WIDTH, DEPTH = TOILET
DOORS = ((0.9, "男卫"), (2.6, "无障碍卫生间"), (4.3, "女卫"))
DOOR_WIDTH, DOOR_HEIGHT = 1.0, 2.1
WINDOWS = (1.2, 3.6, 5.9, 7.6)
PLATFORM, RISE = 5.4, 0.28
CODES = {"outer": "14-10.20.03.06", "inner": "14-10.20.03.03", "door": "14-10.20.09.06", "window": "14-10.20.12.06",
         "roof": "14-10.20.15", "slab": "14-20.20.03", "other": "14-10.20.00"}  # fmt: skip


def build(draft: Draft, plan: ParkPlan) -> None:
    """Draw the house, its platform, steps and ramp."""
    level = ground(X + WIDTH / 2, Y + DEPTH / 2)
    draft.element(
        HOUSE, "IfcBuilding", "游客驿站（公共卫生间）", within=SITE, whole=SITE, at=stand(X, Y, level), CompositionType="ELEMENT",
        psets={"Pset_BuildingCommon": {"BuildingID": "JC-PARK-01-1#", "OccupancyType": "公共卫生间", "NumberOfStoreys":
                                       Measure("IfcCountMeasure", 1)}},
        qtos={"Qto_BuildingBaseQuantities": {"GrossFloorArea": area(WIDTH * DEPTH)}},
    )  # fmt: skip
    draft.element(
        STOREY, "IfcBuildingStorey", "1F", within=HOUSE, whole=HOUSE, at=At(z=FLOOR), CompositionType="ELEMENT",
        Elevation=draft.shaper.length(FLOOR), psets={"Pset_BuildingStoreyCommon": {"EntranceLevel": True}},
    )  # fmt: skip
    slab = [box((0, 0, -FLOOR - 0.3), (WIDTH, DEPTH, 0), "granite")]
    _put(draft, "地面", "IfcSlab", "室内地坪", slab, "slab", "concrete_c30", At(), "BASESLAB")
    _walls(draft)
    _put(draft, "屋面", "IfcRoof", "双坡瓦屋面", [_roof()], "roof", "timber", At(), "GABLE_ROOF")
    platform: list[Solid] = [
        box((0, -1.6, -FLOOR - 0.2), (PLATFORM, 0, RISE - FLOOR), "granite"),
        box((0.6, -1.95, -FLOOR - 0.2), (4.6, -1.6, -0.16), "granite"),
    ]
    _put(draft, "平台", "IfcStair", "入口平台及踏步", platform, "other", "granite", At(), "STRAIGHT_RUN_STAIR")
    draw_ramp(
        draft, "公厕/无障碍坡道", "驿站无障碍坡道", STOREY, stand(X + PLATFORM, Y - 1.58, level), RISE, plan.house_ramp_run, 1.5,
        declared_slope(f"1:{plan.house_ramp_run / RISE:.1f}", 1.38),
    )  # fmt: skip


def _put(
    draft: Draft, name: str, ifc_class: str, title: str, solids: Sequence[Solid], code: str, material: str, at: At, predefined: str,
) -> str:  # fmt: skip
    return draft.element(
        f"公厕/{name}", ifc_class, title, within=STOREY, container=STOREY, at=at, solids=solids, code=CODES[code],
        material=material, PredefinedType=predefined,
    )  # fmt: skip


def _wall(draft: Draft, name: str, title: str, low: tuple[float, float], high: tuple[float, float], code: str) -> str:
    style = "grey_brick" if code == "outer" else "white"
    psets = {"Pset_WallCommon": {"Reference": title, "IsExternal": code == "outer", "LoadBearing": code == "outer"}}
    return draft.element(
        f"公厕/{name}", "IfcWall", title, within=STOREY, container=STOREY, code=CODES[code], material="park_brick",
        solids=[box((*low, 0.0), (*high, HEIGHT), style)], psets=psets, PredefinedType="SOLIDWALL",
    )  # fmt: skip


def _walls(draft: Draft) -> None:
    south = _wall(draft, "外墙南", "外墙 青砖240", (0, 0), (WIDTH, WALL), "outer")
    north = _wall(draft, "外墙北", "外墙 青砖240", (0, DEPTH - WALL), (WIDTH, DEPTH), "outer")
    _wall(draft, "外墙西", "外墙 青砖240", (0, WALL), (WALL, DEPTH - WALL), "outer")
    _wall(draft, "外墙东", "外墙 青砖240", (WIDTH - WALL, WALL), (WIDTH, DEPTH - WALL), "outer")
    _wall(draft, "内墙1", "内墙120", (2.2, WALL), (2.2 + INNER, DEPTH - WALL), "inner")
    _wall(draft, "内墙2", "内墙120", (3.9, WALL), (3.9 + INNER, DEPTH - WALL), "inner")
    for x, room in DOORS:
        solid = box((0, -0.05, 0), (DOOR_WIDTH, WALL + 0.05, DOOR_HEIGHT), "door")
        hole = draft.opening(f"公厕/洞口/{room}", south, At(x, 0.0, 0.0), solid)
        leaf = panel(((0, 0), (DOOR_WIDTH, 0), (DOOR_WIDTH, DOOR_HEIGHT), (0, DOOR_HEIGHT)), 0.08, 0.14, "lacquer")
        door = _put(draft, f"门/{room}", "IfcDoor", f"{room}平开门", [leaf], "door", "timber", At(x, 0.0), "DOOR")
        entity = draft.records[door].entity
        if hasattr(entity, "OverallWidth"):
            entity.OverallWidth, entity.OverallHeight = draft.shaper.length(DOOR_WIDTH), draft.shaper.length(DOOR_HEIGHT)
        draft.fill(hole, door)
    for i, x in enumerate(WINDOWS):
        solid = box((0, -0.05, 0), (0.9, WALL + 0.05, 0.7), "glass")
        hole = draft.opening(f"公厕/洞口/窗{i + 1}", north, At(x, DEPTH - WALL, 1.8), solid)
        pane = panel(((0, 0), (0.9, 0), (0.9, 0.7), (0, 0.7)), 0.1, 0.13, "glass")
        at = At(x, DEPTH - WALL, 1.8)
        window = _put(draft, f"窗/{i + 1}", "IfcWindow", "高窗 C0907", [pane], "window", "aluminium", at, "WINDOW")
        draft.fill(hole, window)


def _roof() -> Mesh:
    reach, thick, rise = 0.6, 0.12, 1.5
    x0, x1 = -reach, WIDTH + reach
    eaves, ridge = HEIGHT, HEIGHT + rise
    north, south = DEPTH + reach, -reach
    section = ((south, eaves), (north, eaves), (north, eaves + thick), (DEPTH / 2, ridge + thick), (south, eaves + thick))
    vertices = tuple((x, y, z) for x in (x0, x1) for y, z in section)
    sides = tuple((i, (i + 1) % 5, 5 + (i + 1) % 5, 5 + i) for i in range(5))
    ends = ((4, 3, 2, 1, 0), (5, 6, 7, 8, 9))
    return Mesh(vertices, (*(tuple(reversed(side)) for side in sides), *(tuple(reversed(end)) for end in ends)), "roof_tile")
