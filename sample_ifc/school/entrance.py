"""What is put before the walls: plinth, mouldings, steps, a ramp, canopy and clock of the main entrance."""

from itertools import pairwise

from sample_ifc.school.plan import GROUND_Z, HALL_BAY, STAIR_BAYS, WALL, SchoolPlan, X, Y, outer
from sample_ifc.school.spatial import ROOF
from sample_ifc.shapes import Disc, Extrusion, Solid, box, cylinder, panel, prism, rectangle
from sample_ifc.values import Measure
from sample_ifc.writer import At, Draft

GROUND = "storey/1F"
HALL = (X[HALL_BAY] + X[HALL_BAY + 1]) / 2
NORTH_DOOR = (X[STAIR_BAYS[1]] + X[STAIR_BAYS[1] + 1]) / 2
WEST_DOOR = (Y[1] + Y[2]) / 2


def build(draft: Draft, plan: SchoolPlan) -> None:
    """Draw the plinth, the mouldings, the steps before three doors, the ramp, the canopy and the clock."""
    x0, y0, _, y1 = outer(WALL)
    _plinth(draft)
    _mouldings(draft, plan)
    _clock(draft, y0)
    _steps(draft, "南入口台阶", 7.2, 3.0, At(HALL - 3.6, y0, 0, 0))
    _steps(draft, "北入口台阶", 2.8, 1.5, At(NORTH_DOOR + 1.4, y1, 0, 180))
    _steps(draft, "西入口台阶", 2.8, 1.5, At(x0, WEST_DOOR + 1.4, 0, 270))
    _ramp(draft, plan.ramp_run, At(HALL + 3.6, y0 - 1.9))
    _canopy(draft, y0)


def _plinth(draft: Draft) -> None:
    x0, y0, x1, y1 = outer(WALL)
    reach = 0.03
    pieces = [
        rectangle(x0 - reach, y0 - reach, HALL - 2.1, y0),
        rectangle(HALL + 2.1, y0 - reach, x1 + reach, y0),
        rectangle(x0 - reach, y1, NORTH_DOOR - 1.0, y1 + reach),
        rectangle(NORTH_DOOR + 1.0, y1, x1 + reach, y1 + reach),
        rectangle(x0 - reach, y0, x0, WEST_DOOR - 1.0),
        rectangle(x0 - reach, WEST_DOOR + 1.0, x0, y1),
        rectangle(x1, y0, x1 + reach, y1),
    ]
    draft.element(
        "1F/勒脚",
        "IfcCovering",
        "花岗石勒脚",
        within=GROUND,
        container=GROUND,
        code="14-10.20.03.06",
        material="granite",
        solids=[prism(piece, GROUND_Z, 0.3, "granite") for piece in pieces],
        PredefinedType="CLADDING",
        psets={"Pset_CoveringCommon": {"Reference": "花岗石勒脚", "IsExternal": True}},
    )


def _mouldings(draft: Draft, plan: SchoolPlan) -> None:
    """A light band around each floor line, and a red strip up the two long fronts on each axis between bays."""
    x0, y0, x1, y1 = outer(WALL)
    reach, strip, portal = 0.08, 0.25, 0.4
    for storey in plan.storeys:
        band = prism(
            rectangle(x0 - reach, y0 - reach, x1 + reach, y1 + reach),
            storey.height - 0.4,
            storey.height - 0.1,
            "moulding",
            (rectangle(x0, y0, x1, y1),),
        )
        z0, z1 = (0.3 if storey.index == 0 else -0.1), storey.height - 0.4
        strips: list[Solid] = []
        for axis, x in enumerate(X[1:-1], start=1):
            is_portal = axis in (HALL_BAY, HALL_BAY + 1)
            deep, half = (0.3, portal) if is_portal else (reach, strip)
            strips.append(box((x - half, y0 - deep, z0), (x + half, y0, z1), "brick_red"))
            strips.append(box((x - strip, y1, z0), (x + strip, y1 + reach, z1), "brick_red"))
        where = f"storey/{storey.name}"
        draft.element(
            f"{storey.name}/外墙线条",
            "IfcCovering",
            "外墙装饰线条",
            within=where,
            container=where,
            solids=[band, *strips],
            code="14-10.20.03.06",
            material="moulding",
            PredefinedType="MOLDING",
            psets={"Pset_CoveringCommon": {"Reference": "外墙装饰线条", "IsExternal": True}},
        )


def _clock(draft: Draft, face: float) -> None:
    """A red gable with a clock over the main entrance, before the parapet."""
    width, top = 5.0, 2.6

    def disc(radius: float, y: float, depth: float, style: str) -> Solid:
        return Extrusion(Disc(radius), depth, style, (0.0, y, 1.35), (0.0, -1.0, 0.0), (1.0, 0.0, 0.0))

    gable = ((-width / 2, 0.0), (width / 2, 0.0), (width / 2, top - 0.7), (0.0, top), (-width / 2, top - 0.7))
    solids: list[Solid] = [
        panel(gable, -0.3, 0.0, "brick_red"),
        disc(0.95, -0.3, 0.08, "frame"),
        disc(0.85, -0.38, 0.02, "board"),
        box((-0.04, -0.42, 1.35), (0.04, -0.40, 2.05), "frame"),
        box((0.0, -0.42, 1.31), (0.5, -0.40, 1.39), "frame"),
    ]
    draft.element(
        "RF/钟",
        "IfcBuildingElementProxy",
        "主入口山花与大钟",
        within=ROOF,
        container=ROOF,
        at=At(HALL, face, 0.0),
        solids=solids,
        code="14-10.20.00",
        material="moulding",
        psets={
            "JCPset_Feature": {
                "特色要素": "红砖山花与大钟",
                "特色说明": "主入口以红砖山花和大钟延续老校舍的形象，是师生对校园的共同记忆。",
            }
        },
        documents=(("JC-SCHOOL-01-TS-01", "特色要素佐证：老校舍测绘图与方案评审意见"),),
        ObjectType="主入口山花与大钟",
    )


def _steps(draft: Draft, name: str, width: float, depth: float, at: At) -> None:
    """Three steps down to the ground; the local y points to the building."""
    gap, rise = 0.035, (-0.02 - GROUND_Z) / 3
    tops = [round(-0.02 - i * rise, 4) for i in range(4)]
    solids: list[Solid] = [
        box((0, -depth - 0.3 * i, below), (width, -gap, top), "granite") for i, (top, below) in enumerate(pairwise(tops))
    ]
    draft.element(
        f"1F/{name}",
        "IfcStair",
        name,
        within=GROUND,
        container=GROUND,
        at=at,
        solids=solids,
        code="14-10.20.00",
        material="granite",
        PredefinedType="STRAIGHT_RUN_STAIR",
        psets={
            "Pset_StairCommon": {
                "Reference": name,
                "NumberOfRiser": 3,
                "RiserHeight": round(rise, 4),
                "TreadLength": 0.3,
                "IsExternal": True,
            }
        },
    )


def _ramp(draft: Draft, run: float, at: At) -> None:
    width = 1.5
    wedge = panel(((0, GROUND_Z), (run, GROUND_Z), (0, -0.02)), 0, width, "paving")
    draft.element(
        "1F/无障碍坡道",
        "IfcRamp",
        "无障碍坡道 1:12",
        within=GROUND,
        container=GROUND,
        at=at,
        solids=[wedge],
        code="14-10.20.00",
        material="concrete_c15",
        PredefinedType="STRAIGHT_RUN_RAMP",
        psets={"Pset_RampCommon": {"Reference": "PD1", "IsExternal": True, "HandicapAccessible": True}},
    )
    for side, y in (("内", width - 0.05), ("外", 0.05)):
        solids: list[Solid] = [panel(((0, 0.83), (run, 0.40), (run, 0.45), (0, 0.88)), y - 0.025, y + 0.025, "steel")]
        for x in (0.1, run / 2, run - 0.1):
            foot = -0.02 - x * (-0.02 - GROUND_Z) / run
            solids.append(cylinder((x, y, foot), 0.02, 0.85, "steel"))
        draft.element(
            f"1F/坡道扶手{side}",
            "IfcRailing",
            "坡道扶手",
            within=GROUND,
            container=GROUND,
            at=at,
            solids=solids,
            code="14-10.20.00",
            material="stainless",
            PredefinedType="HANDRAIL",
            psets={
                "Pset_RailingCommon": {"Reference": "FS1", "Height": Measure("IfcPositiveLengthMeasure", 0.85), "IsExternal": True}
            },
        )


def _canopy(draft: Draft, face: float) -> None:
    width, reach, z = 8.4, 3.2, 3.15
    solids: list[Solid] = [
        box((0, -reach, z), (width, 0, z + 0.12), "canopy"),
        box((0, -reach - 0.06, z - 0.1), (width, -reach, z + 0.5), "brick_red"),
    ]
    draft.element(
        "1F/雨篷",
        "IfcPlate",
        "钢结构雨篷板",
        within=GROUND,
        container=GROUND,
        at=At(HALL - width / 2, face),
        solids=solids,
        code="14-10.20.48.12",
        material="steel",
        PredefinedType="SHEET",
        psets={"Pset_PlateCommon": {"Reference": "YP1", "IsExternal": True, "LoadBearing": False}},
    )
    for number, x in enumerate((0.4, width - 0.4)):
        draft.element(
            f"1F/雨篷柱{number + 1}",
            "IfcMember",
            "雨篷钢柱",
            within=GROUND,
            container=GROUND,
            at=At(HALL - width / 2 + x, face - reach + 0.3),
            solids=[cylinder((0, 0, -0.02), 0.11, z + 0.02, "white")],
            code="14-10.20.48.12",
            material="steel",
            PredefinedType="POST",
            psets={"Pset_MemberCommon": {"Reference": "YPZ1", "IsExternal": True, "LoadBearing": False}},
        )
