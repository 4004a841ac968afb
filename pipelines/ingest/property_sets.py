"""Who carries which set of properties or quantities."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from cim_schema.codes import Severity
from pipelines.ingest.source import Instance, Source

Holder = Literal["occurrence", "type", "material", "profile"]
_RESOURCES: Mapping[str, tuple[str, Holder]] = {
    "IfcMaterialProperties": ("Material", "material"),
    "IfcProfileProperties": ("ProfileDefinition", "profile"),
}
"""Class of sets on a resource → attribute that names the resource, and what this is."""
_LISTINGS = {
    "IfcExtendedMaterialProperties": "ExtendedProperties",
    "IfcMaterialProperties": "Properties",
    "IfcProfileProperties": "Properties",
}
_COMPLEX = {"IfcComplexProperty": "HasProperties", "IfcPhysicalComplexQuantity": "HasQuantities"}
"""Class → attribute of its parts."""
_DEEPEST = 16
"""Complex ones in complex ones; one that holds itself would never end."""


@dataclass(frozen=True)
class Holding:
    """A set on its holder."""

    step_id: int
    """Of the holder."""
    global_id: str | None
    holder: Holder
    definition: Instance
    """The set."""

    @property
    def columns(self) -> dict[str, object]:
        """As columns of the tables."""
        return {"step_id": self.step_id, "global_id": self.global_id, "holder": self.holder}


def holdings(source: Source) -> Iterator[Holding]:
    """Every set of properties or quantities on every occurrence and type, in the order of step ids."""
    found: dict[tuple[int, int], Holding] = {}
    for relation in source.by_type("IfcRelDefinesByProperties"):
        definitions = source.entities(relation, "RelatingPropertyDefinition")
        for holder in source.entities(relation, "RelatedObjects"):
            for definition in definitions:
                _note(found, source, holder, definition)
    for type_object in source.by_type("IfcTypeObject"):
        for definition in source.entities(type_object, "HasPropertySets"):
            _note(found, source, type_object, definition)
    for key in sorted(found):
        yield found[key]


def _note(found: dict[tuple[int, int], Holding], source: Source, holder: Instance, definition: Instance) -> None:
    kind: Holder = "type" if source.is_a(holder, "IfcTypeObject") else "occurrence"
    key = (holder.id(), definition.id())
    if key not in found:
        found[key] = Holding(holder.id(), source.global_id(holder), kind, definition)


def resource_holdings(source: Source) -> Iterator[tuple[Holding, str]]:
    """Every set on a material, then on a profile, with the attribute that lists its parts (empty: it has attributes instead)."""
    for ifc_class, (attribute, holder) in _RESOURCES.items():
        for definition in source.by_type(ifc_class):
            resource = source.entity(definition, attribute)
            if resource is not None:
                yield Holding(resource.id(), None, holder, definition), _LISTINGS.get(definition.is_a(), "")


class Contents:
    """What a set says, by column: read once, however many objects share the set."""

    def __init__(self, rows: Iterable[Mapping[str, object]], name_column: str) -> None:
        """Take the set's rows, which are named by one of their columns."""
        self._rows = list(rows)
        self._name_column = name_column
        self.names = frozenset(str(row[name_column]) for row in self._rows)
        self.columns, self.count = self._by_column(self._rows)

    def without(self, names: frozenset[str]) -> tuple[dict[str, list[object]], int]:
        """The columns and the number of rows, those of some names left out."""
        if not names:
            return self.columns, self.count
        return self._by_column([row for row in self._rows if row[self._name_column] not in names])

    @staticmethod
    def _by_column(rows: list[Mapping[str, object]]) -> tuple[dict[str, list[object]], int]:
        return ({name: [row[name] for row in rows] for name in rows[0]} if rows else {}), len(rows)


def simple_parts(
    source: Source, parts: Iterable[Instance], forms: Container[str], prefix: str = "", depth: int = 0
) -> Iterator[tuple[str, Instance]]:
    """Properties or quantities of the classes ``forms`` with their names; the parts of complex ones under the names of both."""
    for part in parts:
        name = prefix + (source.text(part, "Name") or "")
        listing = _COMPLEX.get(part.is_a())
        if listing is not None and depth < _DEEPEST:
            yield from simple_parts(source, source.entities(part, listing), forms, f"{name}.", depth + 1)
        elif part.is_a() in forms:
            yield name, part


class Said:
    """What sets of one name say of one holder. Where a later one repeats a name of an earlier one, the earlier stands."""

    def __init__(self) -> None:
        """Nothing is said yet."""
        self._names: dict[tuple[int, str], list[frozenset[str]]] = {}

    def anew(
        self, source: Source, holding: Holding, set_name: str, contents: Contents, problem: str
    ) -> tuple[dict[str, list[object]], int]:
        """The columns of what a set says for the first time, and the number of rows; what it repeats is told as a problem."""
        repeated = self._repeated(holding.step_id, set_name, contents.names)
        if repeated:
            source.problems.add(
                problem, Severity.WARNING, step_id=holding.step_id, global_id=holding.global_id,
                name=set_name, count=len(repeated),
            )  # fmt: skip
        return contents.without(repeated)

    def _repeated(self, step_id: int, set_name: str, names: frozenset[str]) -> frozenset[str]:
        """Those of the names that were said before; the rest are said now."""
        earlier = self._names.setdefault((step_id, set_name), [])
        before = names & frozenset().union(*earlier) if earlier else frozenset()
        earlier.append(names)
        return before
