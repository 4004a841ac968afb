"""A model in another unit of length: every length in it written anew, and nothing else.

By the schema: whatever is declared as an IfcLengthMeasure or a kind of it, and whatever is written as one where the schema lets
a value choose its type. Values that bring a unit of their own stay, as do areas and volumes, whose units are declared apart.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import ifcopenshell
import ifcopenshell.ifcopenshell_wrapper as wrapper
import ifcopenshell.util.unit

Ifc = Any
UNITS = {"m": 1.0, "mm": 0.001, "ft": 0.3048}
"""In metres."""

_WITH_UNITS = {
    "IfcPropertySingleValue": {"NominalValue": "Unit"},
    "IfcPropertyBoundedValue": {
        "UpperBoundValue": "Unit", "LowerBoundValue": "Unit", "SetPointValue": "Unit",
    },
    "IfcPropertyListValue": {"ListValues": "Unit"},
    "IfcPropertyTableValue": {"DefiningValues": "DefiningUnit", "DefinedValues": "DefinedUnit"},
    "IfcQuantityLength": {"LengthValue": "Unit"},
}  # fmt: skip
"""Class → attribute → the attribute with the unit that it has of its own."""

_OF_THE_MAP = {"Eastings", "Northings", "OrthogonalHeight", "FirstCoordinate", "SecondCoordinate", "Height"}


def in_unit(name: str) -> Callable[[ifcopenshell.file], None]:
    """The change of a file."""

    def converted(file: ifcopenshell.file) -> None:
        ratio = ifcopenshell.util.unit.calculate_unit_scale(file) / UNITS[name]
        if ratio == 1.0:
            return
        _scale_map_conversions(file, ratio)
        for instance in list(file):
            for attribute, unit_attribute in _lengths_of(file.schema_identifier, instance.is_a()):
                if unit_attribute is None or getattr(instance, unit_attribute, None) is None:
                    given = getattr(instance, attribute)
                    scaled = _scaled(given, ratio)
                    if scaled != given:
                        setattr(instance, attribute, scaled)
        _declare(file, name)

    return converted


@cache
def _lengths_of(schema: str, ifc_class: str) -> tuple[tuple[str, str | None], ...]:
    """The attributes of a class that may hold lengths, each with that of its unit."""
    if ifc_class in {"IfcMeasureWithUnit", "IfcMapConversion", "IfcMapConversionScaled", "IfcRigidOperation"}:
        return ()
    entity = wrapper.schema_by_name(schema).declaration_by_name(ifc_class).as_entity()
    own_units = _WITH_UNITS.get(ifc_class, {})
    return tuple(_length_attributes(entity, own_units))


def _length_attributes(entity: Any, own_units: dict[str, str]) -> Iterator[tuple[str, str | None]]:
    derived = entity.derived()
    for attribute, is_derived in zip(entity.all_attributes(), derived, strict=True):
        told = str(attribute.type_of_attribute())
        is_precision = attribute.name() == "Precision" and entity.name().endswith("RepresentationContext")
        if not is_derived and ("LengthMeasure" in told or is_precision):
            yield attribute.name(), own_units.get(attribute.name())


def _scaled(value: Any, ratio: float) -> Any:
    if isinstance(value, tuple):
        return tuple(_scaled(one, ratio) for one in value)
    if isinstance(value, float):
        return value * ratio
    if isinstance(value, ifcopenshell.entity_instance) and not value.id() and value.is_a().endswith("LengthMeasure"):
        value.wrappedValue = value.wrappedValue * ratio
    return value


def _scale_map_conversions(file: ifcopenshell.file, ratio: float) -> None:
    """Map coordinates are in the unit of the map, which is the project's where the system names none.

    Source:
        ISO 16739-1:2024, IfcMapConversion.Scale: from the project's unit to that of the map; 1 where it is not given.
    """
    if file.schema == "IFC2X3":
        return
    for conversion in file.by_type("IfcMapConversion"):
        if getattr(conversion.TargetCRS, "MapUnit", None) is not None:
            conversion.Scale = (conversion.Scale or 1.0) / ratio
        else:
            for name in _OF_THE_MAP & set(conversion.get_info()):
                setattr(conversion, name, getattr(conversion, name) * ratio)


def _declare(file: ifcopenshell.file, name: str) -> None:
    """Set the project's unit; the instance that was it stays for those who refer to it."""
    metre = file.create_entity("IfcSIUnit", None, "LENGTHUNIT", "MILLI" if name == "mm" else None, "METRE")
    unit = metre
    if name == "ft":
        factor = file.create_entity("IfcMeasureWithUnit", file.create_entity("IfcLengthMeasure", UNITS["ft"]), metre)
        exponents = file.create_entity("IfcDimensionalExponents", 1, 0, 0, 0, 0, 0, 0)
        unit = file.create_entity("IfcConversionBasedUnit", exponents, "LENGTHUNIT", "FOOT", factor)
    for assignment in {project.UnitsInContext for project in file.by_type("IfcProject")}:
        others = [one for one in assignment.Units if getattr(one, "UnitType", None) != "LENGTHUNIT"]
        assignment.Units = (*others, unit)
