"""``ifc_element``, ``ifc_type`` and ``ifc_relation`` from columns, and what is wrong with GlobalIds."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cim_schema.codes import ObjectFamily, Severity
from cim_schema.global_id import WELL_FORMED
from cim_schema.rows import codes_of, from_texts, to_numpy
from pipelines.ingest.columnar.finish import finish
from pipelines.ingest.columnar.instances import Instances, Integers, Rows, step_ids_where
from pipelines.ingest.columnar.labels import encoded
from pipelines.ingest.columnar.source import ColumnSource
from pipelines.ingest.elements import _FAMILIES, _UNSAID
from pipelines.ingest.relations import _WITHOUT, _sides
from pipelines.ingest.tree import Tree


def global_ids(instances: Instances, rows: Rows) -> pa.DictionaryArray:
    """IfcRoot.GlobalId as written; null where it is empty."""
    found = instances.labels(rows, "GlobalId")
    is_empty = np.array([*(text == "" for text in found.dictionary.to_pylist()), False], bool)
    codes = codes_of(found)
    return encoded(np.where(is_empty[codes], -1, codes), found.dictionary) if is_empty.any() else found


def tell_global_ids(source: ColumnSource) -> None:
    """Add a problem for every GlobalId that occurs twice, and for every malformed one."""
    instances = source.instances
    rows = instances.rows_of("IfcRoot")
    cells = instances.texts_of(instances.cells(rows, "GlobalId"))
    texts = pa.concat_arrays([cells.dictionary, from_texts([""])])
    codes = codes_of(cells)
    codes = np.where(codes < 0, len(cells.dictionary), codes)
    # RE2 takes $ for the very end, and does not know the anchors of Python's fullmatch.
    is_well = to_numpy(pc.match_substring_regex(texts, f"^(?:{WELL_FORMED})$").cast(pa.int8())) == 1
    counts = np.bincount(codes, minlength=len(texts))
    firsts = np.unique(codes, return_index=True)[1]
    is_first = np.zeros(len(codes), bool)
    is_first[firsts] = True
    told = ~is_well[codes] | (is_first & (counts[codes] > 1))
    for place in np.flatnonzero(told).tolist():
        step_id, global_id = int(instances.step_ids[rows[place]]), texts[int(codes[place])].as_py()
        if not is_well[codes[place]]:
            source.problems.add("malformed_global_id", Severity.WARNING, step_id=step_id, global_id=global_id)
        else:
            count = int(counts[codes[place]])
            source.problems.add("repeated_global_id", Severity.WARNING, step_id=step_id, global_id=global_id, count=count)


def read_elements(source: ColumnSource, tree: Tree) -> pa.Table:
    """``ifc_element``."""
    instances = source.instances
    rows = instances.rows_of("IfcObject", "IfcContext")
    step_ids = instances.step_ids[rows]
    families = [_family(instances.supertypes[code]) for code in range(len(instances.names))]
    products = np.array(["IfcProduct" in above for above in instances.supertypes])
    types = _types_of(instances, step_ids)
    storeys = [tree.storey_of(step_id) for step_id in step_ids.tolist()]
    return finish("ifc_element", source.model_id, {
        "step_id": step_ids, "global_id": global_ids(instances, rows), "ifc_class": instances.class_names(rows),
        "family": encoded(instances.classes[rows], from_texts(families)),
        "is_product": products[instances.classes[rows]], "predefined_type": _predefined_types(instances, rows, types),
        "object_type": instances.labels(rows, "ObjectType"), "name": instances.labels(rows, "Name"),
        "long_name": instances.labels(rows, "LongName"), "description": instances.labels(rows, "Description"),
        "tag": instances.labels(rows, "Tag"), "type_step_id": step_ids_where(types),
        "parent_step_id": [tree.parents.get(step_id) for step_id in step_ids.tolist()],
        "container_step_id": [tree.container_of(step_id) for step_id in step_ids.tolist()],
        "storey_step_id": storeys, "storey": [tree.storey_name(storey) for storey in storeys],
    })  # fmt: skip


def read_types(source: ColumnSource) -> pa.Table:
    """``ifc_type``."""
    instances = source.instances
    rows = instances.rows_of("IfcTypeObject")
    own = [instances.labels(rows, name) for name in ("ElementType", "ProcessType", "ResourceType")]
    return finish("ifc_type", source.model_id, {
        "step_id": instances.step_ids[rows], "global_id": global_ids(instances, rows), "ifc_class": instances.class_names(rows),
        "predefined_type": instances.labels(rows, "PredefinedType"),
        "object_type": pc.coalesce(*(one.cast(pa.string()) for one in own)),
        "name": instances.labels(rows, "Name"), "description": instances.labels(rows, "Description"),
        "tag": instances.labels(rows, "Tag"),
    })  # fmt: skip


def read_relations(source: ColumnSource) -> pa.Table:
    """``ifc_relation``."""
    instances = source.instances
    found: list[tuple[Rows, Integers, Integers, Integers]] = []
    for code, above in enumerate(instances.supertypes):
        if "IfcRelationship" not in above or not above.isdisjoint(_WITHOUT):
            continue
        relating_name, related_name = _sides(source, instances.names[code])
        rows = np.sort(instances.rows_of_code(code))
        relating = instances.entities(rows, relating_name)
        owners, related = instances.references(rows, related_name)
        ordinals = np.arange(len(owners)) - np.searchsorted(owners, owners)
        is_known = relating[owners] >= 0
        owners = owners[is_known]
        found.append((rows[owners], relating[owners], related[is_known], ordinals[is_known]))
    empty = np.zeros(0, np.int64)
    rows, relating, related, ordinals = (
        (np.concatenate([empty, *parts]) for parts in zip(*found, strict=True)) if found else (empty,) * 4
    )
    order = np.argsort(rows, kind="stable")
    rows = rows[order]
    return finish("ifc_relation", source.model_id, {
        "step_id": instances.step_ids[rows], "global_id": global_ids(instances, rows),
        "relation_class": instances.class_names(rows),
        "relating_step_id": relating[order], "related_step_id": related[order], "ordinal": ordinals[order],
    })  # fmt: skip


def _family(above: frozenset[str]) -> str:
    return str(next((family for family, classes in _FAMILIES if not above.isdisjoint(classes)), ObjectFamily.OTHER))


def _types_of(instances: Instances, step_ids: Integers) -> Integers:
    """Of each occurrence its type object, -1 for none; the first where several relations give one."""
    rows = instances.rows_of("IfcRelDefinesByType")
    relating = instances.entities(rows, "RelatingType")
    owners, occurrences = instances.references(rows, "RelatedObjects")
    is_known = relating[owners] >= 0
    occurrences, firsts = np.unique(occurrences[is_known], return_index=True)
    types = relating[owners[is_known][firsts]]
    if not len(occurrences):
        return np.full(len(step_ids), -1, np.int64)
    places = np.minimum(np.searchsorted(occurrences, step_ids), len(occurrences) - 1)
    return np.where(occurrences[places] == step_ids, types[places], -1)


def _predefined_types(instances: Instances, rows: Rows, types: Integers) -> pa.DictionaryArray:
    """The occurrence's own; its type's where it says nothing and the type does."""
    own = instances.labels(rows, "PredefinedType")
    typed = np.flatnonzero(types >= 0)
    of_type = instances.labels(instances.rows_at(types[typed]), "PredefinedType")
    texts = [*own.dictionary.to_pylist(), *of_type.dictionary.to_pylist(), None]
    first = len(own.dictionary)
    codes, given = codes_of(own), np.full(len(rows), -1, np.int32)
    given[typed] = np.where(codes_of(of_type) < 0, -1, codes_of(of_type) + first)
    is_unsaid = np.array([text in _UNSAID for text in texts])[codes]
    is_said = np.array([bool(text) for text in texts])[given]
    return encoded(np.where(is_unsaid & is_said, given, codes), from_texts([text or "" for text in texts]))
