"""The tree of a model: what each object is part of, which spatial element contains it, which storey it is on."""

from collections.abc import Iterator

from cim_schema.codes import Severity
from pipelines.ingest.source import Instance, Source

_PARENT_RELATIONS = (
    ("IfcRelAggregates", "RelatingObject", "RelatedObjects"),
    ("IfcRelNests", "RelatingObject", "RelatedObjects"),
    ("IfcRelVoidsElement", "RelatingBuildingElement", "RelatedOpeningElement"),
    ("IfcRelFillsElement", "RelatingOpeningElement", "RelatedBuildingElement"),
    ("IfcRelProjectsElement", "RelatingElement", "RelatedFeatureElement"),
    ("IfcRelAdheresToElement", "RelatingElement", "RelatedSurfaceFeatures"),
    ("IfcRelConnectsPortToElement", "RelatedElement", "RelatingPort"),
)
"""Class, attribute of the whole, attribute of the parts; where an object has several wholes, the first form counts."""
_SPATIAL = ("IfcSpatialElement", "IfcSpatialStructureElement")


class Tree:
    """Parents, containers and storeys by step id."""

    def __init__(self, source: Source) -> None:
        """Read every relation that makes the tree, once."""
        self._source = source
        self._spatial = {instance.id() for instance in source.by_type(*_SPATIAL)}
        self._storeys = {s.id(): source.text(s, "Name") for s in source.by_type("IfcBuildingStorey")}
        self.parents: dict[int, int] = {}
        self._contained: dict[int, int] = {}
        for ifc_class, whole, parts in _PARENT_RELATIONS:
            for relation in source.by_type(ifc_class):
                self._note(self.parents, relation, whole, parts, "several_parents")
        for relation in source.by_type("IfcRelContainedInSpatialStructure"):
            self._note(self._contained, relation, "RelatingStructure", "RelatedElements", "several_containers")
        self._cut_cycles()

    def _note(self, into: dict[int, int], relation: Instance, whole_name: str, parts_name: str, code: str) -> None:
        whole = self._source.entity(relation, whole_name)
        if whole is None:
            return
        for part in self._source.entities(relation, parts_name):
            known = into.setdefault(part.id(), whole.id())
            is_filling = relation.is_a() in {"IfcRelFillsElement", "IfcRelConnectsPortToElement"}
            if known != whole.id() and not is_filling:
                self._source.problems.add(
                    code, Severity.WARNING, step_id=part.id(), global_id=self._source.global_id(part), kept=known, other=whole.id()
                )

    def _cut_cycles(self) -> None:
        """Take out the parent of one object of each circle."""
        sound: set[int] = set()
        for start in sorted(self.parents):
            path: dict[int, None] = {}
            at: int | None = start
            while at is not None and at not in sound and at not in path:
                path[at] = None
                at = self.parents.get(at)
            if at is not None and at in path:
                self._source.problems.add("tree_cycle", Severity.ERROR, step_id=at)
                del self.parents[at]
            sound.update(path)

    def container_of(self, step_id: int) -> int | None:
        """The nearest spatial element that contains the object, directly or through its parents."""
        for at in self._upwards(step_id):
            if at in self._contained:
                return self._contained[at]
            if at != step_id and at in self._spatial:
                return at
        return None

    def storey_of(self, step_id: int) -> int | None:
        """The storey that the object is on; of a storey itself."""
        for at in self._upwards(step_id):
            if at in self._storeys:
                return at
            container = self._contained.get(at)
            if container is not None:
                for spatial in self._upwards(container):
                    if spatial in self._storeys:
                        return spatial
        return None

    def storey_name(self, storey_id: int | None) -> str | None:
        """Name of a storey."""
        return self._storeys.get(storey_id) if storey_id is not None else None

    def _upwards(self, step_id: int) -> Iterator[int]:
        at: int | None = step_id
        while at is not None:
            yield at
            at = self.parents.get(at)
