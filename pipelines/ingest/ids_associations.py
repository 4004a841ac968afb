"""What an IDS file may know of materials and classes (``ids_material``, ``ids_classification``)."""

from collections.abc import Iterator

import pyarrow as pa

from pipelines.ingest.associations import associations
from pipelines.ingest.classifications import _read as read_levels
from pipelines.ingest.rows import Rows
from pipelines.ingest.source import Instance, Source

_WORDS = ("Name", "LayerSetName", "Category")
_PARTS = (
    "ForLayerSet", "ForProfileSet", "MaterialLayers", "MaterialProfiles", "MaterialConstituents", "Materials", "Material",
)  # fmt: skip
_DEEPEST = 8
_RESOURCES = (
    ("IfcExternalReferenceRelationship", "RelatingReference", "RelatedResourceObjects"),
    ("IfcMaterialClassificationRelationship", "MaterialClassifications", "ClassifiedMaterial"),
)
"""Relation, its references, what they are of."""


def read_material_words(source: Source) -> pa.Table:
    """Every name and category of everything that is associated as a material."""
    rows = Rows("ids_material", source.model_id)
    known: dict[int, list[str | None]] = {}
    for association in associations(source, "IfcRelAssociatesMaterial", "RelatingMaterial"):
        relating = association.relating
        if relating.id() not in known:
            known[relating.id()] = material_words(source, relating)
        for ordinal, word in enumerate(known[relating.id()]):
            rows.add({
                "step_id": association.step_id, "association_step_id": association.relation_id, "ordinal": ordinal,
                "material_name": word,
            })  # fmt: skip
    return rows.table()


def material_words(source: Source, definition: Instance) -> list[str | None]:
    """The words of one material, set or list of materials; none at all stands for that it is there."""
    return list(dict.fromkeys(_words(source, definition, 0))) or [None]


def _words(source: Source, definition: Instance, depth: int) -> Iterator[str]:
    for name in _WORDS:
        if (word := source.text(definition, name)) is not None:
            yield word
    for name in _PARTS if depth < _DEEPEST else ():
        for part in source.entities(definition, name):
            yield from _words(source, part, depth + 1)


def read_classified(source: Source) -> pa.Table:
    """Every classification reference of every object, type and resource, with those above it."""
    rows = Rows("ids_classification", source.model_id)
    levels: dict[int, list[dict[str, object]]] = {}
    for step_id, relation_id, relating in sorted(_classified(source), key=lambda one: (one[0], one[1], one[2].id())):
        if relating.id() not in levels:
            levels[relating.id()] = read_levels(source, relating)
        for level in levels[relating.id()]:
            rows.add({
                "step_id": step_id, "association_step_id": relation_id, "reference_step_id": relating.id(),
                **{name: level.get(name) for name in ("depth", "system_name", "identification")},
            })  # fmt: skip
    return rows.table()


def _classified(source: Source) -> Iterator[tuple[int, int, Instance]]:
    """Step id of what is classified, of the relation, and the reference."""
    for one in associations(source, "IfcRelAssociatesClassification", "RelatingClassification"):
        yield one.step_id, one.relation_id, one.relating
    for relation_class, references, resources in _RESOURCES:
        for relation in source.by_type(relation_class):
            found = [one for one in source.entities(relation, references) if _is_classification(source, one)]
            of = {one.id() for one in source.entities(relation, resources)}
            yield from ((step_id, relation.id(), reference) for step_id in of for reference in found)


def _is_classification(source: Source, instance: Instance) -> bool:
    return source.is_a(instance, "IfcClassificationReference", "IfcClassification", "IfcClassificationNotation")
