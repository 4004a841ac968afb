"""Classification references of occurrences and types (``ifc_classification``)."""

from collections.abc import Iterator

import pyarrow as pa

from pipelines.ingest.associations import associations
from pipelines.ingest.rows import Rows
from pipelines.ingest.source import Instance, Source

Row = dict[str, object]


def read_classifications(source: Source) -> pa.Table:
    """Every reference with those above it; one row a level. A system named without a reference gives one row."""
    rows = Rows("ifc_classification", source.model_id)
    known: dict[int, list[Row]] = {}
    for association in associations(source, "IfcRelAssociatesClassification", "RelatingClassification"):
        relating = association.relating
        if relating.id() not in known:
            known[relating.id()] = _read(source, relating)
        for row in known[relating.id()]:
            rows.add({**association.columns, **row})
    return rows.table()


def _read(source: Source, relating: Instance) -> list[Row]:
    levels = list(_upwards(source, relating))
    system = levels.pop() if levels and levels[-1].is_a() == "IfcClassification" else None
    said = _system(source, system)
    if not levels:
        return [{"depth": 0, **said}]
    return [{"depth": depth, **said, **_reference(source, level)} for depth, level in enumerate(levels)]


def _upwards(source: Source, relating: Instance) -> Iterator[Instance]:
    seen: set[int] = set()
    at: Instance | None = relating
    while at is not None and at.id() not in seen:
        seen.add(at.id())
        yield at
        at = source.entity(at, "ReferencedSource")


def _reference(source: Source, reference: Instance) -> Row:
    return {
        "reference_step_id": reference.id(),
        "identification": _code(source, reference),
        "reference_name": source.text(reference, "Name"),
        "location": source.text(reference, "Location"),
    }


def _code(source: Source, reference: Instance) -> str | None:
    facets = source.entities(reference, "NotationFacets")
    if facets:
        # IfcClassificationNotation of IFC2X3 keeps a code in pieces.
        return ".".join(source.text(facet, "NotationValue") or "" for facet in facets)
    return source.text(reference, "Identification") or source.text(reference, "ItemReference")


def _system(source: Source, system: Instance | None) -> Row:
    if system is None:
        return {}
    return {
        "system_name": source.text(system, "Name"),
        "system_source": source.text(system, "Source"),
        "system_edition": source.text(system, "Edition"),
    }
