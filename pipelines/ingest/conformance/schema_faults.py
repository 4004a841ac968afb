"""What the kernel found, in words; and the statements as all checks of the schema see them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import overload

import numpy as np
from numpy.typing import NDArray

from cim_schema.codes import ConformanceLayer
from pipelines.ingest.columnar.cannot_read import CannotRead
from pipelines.ingest.columnar.lexis import past_value
from pipelines.ingest.columnar.scan import Statements
from pipelines.ingest.columnar.strings import decode
from pipelines.ingest.conformance.departures import Departures
from pipelines.ingest.conformance.schema_types import SchemaTypes
from pipelines.ingest.conformance.schema_values import (
    DERIVED_UNSET,
    DERIVED_WRITTEN,
    LONG,
    NOT_IN_SELECT,
    REPEATED,
    STARRED,
    UNKNOWN_TYPE,
    UNSET,
    WRONG_CLASS,
    WRONG_ITEM,
    WRONG_SIZE,
    WRONG_TYPE,
)  # fmt: skip

Integers = NDArray[np.int64]

_LONGEST_SHOWN = 60
_CODES: Mapping[int, str] = MappingProxyType({
    UNSET: "schema.unset",
    STARRED: "schema.star",
    DERIVED_UNSET: "schema.derived_unset",
    DERIVED_WRITTEN: "schema.derived_written",
    WRONG_TYPE: "schema.wrong_type",
    WRONG_ITEM: "schema.wrong_item",
    WRONG_CLASS: "schema.wrong_class",
    NOT_IN_SELECT: "schema.not_in_select",
    UNKNOWN_TYPE: "schema.unknown_type",
    WRONG_SIZE: "schema.wrong_size",
    REPEATED: "schema.repeated_member",
    LONG: "schema.too_long",
})  # fmt: skip
_ROW, _PLACE, _FAULT, _OFFSET, _NODE, _DETAIL = range(6)


class Lazy(Sequence[str]):
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


@dataclass(frozen=True)
class Subjects:
    """The statements, and where what is found of them goes."""

    data: NDArray[np.uint8]
    statements: Statements
    types: SchemaTypes
    codes: NDArray[np.int32]
    """Entity of each statement; -1 where the schema has none of this name."""
    names: list[str | None]
    """Of the file's classes, as the schema writes them."""
    departures: Departures

    @property
    def schema_name(self) -> str:
        """The schema's."""
        return self.types.schema_name

    def add(
        self,
        code: str,
        rows: Integers,
        values: Sequence[str] | None = None,
        *,
        offsets: Integers | None = None,
        ifc_class: str,
        attribute: str | None = None,
        **params: object,
    ) -> None:
        """Note a departure of each of these statements, at its beginning where no offsets are given."""
        if len(rows):
            at = self.statements.starts[rows] if offsets is None else offsets
            self.departures.add_many(
                ConformanceLayer.SCHEMA, code, offsets=at, step_ids=self.statements.step_ids[rows], ifc_class=ifc_class,
                attribute=attribute, values=values, **params,
            )  # fmt: skip

    def written(self, offset: int) -> str:
        """The value there as it stands in the file, the end of a long one left out."""
        behind = int(past_value(self.data, offset, len(self.data)))
        shown = self.data[offset : min(behind, offset + _LONGEST_SHOWN)].tobytes().decode("utf-8", "replace")
        return shown if behind <= offset + _LONGEST_SHOWN else f"{shown}…"


def note_faults(subjects: Subjects, faults: Integers) -> None:
    """Turn the rows of ``walk_statements`` into departures."""
    faults = faults[_are_real(subjects, faults)]
    codes = subjects.codes[faults[:, _ROW]]
    groups = np.column_stack((codes, faults[:, _PLACE], faults[:, _FAULT], faults[:, _NODE]))
    kinds, inverse = np.unique(groups, axis=0, return_inverse=True)
    for group, (code, place, fault, node) in enumerate(kinds.tolist()):
        found = faults[inverse.reshape(-1) == group]
        subjects.add(
            _CODES[fault], found[:, _ROW], _texts(subjects, fault, found), offsets=found[:, _OFFSET],
            ifc_class=subjects.types.names[code], attribute=subjects.types.attribute_names[code][place],
            expected=subjects.types.shown[node],
        )  # fmt: skip


def _texts(subjects: Subjects, fault: int, found: Integers) -> Lazy:
    def of_size(place: int) -> str:
        return str(int(found[place, _DETAIL]))

    def of_class(place: int) -> str:
        step_id = int(found[place, _DETAIL])
        row = int(np.flatnonzero(subjects.statements.step_ids == step_id)[-1])
        return f"#{step_id}={subjects.types.names[subjects.codes[row]]}"

    def of_value(place: int) -> str:
        return subjects.written(int(found[place, _OFFSET]))

    make = of_size if fault == WRONG_SIZE else of_class if fault == WRONG_CLASS else of_value
    return Lazy(make, len(found))


def _are_real(subjects: Subjects, faults: Integers) -> NDArray[np.bool_]:
    """All but texts that have more bytes than the characters that they may have, yet not more characters."""
    are_real = np.ones(len(faults), np.bool_)
    for place in np.flatnonzero(faults[:, _FAULT] == LONG).tolist():
        offset, node = int(faults[place, _OFFSET]), int(faults[place, _NODE])
        raw = subjects.data[offset + 1 : int(past_value(subjects.data, offset, len(subjects.data))) - 1].tobytes()
        are_real[place] = _length(raw) > int(subjects.types.tables.lows[node])
    return are_real


def _length(raw: bytes) -> int:
    written = raw.decode("utf-8", "replace")
    try:
        return len(decode(written))
    except (CannotRead, ValueError):
        return len(written)
