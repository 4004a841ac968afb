"""``ifc_material``, ``ifc_classification`` and ``ifc_document`` from columns: who is associated with what.

What is associated is read one by one, each thing once, by the other readers; there are few. On whom it is, comes by columns.
"""

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa

from cim_schema.rows import from_numpy, from_texts, to_array
from pipelines.ingest import classifications, documents, materials
from pipelines.ingest.columnar.elements import global_ids
from pipelines.ingest.columnar.finish import finish
from pipelines.ingest.columnar.holdings import first_seen, spans
from pipelines.ingest.columnar.labels import encoded
from pipelines.ingest.columnar.source import ColumnInstance, ColumnSource
from pipelines.ingest.units import Units

Row = Mapping[str, object]


def read_materials(source: ColumnSource, units: Units) -> pa.Table:
    """``ifc_material``."""

    def read(relating: ColumnInstance) -> list[Row]:
        return [{"ordinal": ordinal, **row} for ordinal, row in enumerate(materials._read(source, units, relating))]

    return _read(source, "ifc_material", "IfcRelAssociatesMaterial", "RelatingMaterial", read)


def read_classifications(source: ColumnSource) -> pa.Table:
    """``ifc_classification``."""
    names = ("ifc_classification", "IfcRelAssociatesClassification", "RelatingClassification")
    return _read(source, *names, lambda relating: list(classifications._read(source, relating)))


def read_documents(source: ColumnSource) -> pa.Table:
    """``ifc_document``."""
    names = ("ifc_document", "IfcRelAssociatesDocument", "RelatingDocument")
    return _read(source, *names, lambda relating: [documents._read(source, relating)])


def _read(
    source: ColumnSource, table: str, ifc_class: str, relating_name: str, read: Callable[[ColumnInstance], list[Row]]
) -> pa.Table:
    from cim_schema.tables import TABLES

    instances = source.instances
    relations = instances.rows_of(ifc_class)
    relating = instances.entities(relations, relating_name)
    owners, holders = instances.references(relations, "RelatedObjects")
    kept = (relating[owners] >= 0) & first_seen(owners * (len(instances.step_ids) + 1) + instances.rows_at(holders))
    owners, holders = owners[kept], instances.rows_at(holders[kept])
    order = np.lexsort((owners, holders))
    owners, holders = owners[order], holders[order]
    things, inverse = np.unique(relating[owners], return_inverse=True)
    said = [read(source.at(step_id)) for step_id in things.tolist()]
    counts = np.array([len(rows) for rows in said], np.int64)
    rows = np.repeat(np.arange(len(owners)), counts[inverse])
    taken = from_numpy(spans((np.cumsum(counts) - counts)[inverse], counts[inverse]))
    own = ("model_id", "step_id", "global_id", "holder", "association_step_id")
    schema = TABLES[table].arrow_schema
    columns = {
        name: to_array([row.get(name) for one in said for row in one], schema.field(name).type).take(taken)
        for name in TABLES[table].columns
        if name not in own
    }
    is_material = instances.is_a(holders, "IfcMaterialDefinition", "IfcMaterial")
    kinds = np.where(instances.is_a(holders, "IfcTypeObject"), 0, np.where(is_material, 1, 2))
    kind = encoded(kinds[rows], from_texts(["type", "material", "occurrence"]))
    return finish(table, source.model_id, {
        "step_id": instances.step_ids[holders[rows]], "global_id": global_ids(instances, holders).take(from_numpy(rows)),
        "holder": kind, "association_step_id": instances.step_ids[relations[owners[rows]]], **columns,
    })  # fmt: skip
