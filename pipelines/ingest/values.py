"""Single values in SI: what an IfcValue, or an attribute of a defined type, comes to in a table."""

from dataclasses import dataclass
from json import dumps
from math import isfinite, radians
from typing import Any

from pipelines.ingest.source import Instance, wrapped
from pipelines.ingest.units import Unit, Units

_LOGICALS = frozenset({"IfcLogical", "IfcBoolean", "LOGICAL", "BOOLEAN"})


@dataclass(frozen=True)
class Value:
    """One value."""

    text: str | None = None
    """SI where it is a measure, T, F or U for a logical; None where it is not given."""
    number: float | None = None
    """In SI; None where it is no number, or one in a unit of unknown factor."""
    data_type: str | None = None
    """IFC type, where the file or the schema gives one."""
    unit: str = ""
    """Symbol of the SI unit; empty for ratios, counts and text."""

    @property
    def columns(self) -> dict[str, object]:
        """As columns of ``ifc_property`` and ``ifc_attribute``."""
        return {"value": self.text, "value_number": self.number, "data_type": self.data_type, "unit": self.unit}


def read_value(units: Units, value: Any, declared: str | None = None, unit: Unit | None = None) -> Value:
    """Bring a value into SI.

    Args:
        units: Of the model.
        value: As the parser gives it: a plain value, or an instance of a defined type.
        declared: The type, where the value does not carry one itself.
        unit: The one that the property names; it wins over the project's.
    """
    data_type = declared
    if isinstance(value, Instance):
        data_type, value = value.is_a(), wrapped(value)
        if isinstance(value, Instance):
            return read_value(units, value, data_type, unit)
    if value is None:
        return Value(data_type=data_type)
    if isinstance(value, bool):
        return Value("T" if value else "F", None, data_type)
    if isinstance(value, int | float):
        return _number(units, value, data_type, unit)
    if isinstance(value, tuple):
        if data_type == "IfcCompoundPlaneAngleMeasure" and (degrees := compound_degrees(value)) is not None:
            return Value(_written(radians(degrees)), radians(degrees), data_type, "rad")
        return Value(dumps([str(one) for one in value], ensure_ascii=False), None, data_type)
    if data_type in _LOGICALS:
        return Value("U", None, data_type)
    return Value(str(value), None, data_type)


def _number(units: Units, value: float, data_type: str | None, unit: Unit | None) -> Value:
    unit = unit or units.of_measure(data_type or "")
    if unit is None:
        return Value(_written(value), _finite(value), data_type)
    number = unit.to_si(value)
    if number is None:
        return Value(_written(value), None, data_type)
    return Value(_written(number), _finite(number), data_type, unit.symbol)


def compound_degrees(parts: Any) -> float | None:
    """Degrees from degrees, minutes, seconds and millionths of a second. All parts carry the sign.

    Where only some do, as some tools write it, one minus sign makes the whole negative.
    """
    is_whole = isinstance(parts, tuple) and len(parts) in {3, 4} and all(isinstance(part, int | float) for part in parts)
    if not is_whole:
        return None
    degrees, minutes, seconds, millionths = (*(abs(float(part)) for part in parts), 0.0)[:4]
    size = degrees + minutes / 60 + (seconds + millionths / 1e6) / 3600
    return -size if any(part < 0 for part in parts) else size


def _written(value: float) -> str:
    return repr(value)


def _finite(value: float) -> float | None:
    return float(value) if isfinite(value) else None
