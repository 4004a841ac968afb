"""``ids_material`` and ``ids_property_set`` of a large model: who holds what by columns, what is held one by one."""

import numpy as np
import pyarrow as pa

from cim_schema.rows import from_numpy, from_texts, to_array
from cim_schema.tables import TABLES
from pipelines.ingest.columnar.holdings import first_seen, spans
from pipelines.ingest.columnar.instances import Instances, Rows
from pipelines.ingest.columnar.labels import constant
from pipelines.ingest.columnar.source import ColumnSource
from pipelines.ingest.ids_associations import material_words
from pipelines.ingest.ids_sets import LISTINGS


def read_material_words(source: ColumnSource) -> pa.Table:
    """As ``ids_associations`` has it."""
    instances = source.instances
    relations = instances.rows_of("IfcRelAssociatesMaterial")
    relating = instances.entities(relations, "RelatingMaterial")
    owners, holders = instances.references(relations, "RelatedObjects")
    kept = (relating[owners] >= 0) & first_seen(owners * (len(instances.step_ids) + 1) + instances.rows_at(holders))
    owners, holders = owners[kept], holders[kept]
    order = np.lexsort((owners, holders))
    owners, holders = owners[order], holders[order]
    definitions, inverse = np.unique(relating[owners], return_inverse=True)
    words = [material_words(source, source.at(step_id)) for step_id in definitions.tolist()]
    counts = np.array([len(one) for one in words], np.int64)
    rows = np.repeat(np.arange(len(owners)), counts[inverse])
    taken = spans((np.cumsum(counts) - counts)[inverse], counts[inverse])
    ordinals = np.array([ordinal for one in words for ordinal in range(len(one))], np.int64)
    written = to_array([word for one in words for word in one], pa.string())
    return TABLES["ids_material"].from_columns({
        "model_id": constant(source.model_id, len(rows)), "step_id": holders[rows],
        "association_step_id": instances.step_ids[relations[owners[rows]]],
        "ordinal": ordinals[taken], "material_name": written.take(from_numpy(taken)),
    })  # fmt: skip


def read_empty_sets(source: ColumnSource) -> pa.Table:
    """As ``ids_sets`` has it."""
    instances = source.instances
    empty = instances.step_ids[np.concatenate([_empty(instances, *one) for one in LISTINGS.items()])]
    relations = instances.rows_of("IfcRelDefinesByProperties") if len(empty) else np.zeros(0, np.int64)
    sets = instances.entities(relations, "RelatingPropertyDefinition")
    of_empty = np.isin(sets, empty)
    owners, holders = instances.references(relations[of_empty], "RelatedObjects")
    types = instances.rows_of("IfcTypeObject") if len(empty) else np.zeros(0, np.int64)
    givers, given = instances.references(types, "HasPropertySets")
    is_empty = np.isin(given, empty)
    carriers = np.concatenate([holders, instances.step_ids[types[givers[is_empty]]]])
    names = {step_id: source.text(source.at(step_id), "Name") or "" for step_id in empty.tolist()}
    held = np.concatenate([sets[of_empty][owners], given[is_empty]])
    pairs = sorted({(carrier, names[one]) for carrier, one in zip(carriers.tolist(), held.tolist(), strict=True)})
    return TABLES["ids_property_set"].from_columns({
        "model_id": constant(source.model_id, len(pairs)), "step_id": np.array([one for one, _ in pairs], np.int64),
        "pset_name": from_texts([name for _, name in pairs]),
    })  # fmt: skip


def _empty(instances: Instances, ifc_class: str, listing: str) -> Rows:
    """The sets of a class that list nothing."""
    rows = instances.rows_of(ifc_class)
    owners, _ = instances.references(rows, listing)
    found: Rows = rows[np.bincount(owners, minlength=len(rows)) == 0]
    return found
