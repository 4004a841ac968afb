"""The two stairs: flights, half landings, railings."""

from math import hypot

from sample_ifc.school.plan import FACE, STAIR_BAYS, STAIR_TOP, TREAD, SchoolPlan, Storey, X
from sample_ifc.shapes import Disc, Extrusion, Outline, Solid, cylinder, net_area, prism, profile, rod
from sample_ifc.values import area, length, volume
from sample_ifc.writer import At, Draft

FLIGHT = 1.6
EDGE = 0.27
"""From the axis to the flight, clear of the columns."""
WAIST = 0.14
"""Thickness below the steps, measured upright."""
CODE = "14-10.20.00"
RATED = {"FireRating": "1.50h"}
PRECAST = {"ConstructionMethod": "Precast", "StructuralClass": "C30"}


def build(draft: Draft, plan: SchoolPlan) -> None:
    """Draw both stairs from the ground to the third storey."""
    for number, bay in enumerate(STAIR_BAYS):
        for storey in plan.storeys[:2]:
            _stair(draft, plan, storey, number + 1, X[bay])
        _top_guard(draft, f"{number + 1}号楼梯", X[bay])


def _stair(draft: Draft, plan: SchoolPlan, storey: Storey, number: int, axis: float) -> None:
    name = f"{number}号楼梯"
    (first, riser), (second, upper_riser) = plan.flights(number, storey)
    runs = [round((count - 1) * TREAD, 3) for count in (first, second)]
    where, stair = f"storey/{storey.name}", f"{storey.name}/{name}"
    draft.element(
        stair,
        "IfcStair",
        f"{name} {storey.name}",
        within=where,
        container=where,
        code=CODE,
        PredefinedType="HALF_TURN_STAIR",
        psets={
            "Pset_StairCommon": {
                "Reference": "LT1",
                "NumberOfRiser": first + second,
                "RiserHeight": storey.height / (first + second),
                "TreadLength": TREAD,
                "IsExternal": False,
                "FireExit": True,
                "FireRating": "1.50h",
            }
        },
    )
    left, right = axis + EDGE, axis + EDGE + FLIGHT + 0.16
    level = first * riser
    draw_flight(draft, f"{stair}/梯段1", stair, first, riser, At(left + FLIGHT, STAIR_TOP, 0, 180))
    draw_flight(draft, f"{stair}/梯段2", stair, second, upper_riser, At(right, STAIR_TOP - runs[1], level))
    turn1, turn2 = round(STAIR_TOP - runs[0], 3), round(STAIR_TOP - runs[1], 3)
    south, x0, x1, middle = -FACE + 0.01, left, right + FLIGHT, left + FLIGHT
    outline: Outline = ((x0, south), (x1, south), (x1, turn2), (middle, turn2), (middle, turn1), (x0, turn1))
    if turn1 == turn2:
        outline = ((x0, south), (x1, south), (x1, turn2), (x0, turn2))
    draft.element(
        f"{stair}/平台",
        "IfcSlab",
        "楼梯休息平台120",
        within=stair,
        whole=stair,
        solids=[prism(outline, level - 0.12, level, "precast")],
        code="14-20.20.03",
        material="concrete_c30_precast",
        PredefinedType="LANDING",
        psets={
            "Pset_SlabCommon": {"Reference": "平台板-120", "IsExternal": False, "LoadBearing": True, **RATED},
            "Pset_ConcreteElementGeneral": PRECAST,
        },
        qtos={
            "Qto_SlabBaseQuantities": {
                "Depth": length(0.12),
                "NetArea": area(net_area(outline)),
                "NetVolume": volume(net_area(outline) * 0.12),
            }
        },
    )


def draw_flight(draft: Draft, path: str, stair: str, count: int, riser: float, at: At, width: float = FLIGHT) -> None:
    """A flight that climbs along its own y from ``at``, ``width`` to the right of it, and its railing on the left side."""
    steps: list[tuple[float, float]] = [(0.0, 0.0)]
    for i in range(1, count):
        steps += [((i - 1) * TREAD, i * riser), (i * TREAD, i * riser)]
    run = (count - 1) * TREAD
    outline = tuple(
        (round(y, 4), round(z, 4)) for y, z in [*steps, (run, (count - 1) * riser - WAIST), (WAIST * TREAD / riser, 0.0)]
    )
    of = draft.type(
        f"type/flight/{count}",
        "IfcStairFlightType",
        f"预制混凝土梯段 {count}级",
        solids=[profile(outline, 0, width, "precast")],
        code=CODE,
        material="concrete_c30_precast",
        PredefinedType="STRAIGHT",
        psets={
            "Pset_StairFlightCommon": {
                "NumberOfRiser": count,
                "NumberOfTreads": count - 1,
                "RiserHeight": riser,
                "TreadLength": TREAD,
            }
        },
    )
    draft.element(
        path,
        "IfcStairFlight",
        f"预制混凝土梯段 {count}级",
        within=stair,
        whole=stair,
        at=at,
        of=of,
        PredefinedType="STRAIGHT",
        NumberOfRisers=count,
        NumberOfTreads=count - 1,
        RiserHeight=draft.shaper.length(riser),
        TreadLength=draft.shaper.length(TREAD),
        psets={"Pset_ConcreteElementGeneral": PRECAST},
        qtos={
            "Qto_StairFlightBaseQuantities": {
                "Length": length(hypot(run, count * riser)),
                "NetVolume": volume(net_area(outline) * width),
            }
        },
    )
    _flight_railing(draft, path, stair, count, riser, at)


def _flight_railing(draft: Draft, path: str, stair: str, count: int, riser: float, at: At) -> None:
    run = (count - 1) * TREAD
    slope = hypot(run, (count - 1) * riser)
    solids: list[Solid] = [
        Extrusion(
            Disc(0.025), slope, "steel", (0.06, 0.1, riser + 0.9), (0.0, run / slope, (count - 1) * riser / slope), (1.0, 0.0, 0.0)
        )
    ]
    # Three balusters a tread leave gaps of 67 mm: no child's head passes.
    for i in range(count - 1):
        for share in (1 / 6, 1 / 2, 5 / 6):
            up = round((i + share) * riser + riser + 0.9 - (i + 1) * riser, 4)
            solids.append(cylinder((0.06, round((i + share) * TREAD, 4), round((i + 1) * riser, 4)), 0.01, up, "steel"))
    rail = draft.type(
        f"type/railing/{count}",
        "IfcRailingType",
        f"不锈钢楼梯栏杆 {count}级",
        solids=solids,
        code=CODE,
        material="stainless",
        PredefinedType="HANDRAIL",
        psets={"Pset_RailingCommon": {"Reference": "LG1", "Height": 0.9, "IsExternal": False}},
    )
    # The railing stands on the side of the well: on the right of the first flight, on the left of the second.
    draft.element(
        f"{path}栏杆",
        "IfcRailing",
        f"不锈钢楼梯栏杆 {count}级",
        within=stair,
        whole=stair,
        at=at,
        of=rail,
        PredefinedType="HANDRAIL",
    )


def _top_guard(draft: Draft, name: str, axis: float) -> None:
    solids: list[Solid] = [rod((0, 0, 1.1), FLIGHT, "x", 0.025, "steel"), rod((0, 0, 0.12), FLIGHT, "x", 0.015, "steel")]
    solids += [cylinder((0.05 + 0.1 * i, 0, 0), 0.01, 1.1, "steel") for i in range(16)]
    of = draft.type(
        "type/railing/guard",
        "IfcRailingType",
        "不锈钢水平栏杆 1.1m",
        solids=solids,
        code=CODE,
        material="stainless",
        PredefinedType="GUARDRAIL",
        psets={"Pset_RailingCommon": {"Reference": "LG2", "Height": 1.1, "IsExternal": False}},
    )
    draft.element(
        f"3F/{name}/临空栏杆",
        "IfcRailing",
        "不锈钢水平栏杆 1.1m",
        within="storey/3F",
        container="storey/3F",
        of=of,
        at=At(axis + EDGE, STAIR_TOP + 0.05),
        PredefinedType="GUARDRAIL",
    )
