"""EXPRESS attributes with simple values (``ifc_attribute``)."""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from pipelines.ingest.rows import Rows
from pipelines.ingest.source import Instance, Source
from pipelines.ingest.units import Units
from pipelines.ingest.values import read_value

_IN_OTHER_COLUMNS = frozenset({
    "GlobalId", "Name", "Description", "ObjectType", "LongName", "Tag", "PredefinedType", "ElementType", "ProcessType",
    "ResourceType", "CompositionType", "RefLatitude", "RefLongitude", "RefElevation", "Phase",
})  # fmt: skip


@dataclass(frozen=True)
class Attribute:
    """An attribute whose values are simple."""

    place: int
    name: str
    data_type: str


def read_attributes(source: Source, units: Units) -> pa.Table:
    """The attributes of occurrences and types that are given; one row a value."""
    rows = Rows("ifc_attribute", source.model_id)
    plans: dict[str, list[Attribute]] = {}
    for instance in source.by_type("IfcObject", "IfcContext", "IfcTypeObject"):
        ifc_class = instance.is_a()
        if ifc_class not in plans:
            plans[ifc_class] = simple_attributes(source, ifc_class, _IN_OTHER_COLUMNS)
        for attribute in plans[ifc_class]:
            _add(rows, source, units, instance, attribute)
    return rows.table()


def _add(rows: Rows, source: Source, units: Units, instance: Instance, attribute: Attribute) -> None:
    for index, member in enumerate(members(source.get(instance, attribute.name), attribute.data_type)):
        value = read_value(units, member, attribute.data_type)
        if value.text is not None:
            rows.add({
                "step_id": instance.id(), "global_id": source.global_id(instance), "ifc_class": instance.is_a(),
                "attribute_name": attribute.name, "value_index": index, **value.columns,
            })  # fmt: skip


def members(value: Any, data_type: str) -> tuple[Any, ...]:
    """The values of an attribute: of an aggregate its members, else the value alone. References are left out."""
    is_one = not isinstance(value, tuple) or data_type == "IfcCompoundPlaneAngleMeasure"
    found = (value,) if is_one else value
    return tuple(one for one in found if one is not None and not (isinstance(one, Instance) and one.id()))


def simple_attributes(source: Source, ifc_class: str, without: frozenset[str] = frozenset()) -> list[Attribute]:
    """The explicit attributes of a class whose values are simple, enumerated, or selects and aggregates of these."""
    entity = source.schema.declaration_by_name(ifc_class).as_entity()
    found = []
    for place, attribute in enumerate(entity.all_attributes()):
        data_type = _simple_type(attribute.type_of_attribute())
        if data_type is not None and attribute.name() not in without:
            found.append(Attribute(place, attribute.name(), data_type))
    return found


def _simple_type(parameter: Any) -> str | None:
    """Name of the type; None where values are instances."""
    if simple := parameter.as_simple_type():
        return str(simple.declared_type()).upper()
    if aggregate := parameter.as_aggregation_type():
        return _simple_type(aggregate.type_of_element())
    declared = parameter.as_named_type().declared_type()
    if declared.as_entity():
        return None
    if select := declared.as_select_type():
        # Which member it is, a value says itself; one that can only be an instance is no value.
        return declared.name() if any(_is_simple(item) for item in select.select_list()) else None
    return str(declared.name())


def _is_simple(declared: Any) -> bool:
    if declared.as_entity():
        return False
    select = declared.as_select_type()
    return any(_is_simple(item) for item in select.select_list()) if select else True
