"""Who is associated with what: materials, classifications, documents."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.ingest.source import Instance, Source


@dataclass(frozen=True)
class Association:
    """One thing on one object."""

    step_id: int
    """Of the object."""
    global_id: str | None
    holder: str
    relation_id: int
    relating: Instance
    """The material, reference or document."""

    @property
    def columns(self) -> dict[str, object]:
        """As columns of the tables."""
        return {
            "step_id": self.step_id, "global_id": self.global_id, "holder": self.holder,
            "association_step_id": self.relation_id,
        }  # fmt: skip


def associations(source: Source, ifc_class: str, relating_name: str) -> Iterator[Association]:
    """Each association of a class with each object that it names once."""
    for relation in source.by_type(ifc_class):
        relating = source.entity(relation, relating_name)
        if relating is None:
            continue
        related = {holder.id(): holder for holder in source.entities(relation, "RelatedObjects")}
        for step_id, holder in related.items():
            yield Association(step_id, source.global_id(holder), _holder(source, holder), relation.id(), relating)


def _holder(source: Source, holder: Instance) -> str:
    if source.is_a(holder, "IfcTypeObject"):
        return "type"
    return "material" if source.is_a(holder, "IfcMaterialDefinition", "IfcMaterial") else "occurrence"
