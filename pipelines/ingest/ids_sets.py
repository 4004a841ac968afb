"""What of sets of properties an IDS file may stumble over (``ids_property_set``, ``ids_complex_property``)."""

from collections.abc import Iterator

import pyarrow as pa

from pipelines.ingest.rows import Rows
from pipelines.ingest.source import Instance, Source

LISTINGS = {"IfcPropertySet": "HasProperties", "IfcElementQuantity": "Quantities"}
"""Kind of set → its list."""


def read_complex_names(source: Source) -> pa.Table:
    """The names of all complex properties and quantities."""
    rows = Rows("ids_complex_property", source.model_id)
    instances = source.by_type("IfcComplexProperty", "IfcPhysicalComplexQuantity")
    for name in sorted({source.text(one, "Name") or "" for one in instances}):
        rows.add({"property_name": name})
    return rows.table()


def read_empty_sets(source: Source) -> pa.Table:
    """The sets that list nothing, on whatever carries them."""
    rows = Rows("ids_property_set", source.model_id)
    empty = {one.id(): source.text(one, "Name") or "" for one in _empty(source)}
    if empty:
        for step_id, pset_name in sorted(set(_carried(source, empty))):
            rows.add({"step_id": step_id, "pset_name": pset_name})
    return rows.table()


def _empty(source: Source) -> Iterator[Instance]:
    for ifc_class, listing in LISTINGS.items():
        yield from (one for one in source.by_type(ifc_class) if not source.entities(one, listing))


def _carried(source: Source, empty: dict[int, str]) -> Iterator[tuple[int, str]]:
    for relation in source.by_type("IfcRelDefinesByProperties"):
        names = [empty[one.id()] for one in source.entities(relation, "RelatingPropertyDefinition") if one.id() in empty]
        for holder in source.entities(relation, "RelatedObjects") if names else ():
            yield from ((holder.id(), name) for name in names)
    for type_object in source.by_type("IfcTypeObject"):
        for one in source.entities(type_object, "HasPropertySets"):
            if one.id() in empty:
                yield type_object.id(), empty[one.id()]
