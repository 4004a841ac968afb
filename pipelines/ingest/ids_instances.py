"""Instances and attributes that an IDS file names (``ids_instance``, ``ids_attribute``)."""

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from pipelines.ingest.attributes import simple_attributes
from pipelines.ingest.rows import Rows
from pipelines.ingest.source import Instance, Source
from pipelines.ingest.units import Units
from pipelines.ingest.values import read_value

_OBJECTS = ("IfcObject", "IfcContext")
_IN_TABLES = frozenset({"GlobalId", "Name", "Description", "Tag"})
_IN_ELEMENTS = _IN_TABLES | {"ObjectType", "LongName"}
_OWN_TYPES = ("ObjectType", "ElementType", "ProcessType", "ResourceType", "UserDefinedType")
LIST = "LIST"
"""Data type of an attribute that is a list."""


def read_ids_instances(source: Source, classes: frozenset[str]) -> pa.Table:
    """Those of the classes that are no objects and no types."""
    rows = Rows("ids_instance", source.model_id)
    for instance in _instances(source, classes):
        if not source.is_a(instance, *_OBJECTS, "IfcTypeObject"):
            own = (found for name in _OWN_TYPES if (found := source.text(instance, name)) is not None)
            rows.add({
                "step_id": instance.id(), "global_id": source.global_id(instance), "ifc_class": instance.is_a(),
                "predefined_type": source.text(instance, "PredefinedType"), "object_type": next(own, None),
            })  # fmt: skip
    return rows.table()


def read_ids_attributes(source: Source, units: Units, classes: frozenset[str], attributes: frozenset[str]) -> pa.Table:
    """The attributes of these names on instances of these classes, where they are given and the model tables lack them."""
    rows = Rows("ids_attribute", source.model_id)
    plans: dict[str, list[tuple[str, str | None]]] = {}
    for instance in _instances(source, classes):
        ifc_class = instance.is_a()
        if ifc_class not in plans:
            plans[ifc_class] = _plan(source, instance, attributes)
        for name, data_type in plans[ifc_class]:
            given = source.get(instance, name)
            if given is not None and given != ():
                rows.add({"step_id": instance.id(), "attribute_name": name, **_columns(units, given, data_type)})
    return rows.table()


def _plan(source: Source, instance: Instance, attributes: frozenset[str]) -> list[tuple[str, str | None]]:
    """The attributes to read of a class, with their types where these are simple."""
    ifc_class = instance.is_a()
    held: frozenset[str] = frozenset()
    if source.is_a(instance, *_OBJECTS):
        held = _IN_ELEMENTS
    elif source.is_a(instance, "IfcTypeObject"):
        held = _IN_TABLES
    types = {one.name: one.data_type for one in simple_attributes(source, ifc_class)}
    return [(name, types.get(name)) for name in source.positions(ifc_class) if name in attributes - held]


def _columns(units: Units, given: Any, data_type: str | None) -> dict[str, object]:
    if isinstance(given, tuple):
        return {"data_type": LIST}
    if isinstance(given, Instance) and given.id():
        return {"data_type": given.is_a()}
    value = read_value(units, given, data_type)
    return {"value": value.text, "value_number": value.number, "data_type": value.data_type or LIST}


def _instances(source: Source, classes: frozenset[str]) -> Iterator[Instance]:
    """The instances of exactly these classes, given in capitals."""
    for top in _tops(source, classes):
        for instance in source.by_type(top):
            if instance.is_a().upper() in classes:
                yield instance


def _tops(source: Source, classes: Iterable[str]) -> list[str]:
    """The classes below no other of them, as the schema writes them."""
    declared = (source.schema.declaration_by_name(name) for name in classes if _is_declared(source, name))
    names = sorted(one.name() for one in declared if one.as_entity())
    wanted = set(names)
    return [name for name in names if not (source.supertypes(name) - {name}) & wanted]


def _is_declared(source: Source, name: str) -> bool:
    try:
        source.schema.declaration_by_name(name)
    except RuntimeError:
        return False
    return True
