"""Things that are gone, or that no longer say where they belong and what they are."""

from collections.abc import Callable
from random import Random

import ifcopenshell
import ifcopenshell.util.element as of_element

from tests.mutations.kinds import ALL, KINDS, RAILINGS, STAIRS, Change, Ifc, Kind, called, choose, delete, elements, kind, placed


def _deleting(
    file: ifcopenshell.file, rng: Random, classes: tuple[str, ...], noticed_by: tuple[str, ...], may: str,
    wanted: Callable[[Ifc], bool] = bool,
) -> Change | None:  # fmt: skip
    element = choose(rng, [one for one in elements(file, *classes) if one.Representation and wanted(one)])
    if element is None:
        return None
    what = f"delete {element.is_a()} {element.GlobalId}"
    delete(file, element)
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
    found = choose(rng, elements(file, "IfcMapConversion")) if file.schema != "IFC2X3" else None
    if found is None:
        return None
    file.remove(found)
    return Change("delete IfcMapConversion", ("CIM-01",), may="CIM GRN LA FUN")


@kind
def lose_place(file: ifcopenshell.file, rng: Random) -> Change | None:
    """An element is in no storey, facility or site any more."""
    element = choose(rng, placed(file))
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
    relation = choose(rng, relations)
    if relation is None:
        return None
    element = choose(rng, [one for one in relation.RelatedObjects if one.is_a("IfcElement") and not one.is_a("IfcFeatureElement")])
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
    members = elements(file, "IfcWall", "IfcSlab", "IfcColumn", "IfcBeam")
    alone = []
    for member in members:
        kind_of = of_element.get_type(member)
        of_type = kind_of is not None and any(r.is_a("IfcRelAssociatesMaterial") for r in kind_of.HasAssociations)
        own = [r for r in member.HasAssociations if r.is_a("IfcRelAssociatesMaterial")]
        if len(own) == 1 and not of_type and not member.IsDecomposedBy and not member.Decomposes:
            alone.append(member)
    element = choose(rng, alone)
    if element is None:
        return None
    _leave(file, next(r for r in element.HasAssociations if r.is_a("IfcRelAssociatesMaterial")), element)
    return Change(f"no material of {element.GlobalId}", ("DEL-06",), element.GlobalId, "DEL GRN PRE FUN-17 FIR-16 QUA RD-37")


@kind
def lose_name(file: ifcopenshell.file, rng: Random) -> Change | None:
    """An element has no name any more, and no type that has one."""
    element = choose(rng, [one for one in placed(file) if not getattr(of_element.get_type(one), "Name", None)])
    if element is None:
        return None
    element.Name = None
    may = "DEL RD BR LA HB GRN FIR FUN RAI STR RMP ACC QUA PRE CHR"  # A name may be all that tells what a thing is.
    return Change(f"no name of {element.GlobalId}", ("DEL-04",), may=may)


@kind
def delete_element(file: ifcopenshell.file, rng: Random) -> Change | None:
    """Anything that stands in the tree is gone: those who count elements count one less."""
    element = choose(rng, [one for one in placed(file) if not one.IsDecomposedBy and not one.HasOpenings])
    if element is None:
        return None
    what = f"delete {element.is_a()} {element.GlobalId}"
    delete(file, element)
    return Change(what, ("CIM-06", "CIM-07", "DEL-04"), may=ALL)


@kind
def lose_storey(file: ifcopenshell.file, rng: Random) -> Change | None:
    """A storey is part of no building any more."""
    storey = choose(rng, [one for one in elements(file, "IfcBuildingStorey") if one.Decomposes])
    if storey is None:
        return None
    relation = storey.Decomposes[0]
    rest = [one for one in relation.RelatedObjects if one != storey]
    if rest:
        relation.RelatedObjects = rest
    else:
        file.remove(relation)
    return Change(f"lose storey {storey.GlobalId}", ("CIM-06",), may=ALL, worse=True)


@kind
def lose_edition(file: ifcopenshell.file, rng: Random) -> Change | None:
    """A classification no longer says its edition, nor a year anywhere."""
    found = choose(rng, elements(file, "IfcClassification"))
    if found is None:
        return None
    found.Name, found.Edition, found.EditionDate, found.Source = "Classes", None if file.schema != "IFC2X3" else "", None, "unknown"
    for name in ("Location", "Specification"):
        if hasattr(found, name):
            setattr(found, name, None)
    return Change("a classification without edition", ("CIM-13",), may="CIM", worse=True)


GROUPS = {
    "delete_trees": (("国槐", "白蜡", "油松", "银杏", "栾树", "行道树"), ("LA-13", "RD-17"), "LA RD HB"),
    "delete_seats": (("坐凳", "座椅", "长椅", "坐椅"), ("LA-12",), "LA RD HB GRN QUA"),
    "delete_lamps": (("路灯", "庭院灯"), ("RD-38", "QUA-01", "HB-03"), "RD HB LA QUA FIR"),
    "delete_kerbs": (("缘石",), ("RD-30", "QUA-01"), "RD QUA LA HB FIR ACC"),
    "delete_footways": (("人行道",), ("RD-04", "RD-20", "RD-12"), "RD BR LA HB GRN QUA CIM RAI"),
    "delete_paths": (("园路", "小径", "步道"), ("LA-03", "LA-04", "RD-04"), "LA RD HB GRN QUA CIM BR RAI ACC"),
    "delete_parking": (("停车位",), ("HB-05",), "HB GRN RD LA QUA CIM"),
    "delete_tactile_paving": (("盲道",), ("HB-09",), "HB RD GRN QUA BR LA"),
    "delete_bearings": (("支座",), ("QUA-01",), "QUA BR"),
}
"""Of things in rows one hardly matters; so all are deleted. Words in names, rules of which one must notice, and others."""


def _group(name: str) -> Kind:
    words, rules, may = GROUPS[name]

    def make(file: ifcopenshell.file, rng: Random) -> Change | None:
        group = [one for one in called(file, words, ("检查井", "标线", "垫层", "基层")) if not one.IsDecomposedBy]
        for element in group:
            delete(file, element)
        return Change(f"delete {len(group)} of {words[0]}", rules, may=f"{may} CIM DEL") if group else None

    make.__name__ = name
    return make


for _name in GROUPS:
    KINDS[_name] = _group(_name)
