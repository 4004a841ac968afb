"""A schema as tables of numbers: what each attribute may hold, flattened into nodes that a kernel walks.

Entities are numbered so that the subtypes of each follow it: a class fits where its number lies in a range. Defined types
come behind the entities, so that one number tells every keyword. What the library's schemas do not say (widths of strings,
lists whose members must differ) stands in ``schema_limits``.
"""

from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.ingest.columnar.schema import Schema
from pipelines.ingest.conformance.schema_limits import UNIQUE_LISTS, WIDTHS

TEXT, INTEGER, REAL, NUMBER, BOOLEAN, LOGICAL, BINARY, ITEM, ENTITY, SELECT, AGGREGATE = range(11)
"""Kinds of nodes."""

IS_OPTIONAL, IS_DERIVED = 1, 2
"""Flags of attributes."""

_SIMPLE = {
    "string": TEXT,
    "integer": INTEGER,
    "real": REAL,
    "number": NUMBER,
    "boolean": BOOLEAN,
    "logical": LOGICAL,
    "binary": BINARY,
}
_MASK = 2**64 - 1


class Tables(NamedTuple):
    """What the kernel reads. A range is from its first to before its last."""

    kinds: NDArray[np.int8]
    lows: NDArray[np.int32]
    """Of a node: the width of a text (0: any), the first item, the first class, the row of a select, the lower bound."""
    highs: NDArray[np.int32]
    """The end of the items or classes; the upper bound, -1 for none."""
    members: NDArray[np.int32]
    """The node of an aggregate's members."""
    is_unique: NDArray[np.uint8]
    """Whether they must differ."""
    items: NDArray[np.int64]
    """Hashes of the items of enumerations."""
    selects: NDArray[np.uint8]
    """Select × declaration: whether it may be chosen."""
    type_nodes: NDArray[np.int32]
    """Declaration → the node of what it wraps; -1 for entities."""
    keywords: NDArray[np.int64]
    """Hashes of the names in capitals, sorted."""
    keyword_codes: NDArray[np.int32]
    """Their declarations."""
    firsts: NDArray[np.int32]
    """Entity → its first attribute; one more entry at the end."""
    nodes: NDArray[np.int32]
    """Of attributes, as the next two."""
    flags: NDArray[np.uint8]
    slots: NDArray[np.int16]
    """Where references by this attribute are counted for inverse attributes; -1: nowhere."""


class Inverse(NamedTuple):
    """An inverse attribute whose number of references is bounded."""

    name: str
    entity: str
    """That declares it."""
    slot: int
    referring: str
    """Class and attribute that refer, as ``IfcRelVoidsElement.RelatedOpeningElement``."""
    low: int
    high: int
    """-1 for none."""


def hash_name(name: str) -> int:
    """FNV-1a with 64 bits, as the kernel computes it."""
    key = 14695981039346656037
    for code in name.encode("ascii"):
        key = ((key ^ code) * 1099511628211) & _MASK
    return key


class SchemaTypes:
    """The tables of one schema, for the classes that a file has."""

    def __init__(self, schema: Schema, ifc_classes: list[str]) -> None:
        """Flatten what these classes need."""
        self._schema, self.schema_name = schema, str(schema.declarations.name())
        self._widths = {} if self.schema_name == "IFC2X3" else WIDTHS
        declared = list(schema.declarations.declarations())
        entities = [one.as_entity() for one in declared if one.as_entity()]
        self.names: list[str] = []
        self._ends: dict[str, int] = {}
        for entity in entities:
            if entity.supertype() is None:
                self._number(entity)
        self.entity_count = len(self.names)
        self._types = [one for one in declared if not one.as_entity()]
        self.names += [one.name() for one in self._types]
        self.codes = {name: code for code, name in enumerate(self.names)}
        self.is_abstract = np.zeros(self.entity_count, np.bool_)
        self._nodes: list[tuple[int, int, int, int, int]] = []
        self.shown: list[str] = []
        """Each node as EXPRESS writes it."""
        self._known: dict[str, int] = {}
        self._items: list[int] = []
        self._selects: list[NDArray[np.uint8]] = []
        self._slots: dict[tuple[str, str], int] = {}
        self.inverses: list[Inverse] = []
        self.attribute_names: dict[int, list[str]] = {}
        self._find_inverses(ifc_classes)
        self.tables = self._flatten(ifc_classes)

    def classes_under(self, name: str) -> range:
        """The numbers of a class and its subtypes."""
        return range(self.codes[name], self._ends[name])

    @cached_property
    def entities(self) -> frozenset[str]:
        """Names of the entities."""
        return frozenset(self.names[: self.entity_count])

    def _number(self, entity: Any) -> None:
        self.names.append(entity.name())
        for one in sorted(entity.subtypes(), key=lambda below: str(below.name())):
            self._number(one)
        self._ends[entity.name()] = len(self.names)

    def _find_inverses(self, ifc_classes: list[str]) -> None:
        """The bounded ones that instances of the file's classes have."""
        seen: set[str] = set()
        for name in ifc_classes:
            for above in sorted(self._schema.supertypes(name) - seen, key=self.codes.__getitem__):
                seen.add(above)
                for inverse in self._schema.entity(above).inverse_attributes():
                    low, high = inverse.bound1(), inverse.bound2()
                    if (low, high) == (-1, -1):
                        low = high = 1
                    if (low, high) != (0, -1):
                        key = (inverse.entity_reference().name(), inverse.attribute_reference().name())
                        slot = self._slots.setdefault(key, len(self._slots))
                        self.inverses.append(Inverse(inverse.name(), above, slot, ".".join(key), low, high))

    def _flatten(self, ifc_classes: list[str]) -> Tables:
        type_nodes = np.full(len(self.names), -1, np.int32)
        for one in self._types:
            if one.as_select_type() is None:
                type_nodes[self.codes[one.name()]] = self._declared(one)
        firsts = np.zeros(self.entity_count + 1, np.int32)
        nodes: list[int] = []
        flags: list[int] = []
        slots: list[int] = []
        wanted = set(ifc_classes)
        for code in range(self.entity_count):
            if (name := self.names[code]) in wanted:
                entity = self._schema.entity(name)
                self.is_abstract[code] = entity.is_abstract()
                attributes = entity.all_attributes()
                self.attribute_names[code] = [one.name() for one in attributes]
                above = self._schema.supertypes(name)
                for one, is_derived in zip(attributes, entity.derived(), strict=True):
                    nodes.append(self._attribute(one, above))
                    flags.append(IS_OPTIONAL * one.optional() + IS_DERIVED * is_derived)
                    found = [self._slots[key] for key in ((owner, one.name()) for owner in above) if key in self._slots]
                    slots.append(max(found, default=-1))
            firsts[code + 1] = len(nodes)
        hashes = np.array([hash_name(name.upper()) for name in self.names], np.uint64).view(np.int64)
        order = np.argsort(hashes)
        table = np.array(self._nodes, np.int32).reshape(-1, 5)
        return Tables(
            table[:, 0].astype(np.int8), table[:, 1].copy(), table[:, 2].copy(), table[:, 3].copy(), table[:, 4].astype(np.uint8),
            np.array(self._items, np.uint64).view(np.int64),
            np.array(self._selects, np.uint8).reshape(-1, len(self.names)), type_nodes, hashes[order], order.astype(np.int32),
            firsts, np.array(nodes, np.int32), np.array(flags, np.uint8), np.array(slots, np.int16),
        )  # fmt: skip

    def _attribute(self, attribute: Any, above: frozenset[str]) -> int:
        is_unique = any((owner, attribute.name()) in UNIQUE_LISTS for owner in above)
        return self._parameter(attribute.type_of_attribute(), is_unique)

    def _parameter(self, parameter: Any, is_unique: bool = False) -> int:
        if simple := parameter.as_simple_type():
            word = str(simple.declared_type())
            return self._node(_SIMPLE[word], shown=word.upper())
        aggregate = parameter.as_aggregation_type()
        if not aggregate:
            return self._declared(parameter.as_named_type().declared_type())
        member = self._parameter(aggregate.type_of_element())
        word, low, high = aggregate.type_of_aggregation_string().upper(), aggregate.bound1(), aggregate.bound2()
        # The bounds of an array are of its indices (ISO 10303-11, 8.2.1).
        fewest, most = (high - low + 1, high - low + 1) if word == "ARRAY" else (low, high)
        must_differ = (word == "SET" or is_unique) and self._nodes[member][0] != AGGREGATE
        shown = f"{word} [{low}:{'?' if high < 0 else high}] OF {'UNIQUE ' * is_unique}{self.shown[member]}"
        return self._node(AGGREGATE, fewest, most, member, int(must_differ), shown=shown)

    def _declared(self, declared: Any) -> int:
        name = declared.name()
        if name in self._known:
            return self._known[name]
        if declared.as_entity():
            under = self.classes_under(name)
            node = self._node(ENTITY, under.start, under.stop, shown=name)
        elif enumeration := declared.as_enumeration_type():
            first = len(self._items)
            self._items += [hash_name(item) for item in enumeration.enumeration_items()]
            node = self._node(ITEM, first, len(self._items), shown=name)
        elif select := declared.as_select_type():
            chosen = np.zeros(len(self.names), np.uint8)
            self._choose(select, chosen)
            self._selects.append(chosen)
            node = self._node(SELECT, len(self._selects) - 1, shown=name)
        else:
            inner = self._parameter(declared.declared_type())
            kind, low, high, member, must_differ = self._nodes[inner]
            node = self._node(kind, self._widths.get(name, low), high, member, must_differ, shown=name)
        self._known[name] = node
        return node

    def _choose(self, select: Any, chosen: NDArray[np.uint8]) -> None:
        for one in select.select_list():
            if nested := one.as_select_type():
                self._choose(nested, chosen)
            elif one.as_entity():
                under = self.classes_under(one.name())
                chosen[under.start : under.stop] = 1
            else:
                chosen[self.codes[one.name()]] = 1

    def _node(self, kind: int, low: int = 0, high: int = 0, member: int = -1, is_unique: int = 0, *, shown: str) -> int:
        self._nodes.append((kind, low, high, member, is_unique))
        self.shown.append(shown)
        return len(self._nodes) - 1
