"""Units of a model, and their factors to SI (``ifc_unit``)."""

from dataclasses import dataclass
from math import isclose, log10

import pyarrow as pa

from cim_schema.codes import Severity
from cim_schema.units import SI_PREFIXES, SI_SYMBOLS
from pipelines.ingest.rows import Rows
from pipelines.ingest.source import Instance, Source

_POWERS = {"METRE": 1, "SQUARE_METRE": 2, "CUBIC_METRE": 3}
"""A prefix counts as often as the power of length: a square millimetre is (mm)², not a thousandth of m²."""
_GRAM = -3
"""Power of ten from the gram to the kilogram, which is the coherent unit."""
_ZERO_CELSIUS_K = 273.15
_FAHRENHEIT = (5 / 9, 459.67 * 5 / 9)
_CLASSES = ("IfcNamedUnit", "IfcDerivedUnit", "IfcMonetaryUnit")
_MEASURE_WORDS = ("Ifc", "Measure", "Non", "Positive", "Negative")
_ODD_MEASURES = {
    "IfcThermalConductivityMeasure": "THERMALCONDUCTANCEUNIT",
    "IfcSectionalAreaIntegralMeasure": "SECTIONAREAINTEGRALUNIT",
    "IfcMonetaryMeasure": "MONETARYUNIT",
}
"""Measures whose unit type is not named after them."""
_DEEPEST = 8


@dataclass(frozen=True)
class Unit:
    """A unit and its way to SI."""

    unit_type: str
    """UnitType, such as LENGTHUNIT; MONETARYUNIT for money."""
    name: str | None
    symbol: str
    """Of the SI unit; the currency for money."""
    factor: float | None = 1.0
    """None where it is not known."""
    offset: float = 0.0

    def to_si(self, value: float | None) -> float | None:
        """The value in SI; None where it is not given, or the factor is not known.

        Divides where the factor is one over a whole number, so that 4100 mm are 4.1 m to the last digit.
        """
        if value is None or self.factor is None:
            return None
        inverse = round(1 / self.factor) if 0 < self.factor < 1 else 0
        scaled = value / inverse if inverse and isclose(inverse * self.factor, 1, rel_tol=1e-15) else value * self.factor
        return scaled + self.offset + 0.0  # No negative zero.


class Units:
    """The units of one model: the project's, and those that single values name."""

    def __init__(self, source: Source) -> None:
        """Read the unit assignment of the project."""
        self._source = source
        self._known: dict[int, Unit] = {}
        self._told: set[int] = set()
        self._of_measure: dict[str, Unit | None] = {}
        self.assigned_ids: set[int] = set()
        self._assigned: dict[str, Unit] = {}
        for project in source.by_type("IfcProject"):
            for assignment in source.entities(project, "UnitsInContext"):
                self._assign(assignment)
        if "LENGTHUNIT" not in self._assigned:
            source.problems.add("no_length_unit", Severity.WARNING)

    def _assign(self, assignment: Instance) -> None:
        for instance in self._source.entities(assignment, "Units"):
            unit = self.of(instance)
            self.assigned_ids.add(instance.id())
            if unit.unit_type in self._assigned and self._assigned[unit.unit_type].factor != unit.factor:
                self._source.problems.add("unit_assigned_twice", Severity.WARNING, step_id=instance.id(), unit_type=unit.unit_type)
            self._assigned.setdefault(unit.unit_type, unit)

    def was_told(self, step_id: int) -> bool:
        """Whether a problem was added for a unit because its factor is not known."""
        return step_id in self._told

    @property
    def length(self) -> Unit:
        """The project's unit of length; the metre where it names none."""
        return self.of_type("LENGTHUNIT")

    @property
    def angle(self) -> Unit:
        """The project's unit of plane angles; the radian where it names none."""
        return self.of_type("PLANEANGLEUNIT")

    def of_type(self, unit_type: str) -> Unit:
        """The project's unit of a type; the SI unit where it names none."""
        return self._assigned.get(unit_type) or Unit(unit_type, None, SI_SYMBOLS.get(unit_type, ""))

    def of_measure(self, data_type: str) -> Unit | None:
        """The unit that values of a measure are in; None for ratios, counts, text and whatever has no unit."""
        if data_type not in self._of_measure:
            unit_type = _unit_type(data_type)
            is_unit = unit_type in SI_SYMBOLS or unit_type == "MONETARYUNIT"
            self._of_measure[data_type] = self.of_type(unit_type) if is_unit else None
        return self._of_measure[data_type]

    def of(self, instance: Instance) -> Unit:
        """The unit that a value or the project names."""
        unit = self._look_up(instance, 0)
        if unit.factor is None and instance.id() not in self._told:
            self._told.add(instance.id())
            self._source.problems.add("unknown_unit", Severity.WARNING, step_id=instance.id(), name=unit.name or "")
        return unit

    def _look_up(self, instance: Instance, depth: int) -> Unit:
        if instance.id() not in self._known:
            self._known[instance.id()] = self._read(instance, depth)
        return self._known[instance.id()]

    def _read(self, instance: Instance, depth: int) -> Unit:
        get, ifc_class = self._source.text, instance.is_a()
        unit_type = get(instance, "UnitType") or ""
        if unit_type == "USERDEFINED":
            unit_type = get(instance, "UserDefinedType") or unit_type
        symbol = SI_SYMBOLS.get(unit_type, "")
        if ifc_class == "IfcMonetaryUnit":
            currency = get(instance, "Currency") or ""
            return Unit("MONETARYUNIT", currency, currency)
        if ifc_class == "IfcSIUnit":
            name, prefix = get(instance, "Name") or "", get(instance, "Prefix")
            offset = _ZERO_CELSIUS_K if name == "DEGREE_CELSIUS" else 0.0
            return Unit(unit_type, (prefix or "") + name, symbol, _si_factor(name, prefix), offset)
        if ifc_class == "IfcDerivedUnit":
            return Unit(unit_type, None, symbol, self._derived_factor(instance, depth))
        name = get(instance, "Name") or ""
        if "FAHRENHEIT" in name.upper():
            return Unit(unit_type, name, symbol, *_FAHRENHEIT)
        return Unit(unit_type, name, symbol, self._conversion_factor(instance, depth))

    def _conversion_factor(self, instance: Instance, depth: int) -> float | None:
        """Of a conversion based unit; None where it is incomplete, and for context dependent units."""
        measure = self._source.entity(instance, "ConversionFactor")
        base = self._source.entity(measure, "UnitComponent") if measure else None
        value = self._source.number(measure, "ValueComponent") if measure else None
        if base is None or not value or depth > _DEEPEST:
            return None
        factor = self._look_up(base, depth + 1).factor
        return None if factor is None else value * factor

    def _derived_factor(self, instance: Instance, depth: int) -> float | None:
        factor = 1.0
        for element in self._source.entities(instance, "Elements"):
            part = self._source.entity(element, "Unit")
            exponent = self._source.number(element, "Exponent")
            known = self._look_up(part, depth + 1).factor if part and depth <= _DEEPEST else None
            if known is None or exponent is None:
                return None
            factor *= known**exponent
        return factor

    def table(self) -> pa.Table:
        """``ifc_unit``: every unit that the file defines."""
        rows = Rows("ifc_unit", self._source.model_id)
        for instance in self._source.by_type(*_CLASSES):
            unit = self._look_up(instance, 0)
            rows.add({
                "step_id": instance.id(), "unit_type": unit.unit_type, "unit_name": unit.name, "unit": unit.symbol,
                "si_factor": unit.factor, "si_offset": unit.offset, "is_assigned": instance.id() in self.assigned_ids,
            })  # fmt: skip
        return rows.table()


def _si_factor(name: str, prefix: str | None) -> float:
    power = round(log10(SI_PREFIXES[prefix])) if prefix in SI_PREFIXES else 0
    exponent = power * _POWERS.get(name.replace("METER", "METRE"), 1) + (_GRAM if name == "GRAM" else 0)
    return float(f"1e{exponent}")


def _unit_type(data_type: str) -> str:
    if data_type in _ODD_MEASURES:
        return _ODD_MEASURES[data_type]
    if not data_type.endswith("Measure"):
        return ""
    for word in _MEASURE_WORDS:
        data_type = data_type.replace(word, "")
    return data_type.upper() + "UNIT"
