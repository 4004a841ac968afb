"""Alignments with their layouts and segments, however the file nests them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from cim_schema.codes import Severity
from pipelines.ingest.source import Instance, Source

Layout = Literal["horizontal", "vertical", "cant"]
LAYOUTS: dict[str, Layout] = {
    "IfcAlignmentHorizontal": "horizontal",
    "IfcAlignmentVertical": "vertical",
    "IfcAlignmentCant": "cant",
}
SEGMENT_CLASSES: dict[Layout, str] = {
    "horizontal": "IfcAlignmentHorizontalSegment",
    "vertical": "IfcAlignmentVerticalSegment",
    "cant": "IfcAlignmentCantSegment",
}
_WHOLES = ("IfcRelNests", "IfcRelAggregates")
"""The final schema nests layouts and segments; drafts and careless writers aggregate them."""


@dataclass
class Alignment:
    """One IfcAlignment."""

    instance: Instance
    layouts: dict[Layout, Instance] = field(default_factory=dict)
    segments: dict[Layout, list[Instance]] = field(default_factory=dict)
    """The IfcAlignmentSegment of each layout, in the file's order."""
    referents: list[Instance] = field(default_factory=list)
    """The IfcReferent nested in it, in the file's order."""
    parent: "Alignment | None" = None
    """The alignment whose horizontal layout it reuses."""

    @property
    def step_id(self) -> int:
        """Of the IfcAlignment."""
        return int(self.instance.id())

    def owner_of(self, layout: Layout) -> "Alignment | None":
        """Itself or the parent, whichever has the layout."""
        if layout in self.layouts:
            return self
        return self.parent.owner_of(layout) if self.parent is not None else None

    @property
    def root(self) -> "Alignment":
        """The uppermost parent, itself where it has none."""
        return self if self.parent is None else self.parent.root


def find_alignments(source: Source) -> dict[int, Alignment]:
    """Every IfcAlignment by step id. Of several layouts of one kind the first counts, and that is told.

    Source:
        ISO 16739-1:2024, concept templates Alignment Layout, Reusing Horizontal Layout, Alignment Segments.
    """
    parts = _parts_of_wholes(source)
    found = {instance.id(): Alignment(instance) for instance in source.by_type("IfcAlignment")}
    for alignment in found.values():
        for part in parts.get(alignment.step_id, ()):
            _take_in(source, alignment, part, parts, found)
    for alignment in found.values():
        _cut_ring(alignment)
    return found


def _take_in(
    source: Source, alignment: Alignment, part: Instance, parts: Mapping[int, list[Instance]], found: Mapping[int, Alignment]
) -> None:
    layout = LAYOUTS.get(part.is_a())
    if layout is not None:
        if layout in alignment.layouts:
            source.problems.add(
                "alignment_layout_repeated", Severity.WARNING, step_id=alignment.step_id, layout=part.is_a(),
                global_id=source.global_id(alignment.instance), kept=alignment.layouts[layout].id(), other=part.id(),
            )  # fmt: skip
            return
        alignment.layouts[layout] = part
        alignment.segments[layout] = [one for one in parts.get(part.id(), ()) if one.is_a() == "IfcAlignmentSegment"]
    elif part.is_a() == "IfcReferent":
        alignment.referents.append(part)
    elif part.id() in found and part.id() != alignment.step_id and found[part.id()].parent is None:
        found[part.id()].parent = alignment


def _parts_of_wholes(source: Source) -> dict[int, list[Instance]]:
    parts: dict[int, dict[int, Instance]] = defaultdict(dict)
    for ifc_class in _WHOLES:
        for relation in source.by_type(ifc_class):
            whole = source.entity(relation, "RelatingObject")
            if whole is not None:
                parts[whole.id()].update((part.id(), part) for part in source.entities(relation, "RelatedObjects"))
    return {whole: list(members.values()) for whole, members in parts.items()}


def _cut_ring(alignment: Alignment) -> None:
    seen = {alignment.step_id}
    at = alignment
    while at.parent is not None:
        if at.parent.step_id in seen:
            at.parent = None
            return
        seen.add(at.parent.step_id)
        at = at.parent
