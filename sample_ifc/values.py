"""Property and quantity values with the IFC types that the standard's templates give them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ifcopenshell

PROPERTY_TYPES = {
    "Reference": "IfcIdentifier",
    "BuildingID": "IfcIdentifier",
    "ThermalTransmittance": "IfcThermalTransmittanceMeasure",
    "传热系数": "IfcThermalTransmittanceMeasure",
    "RiserHeight": "IfcPositiveLengthMeasure",
    "TreadLength": "IfcPositiveLengthMeasure",
    "Height": "IfcPositiveLengthMeasure",
    "NumberOfStoreys": "IfcInteger",
    "NumberOfRiser": "IfcCountMeasure",
    "NumberOfTreads": "IfcCountMeasure",
    "Name": "IfcLabel",
    "GrossPlannedArea": "IfcAreaMeasure",
    "BuildableArea": "IfcAreaMeasure",
    "TotalArea": "IfcAreaMeasure",
    "GlazingAreaFraction": "IfcPositiveRatioMeasure",
    "SiteCoverageRatio": "IfcPositiveRatioMeasure",
    "FloorAreaRatio": "IfcPositiveRatioMeasure",
}
"""Property name → IFC type, where the Python type does not say it."""

_LENGTHS = {"IfcLengthMeasure", "IfcPositiveLengthMeasure"}
_PYTHON_TYPES = {bool: "IfcBoolean", int: "IfcInteger", float: "IfcReal", str: "IfcLabel"}


@dataclass(frozen=True)
class Measure:
    """A value whose IFC type is said outright; lengths in metres."""

    ifc_type: str
    value: Any
    unit: Any = None
    """A unit of its own; the value is then in that unit."""


@dataclass(frozen=True)
class Quantity:
    """A quantity: length in metres, area, volume or count."""

    form: str
    value: float


def length(value: float) -> Quantity:
    """A length quantity, metres."""
    return Quantity("Length", value)


def area(value: float) -> Quantity:
    """An area quantity, square metres."""
    return Quantity("Area", value)


def volume(value: float) -> Quantity:
    """A volume quantity, cubic metres."""
    return Quantity("Volume", value)


def write_property(file: ifcopenshell.file, name: str, value: Any, scaled: Callable[[float], float]) -> Any:
    """An IfcPropertySingleValue; ``scaled`` brings metres to the file's unit."""
    measure = value if isinstance(value, Measure) else Measure(PROPERTY_TYPES.get(name, _PYTHON_TYPES[type(value)]), value)
    number = measure.value
    if measure.ifc_type in _LENGTHS and measure.unit is None:
        number = scaled(number)
    nominal = file.create_entity(measure.ifc_type, number)
    return file.create_entity("IfcPropertySingleValue", name, None, nominal, measure.unit)


def write_quantity(file: ifcopenshell.file, name: str, quantity: Quantity, scaled: Callable[[float], float]) -> Any:
    """A simple quantity; ``scaled`` brings metres to the file's unit."""
    number = scaled(quantity.value) if quantity.form == "Length" else round(quantity.value, 3)
    return file.create_entity(f"IfcQuantity{quantity.form}", name, None, None, number)


def thermal_unit(file: ifcopenshell.file, metre: Any) -> Any:
    """W/(m²·K)."""
    parts = [
        (file.create_entity("IfcSIUnit", None, "POWERUNIT", None, "WATT"), 1),
        (metre, -2),
        (file.create_entity("IfcSIUnit", None, "THERMODYNAMICTEMPERATUREUNIT", None, "KELVIN"), -1),
    ]
    elements = [file.create_entity("IfcDerivedUnitElement", unit, exponent) for unit, exponent in parts]
    return file.create_entity("IfcDerivedUnit", elements, "THERMALTRANSMITTANCEUNIT")
