"""Things that are wider, narrower, lower or elsewhere."""

from random import Random

import ifcopenshell
import ifcopenshell.util.element as of_element

from tests.mutations.kinds import (
    ALL,
    KINDS,
    RAILINGS,
    STAIRS,
    Change,
    Ifc,
    Kind,
    called,
    choose,
    elements,
    forget,
    kind,
    metre,
    move,
    placed,
    resize,
)
from tests.mutations.trial import PROBLEMS


@kind
def send_far_away(file: ifcopenshell.file, rng: Random) -> Change | None:
    """An element lies five kilometres off."""
    element = choose(rng, [one for one in placed(file) if len(one.ObjectPlacement.PlacesObject) == 1 and not one.HasOpenings])
    if element is None or not move(file, element, (3000.0, 4000.0, 0.0)):
        return None
    may = "CIM DEL FIR FUN GRN STR RAI RMP ACC RD BR LA HB PRE"
    return Change(f"{element.is_a()} {element.GlobalId} 5 km off", ("DEL-03",), element.GlobalId, may)


@kind
def lower_room(file: ifcopenshell.file, rng: Random) -> Change | None:
    """A room is one metre high."""
    scale = ifcopenshell.util.unit.calculate_unit_scale(file)
    rooms = []
    for room in elements(file, "IfcSpace"):
        bodies = [one for r in room.Representation.Representations for one in r.Items] if room.Representation else []
        if len(bodies) == 1 and bodies[0].is_a("IfcExtrudedAreaSolid") and len(file.get_inverse(bodies[0])) == 1:
            rooms.append((room, bodies[0]))
    if not rooms:
        return None
    room, body = rng.choice(rooms)
    body.Depth = 1.0 / scale
    return Change(f"room {room.GlobalId} 1 m high", ("FUN-21", "FUN-02", "FUN-03"), may="FUN FIR ACC GRN STR RAI DEL CIM-10")


def _storeys(file: ifcopenshell.file) -> list[Ifc]:
    known = [one for one in elements(file, "IfcBuildingStorey") if one.Elevation is not None]
    return sorted(known, key=lambda storey: float(storey.Elevation))


@kind
def lift_element(file: ifcopenshell.file, rng: Random) -> Change | None:
    """An element of a lower storey hangs thirty metres higher."""
    storeys = sorted(
        (one for one in elements(file, "IfcBuildingStorey") if one.Elevation is not None), key=lambda one: one.Elevation
    )
    if len(storeys) < 2 or storeys[-1].Elevation - storeys[0].Elevation > 25 * metre(file):
        return None
    shaped = [one for one in placed(file) if any(r.RelatingStructure in storeys[:-1] for r in one.ContainedInStructure)]
    free = [one for one in shaped if len(one.ObjectPlacement.PlacesObject) == 1 and not one.HasOpenings]
    element = choose(rng, [one for one in free if not one.IsDecomposedBy and len(file.get_inverse(one.ObjectPlacement)) == 1])
    if element is None or not move(file, element, (0.0, 0.0, 30.0)):
        return None
    return Change(f"{element.is_a()} {element.GlobalId} 30 m higher", ("DEL-02",), element.GlobalId, ALL)


@kind
def raise_storey(file: ifcopenshell.file, rng: Random) -> Change | None:
    """A storey's elevation says ten metres more than its placement, which is believed, and all that stands in it: it is told."""
    storeys = sorted(
        (one for one in elements(file, "IfcBuildingStorey") if one.Elevation is not None), key=lambda one: one.Elevation
    )
    full = [one for one in storeys[1:] if any(e.Representation for r in one.ContainsElements for e in r.RelatedElements)]
    storey = choose(rng, full)
    if storey is None:
        return None
    storey.Elevation += 10 * metre(file)
    return Change(f"storey {storey.GlobalId} 10 m up", ("DEL-02", "FUN-01", PROBLEMS), may=ALL, worse=True)


@kind
def move_tree(file: ifcopenshell.file, rng: Random) -> Change | None:
    """A tree stands half a metre from another."""
    trees = called(file, ("国槐", "白蜡", "油松", "银杏", "栾树"))
    free = [one for one in trees if one.ObjectPlacement and one.ObjectPlacement.is_a("IfcLocalPlacement")]
    by_frame: dict[object, list[Ifc]] = {}
    for tree in free:
        if len(file.get_inverse(tree.ObjectPlacement)) == 1:
            by_frame.setdefault(tree.ObjectPlacement.PlacementRelTo, []).append(tree)
    rows = [row for row in by_frame.values() if len(row) > 1]
    if not rows:
        return None
    one, other = rng.sample(sorted(rows[0], key=lambda tree: tree.id()), 2)
    here, there = (tree.ObjectPlacement.RelativePlacement.Location.Coordinates for tree in (one, other))
    by_m = [(b - a) / metre(file) for a, b in zip(here, there, strict=True)]
    if not move(file, one, (by_m[0] + 0.5, by_m[1], by_m[2] if len(by_m) > 2 else 0.0)):
        return None
    return Change(f"tree {one.GlobalId} beside {other.GlobalId}", ("RD-17",), may="RD LA HB FIR DEL BR", worse=True)


def _reshaped(
    file: ifcopenshell.file, element: Ifc | None, factors: tuple[float, float, float], rules: tuple[str, ...], may: str,
    *declared: str,
) -> Change | None:  # fmt: skip
    if element is None or not element.Representation or not resize(file, element, factors):
        return None
    forget(file, element, *declared)
    by = " × ".join(f"{factor:g}" for factor in factors)
    return Change(f"{element.is_a()} {element.GlobalId} by {by}", rules, may=f"{may} CIM-11 DEL-01 DEL-02", worse=True)


@kind
def narrow_exit(file: ifcopenshell.file, rng: Random) -> Change | None:
    """A door that says that it is an exit, and its opening, are half a metre wide."""
    door = choose(rng, [one for one in elements(file, "IfcDoor") if _is_exit(one) and one.OverallWidth and one.Representation])
    if door is None:
        return None
    factors = (0.5 * metre(file) / door.OverallWidth, 1.0, 1.0)
    for fills in door.FillsVoids:
        resize(file, fills.RelatingOpeningElement, factors)
    door.OverallWidth = 0.5 * metre(file)
    return _reshaped(file, door, factors, ("FIR-01", "FIR-02"), "FIR FUN ACC GRN STR DEL", "Width", "净宽", "宽度")


def _is_exit(door: Ifc) -> bool:
    return of_element.get_psets(door).get("Pset_DoorCommon", {}).get("FireExit") is True


@kind
def lower_exit(file: ifcopenshell.file, rng: Random) -> Change | None:
    """A door that says that it is an exit, and its opening, are a metre and a half high."""
    door = choose(rng, [one for one in elements(file, "IfcDoor") if _is_exit(one) and one.OverallHeight and one.Representation])
    if door is None:
        return None
    factors = (1.0, 1.0, 1.5 * metre(file) / door.OverallHeight)
    for fills in door.FillsVoids:
        resize(file, fills.RelatingOpeningElement, factors)
    door.OverallHeight = 1.5 * metre(file)
    return _reshaped(file, door, factors, ("FIR-03",), "FIR FUN ACC GRN STR DEL", "Height", "净高", "高度")


@kind
def shrink_bedroom(file: ifcopenshell.file, rng: Random) -> Change | None:
    """A bedroom has a quarter of its length and width."""
    words = ("卧室", "Bedroom", "Schlafzimmer")
    rooms = [one for one in elements(file, "IfcSpace") if any(word in f"{one.Name}{one.LongName}" for word in words)]
    return _reshaped(file, choose(rng, rooms), (0.25, 0.25, 1.0), ("FUN-04",), "FUN FIR ACC GRN STR RAI HB DEL", "Area", "面积")


@kind
def shrink_flight(file: ifcopenshell.file, rng: Random) -> Change | None:
    """A flight has a third of its length and width: narrow, with short treads."""
    flight = choose(rng, elements(file, "IfcStairFlight"))
    return _reshaped(file, flight, (0.33, 0.33, 1.0), STAIRS, "STR RAI FIR ACC FUN", "Tread", "Width", "踏步", "净宽")


@kind
def steepen_flight(file: ifcopenshell.file, rng: Random) -> Change | None:
    """A flight is twice as high, and so is each riser."""
    flight = choose(rng, elements(file, "IfcStairFlight"))
    return _reshaped(file, flight, (1.0, 1.0, 2.0), STAIRS, "STR RAI FIR ACC FUN", "Riser", "踏步")


@kind
def steepen_ramp(file: ifcopenshell.file, rng: Random) -> Change | None:
    """A ramp is four times as high."""
    ramp = choose(rng, [one for one in elements(file, "IfcRamp", "IfcRampFlight") if one.Representation])
    return _reshaped(file, ramp, (1.0, 1.0, 4.0), ("RMP-01", "ACC-02"), "ACC RMP LA HB RAI FIR RD STR", "Slope", "坡度")


def _keeps_nobody(railing: Ifc) -> bool:
    """Whether its name says that it is to hold on to, or holds vehicles."""
    return any(word in (railing.Name or "") for word in ("扶手", "防撞"))


@kind
def lower_railing(file: ifcopenshell.file, rng: Random) -> Change | None:
    """A railing keeps a third of its height."""
    railing = choose(rng, [one for one in elements(file, "IfcRailing") if not _keeps_nobody(one)])
    rules = ("BR-01", "BR-02", "LA-05", "LA-07", *RAILINGS)
    return _reshaped(file, railing, (1.0, 1.0, 0.33), rules, "BR LA RAI STR ACC RMP RD", "Height", "高度")


NARROWED = {
    "narrow_footway": (("人行道",), ("RD-04", "RD-20")),
    "narrow_cycle_track": (("非机动车道",), ("RD-03", "RD-20")),
    "narrow_path": (("园路", "小径", "小路", "步道"), ("LA-03",)),
    "narrow_fire_lane": (("消防车道",), ("FIR-17",)),
    "narrow_crossing": (("人行横道",), ("RD-19",)),
}
"""Ways of which nothing is left but a tenth, in length and width."""


def _narrowed(name: str) -> Kind:
    words, rules = NARROWED[name]

    def make(file: ifcopenshell.file, rng: Random) -> Change | None:
        unless = ("缘石", "检查井", "盲道", "基层", "垫层", "栏", "标志", "标识", "汀步", "支撑", "梁", "路灯")
        way = choose(rng, called(file, words, unless))
        return _reshaped(file, way, (0.1, 0.1, 1.0), rules, "RD LA HB GRN FIR BR RAI ACC", "Width", "宽")

    make.__name__ = name
    return make


for _name in NARROWED:
    KINDS[_name] = _narrowed(_name)
