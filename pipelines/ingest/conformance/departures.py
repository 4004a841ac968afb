"""What departs from ISO 10303-21 or from the schema, gathered for ``chk_conformance``: few rows, however many faults."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from json import dumps, loads
from types import MappingProxyType
from typing import NamedTuple, overload

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cim_schema.codes import ConformanceLayer, Severity
from cim_schema.tables import TABLES
from pipelines.ingest.columnar.scan import Statements
from pipelines.ingest.columnar.schema import Schema

Integers = NDArray[np.int64]

SHOWN = 100
"""So many rows of a group (layer, code, class, attribute) are kept; each tells how many the group has."""
SEVERITIES: Mapping[str, Severity] = MappingProxyType({
    "syntax.empty_data": Severity.WARNING,
    "syntax.other_section": Severity.WARNING,
    "header.implementation_level": Severity.WARNING,
    "header.time_stamp": Severity.WARNING,
    "header.originating_system": Severity.WARNING,
    "header.origin_part": Severity.WARNING,
    "header.version": Severity.WARNING,
    "header.no_view_definition": Severity.WARNING,
    "header.view_definition": Severity.WARNING,
    "header.schema_identifier": Severity.WARNING,
    "where.failed": Severity.WARNING,
    "where.not_evaluated": Severity.WARNING,
})  # fmt: skip
"""Of the codes that are no errors."""
_LAST = 2**62
"""Stands for an offset or step id that is not given, and sorts behind all that are."""
_BLOCK = 16 * 1024**2
_GLOBAL_ID = re.compile(rb"#\s*\d+\s*=\s*\w+\s*\(\s*'([^']{1,64})'")
_LONGEST_BEGINNING = 256


class Made(Sequence[str]):
    """Texts that are made when they are looked at: few of many departures are shown."""

    def __init__(self, make: Callable[[int], str], count: int) -> None:
        """Give the text of a place, and the number of places."""
        self._make, self._count = make, count

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self._make(one) for one in range(self._count)[place]]
        return self._make(range(self._count)[place])

    def __len__(self) -> int:
        return self._count


class _Place(NamedTuple):
    offset: int
    step_id: int
    params: str
    """JSON with sorted keys."""


@dataclass
class _Group:
    count: int = 0
    shown: list[_Place] = field(default_factory=list)

    def keep_first(self) -> None:
        self.shown = sorted(self.shown)[:SHOWN]


class Departures:
    """The departures of one file, in whatever order they are found."""

    def __init__(self, model_id: str, data: bytes | NDArray[np.uint8]) -> None:
        """Begin with none.

        Args:
            model_id: SHA-256 of the sender's file.
            data: What offsets are of.
        """
        self.model_id = model_id
        self._data = np.frombuffer(data, np.uint8) if isinstance(data, bytes) else data
        self._groups: dict[tuple[ConformanceLayer, str, str, str], _Group] = {}
        self._known: tuple[Statements, NDArray[np.bool_]] | None = None
        self._order: Integers | None = None

    def __bool__(self) -> bool:
        """Whether anything departs."""
        return bool(self._groups)

    def add(
        self,
        layer: ConformanceLayer,
        code: str,
        *,
        offset: int | None = None,
        step_id: int | None = None,
        ifc_class: str | None = None,
        attribute: str | None = None,
        **params: object,
    ) -> None:
        """Add one.

        Args:
            layer: What it departs from.
            code: Of its sentence in the catalogue ``conformance``.
            offset: Byte at which it stands, from 0.
            step_id: The instance concerned.
            ifc_class: Its class.
            attribute: Of the class.
            params: For the sentence, which is given ``step_id``, ``line``, ``column``, ``ifc_class`` and ``attribute`` too.
        """
        group = self._group(layer, code, ifc_class, attribute)
        group.count += 1
        group.shown.append(_place(offset, step_id, params))
        if len(group.shown) > 2 * SHOWN:
            group.keep_first()

    def add_many(
        self,
        layer: ConformanceLayer,
        code: str,
        *,
        offsets: Integers | None = None,
        step_ids: Integers | None = None,
        ifc_class: str | None = None,
        attribute: str | None = None,
        values: Sequence[str] | None = None,
        **params: object,
    ) -> None:
        """Add one for each offset or step id, or for both together.

        Args:
            layer: As for ``add``.
            code: As for ``add``.
            offsets: As many as ``step_ids`` where both are given.
            step_ids: Of the instances concerned.
            ifc_class: Of all of them.
            attribute: Of all of them.
            values: ``value`` of each for the sentence; only those that are shown are looked at.
            params: Those of all.
        """
        given = [one for one in (offsets, step_ids) if one is not None]
        if not given or not len(given[0]):
            return
        group = self._group(layer, code, ifc_class, attribute)
        group.count += len(given[0])
        for row in np.lexsort(given[::-1])[:SHOWN].tolist():
            value = {} if values is None else {"value": values[row]}
            offset = None if offsets is None else int(offsets[row])
            step_id = None if step_ids is None else int(step_ids[row])
            group.shown.append(_place(offset, step_id, params | value))
        group.keep_first()

    def locate(self, statements: Statements, schema: Schema | None) -> None:
        """Tell where instances begin, so that rows with a step id get their offset, and those of IfcRoot their GlobalId."""
        names = [schema.name_of(written) if schema else None for written in statements.class_names]
        is_entity = [name is not None and schema is not None and schema.entity(name) is not None for name in names]
        is_rooted = [
            entity and schema is not None and "IfcRoot" in schema.supertypes(str(name))
            for name, entity in zip(names, is_entity, strict=True)
        ]
        self._known, self._order = (statements, np.array(is_rooted, bool)), None

    def table(self) -> pa.Table:
        """As ``chk_conformance``."""
        found = [
            (layer, self._at_its_begin(place), code, ifc_class, attribute, group.count)
            for (layer, code, ifc_class, attribute), group in self._groups.items()
            for place in sorted(group.shown)[:SHOWN]
        ]
        order = list(ConformanceLayer)
        found.sort(key=lambda one: (order.index(one[0]), *one[1:]))
        lines = self._lines([place.offset for _, place, *_ in found if place.offset < _LAST])
        rows = []
        for ordinal, (layer, place, code, ifc_class, attribute, count) in enumerate(found):
            line, column = lines.get(place.offset, (None, None))
            step_id = _given(place.step_id)
            known = {"step_id": step_id, "line": line, "column": column, "ifc_class": ifc_class, "attribute": attribute}
            params = loads(place.params) | {name: value for name, value in known.items() if value not in (None, "")}
            rows.append({
                "model_id": self.model_id, "ordinal": ordinal, "layer": layer.value, "text_code": f"conformance.{code}",
                "severity": SEVERITIES.get(code, Severity.ERROR).value, "text_params": _written(params), "group_count": count,
                "byte_offset": _given(place.offset), "line": line, "column_number": column, "step_id": step_id,
                "global_id": self._global_id(place.step_id), "ifc_class": ifc_class or None, "attribute": attribute or None,
            })  # fmt: skip
        return TABLES["chk_conformance"].from_rows(rows)

    def _group(self, layer: ConformanceLayer, code: str, ifc_class: str | None, attribute: str | None) -> _Group:
        return self._groups.setdefault((layer, code, ifc_class or "", attribute or ""), _Group())

    def _row_of(self, step_id: int) -> int | None:
        """Of the instance among the statements; of a step id that is given twice, the first."""
        if self._known is None or step_id == _LAST:
            return None
        if self._order is None:
            self._order = np.argsort(self._known[0].step_ids, kind="stable")
        step_ids = self._known[0].step_ids
        place = int(np.searchsorted(step_ids, step_id, sorter=self._order))
        row = int(self._order[place]) if place < len(self._order) else -1
        return row if row >= 0 and step_ids[row] == step_id else None

    def _at_its_begin(self, place: _Place) -> _Place:
        row = self._row_of(place.step_id) if place.offset == _LAST else None
        return place if row is None or self._known is None else place._replace(offset=int(self._known[0].starts[row]))

    def _global_id(self, step_id: int) -> str | None:
        row = self._row_of(step_id)
        if row is None or self._known is None or not self._known[1][self._known[0].classes[row]]:
            return None
        start = int(self._known[0].starts[row])
        match = _GLOBAL_ID.match(self._data[start : start + _LONGEST_BEGINNING].tobytes())
        return match[1].decode("ascii", "replace") if match else None

    def _lines(self, offsets: list[int]) -> dict[int, tuple[int, int]]:
        """Line and column of each offset, both from 1; a column is of bytes. Lines end as those of the first block do."""
        if not offsets:
            return {}
        mark = ord("\n") if (self._data[:_BLOCK] == ord("\n")).any() else ord("\r")
        blocks = range(0, min(max(offsets), len(self._data)), _BLOCK)
        ends = [np.flatnonzero(self._data[start : start + _BLOCK] == mark) + start for start in blocks]
        starts = np.concatenate((np.zeros(1, np.int64), *(one + 1 for one in ends)))
        lines = np.searchsorted(starts, offsets, "right")
        return {at: (int(line), at - int(starts[line - 1]) + 1) for at, line in zip(offsets, lines.tolist(), strict=True)}


def _place(offset: int | None, step_id: int | None, params: Mapping[str, object]) -> _Place:
    return _Place(_LAST if offset is None else offset, _LAST if step_id is None else step_id, _written(params))


def _written(params: Mapping[str, object]) -> str:
    return dumps(params, sort_keys=True, ensure_ascii=False)


def _given(number: int) -> int | None:
    return None if number == _LAST else number
