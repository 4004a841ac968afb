"""The tree of a model, from columns."""

from cim_schema.codes import Severity
from pipelines.ingest.columnar.source import ColumnSource
from pipelines.ingest.tree import _PARENT_RELATIONS, _SPATIAL, Tree

_SEVERAL_ARE_USUAL = frozenset({"IfcRelFillsElement", "IfcRelConnectsPortToElement"})


class ColumnTree(Tree):
    """Parents, containers and storeys by step id, noted by whole relations at once."""

    def __init__(self, source: ColumnSource) -> None:
        """Read every relation that makes the tree."""
        self._source: ColumnSource = source
        instances = source.instances
        storeys = instances.rows_of("IfcBuildingStorey")
        self._spatial = set(instances.step_ids[instances.rows_of(*_SPATIAL)].tolist())
        names = instances.texts(storeys, "Name").to_pylist()
        self._storeys = dict(zip(instances.step_ids[storeys].tolist(), names, strict=True))
        self.parents: dict[int, int] = {}
        self._contained: dict[int, int] = {}
        for ifc_class, whole, parts in _PARENT_RELATIONS:
            self._note_all(self.parents, ifc_class, whole, parts, "several_parents")
        contained = ("IfcRelContainedInSpatialStructure", "RelatingStructure", "RelatedElements")
        self._note_all(self._contained, *contained, "several_containers")
        self._cut_cycles()

    def _note_all(self, into: dict[int, int], ifc_class: str, whole: str, parts: str, code: str) -> None:
        instances = self._source.instances
        rows = instances.rows_of(ifc_class)
        wholes = instances.entities(rows, whole)
        owners, members = instances.references(rows, parts)
        for owner, part, other in zip(owners.tolist(), members.tolist(), wholes[owners].tolist(), strict=True):
            if other < 0:
                continue
            known = into.setdefault(part, other)
            if known != other and instances.names[instances.classes[rows[owner]]] not in _SEVERAL_ARE_USUAL:
                global_id = self._source.global_id(self._source.at(part))
                self._source.problems.add(code, Severity.WARNING, step_id=part, global_id=global_id, kept=known, other=other)
