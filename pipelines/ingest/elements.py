"""Occurrences and type objects (``ifc_element``, ``ifc_type``)."""

import re
from collections import Counter

import pyarrow as pa

from cim_schema.codes import ObjectFamily, Severity
from cim_schema.global_id import WELL_FORMED
from pipelines.ingest.rows import Rows
from pipelines.ingest.source import Instance, Source
from pipelines.ingest.tree import Tree

_FAMILIES: tuple[tuple[ObjectFamily, tuple[str, ...]], ...] = (
    (ObjectFamily.PROJECT, ("IfcProject", "IfcContext")),
    (ObjectFamily.SPATIAL, ("IfcSpatialElement", "IfcSpatialStructureElement")),
    (ObjectFamily.FEATURE, ("IfcFeatureElement",)),
    (ObjectFamily.ELEMENT, ("IfcElement",)),
    (ObjectFamily.PORT, ("IfcPort",)),
    (ObjectFamily.POSITIONING, ("IfcPositioningElement", "IfcLinearElement", "IfcGrid")),
    (ObjectFamily.ANNOTATION, ("IfcAnnotation",)),
    (ObjectFamily.STRUCTURAL, ("IfcStructuralActivity", "IfcStructuralItem")),
    (ObjectFamily.GROUP, ("IfcGroup",)),
)
"""The first that fits."""
_UNSAID = (None, "NOTDEFINED")


def read_elements(source: Source, tree: Tree) -> pa.Table:
    """Every occurrence: IfcObject and IfcContext."""
    rows = Rows("ifc_element", source.model_id)
    families: dict[str, tuple[str, bool]] = {}
    types = _types_of(source)
    for instance in source.by_type("IfcObject", "IfcContext"):
        step_id, ifc_class = instance.id(), instance.is_a()
        if ifc_class not in families:
            families[ifc_class] = _family(source, instance), source.is_a(instance, "IfcProduct")
        family, is_product = families[ifc_class]
        own_type = types.get(step_id)
        storey_id = tree.storey_of(step_id)
        rows.add({
            "step_id": step_id, "global_id": source.global_id(instance), "ifc_class": ifc_class, "family": family,
            "is_product": is_product, "predefined_type": _predefined_type(source, instance, own_type),
            "object_type": source.text(instance, "ObjectType"), "name": source.text(instance, "Name"),
            "long_name": source.text(instance, "LongName"), "description": source.text(instance, "Description"),
            "tag": source.text(instance, "Tag"), "type_step_id": own_type.id() if own_type else None,
            "parent_step_id": tree.parents.get(step_id), "container_step_id": tree.container_of(step_id),
            "storey_step_id": storey_id, "storey": tree.storey_name(storey_id),
        })  # fmt: skip
    return rows.table()


def read_types(source: Source) -> pa.Table:
    """Every IfcTypeObject."""
    rows = Rows("ifc_type", source.model_id)
    for instance in source.by_type("IfcTypeObject"):
        own_names = ("ElementType", "ProcessType", "ResourceType")
        rows.add({
            "step_id": instance.id(), "global_id": source.global_id(instance), "ifc_class": instance.is_a(),
            "predefined_type": source.text(instance, "PredefinedType"),
            "object_type": next((found for name in own_names if (found := source.text(instance, name)) is not None), None),
            "name": source.text(instance, "Name"), "description": source.text(instance, "Description"),
            "tag": source.text(instance, "Tag"),
        })  # fmt: skip
    return rows.table()


def tell_global_ids(source: Source) -> None:
    """Add a problem for every GlobalId that occurs twice, and for every malformed one. Rows keep them as they are."""
    roots = [(instance.id(), source.text(instance, "GlobalId") or "") for instance in source.by_type("IfcRoot")]
    counts = Counter(global_id for _, global_id in roots)
    told: set[str] = set()
    for step_id, global_id in roots:
        if not re.fullmatch(WELL_FORMED, global_id):
            source.problems.add("malformed_global_id", Severity.WARNING, step_id=step_id, global_id=global_id)
        elif counts[global_id] > 1 and global_id not in told:
            told.add(global_id)
            count = counts[global_id]
            source.problems.add("repeated_global_id", Severity.WARNING, step_id=step_id, global_id=global_id, count=count)


def _family(source: Source, instance: Instance) -> str:
    return str(next((family for family, classes in _FAMILIES if source.is_a(instance, *classes)), ObjectFamily.OTHER))


def _types_of(source: Source) -> dict[int, Instance]:
    """Step id of an occurrence → its type object; the first where several relations give one."""
    types: dict[int, Instance] = {}
    for relation in source.by_type("IfcRelDefinesByType"):
        own_type = source.entity(relation, "RelatingType")
        if own_type is not None:
            for occurrence in source.entities(relation, "RelatedObjects"):
                types.setdefault(occurrence.id(), own_type)
    return types


def _predefined_type(source: Source, instance: Instance, own_type: Instance | None) -> str | None:
    own = source.text(instance, "PredefinedType")
    if own in _UNSAID and own_type is not None:
        return source.text(own_type, "PredefinedType") or own
    return own
