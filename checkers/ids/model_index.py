"""A model's tables laid out for IDS: whatever can be asked for, in the order of step ids, with class and type object."""

import json
from collections.abc import Mapping
from functools import cached_property

import numpy as np
import pyarrow as pa

from checkers.ids.columns import Codes, Integers, Mask, expand, integers, joined, texts
from checkers.ids.occurrence_types import MAPPED
from cim_schema.tables import TABLES
from pipelines.runtime.ifc_schema import ifc_schema

_UNSAID = ("", "NOTDEFINED")
_ALIASES = {(occurrence, type_class): name for name, (occurrence, type_class) in MAPPED.items()}
Tables = Mapping[str, pa.Table]


class ModelIndex:
    """Instances by place. -1 stands for none."""

    def __init__(self, tables: Tables) -> None:
        """Lay out the tables of one model."""
        self._tables = tables
        parts = [self.table(name) for name in ("ifc_element", "ifc_type", "ids_instance")]
        step_ids = np.concatenate([integers(part, "step_id") for part in parts])
        order = np.argsort(step_ids, kind="stable")
        self.step_ids: Integers = step_ids[order]
        self._order = order
        self._part = np.repeat(np.arange(3), [len(part) for part in parts])[order]
        self.classes, written = self._column("ifc_class")
        self.class_names = written
        """As the schema writes them."""
        types = np.full(len(step_ids), -1, np.int64)
        types[: len(parts[0])] = integers(parts[0], "type_step_id")
        self.types = self.places(types[order])
        """Place of the type object of each."""
        self.schema = str(self.table("ifc_model")["ifc_schema"][0].as_py()) if len(self.table("ifc_model")) else "IFC4"

    def __len__(self) -> int:
        return len(self.step_ids)

    def table(self, name: str) -> pa.Table:
        """A table, without rows where it was not made."""
        found = self._tables.get(name)
        return TABLES[name].empty() if found is None else found

    def places(self, step_ids: Integers) -> Integers:
        """Places of step ids."""
        if not len(self.step_ids):
            return np.full(len(step_ids), -1, np.int64)
        found = np.minimum(np.searchsorted(self.step_ids, step_ids), len(self.step_ids) - 1)
        return np.where(self.step_ids[found] == step_ids, found, -1)

    def is_type(self) -> Mask:
        """Which are type objects."""
        return np.asarray(self._part == 1)

    def is_element(self) -> Mask:
        """Which are occurrences."""
        return np.asarray(self._part == 0)

    @cached_property
    def data_types(self) -> dict[str, str]:
        """Data type in capitals → XML type, by the model's schema."""
        return ifc_schema(self.schema).data_types

    @cached_property
    def aliases(self) -> dict[int, str]:
        """IFC2X3: place → the name that the type object gives an occurrence."""
        if self.schema != "IFC2X3":
            return {}
        names = [name.upper() for name in self.class_names]
        typed = np.flatnonzero(self.types >= 0)
        pairs = zip(self.classes[typed].tolist(), self.classes[self.types[typed]].tolist(), strict=True)
        found = (
            (place, _ALIASES.get((names[own], names[of_type]))) for place, (own, of_type) in zip(typed.tolist(), pairs, strict=True)
        )
        return {place: name for place, name in found if name is not None}

    @cached_property
    def predefined(self) -> tuple[Codes, list[tuple[str, str]]]:
        """PredefinedType as IDS sees it: place among the distinct ones; and these, with the user's own word.

        A type object decides where it says anything but NOTDEFINED.
        """
        predefined, items = self._column("predefined_type")
        own, words = self._column("object_type")
        said = np.array([item not in _UNSAID for item in items] + [False], bool)[predefined]
        has_type = self.types >= 0
        by_type = has_type & said[np.where(has_type, self.types, 0)]
        giver = np.where(by_type, self.types, np.arange(len(self)))
        keys = (predefined[giver].astype(np.int64) + 1) * (len(words) + 1) + own[giver] + 1
        distinct, codes = np.unique(keys, return_inverse=True)
        pairs = [divmod(key, len(words) + 1) for key in distinct.tolist()]
        found = [(items[item - 1] if item else "", words[word - 1] if word else "") for item, word in pairs]
        return codes.astype(np.int32), found

    @cached_property
    def global_ids(self) -> tuple[Codes, list[str]]:
        """GlobalId of each."""
        return self._column("global_id")

    @cached_property
    def written_global_ids(self) -> list[str]:
        """Of ``global_ids`` how JSON has each; at the end that there is none."""
        return [*(json.dumps(one, ensure_ascii=False) for one in self.global_ids[1]), "null"]

    def text_attribute(self, name: str) -> tuple[Codes, list[str]] | None:
        """An attribute of objects and types that a column holds; None where none does."""
        column = {
            "GlobalId": "global_id", "Name": "name", "Description": "description", "Tag": "tag", "ObjectType": "object_type",
            "LongName": "long_name",
        }.get(name)  # fmt: skip
        if column is None:
            return None
        codes, values = self._column(column)
        # The other tables keep something else under these words, or nothing.
        beside = ~self.is_element() if name in ("ObjectType", "LongName") else self._part == 2
        return np.where(beside, -1, codes), values

    @cached_property
    def occurrences(self) -> tuple[Integers, Integers]:
        """Of each place the end of its list among the occurrences by type; and these."""
        typed = np.flatnonzero(self.types >= 0)
        order = np.argsort(self.types[typed], kind="stable")
        ends = np.searchsorted(self.types[typed][order], np.arange(len(self)), side="right")
        return ends, typed[order]

    def inherited(self, holders: Integers) -> tuple[Integers, Integers]:
        """What holders that are type objects give on: place among the holders, place of the occurrence."""
        ends, members = self.occurrences
        if not len(members):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        begins = np.where(holders > 0, ends[holders - 1], 0)
        counts = ends[holders] - begins
        return np.repeat(np.arange(len(holders)), counts), members[np.repeat(begins, counts) + expand(counts)]

    def _column(self, name: str) -> tuple[Codes, list[str]]:
        """A column of the three tables below each other, null where one lacks it."""
        found: tuple[Codes, list[str]] = (np.zeros(0, np.int32), [])
        for part in ("ifc_element", "ifc_type", "ids_instance"):
            table = self.table(part)
            lacking = (np.full(len(table), -1, np.int32), list[str]())
            found = joined(found, texts(table, name) if name in table.column_names else lacking)
        return found[0][self._order], found[1]
