"""Things under another name, number, class or GlobalId, and things that are there twice."""

from random import Random

import ifcopenshell
import ifcopenshell.guid

from tests.mutations.kinds import ALL, Change, Ifc, called, choose, elements, kind, placed


def _rooms(file: ifcopenshell.file) -> list[Ifc]:
    return elements(file, "IfcSpace")


@kind
def repeat_global_id(file: ifcopenshell.file, rng: Random) -> Change | None:
    """Two things have one GlobalId."""
    own = placed(file)
    if len(own) < 2:
        return None
    one, other = rng.sample(sorted(own, key=lambda instance: instance.id()), 2)
    one.GlobalId = other.GlobalId
    return Change(f"{other.GlobalId} twice", ("CIM-05",), other.GlobalId, "CIM")


@kind
def spoil_global_id(file: ifcopenshell.file, rng: Random) -> Change | None:
    """A GlobalId begins with a character that none may begin with."""
    element = choose(rng, placed(file))
    if element is None:
        return None
    element.GlobalId = "9" + element.GlobalId[1:]
    return Change(f"malformed {element.GlobalId}", ("CIM-05",), element.GlobalId, "CIM")


@kind
def copy_in_place(file: ifcopenshell.file, rng: Random) -> Change | None:
    """An element is there twice in one place."""
    whole = [one for one in placed(file) if not getattr(one, "FillsVoids", ()) and not one.IsDecomposedBy and one.ObjectPlacement]
    element = choose(rng, whole)
    if element is None:
        return None
    twin = file.create_entity(element.is_a(), *(element[place] for place in range(len(element))))
    twin.GlobalId = ifcopenshell.guid.compress(f"{rng.getrandbits(128):032x}")
    relation = element.ContainedInStructure[0]
    relation.RelatedElements = (*relation.RelatedElements, twin)
    may = "CIM DEL FIR FUN GRN STR RAI RMP ACC RD BR LA HB QUA PRE CHR"
    return Change(f"{element.is_a()} {element.GlobalId} twice", ("DEL-01",), may=may)


@kind
def unname_room(file: ifcopenshell.file, rng: Random) -> Change | None:
    """A room has neither number nor name any more."""
    room = choose(rng, _rooms(file))
    if room is None:
        return None
    room.Name = room.LongName = None
    return Change(f"nothing said of room {room.GlobalId}", ("DEL-05",), room.GlobalId, "DEL FUN FIR ACC GRN STR HB")


@kind
def call_bedroom_store(file: ifcopenshell.file, rng: Random) -> Change | None:
    """A bedroom is a store now, in all its names."""
    rooms = [one for one in _rooms(file) if "卧室" in f"{one.Name}{one.LongName}" or "Bedroom" in f"{one.Name}{one.LongName}"]
    room = choose(rng, rooms)
    if room is None:
        return None
    room.Name, room.LongName, room.ObjectType = "S-01", "仓库", None
    return Change(
        f"bedroom {room.GlobalId} is a store", ("FUN-02", "FUN-04", "FUN-19", "GRN-12"), may="FUN FIR ACC GRN STR HB DEL RAI"
    )


def _as_proxy(file: ifcopenshell.file, element: Ifc) -> None:
    twin = file.create_entity("IfcBuildingElementProxy", *(element[place] for place in range(8)))
    twin.Name, twin.ObjectType, twin.Description = "X-1", None, None
    for relation in file.get_inverse(element):
        for place in range(len(relation)):
            value = relation[place]
            if isinstance(value, tuple) and element in value:
                relation[place] = tuple(twin if one == element else one for one in value)
            elif value == element:
                relation[place] = twin
    file.remove(element)


@kind
def call_member_proxy(file: ifcopenshell.file, rng: Random) -> Change | None:
    """A wall, slab, column or beam is delivered as a proxy of no telling name."""
    members = [one for one in elements(file, "IfcWall", "IfcSlab", "IfcColumn", "IfcBeam") if one.ContainedInStructure]
    element = choose(rng, members)
    if element is None:
        return None
    what = f"{element.is_a()} {element.GlobalId} as proxy"
    _as_proxy(file, element)
    return Change(what, ("DEL-06", "DEL-07"), may="DEL CIM FIR FUN GRN STR RAI RMP ACC RD BR LA HB QUA PRE")


@kind
def call_corridor_store(file: ifcopenshell.file, rng: Random) -> Change | None:
    """A corridor is a store now, in all its names."""
    words = ("走廊", "过道", "Corridor", "CORRIDOR", "Hallway", "Flur")
    room = choose(rng, [one for one in _rooms(file) if any(word in f"{one.Name}{one.LongName}" for word in words)])
    if room is None:
        return None
    room.Name, room.LongName, room.ObjectType = "S-01", "仓库", None
    rules = ("ACC-01", "FIR-03", "FIR-05", "FUN-07", "FUN-14")
    return Change(f"corridor {room.GlobalId} is a store", rules, may="FUN FIR ACC GRN STR HB DEL RAI")


@kind
def repeat_room_number(file: ifcopenshell.file, rng: Random) -> Change | None:
    """Two rooms of a storey have the same number and name."""
    by_storey: dict[int, list[Ifc]] = {}
    for room in _rooms(file):
        if room.Decomposes:
            by_storey.setdefault(room.Decomposes[0].RelatingObject.id(), []).append(room)
    rows = [rooms for _, rooms in sorted(by_storey.items()) if len(rooms) > 1]
    if not rows:
        return None
    one, other = rng.sample(sorted(rng.choice(rows), key=lambda room: room.id()), 2)
    one.Name, one.LongName = other.Name, other.LongName
    return Change(f"room {one.GlobalId} numbered as {other.GlobalId}", ("DEL-05",), may=ALL, worse=True)


@kind
def mistake_unit(file: ifcopenshell.file, rng: Random) -> Change | None:
    """Lengths in metres are called millimetres, or millimetres metres."""
    units = [one for one in file.by_type("IfcSIUnit") if one.UnitType == "LENGTHUNIT" and one.Prefix in (None, "MILLI")]
    if not units:
        return None
    for unit in units:
        unit.Prefix = None if unit.Prefix else "MILLI"
    return Change("the unit of length mistaken", ("CIM-10",), may=ALL, worse=True)


def _conversion(file: ifcopenshell.file) -> Ifc | None:
    return next(iter(elements(file, "IfcMapConversion")), None) if file.schema != "IFC2X3" else None


@kind
def swap_coordinates(file: ifcopenshell.file, rng: Random) -> Change | None:
    """Easting and northing are swapped."""
    found = _conversion(file)
    if found is None or abs(found.Eastings - found.Northings) < 100_000:
        return None
    found.Eastings, found.Northings = found.Northings, found.Eastings
    return Change("easting and northing swapped", ("CIM-03", "CIM-04"), may="CIM", worse=True)


@kind
def call_foreign_system(file: ifcopenshell.file, rng: Random) -> Change | None:
    """The coordinates are said to be of a system that the city does not accept."""
    found = _conversion(file)
    if found is None or not found.TargetCRS:
        return None
    found.TargetCRS.Name = "EPSG:32650"
    return Change("EPSG:32650", ("CIM-01",), may="CIM", worse=True)


@kind
def call_old_datum(file: ifcopenshell.file, rng: Random) -> Change | None:
    """The heights are said to be of the system of 1956."""
    found = _conversion(file)
    if found is None or not hasattr(found.TargetCRS, "VerticalDatum"):
        return None
    found.TargetCRS.VerticalDatum = "Yellow Sea 1956"
    return Change("heights of 1956", ("CIM-02",), may="CIM", worse=True)


@kind
def unname_footway(file: ifcopenshell.file, rng: Random) -> Change | None:
    """All paths and footways are called by no telling name, and are proxies."""
    ways = called(file, ("人行道", "园路", "步道", "消防车道"), ("标线", "检查井", "缘石"))
    ways = [one for one in ways if len(one) == 9]
    for way in ways:
        _as_proxy(file, way)
    return Change(f"{len(ways)} ways as proxies", ("RD-04", "LA-03", "FIR-17", "RD-12", "CIM-07"), may=ALL) if ways else None
