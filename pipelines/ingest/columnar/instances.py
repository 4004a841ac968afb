"""The instances of a file by step id, and their arguments by column."""

from concurrent.futures import ThreadPoolExecutor
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cim_schema.rows import codes_of, from_numpy, from_texts
from pipelines.ingest.columnar.cannot_read import CannotRead
from pipelines.ingest.columnar.cells import Cells, locate
from pipelines.ingest.columnar.labels import encoded
from pipelines.ingest.columnar.marks import BINARY, ENUMERATION, INTEGER, REAL, REFERENCE, STRING, TYPED
from pipelines.ingest.columnar.scan import Statements
from pipelines.ingest.columnar.schema import Schema

Rows = NDArray[np.int64]
"""Places of instances in the order of step ids."""
Integers = NDArray[np.int64]


class Instances:
    """All instances, ordered by step id. A row is an instance's place in that order."""

    def __init__(self, data: bytes, statements: Statements, schema: Schema) -> None:
        """Order the statements, and make sure that the parser would take each as it is.

        Raises:
            CannotRead: A step id given twice, an unknown class, a wrong number of arguments, an unknown enumeration item.
        """
        self.data, self.schema = np.frombuffer(data, np.uint8), schema
        self.names = [self._named(name) for name in statements.class_names]
        self.step_ids: Integers = statements.step_ids
        # Four bytes each will do for files below 2 GB.
        self.starts: NDArray[np.int32 | np.int64] = statements.starts
        if len(data) <= np.iinfo(np.int32).max:
            self.starts = self.starts.astype(np.int32)
        self.classes = statements.classes
        if (self.step_ids[1:] <= self.step_ids[:-1]).any():
            order = np.argsort(self.step_ids, kind="stable")
            self.step_ids, self.starts, self.classes = self.step_ids[order], self.starts[order], self.classes[order]
        repeated = np.flatnonzero(self.step_ids[1:] == self.step_ids[:-1])
        if len(repeated):
            raise CannotRead(f"#{self.step_ids[repeated[0]]}", "a step id that is given twice")
        self._check_counts(statements)
        with ThreadPoolExecutor(1) as aside:
            dangling = aside.submit(lambda: _dangling(statements, self.row_of_step_id))
            self._check_enumerations()
            self.dangling: Integers = dangling.result()

    @cached_property
    def long_starts(self) -> Integers:
        """Offsets in eight bytes, as the kernels take them."""
        return self.starts.astype(np.int64, copy=False)

    @cached_property
    def row_of_step_id(self) -> NDArray[np.int32]:
        """Of each step id the row; -1 where there is none."""
        found = np.full(int(self.step_ids[-1]) + 1 if len(self.step_ids) else 1, -1, np.int32)
        found[self.step_ids] = np.arange(len(self.step_ids), dtype=np.int32)
        return found

    @cached_property
    def _by_code(self) -> NDArray[np.int32]:
        """The rows by class."""
        return np.argsort(self.classes, kind="stable").astype(np.int32)

    @cached_property
    def _edges(self) -> Integers:
        """Of each class the range of its rows among those."""
        return np.searchsorted(self.classes[self._by_code], np.arange(len(self.names) + 1))

    @cached_property
    def supertypes(self) -> list[frozenset[str]]:
        """Of each class of the file."""
        return [self.schema.supertypes(name) for name in self.names]

    def rows_of(self, *ifc_classes: str) -> Rows:
        """The instances of these classes and their subtypes, by step id."""
        codes = [code for code, above in enumerate(self.supertypes) if not above.isdisjoint(ifc_classes)]
        found = [self._by_code[self._edges[code] : self._edges[code + 1]] for code in codes]
        return np.sort(np.concatenate(found)).astype(np.int64) if found else np.zeros(0, np.int64)

    def rows_of_code(self, code: int) -> Rows:
        """The instances of one class of the file, without its subtypes."""
        return self._by_code[self._edges[code] : self._edges[code + 1]].astype(np.int64)

    def rows_at(self, step_ids: Integers) -> Rows:
        """Rows of step ids; -1 where there is no such instance."""
        known = (step_ids >= 0) & (step_ids < len(self.row_of_step_id))
        return np.where(known, self.row_of_step_id[np.where(known, step_ids, 0)], -1).astype(np.int64)

    def row_at(self, step_id: int) -> int:
        """Row of one step id; -1 where there is no such instance."""
        return int(self.row_of_step_id[step_id]) if 0 <= step_id < len(self.row_of_step_id) else -1

    def class_names(self, rows: Rows) -> pa.DictionaryArray:
        """The class of each."""
        return encoded(self.classes[rows], from_texts(self.names))

    def is_a(self, rows: Rows, *ifc_classes: str) -> NDArray[np.bool_]:
        """Whether each is of one of the classes or their subtypes."""
        wanted = np.array([not above.isdisjoint(ifc_classes) for above in self.supertypes], bool)
        return wanted[self.classes[rows]]

    def cells(self, rows: Rows, attribute: str) -> Cells:
        """The attribute of each; unset where its class has none of this name."""
        places = np.array([self.schema.attributes(name).get(attribute, -1) for name in self.names], np.int16)
        return locate(self.data, self.starts[rows], places[self.classes[rows]])

    def texts(self, rows: Rows, attribute: str) -> pa.StringArray:
        """The attribute where it is text or an enumeration's item."""
        return self.labels(rows, attribute).cast(pa.string())

    def labels(self, rows: Rows, attribute: str) -> pa.DictionaryArray:
        """The same, each distinct text once."""
        return self.texts_of(self.cells(rows, attribute))

    def texts_of(self, cells: Cells) -> pa.DictionaryArray:
        """Cells where they are text or an enumeration's item."""
        if (cells.kinds == BINARY).any():
            raise CannotRead("text", "a binary value in its place")
        if not (cells.kinds == ENUMERATION).any():
            return cells.strings()
        found = cells.strings((cells.kinds == STRING) | (cells.kinds == ENUMERATION))
        # Items keep their dots up to here; a text that looks like one would be taken for it.
        if (cells.kinds == STRING).any():
            raise CannotRead("text", "items of an enumeration and strings in one column")
        items = [text[1:-1] for text in found.dictionary.to_pylist()]
        read = [{"T": None, "F": None, "U": "UNKNOWN"}.get(item, item) for item in items]
        codes = codes_of(found)
        if None in read:
            codes = np.where(np.isin(codes, [place for place, one in enumerate(read) if one is None]), -1, codes)
        return encoded(codes, from_texts([one or "" for one in read]))

    def numbers(self, rows: Rows, attribute: str) -> NDArray[np.float64]:
        """The attribute where it is a number, or wraps one; NaN elsewhere."""
        cells = self.cells(rows, attribute)
        values = cells.numbers()
        typed = np.flatnonzero(cells.kinds == TYPED)
        if len(typed):
            values[typed] = cells.take(typed).unwrapped()[1].numbers()
        return values

    def entities(self, rows: Rows, attribute: str) -> Integers:
        """Step id of the one instance that the attribute names; -1 where it names none that there is."""
        cells = self.cells(rows, attribute)
        found = np.where(cells.kinds == REFERENCE, cells.integers(), -1)
        return np.where(self.rows_at(found) >= 0, found, -1)

    def references(self, rows: Rows, attribute: str) -> tuple[Integers, Integers]:
        """All instances that the attribute names, in the file's order: place among ``rows``, step id."""
        cells = self.cells(rows, attribute)
        typed = np.flatnonzero(cells.kinds == TYPED)
        if len(typed):
            _, inner = cells.take(typed).unwrapped()
            cells.kinds[typed], cells.begins[typed], cells.ends[typed] = inner.kinds, inner.begins, inner.ends
        owners, members = cells.members()
        found = np.where(members.kinds == REFERENCE, members.integers(), -1)
        known = self.rows_at(found) >= 0
        return owners[known], found[known]

    def _named(self, written: str) -> str:
        name = self.schema.name_of(written)
        if name is None or self.schema.entity(name) is None:
            raise CannotRead(written, "a class that the schema does not know")
        return name

    def _check_counts(self, statements: Statements) -> None:
        wanted = np.array([len(self.schema.attributes(name)) for name in self.names], np.int16)
        wrong = np.flatnonzero(wanted[statements.classes] != statements.counts)
        if len(wrong):
            raise CannotRead(f"#{statements.step_ids[wrong[0]]}", "a wrong number of arguments")

    def _check_enumerations(self) -> None:
        for code, name in enumerate(self.names):
            rows = self._by_code[self._edges[code] : self._edges[code + 1]]
            for place, items in self.schema.enumerations(name).items():
                cells = locate(self.data, self.starts[rows], np.full(len(rows), place, np.int16))
                _, firsts = cells.encoded(cells.kinds == ENUMERATION)
                for first in firsts.tolist():
                    if cells.raw(first)[1:-1].decode("ascii") not in items:
                        raise CannotRead(name, "an item that its enumeration does not have")


def numbers_where(values: NDArray[np.float64]) -> pa.DoubleArray:
    """Numbers as a column, NaN as null."""
    return from_numpy(values, np.isnan(values))


def step_ids_where(values: Integers) -> pa.Int64Array:
    """Step ids as a column, -1 as null."""
    return from_numpy(values, values < 0)


def is_number(kinds: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Whether each kind is an integer or a real."""
    found: NDArray[np.bool_] = (kinds == INTEGER) | (kinds == REAL)
    return found


def _dangling(statements: Statements, rows: NDArray[np.int32]) -> Integers:
    referenced = np.flatnonzero(statements.referenced.view(np.bool_))
    known = referenced < len(rows)
    known[known] = rows[referenced[known]] >= 0
    return referenced[~known].astype(np.int64)
