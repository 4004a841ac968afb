"""What a change is, the list of their kinds, and how they choose and reshape what they change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import ifcopenshell
import ifcopenshell.geom
import ifcopenshell.util.unit
import numpy as np

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
    worse: bool = False
    """Whether what is said must be something wrong or unknown that was not said before."""


Kind = Callable[[ifcopenshell.file, Random], Change | None]
KINDS: dict[str, Kind] = {}

STAIRS = tuple(f"STR-{number:02}" for number in range(20))
RAILINGS = tuple(f"RAI-{number:02}" for number in range(20))
"""Rules of whole families, of which some look at each thing."""

ALL = "ACC BR CHR CIM DEL FIR FUN GRN HB LA PRE QUA RAI RD RMP STR"
"""Every family: of changes after which nothing is where or what it was."""


def kind(make: Kind) -> Kind:
    """Enter a kind of change under its function's name."""
    KINDS[make.__name__] = make
    return make


def choose(rng: Random, of: Sequence[Ifc]) -> Ifc | None:
    """One of them, the same for the same seed; None of none."""
    return rng.choice(sorted(of, key=lambda instance: instance.id())) if of else None


def is_a(instance: Ifc, name: str) -> bool:
    """Whether it is of a class; never of one that its schema does not have."""
    try:
        return bool(instance.is_a(name))
    except RuntimeError:
        return False


def elements(file: ifcopenshell.file, *classes: str) -> list[Ifc]:
    """Instances of classes, openings left out; none of a class that the schema does not have."""
    found: list[Ifc] = []
    for name in classes:
        try:
            found += [one for one in file.by_type(name) if not one.is_a("IfcOpeningElement")]
        except RuntimeError:
            continue
    return found


def called(file: ifcopenshell.file, words: Sequence[str], unless: Sequence[str] = ()) -> list[Ifc]:
    """Elements with a shape in whose name one of the words stands, and none of the others."""
    shaped = [one for one in elements(file, "IfcElement") if one.Representation and one.Name]
    return [one for one in shaped if any(word in one.Name for word in words) and not any(word in one.Name for word in unless)]


def placed(file: ifcopenshell.file) -> list[Ifc]:
    """Elements with a body that stand in the tree by themselves; markings on surfaces and openings are features of others."""
    found = (one for one in elements(file, "IfcElement") if one.ContainedInStructure and one.Representation)
    return [one for one in found if not one.is_a("IfcFeatureElement")]


def delete(file: ifcopenshell.file, element: Ifc) -> None:
    """Take an element out of the file and of its relations; those that relate nothing then go with it."""
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


def metre(file: ifcopenshell.file) -> float:
    """One metre in the file's unit of length."""
    return 1.0 / float(ifcopenshell.util.unit.calculate_unit_scale(file))


def move(file: ifcopenshell.file, element: Ifc, by_m: tuple[float, float, float]) -> bool:
    """Put an element elsewhere, by metres in the frame that it is placed in; False where others are placed by it."""
    placement = element.ObjectPlacement
    if placement is None or not placement.is_a("IfcLocalPlacement") or len(file.get_inverse(placement)) > 1:
        return False
    relative = placement.RelativePlacement
    one_metre = metre(file)
    at = [*relative.Location.Coordinates, 0.0][:3]
    values = [relative[place] for place in range(len(relative))]
    values[0] = file.create_entity("IfcCartesianPoint", tuple(float(a) + b * one_metre for a, b in zip(at, by_m, strict=True)))
    placement.RelativePlacement = file.create_entity(relative.is_a(), *values)
    return True


def resize(file: ifcopenshell.file, element: Ifc, factors: tuple[float, float, float]) -> bool:
    """Stretch a shape along its own axes, about the middle of its foot: all its bodies are mapped once more.

    False where the shape cannot be made.
    """
    try:
        shape: Any = ifcopenshell.geom.create_shape(ifcopenshell.geom.settings(), element)
    except RuntimeError:
        return False
    points = np.array(shape.geometry.verts).reshape(-1, 3) * metre(file)
    low, high = points.min(axis=0), points.max(axis=0)
    foot = ((low[0] + high[0]) / 2, (low[1] + high[1]) / 2, low[2])
    origin = tuple(float(at * (1 - by)) for at, by in zip(foot, factors, strict=True))
    representations = []
    for held in element.Representation.Representations:
        if held.RepresentationIdentifier in ("Body", "Tessellation", "Facetation"):
            representations.append(_mapped(file, held, origin, factors))
    if not representations:
        return False
    element.Representation = file.create_entity("IfcProductDefinitionShape", None, None, representations)
    return True


def _mapped(file: ifcopenshell.file, held: Ifc, origin: Sequence[float], factors: Sequence[float]) -> Ifc:
    zero = file.create_entity("IfcAxis2Placement3D", file.create_entity("IfcCartesianPoint", (0.0, 0.0, 0.0)))
    mapped = file.create_entity("IfcRepresentationMap", zero, held)
    operator = file.create_entity("IfcCartesianTransformationOperator3DnonUniform")
    operator.LocalOrigin = file.create_entity("IfcCartesianPoint", tuple(origin))
    operator.Scale, operator.Scale2, operator.Scale3 = (float(by) for by in factors)
    item = file.create_entity("IfcMappedItem", mapped, operator)
    context, name = held.ContextOfItems, held.RepresentationIdentifier
    return file.create_entity("IfcShapeRepresentation", context, name, "MappedRepresentation", [item])


def forget(file: ifcopenshell.file, element: Ifc, *words: str) -> None:
    """Take away an element's declared values in whose name one of the words stands, of its own sets and of its type's."""
    held = [r.RelatingPropertyDefinition for r in element.IsDefinedBy if r.is_a("IfcRelDefinesByProperties")]
    types = [r.RelatingType for r in file.by_type("IfcRelDefinesByType") if element in r.RelatedObjects]
    held += [one for of in types for one in of.HasPropertySets or ()]
    for one in held:
        name = "HasProperties" if one.is_a("IfcPropertySet") else "Quantities" if one.is_a("IfcElementQuantity") else ""
        if name:
            rest = [value for value in getattr(one, name) if not any(word in value.Name for word in words)]
            filler = [] if rest else [_nothing(file, name)]
            setattr(one, name, rest or filler)


def _nothing(file: ifcopenshell.file, of: str) -> Ifc:
    if of == "HasProperties":
        return file.create_entity("IfcPropertySingleValue", "X-1", None, file.create_entity("IfcLabel", "X"), None)
    return file.create_entity("IfcQuantityCount", "X-1", None, None, 1)
