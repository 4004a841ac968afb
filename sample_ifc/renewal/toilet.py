"""The public toilet: one storey, with a room that a wheelchair can use, level with the ground before it."""

from typing import Any

from sample_ifc.renewal.spatial import TOILET_STOREY
from sample_ifc.shapes import Outline, Solid, box, panel, rectangle
from sample_ifc.values import area
from sample_ifc.writer import At, Draft

WIDTH, DEEP, WALL, HEIGHT = 8.0, 6.4, 0.24, 3.3
DOORS = (("女厕门", 1.2, 1.0), ("无障碍卫生间门", 3.6, 1.0), ("男厕门", 5.9, 1.0))
"""Name, left side and width of the doors in the northern wall."""
ROOMS = (("女厕", 0.24, 2.9), ("无障碍卫生间", 3.02, 5.2), ("男厕", 5.32, 7.76))
"""Name and both sides in x."""
FITTINGS = (("女厕", 3, 0.6), ("无障碍卫生间", 1, 3.5), ("男厕", 2, 5.6))


def build(draft: Draft) -> None:
    """Draw the toilet in the frame of its storey."""
    holes = tuple(rectangle(x, 0.0, x + width, 2.2) for _, x, width in DOORS)
    lights = tuple(rectangle(x, 2.0, x + 1.5, 2.7) for x in (0.8, 3.3, 5.7))
    outline: Outline = rectangle(0, -0.5, WIDTH, HEIGHT)
    # A hole may not touch the outline's lower side: the walls go down below the floor.
    _wall(draft, "北墙", [panel(outline, DEEP - WALL, DEEP, "grey_brick", holes)])
    _wall(draft, "南墙", [panel(outline, 0, WALL, "grey_brick", lights)])
    for side, x in (("西", 0.0), ("东", WIDTH - WALL)):
        _wall(draft, f"{side}墙", [box((x, WALL, -0.5), (x + WALL, DEEP - WALL, HEIGHT), "grey_brick")])
    for number, x in enumerate((2.9, 5.2), start=1):
        _wall(draft, f"隔墙{number}", [box((x, WALL, 0), (x + 0.12, DEEP - WALL, 2.7), "white")], code="14-10.20.03.03")
    floor: list[Solid] = [box((WALL, WALL, -0.25), (WIDTH - WALL, DEEP - WALL, 0.0), "tile")]
    _put(draft, "地面", "IfcSlab", "厕所地面板", floor, "14-20.20.03", "concrete_c30", PredefinedType="BASESLAB")
    roof: list[Solid] = [box((-0.5, -0.5, HEIGHT), (WIDTH + 0.5, DEEP + 1.2, HEIGHT + 0.18), "grey_tile")]
    _put(draft, "屋面", "IfcRoof", "厕所平屋面", roof, "14-10.20.15.03", "concrete_c30", PredefinedType="FLAT_ROOF")
    for name, x, width in DOORS:
        leaf: list[Solid] = [panel(rectangle(0, 0, width, 2.2), 0, 0.06, "door")]
        _put(
            draft, name, "IfcDoor", f"{name} M{round(width * 10):02d}22", leaf, "14-10.20.09.06", "aluminium",
            At(x, DEEP - 0.15, 0.0),
            PredefinedType="DOOR", OperationType="SINGLE_SWING_LEFT", OverallWidth=draft.shaper.length(width),
            OverallHeight=draft.shaper.length(2.2),
        )  # fmt: skip
    for number, x in enumerate((0.8, 3.3, 5.7), start=1):
        pane: list[Solid] = [panel(rectangle(0, 0, 1.5, 0.7), 0.08, 0.14, "glass")]
        _put(
            draft, f"高窗{number}", "IfcWindow", "厕所高窗 C1507", pane, "14-10.20.12.06", "aluminium", At(x, 0.0, 2.0),
            PredefinedType="WINDOW", OverallWidth=draft.shaper.length(1.5), OverallHeight=draft.shaper.length(0.7),
        )  # fmt: skip
    _rooms(draft)


def _rooms(draft: Draft) -> None:
    # The weak form has no rooms.
    has_rooms = draft.dialect.class_name("IfcSpace") == "IfcSpace"
    for name, x0, x1 in ROOMS if has_rooms else ():
        low, high = WALL, DEEP - WALL
        accessible = {"HandicapAccessible": True} if "无障碍" in name else {}
        draft.element(
            f"toilet/{name}", "IfcSpace", name, within=TOILET_STOREY, whole=TOILET_STOREY, LongName=name, CompositionType="ELEMENT",
            PredefinedType="INTERNAL", solids=[box((x0, low, 0), (x1, high, 2.9), "space")],
            psets={"Pset_SpaceCommon": {"Reference": name, "PubliclyAccessible": True, **accessible}},
            qtos={"Qto_SpaceBaseQuantities": {"NetFloorArea": area((x1 - x0) * (high - low))}},
        )  # fmt: skip
    for name, count, start in FITTINGS:
        for number in range(count):
            bowl: list[Solid] = [
                box((-0.2, -0.35, 0), (0.2, 0.2, 0.42), "ceramic"),
                box((-0.22, -0.5, 0.42), (0.22, -0.35, 0.8), "ceramic"),
            ]
            _put(
                draft, f"{name}坐便器{number + 1}", "IfcSanitaryTerminal", "坐便器", bowl, "14-40.00.00", "ceramic",
                At(start + 0.9 * number, 0.9, 0.0), PredefinedType="TOILETPAN",
            )  # fmt: skip
    grab: list[Solid] = [box((0, 0, 0.68), (0.7, 0.04, 0.72), "steel"), box((0, 0, 0.66), (0.04, 0.08, 1.4), "steel")]
    _put(draft, "安全抓杆", "IfcBuildingElementProxy", "无障碍安全抓杆", grab, "14-10.20.00", "stainless", At(3.1, 0.8, 0.0))


def _wall(draft: Draft, name: str, solids: list[Solid], code: str = "14-10.20.03.06") -> None:
    psets = {"Pset_WallCommon": {"Reference": name, "IsExternal": code.endswith("06"), "LoadBearing": code.endswith("06")}}
    _put(draft, name, "IfcWall", f"厕所{name}", solids, code, "grey_brick", PredefinedType="SOLIDWALL", psets=psets)


def _put(
    draft: Draft, path: str, ifc_class: str, name: str, solids: list[Solid], code: str, material: str, at: At | None = None,
    **more: Any,
) -> None:  # fmt: skip
    draft.element(
        f"toilet/{path}", ifc_class, name, within=TOILET_STOREY, container=TOILET_STOREY, at=at, solids=solids, code=code,
        material=material, **more,
    )  # fmt: skip
