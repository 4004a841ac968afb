"""The stairwell: flights, half landings, railings, and the lift beside it."""

from sample_ifc.apartments.plan import FLIGHT_SOUTH, LANDING_NORTH, SHAFT, STAIR, STOREYS, HousePlan
from sample_ifc.school.plan import TREAD, Storey
from sample_ifc.school.stairs import CODE, PRECAST, RATED, draw_flight
from sample_ifc.school.walls import INTERNAL, wall
from sample_ifc.shapes import Solid, box, cylinder, net_area, prism, rectangle, rod
from sample_ifc.values import area, length, volume
from sample_ifc.writer import At, Draft

RISERS = 9
FLIGHT = 1.2
GUARD = 1.2


def build(draft: Draft, plan: HousePlan) -> None:
    """Draw the stair from the ground to the fourth storey, its guard there, and the lift."""
    for storey in plan.storeys[:-1]:
        _stair(draft, plan, storey)
    _top_guard(draft)
    if plan.has_lift:
        _lift(draft, plan)


def _stair(draft: Draft, plan: HousePlan, storey: Storey) -> None:
    west, east, _, _ = STAIR
    count = plan.risers.get(storey.index, RISERS)
    riser, run = storey.height / (2 * count), (count - 1) * TREAD
    where, stair = f"storey/{storey.name}", f"{storey.name}/楼梯"
    draft.element(
        stair, "IfcStair", f"公共楼梯 {storey.name}", within=where, container=where, code=CODE, PredefinedType="HALF_TURN_STAIR",
        psets={
            "Pset_StairCommon": {
                "Reference": "LT1", "NumberOfRiser": 2 * count, "RiserHeight": riser, "TreadLength": TREAD, "IsExternal": False,
                "FireExit": True, "FireRating": "1.50h",
            }
        },
    )  # fmt: skip
    level, turn = count * riser, round(FLIGHT_SOUTH + run, 3)
    # The first flight climbs north on the east side, the second comes back on the west side.
    draw_flight(draft, f"{stair}/梯段1", stair, count, riser, At(round(east - FLIGHT, 3), FLIGHT_SOUTH, 0), FLIGHT)
    draw_flight(draft, f"{stair}/梯段2", stair, count, riser, At(round(west + FLIGHT, 3), turn, level, 180), FLIGHT)
    outline = rectangle(west, turn, east, LANDING_NORTH)
    draft.element(
        f"{stair}/平台", "IfcSlab", "楼梯休息平台120", within=stair, whole=stair,
        solids=[prism(outline, level - 0.12, level, "precast")], code="14-20.20.03", material="concrete_c30_precast",
        PredefinedType="LANDING",
        psets={
            "Pset_SlabCommon": {"Reference": "平台板-120", "IsExternal": False, "LoadBearing": True, **RATED},
            "Pset_ConcreteElementGeneral": PRECAST,
        },
        qtos={
            "Qto_SlabBaseQuantities": {
                "Depth": length(0.12), "NetArea": area(net_area(outline)), "NetVolume": volume(net_area(outline) * 0.12),
            }
        },
    )  # fmt: skip
    if plan.has_pipe_casing and not storey.index:
        line = ((round(east - 0.1, 3), FLIGHT_SOUTH), (round(east - 0.1, 3), turn))
        wall(draft, f"{storey.name}/内墙/管道包封", INTERNAL, where, *line, 0.0, round(plan.clear_height, 3))


def _top_guard(draft: Draft) -> None:
    """A level railing over the flight that comes up from below, where none goes on."""
    west, east, _, _ = STAIR
    run, name = round(east - west - FLIGHT, 3), f"不锈钢水平栏杆 {GUARD}m"
    solids: list[Solid] = [rod((0, 0, GUARD), run, "x", 0.025, "steel"), rod((0, 0, 0.12), run, "x", 0.015, "steel")]
    solids += [cylinder((round(0.05 + 0.1 * i, 3), 0, 0), 0.01, GUARD, "steel") for i in range(round(run / 0.1))]
    where = f"storey/{STOREYS}F"
    draft.element(
        f"{STOREYS}F/楼梯/临空栏杆", "IfcRailing", name, within=where, container=where, solids=solids, code=CODE,
        material="stainless", at=At(round(west + FLIGHT, 3), FLIGHT_SOUTH - 0.05), PredefinedType="GUARDRAIL",
        psets={"Pset_RailingCommon": {"Reference": "LG2", "Height": GUARD, "IsExternal": False}},
    )  # fmt: skip


def _lift(draft: Draft, plan: HousePlan) -> None:
    """The car in its shaft, at the ground."""
    west, east, south, _ = SHAFT
    low, high = (west + 0.1, south + 0.25, 0.0), (east - 0.1, south + 1.75, 2.3)
    draft.element(
        "1F/电梯", "IfcTransportElement", "客用电梯 1000kg", within="storey/1F", container="storey/1F",
        solids=[box(low, high, "steel")], code="14-10.00.00", material="steel", PredefinedType="ELEVATOR",
        psets={"Pset_TransportElementElevator": {"ClearWidth": 1.6, "ClearDepth": 1.5}},
    )  # fmt: skip
