"""Single changes of a model, each with what must be noticed of it and what may be.

What must be noticed follows from what was done to the file and from what a rule asks, never from how a rule is written. What may
change beside that are the rules that look at the thing for reasons of their own.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import ifcopenshell
import ifcopenshell.guid
import ifcopenshell.util.element as of_element
import ifcopenshell.util.unit

Ifc = Any
"""An instance in a file; ifcopenshell has no types."""


@dataclass(frozen=True)
class Change:
    """What was done, and what follows."""

    what: str
    noticed_by: tuple[str, ...]
    """Rules of which one at least must say something else than before."""
    failing: str = ""
    """GlobalId of the element that must then fail; empty where a count or an outcome may tell too."""
    may: str = ""
    """Families and codes that have a cause to say something else, parted by blanks."""


STAIRS = tuple(f"STR-{number:02}" for number in range(20))
RAILINGS = tuple(f"RAI-{number:02}" for number in range(20))
"""Rules of whole families, of which some look at each thing."""

Kind = Callable[[ifcopenshell.file, Random], Change | None]
KINDS: dict[str, Kind] = {}


def kind(make: Kind) -> Kind:
    """Enter a kind of change under its function's name."""
    KINDS[make.__name__] = make
    return make


def _one(rng: Random, of: Sequence[Ifc]) -> Ifc | None:
    return rng.choice(sorted(of, key=lambda instance: instance.id())) if of else None


def _elements(file: ifcopenshell.file, *classes: str) -> list[Ifc]:
    known = [name for name in classes if _has_class(file, name)]
    return [one for name in known for one in file.by_type(name) if not one.is_a("IfcOpeningElement")]


def _has_class(file: ifcopenshell.file, name: str) -> bool:
    try:
        file.by_type(name)
    except RuntimeError:
        return False
    return True


def _own(file: ifcopenshell.file) -> list[Ifc]:
    """Elements that stand in the tree by themselves."""
    return [one for one in _elements(file, "IfcElement") if one.ContainedInStructure and one.Representation]


def _delete(file: ifcopenshell.file, element: Ifc) -> None:
    for relation in list(file.get_inverse(element)):
        for name, value in relation.get_info().items():
            if isinstance(value, tuple) and element in value:
                rest = [one for one in value if one != element]
                if rest:
                    setattr(relation, name, rest)
                elif relation.is_a("IfcRelationship"):
                    file.remove(relation)
                break
        else:
            if relation.is_a("IfcRelationship"):
                file.remove(relation)
    file.remove(element)


def _deleting(
    file: ifcopenshell.file, rng: Random, classes: tuple[str, ...], noticed_by: tuple[str, ...], may: str,
    wanted: Callable[[Ifc], bool] = bool,
) -> Change | None:  # fmt: skip
    element = _one(rng, [one for one in _elements(file, *classes) if one.Representation and wanted(one)])
    if element is None:
        return None
    what = f"delete {element.is_a()} {element.GlobalId}"
    _delete(file, element)
    return Change(what, noticed_by, may=may)


def _leads_out(door: Ifc) -> bool:
    """Whether its properties say that it is an exit or stands in an outer wall."""
    said = of_element.get_psets(door).get("Pset_DoorCommon", {})
    return said.get("FireExit") is True or said.get("IsExternal") is True


@kind
def delete_door(file: ifcopenshell.file, rng: Random) -> Change | None:
    """An exit or outer door is gone."""
    rules = ("FIR-01", "FIR-02", "FIR-03", "FIR-09", "FIR-10", "FUN-08")
    return _deleting(file, rng, ("IfcDoor",), rules, "FIR FUN GRN ACC STR HB CIM DEL QUA CHR", _leads_out)


@kind
def delete_window(file: ifcopenshell.file, rng: Random) -> Change | None:
    """A window is gone: less glass, and perhaps a room without light."""
    rules = ("GRN-03", "GRN-05", "GRN-06", "GRN-08", "GRN-12", "GRN-15", "FUN-19")
    return _deleting(file, rng, ("IfcWindow",), rules, "FUN GRN RAI CIM DEL QUA CHR FIR-16")


@kind
def delete_space(file: ifcopenshell.file, rng: Random) -> Change | None:
    """A room is gone."""
    return _deleting(file, rng, ("IfcSpace",), ("FUN-21",), "FIR FUN GRN ACC STR RAI HB CIM DEL")


@kind
def delete_railing(file: ifcopenshell.file, rng: Random) -> Change | None:
    """A railing is gone."""
    rules = ("BR-01", "BR-02", "LA-05", "LA-07", *RAILINGS, *STAIRS)
    return _deleting(file, rng, ("IfcRailing",), rules, "BR LA RAI STR RMP ACC FIR CIM DEL QUA CHR RD-21 RD-22 HB-09")


@kind
def delete_stair_flight(file: ifcopenshell.file, rng: Random) -> Change | None:
    """A flight is gone."""
    return _deleting(file, rng, ("IfcStairFlight",), STAIRS, "STR RAI FIR ACC FUN CIM DEL QUA PRE")


@kind
def delete_map_conversion(file: ifcopenshell.file, rng: Random) -> Change | None:
    """Nobody knows any more where the model stands."""
    found = _one(rng, _elements(file, "IfcMapConversion")) if file.schema != "IFC2X3" else None
    if found is None:
        return None
    file.remove(found)
    return Change("delete IfcMapConversion", ("CIM-01",), may="CIM GRN LA FUN")


@kind
def lose_place(file: ifcopenshell.file, rng: Random) -> Change | None:
    """An element is in no storey, facility or site any more."""
    element = _one(rng, _own(file))
    if element is None:
        return None
    (relation, *_) = element.ContainedInStructure
    rest = [one for one in relation.RelatedElements if one != element]
    if rest:
        relation.RelatedElements = rest
    else:
        file.remove(relation)
    may = "CIM DEL FIR FUN GRN STR RAI RMP ACC RD BR LA HB QUA PRE"
    return Change(f"lose the place of {element.GlobalId}", ("CIM-06",), element.GlobalId, may)


@kind
def lose_class_code(file: ifcopenshell.file, rng: Random) -> Change | None:
    """An element has no class code any more."""
    relations = [
        one for one in file.by_type("IfcRelAssociatesClassification") if any(o.is_a("IfcElement") for o in one.RelatedObjects)
    ]
    relation = _one(rng, relations)
    if relation is None:
        return None
    element = _one(rng, [one for one in relation.RelatedObjects if one.is_a("IfcElement") and not one.is_a("IfcFeatureElement")])
    if element is None:
        return None
    others = [r for r in element.HasAssociations if r.is_a("IfcRelAssociatesClassification") and r != relation]
    kind_of = of_element.get_type(element)
    if others or (kind_of is not None and any(r.is_a("IfcRelAssociatesClassification") for r in kind_of.HasAssociations)):
        return None
    _leave(file, relation, element)
    return Change(f"unclassify {element.GlobalId}", ("CIM-07",), element.GlobalId, "CIM BR RD LA")


def _leave(file: ifcopenshell.file, relation: Ifc, element: Ifc) -> None:
    rest = [one for one in relation.RelatedObjects if one != element]
    if rest:
        relation.RelatedObjects = rest
    else:
        file.remove(relation)


@kind
def lose_material(file: ifcopenshell.file, rng: Random) -> Change | None:
    """A member no longer says what it is made of."""
    members = _elements(file, "IfcWall", "IfcSlab", "IfcColumn", "IfcBeam")
    alone = []
    for member in members:
        kind_of = of_element.get_type(member)
        of_type = kind_of is not None and any(r.is_a("IfcRelAssociatesMaterial") for r in kind_of.HasAssociations)
        own = [r for r in member.HasAssociations if r.is_a("IfcRelAssociatesMaterial")]
        if len(own) == 1 and not of_type and not member.IsDecomposedBy and not member.Decomposes:
            alone.append(member)
    element = _one(rng, alone)
    if element is None:
        return None
    _leave(file, next(r for r in element.HasAssociations if r.is_a("IfcRelAssociatesMaterial")), element)
    return Change(f"no material of {element.GlobalId}", ("DEL-06",), element.GlobalId, "DEL GRN PRE FUN-17 FIR-16 QUA RD-37")


@kind
def lose_name(file: ifcopenshell.file, rng: Random) -> Change | None:
    """An element has no name any more, and no type that has one."""
    element = _one(rng, [one for one in _own(file) if not getattr(of_element.get_type(one), "Name", None)])
    if element is None:
        return None
    element.Name = None
    may = "DEL RD BR LA HB GRN FIR FUN RAI STR RMP ACC QUA PRE CHR"  # A name may be all that tells what a thing is.
    return Change(f"no name of {element.GlobalId}", ("DEL-04",), may=may)


@kind
def repeat_global_id(file: ifcopenshell.file, rng: Random) -> Change | None:
    """Two things have one GlobalId."""
    own = _own(file)
    if len(own) < 2:
        return None
    one, other = rng.sample(sorted(own, key=lambda instance: instance.id()), 2)
    one.GlobalId = other.GlobalId
    return Change(f"{other.GlobalId} twice", ("CIM-05",), other.GlobalId, "CIM")


@kind
def spoil_global_id(file: ifcopenshell.file, rng: Random) -> Change | None:
    """A GlobalId begins with a character that none may begin with."""
    element = _one(rng, _own(file))
    if element is None:
        return None
    element.GlobalId = "9" + element.GlobalId[1:]
    return Change(f"malformed {element.GlobalId}", ("CIM-05",), element.GlobalId, "CIM")


@kind
def copy_in_place(file: ifcopenshell.file, rng: Random) -> Change | None:
    """An element is there twice in one place."""
    whole = [one for one in _own(file) if not getattr(one, "FillsVoids", ()) and not one.IsDecomposedBy and one.ObjectPlacement]
    element = _one(rng, whole)
    if element is None:
        return None
    twin = file.create_entity(element.is_a(), *(element[place] for place in range(len(element))))
    twin.GlobalId = ifcopenshell.guid.compress(f"{rng.getrandbits(128):032x}")
    relation = element.ContainedInStructure[0]
    relation.RelatedElements = (*relation.RelatedElements, twin)
    may = "CIM DEL FIR FUN GRN STR RAI RMP ACC RD BR LA HB QUA PRE CHR"
    return Change(f"{element.is_a()} {element.GlobalId} twice", ("DEL-01",), may=may)


def _moved(file: ifcopenshell.file, element: Ifc, by: tuple[float, float, float]) -> bool:
    placement = element.ObjectPlacement
    if placement is None or not placement.is_a("IfcLocalPlacement") or len(file.get_inverse(placement)) > 1:
        return False
    relative = placement.RelativePlacement
    at = relative.Location.Coordinates
    scale = ifcopenshell.util.unit.calculate_unit_scale(file)
    point = file.create_entity("IfcCartesianPoint", tuple(float(a) + b / scale for a, b in zip(at, by, strict=True)))
    values = [relative[place] for place in range(len(relative))]
    values[0] = point
    placement.RelativePlacement = file.create_entity(relative.is_a(), *values)
    return True


@kind
def send_far_away(file: ifcopenshell.file, rng: Random) -> Change | None:
    """An element lies five kilometres off."""
    element = _one(rng, [one for one in _own(file) if len(one.ObjectPlacement.PlacesObject) == 1 and not one.HasOpenings])
    if element is None or not _moved(file, element, (3000.0, 4000.0, 0.0)):
        return None
    may = "CIM DEL FIR FUN GRN STR RAI RMP ACC RD BR LA HB PRE"
    return Change(f"{element.is_a()} {element.GlobalId} 5 km off", ("DEL-03",), element.GlobalId, may)


def _rooms(file: ifcopenshell.file) -> list[Ifc]:
    return _elements(file, "IfcSpace")


@kind
def unname_room(file: ifcopenshell.file, rng: Random) -> Change | None:
    """A room has neither number nor name any more."""
    room = _one(rng, _rooms(file))
    if room is None:
        return None
    room.Name = room.LongName = None
    return Change(f"nothing said of room {room.GlobalId}", ("DEL-05",), room.GlobalId, "DEL FUN FIR ACC GRN STR HB")


@kind
def call_bedroom_store(file: ifcopenshell.file, rng: Random) -> Change | None:
    """A bedroom is a store now, in all its names."""
    rooms = [one for one in _rooms(file) if "卧室" in f"{one.Name}{one.LongName}" or "Bedroom" in f"{one.Name}{one.LongName}"]
    room = _one(rng, rooms)
    if room is None:
        return None
    room.Name, room.LongName, room.ObjectType = "S-01", "仓库", None
    return Change(
        f"bedroom {room.GlobalId} is a store", ("FUN-02", "FUN-04", "FUN-19", "GRN-12"), may="FUN FIR ACC GRN STR HB DEL RAI"
    )


@kind
def lower_room(file: ifcopenshell.file, rng: Random) -> Change | None:
    """A room is one metre high."""
    scale = ifcopenshell.util.unit.calculate_unit_scale(file)
    rooms = []
    for room in _rooms(file):
        bodies = [one for r in room.Representation.Representations for one in r.Items] if room.Representation else []
        if len(bodies) == 1 and bodies[0].is_a("IfcExtrudedAreaSolid") and len(file.get_inverse(bodies[0])) == 1:
            rooms.append((room, bodies[0]))
    if not rooms:
        return None
    room, body = rng.choice(rooms)
    body.Depth = 1.0 / scale
    return Change(f"room {room.GlobalId} 1 m high", ("FUN-21", "FUN-02", "FUN-03"), may="FUN FIR ACC GRN STR RAI DEL CIM-10")


@kind
def call_member_proxy(file: ifcopenshell.file, rng: Random) -> Change | None:
    """A wall, slab, column or beam is delivered as a proxy of no telling name."""
    members = [one for one in _elements(file, "IfcWall", "IfcSlab", "IfcColumn", "IfcBeam") if one.ContainedInStructure]
    element = _one(rng, members)
    if element is None:
        return None
    what = f"{element.is_a()} {element.GlobalId} as proxy"
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
    return Change(what, ("DEL-06", "DEL-07"), may="DEL CIM FIR FUN GRN STR RAI RMP ACC RD BR LA HB QUA PRE")


@dataclass(frozen=True)
class Spoiling:
    """A value of a property that cannot be right."""

    names: tuple[str, ...]
    classes: tuple[str, ...]
    value: tuple[str, str | float]
    """Data type and value."""
    rules: tuple[str, ...]
    may: str


SPOILED = {
    "spoil_transmittance": Spoiling(
        ("ThermalTransmittance", "传热系数", "传热系数(U)"), ("IfcWall", "IfcWindow", "IfcRoof"),
        ("IfcThermalTransmittanceMeasure", 9.5), ("GRN-05", "GRN-06", "GRN-08", "GRN-09", "GRN-29"), "GRN",
    ),
    "spoil_fire_rating": Spoiling(
        ("FireRating", "耐火极限"), ("IfcWall", "IfcColumn", "IfcBeam"), ("IfcLabel", "0.10h"),
        ("FIR-16",), "FIR",
    ),
    "spoil_design_speed": Spoiling(
        ("DesignSpeed", "设计速度"), ("IfcElement", "IfcSpatialStructureElement"), ("IfcLabel", "35 km/h"),
        ("RD-01",), "RD BR",
    ),
    "spoil_service_life": Spoiling(
        ("设计工作年限", "设计使用年限", "ServiceLifeDuration"), ("IfcSpatialStructureElement",), ("IfcLabel", "8年"),
        ("BR-04",), "BR",
    ),
    "spoil_pavement_life": Spoiling(
        ("路面设计使用年限",), ("IfcSpatialStructureElement", "IfcElement"), ("IfcLabel", "3年"),
        ("RD-37",), "RD",
    ),
    "spoil_bridge_class": Spoiling(
        ("桥梁分类",), ("IfcSpatialStructureElement",), ("IfcLabel", "特大桥"),
        ("BR-14", "BR-04"), "BR",
    ),
    "spoil_lane_width": Spoiling(
        ("LaneWidth", "车道宽度", "Width"), ("IfcPavement", "IfcFacilityPart"), ("IfcLabel", "2.1 m"),
        ("RD-02", "RD-03", "RD-04"), "RD LA BR FIR-17",
    ),
    "spoil_illuminance": Spoiling(("平均照度",), ("IfcElement",), ("IfcLabel", "0.1 lx"), ("HB-03",), "HB"),
    "spoil_plant_name": Spoiling(
        ("BotanicalName", "学名", "树种", "植物名称"), ("IfcElement",), ("IfcLabel", ""),
        ("LA-13",), "LA RD-17",
    ),
    "spoil_slope": Spoiling(
        ("Slope", "坡度"), ("IfcRamp", "IfcRampFlight"), ("IfcLabel", "50%"),
        ("ACC-02", "RMP-01"), "ACC RMP LA HB",
    ),
    "spoil_railing_height": Spoiling(
        ("Height", "栏杆高度", "扶手高度"), ("IfcRailing",), ("IfcLabel", "0.2 m"),
        ("BR-01", "BR-02", "LA-05", "LA-07", *RAILINGS), "BR LA RAI STR ACC RMP",
    ),
    "spoil_fire_exit_width": Spoiling(
        ("ClearWidth", "净宽", "通行净宽"), ("IfcDoor",), ("IfcLabel", "0.4 m"),
        ("FIR-01", "FIR-02", "FUN-08"), "FIR FUN ACC HB",
    ),
    "spoil_project_code": Spoiling(("项目代码", "ProjectCode"), ("IfcObjectDefinition",), ("IfcLabel", "?"), ("CIM-08",), "CIM-08"),
    "spoil_batch": Spoiling(("BatchReference", "批次"), ("IfcElement",), ("IfcLabel", ""), ("QUA-01",), "QUA"),
    "spoil_approach_slab": Spoiling(("搭板长度", "Length", "长度"), ("IfcSlab",), ("IfcLabel", "0.5 m"), ("BR-12",), "BR"),
    "spoil_evidence": Spoiling(("特色证据", "特色说明"), ("IfcObjectDefinition",), ("IfcLabel", ""), ("CHR-01",), "CHR"),
}  # fmt: skip


def _owners(file: ifcopenshell.file, spoiling: Spoiling) -> Iterator[tuple[Ifc, Ifc]]:
    for relation in file.by_type("IfcRelDefinesByProperties"):
        held = relation.RelatingPropertyDefinition
        if not held.is_a("IfcPropertySet"):
            continue
        owners = [one for one in relation.RelatedObjects if any(_is_a(one, name) for name in spoiling.classes)]
        for prop in held.HasProperties if owners else ():
            if prop.is_a("IfcPropertySingleValue") and prop.Name in spoiling.names and prop.NominalValue is not None:
                yield owners[0], prop


def _is_a(instance: Ifc, name: str) -> bool:
    try:
        return bool(instance.is_a(name))
    except RuntimeError:
        return False


def _spoil(name: str, spoiling: Spoiling) -> Kind:
    def make(file: ifcopenshell.file, rng: Random) -> Change | None:
        found = sorted(_owners(file, spoiling), key=lambda pair: pair[1].id())
        if not found:
            return None
        owner, prop = rng.choice(found)
        told, value = spoiling.value
        before = prop.NominalValue.wrappedValue
        prop.NominalValue, prop.Unit = file.create_entity(told, value), None
        return Change(f"{prop.Name} {before} → {value} of {owner.is_a()} {owner.GlobalId}", spoiling.rules, may=spoiling.may)

    make.__name__ = name
    return make


for _name, _spoiling in SPOILED.items():
    KINDS[_name] = _spoil(_name, _spoiling)
