"""Relations between objects (``ifc_relation``)."""

import pyarrow as pa

from pipelines.ingest.rows import Rows
from pipelines.ingest.source import Source

_WITHOUT = ("IfcRelAssociates", "IfcRelDefinesByProperties", "IfcRelDefinesByTemplate")
"""Their one side is no object, and they have tables of their own."""


def read_relations(source: Source) -> pa.Table:
    """Every relation that joins two rooted objects; one row a pair."""
    rows = Rows("ifc_relation", source.model_id)
    sides: dict[str, tuple[str, str]] = {}
    for relation in source.by_type("IfcRelationship"):
        ifc_class = relation.is_a()
        if ifc_class not in sides:
            sides[ifc_class] = ("", "") if source.is_a(relation, *_WITHOUT) else _sides(source, ifc_class)
        relating_name, related_name = sides[ifc_class]
        relating = source.entity(relation, relating_name)
        if relating is None:
            continue
        for ordinal, related in enumerate(source.entities(relation, related_name)):
            rows.add({
                "step_id": relation.id(), "global_id": source.global_id(relation), "relation_class": ifc_class,
                "relating_step_id": relating.id(), "related_step_id": related.id(), "ordinal": ordinal,
            })  # fmt: skip
    return rows.table()


def _sides(source: Source, ifc_class: str) -> tuple[str, str]:
    """Names of the attributes of the one side and of the many side."""
    names = list(source.positions(ifc_class))
    relating = [name for name in names if name.startswith("Relating")]
    related = [name for name in names if name.startswith("Related") and name != "RelatedObjectsType"]
    if relating:
        return relating[0], related[0] if related else ""
    # IfcRelCoversSpaces of IFC2X3 calls both sides related.
    return (related[0], related[1]) if len(related) > 1 else ("", "")
