"""Values of property sets (``ifc_property``)."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from cim_schema.codes import Severity
from pipelines.ingest.attributes import Attribute, members, simple_attributes
from pipelines.ingest.property_sets import Contents, Holding, Said, holdings, resource_holdings, simple_parts
from pipelines.ingest.rows import Rows
from pipelines.ingest.source import Instance, Source
from pipelines.ingest.units import Unit, Units
from pipelines.ingest.values import Value, read_value

Row = dict[str, object]
_ROOT_ATTRIBUTES = frozenset({"GlobalId", "Name", "Description"})
_FORMS = {
    "IfcPropertySingleValue": "single",
    "IfcPropertyEnumeratedValue": "enumerated",
    "IfcPropertyListValue": "list",
    "IfcPropertyBoundedValue": "bounded",
    "IfcPropertyTableValue": "table",
    "IfcPropertyReferenceValue": "reference",
}


def read_properties(source: Source, units: Units) -> pa.Table:
    """Every value of every property set, on the occurrence, type, material or profile that carries it."""
    return _Reader(source, units).table()


class _Reader:
    def __init__(self, source: Source, units: Units) -> None:
        self._source, self._units = source, units
        self._rows = Rows("ifc_property", source.model_id)
        self._sets: dict[int, Contents] = {}
        self._said = Said()
        self._of_class: dict[str, list[Attribute]] = {}

    def table(self) -> pa.Table:
        for holding in holdings(self._source):
            definition = holding.definition
            if self._source.is_a(definition, "IfcElementQuantity"):
                continue
            if definition.is_a() == "IfcPropertySet":
                self._add(holding, "HasProperties")
            elif self._source.is_a(definition, "IfcPropertySetDefinition"):
                self._add(holding, "")
        for holding, listing in resource_holdings(self._source):
            self._add(holding, listing)
        return self._rows.table()

    def _add(self, holding: Holding, listing: str) -> None:
        """Add a set's rows to its holder."""
        definition = holding.definition
        name = self._source.text(definition, "Name") or ("" if listing else definition.is_a())
        if definition.id() not in self._sets:
            self._sets[definition.id()] = Contents(self._read_set(definition, listing), "property_name")
        contents = self._sets[definition.id()]
        columns, count = self._said.anew(self._source, holding, name, contents, "repeated_pset")
        self._rows.add_many({**holding.columns, "pset_name": name, "pset_class": definition.is_a()}, columns, count)

    def _read_set(self, definition: Instance, listing: str) -> Iterator[Row]:
        if not listing:
            yield from self._attributes(definition)
            return
        seen: set[str] = set()
        for name, prop in simple_parts(self._source, self._source.entities(definition, listing), _FORMS):
            if name in seen:
                self._source.problems.add("repeated_property", Severity.WARNING, step_id=definition.id(), name=name)
                continue
            seen.add(name)
            kind = _FORMS[prop.is_a()]
            for role, index, value in self._values(prop, kind):
                yield {"property_name": name, "property_kind": kind, "value_role": role, "value_index": index, **value.columns}

    def _values(self, prop: Instance, kind: str) -> Iterator[tuple[str, int, Value]]:
        """Role, place and value; one empty value where the property gives none."""
        get = self._source.get
        own = self._unit(prop, "Unit")
        match kind:
            case "single":
                parts = [("value", get(prop, "NominalValue"), own)]
            case "enumerated":
                reference = self._source.entity(prop, "EnumerationReference")
                own = self._unit(reference, "Unit") if reference else None
                parts = [("value", get(prop, "EnumerationValues"), own)]
            case "list":
                parts = [("value", get(prop, "ListValues"), own)]
            case "bounded":
                roles = (("lower", "LowerBoundValue"), ("upper", "UpperBoundValue"), ("set_point", "SetPointValue"))
                parts = [(role, get(prop, name), own) for role, name in roles]
            case "table":
                defining, defined = self._unit(prop, "DefiningUnit"), self._unit(prop, "DefinedUnit")
                parts = [("defining", get(prop, "DefiningValues"), defining), ("defined", get(prop, "DefinedValues"), defined)]
            case _:
                yield "value", 0, self._reference(prop)
                return
        found = [
            (role, index, read_value(self._units, one, None, unit))
            for role, value, unit in parts
            for index, one in enumerate(value if isinstance(value, tuple) else (value,))
            if one is not None
        ]
        yield from found or [("value", 0, Value())]

    def _unit(self, instance: Instance, name: str) -> Unit | None:
        unit = self._source.entity(instance, name)
        return self._units.of(unit) if unit else None

    def _reference(self, prop: Instance) -> Value:
        """What a property refers to: the name of the thing, else its step id."""
        target: Any = self._source.get(prop, "PropertyReference")
        if not isinstance(target, Instance):
            return Value()
        if not target.id():
            return read_value(self._units, target)
        return Value(self._source.text(target, "Name") or f"#{target.id()}", None, target.is_a())

    def _attributes(self, definition: Instance) -> Iterator[Row]:
        """The values of a predefined set, whose properties are attributes of the entity."""
        ifc_class = definition.is_a()
        if ifc_class not in self._of_class:
            self._of_class[ifc_class] = simple_attributes(self._source, ifc_class, _ROOT_ATTRIBUTES)
        for attribute in self._of_class[ifc_class]:
            for index, one in enumerate(members(self._source.get(definition, attribute.name), attribute.data_type)):
                value = read_value(self._units, one, attribute.data_type)
                yield {
                    "property_name": attribute.name, "property_kind": "predefined", "value_role": "value",
                    "value_index": index, **value.columns,
                }  # fmt: skip
