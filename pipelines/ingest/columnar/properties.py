"""``ifc_property`` from columns. Sets of single values are read at once; every other set one by one, by the other reader."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cim_schema.codes import Severity
from cim_schema.rows import codes_of as places_of
from cim_schema.rows import from_numpy, from_texts, to_array, to_numpy
from pipelines.ingest.columnar.cells import Cells
from pipelines.ingest.columnar.elements import global_ids
from pipelines.ingest.columnar.finish import finish
from pipelines.ingest.columnar.holdings import (
    Contents,
    Holdings,
    codes_of,
    drop_repeated,
    first_seen,
    ranks_of,
)  # fmt: skip
from pipelines.ingest.columnar.instances import Integers, Rows
from pipelines.ingest.columnar.labels import appended, constant, each_once, encoded, encoded_numbers
from pipelines.ingest.columnar.marks import TYPED, UNSET
from pipelines.ingest.columnar.memory import give_back_memory
from pipelines.ingest.columnar.noted import Noted, NotedProblems
from pipelines.ingest.columnar.source import ColumnInstance, ColumnSource, read_value_bytes
from pipelines.ingest.properties import _Reader
from pipelines.ingest.property_sets import Holder, resource_holdings
from pipelines.ingest.units import Units
from pipelines.ingest.values import Value, read_value

Columns = dict[str, pa.DictionaryArray]
Row = Mapping[str, object]
Singles = dict[int, tuple[int, list[Row], list[Noted]]]
"""Place of a set that is read by itself → its first holding, its rows, its problems."""
_HOLDERS: tuple[Holder, ...] = ("occurrence", "type", "material", "profile")


def read_properties(source: ColumnSource, units: Units, wants_set: Callable[[str], bool] | None = None) -> pa.Table:
    """Every value of every property set, on the occurrence, type, material or profile that carries it.

    Args:
        source: Of the model.
        units: Of the model.
        wants_set: Of a set's name, whether it is read; without it all are.
    """
    return _Properties(source, units).table(wants_set)


class _Properties:
    def __init__(self, source: ColumnSource, units: Units) -> None:
        self._source, self._units, self._instances = source, units, source.instances

    def table(self, wants_set: Callable[[str], bool] | None) -> pa.Table:
        source, instances = self._source, self._instances
        holdings, listings, kinds = self._holdings(wants_set)
        sets, first_at, places = np.unique(holdings.definitions, return_index=True, return_inverse=True)
        plain, owners, records = self._plain_sets(sets)
        singles = self._single_by_single(holdings, places, plain, listings)
        columns, names = self._records(singles)
        contents, records = self._contents(len(sets), owners, records, singles, columns, names)
        del owners
        codes, texts = codes_of(self._set_names(sets, listings[first_at]))
        del listings
        keys = holdings.holders * (len(texts) + 1) + codes[places]
        order = np.lexsort((ranks_of(texts)[codes[places]], holdings.holders))
        rows, taken, repeats = drop_repeated(keys[order], places[order], contents)
        self._tell(
            holdings, first_at, singles, {int(order[one.place]): one.count for one in repeats}, encoded(codes[places], texts)
        )
        rows = order.astype(np.int32)[rows]
        by_row, by_record = from_numpy(rows), from_numpy(records.astype(np.int32)[taken])
        del taken, records, contents, order, keys
        give_back_memory()
        ids, classes = global_ids(instances, holdings.holders), instances.class_names(holdings.definitions)
        set_names = encoded(codes[places], texts)
        of_holdings = {
            "step_id": encoded_numbers(instances.step_ids[holdings.holders]),
            "global_id": ids,
            "holder": encoded(kinds, from_texts(list(_HOLDERS))),
            "pset_name": set_names,
            "pset_class": classes,
        }
        return finish("ifc_property", source.model_id, {
            **{name: partial(each_once(column).take, by_row) for name, column in of_holdings.items()},
            **{name: partial(each_once(column).take, by_record) for name, column in columns.items()},
        }, len(rows))  # fmt: skip

    def _holdings(self, wants_set: Callable[[str], bool] | None) -> tuple[Holdings, NDArray[np.str_], NDArray[np.int8]]:
        """The holdings, those on materials and profiles last; the attribute that lists the parts of each; the kind of holder."""
        instances, found = self._instances, self._source.holdings
        is_set = np.array([name == "IfcPropertySet" for name in instances.names], bool)[instances.classes[found.definitions]]
        other = instances.is_a(found.definitions, "IfcPropertySetDefinition") & ~is_set
        other &= ~instances.is_a(found.definitions, "IfcElementQuantity")
        listings = np.where(is_set, "HasProperties", "")[is_set | other]
        found = found.only(is_set | other)
        resources = list(resource_holdings(self._source))
        ids = [
            np.array([one.step_id for one, _ in resources], np.int64),
            np.array([one.definition.id() for one, _ in resources], np.int64),
        ]
        holders, definitions = (instances.rows_at(one) for one in ids)
        kinds = np.concatenate([found.is_type, np.array([_HOLDERS.index(one.holder) for one, _ in resources], np.int8)])
        found = Holdings(np.concatenate([found.holders, holders]), np.concatenate([found.definitions, definitions]), kinds == 1)
        listings = np.concatenate([listings, np.array([listing for _, listing in resources], np.str_)])
        if wants_set is None:
            return found, listings, kinds
        sets, first_at, places = np.unique(found.definitions, return_index=True, return_inverse=True)
        codes, texts = codes_of(self._set_names(sets, listings[first_at]))
        wanted = np.array([wants_set(text) for text in texts.to_pylist()], bool)[codes][places]
        return found.only(wanted), listings[wanted], kinds[wanted]

    def _plain_sets(self, sets: Rows) -> tuple[NDArray[np.bool_], Integers, Integers]:
        """Which sets hold nothing but single values, each name once; and of what these hold: place of the set, of the property."""
        instances = self._instances
        owners, ids = instances.references(sets, "HasProperties")
        parts = instances.rows_at(ids)
        names = np.array(instances.names)
        is_single = (names == "IfcPropertySingleValue")[instances.classes[parts]]
        self._properties, inverse = np.unique(parts, return_inverse=True)
        self._names, self._texts = codes_of(instances.texts_of(instances.cells(self._properties, "Name")))
        self._values = instances.cells(self._properties, "NominalValue")
        own_units = instances.cells(self._properties, "Unit")
        is_odd = ((self._values.kinds != TYPED) & (self._values.kinds != UNSET)) | (own_units.kinds != UNSET)
        is_repeated = ~first_seen(owners * (len(self._texts) + 1) + self._names[inverse])
        plain = (names == "IfcPropertySet")[instances.classes[sets]]
        plain[owners[~is_single | is_odd[inverse] | is_repeated]] = False
        kept = plain[owners]
        return plain, owners[kept], inverse[kept]

    def _single_by_single(
        self, holdings: Holdings, places: Integers, plain: NDArray[np.bool_], listings: NDArray[np.str_]
    ) -> Singles:
        found: Singles = {}
        reader = _Reader(self._source, self._units)
        kept = self._source.problems
        for place in np.flatnonzero(~plain[places] & first_seen(places)).tolist():
            noted = NotedProblems(self._source.model_id)
            self._source.problems = noted
            definition = ColumnInstance(self._instances, int(holdings.definitions[place]))
            rows: list[Row] = list(reader._read_set(definition, str(listings[place])))
            found[int(places[place])] = (place, rows, noted.noted)
        self._source.problems = kept
        return found

    def _records(self, singles: Singles) -> tuple[Columns, Integers]:
        """What properties say, by column: single values first, then what was read set by set; and codes of their names."""
        more = [row for _, rows, _ in singles.values() for row in rows]
        values, codes = self._distinct_values()
        count = len(codes)
        columns = {
            "property_name": encoded(self._names, self._texts), "property_kind": constant("single", count),
            "value_role": constant("value", count), "value_index": encoded_numbers(np.zeros(count, np.int64)),
            "value": _of_each([one.text for one in values], codes, pa.string()),
            "value_number": _of_each([one.number for one in values], codes, pa.float64()),
            "data_type": _of_each([one.data_type for one in values], codes, pa.string()),
            "unit": _of_each([one.unit for one in values], codes, pa.string()),
        }  # fmt: skip
        joined = {name: _joined(column, [row[name] for row in more]) for name, column in columns.items()}
        return joined, codes_of(joined["property_name"])[0]

    def _contents(
        self, set_count: int, owners: Integers, records: Integers, singles: Singles, columns: Columns, names: Integers
    ) -> tuple[Contents, Integers]:
        """Which records each set has, in the order of the table."""
        first = len(self._properties)
        more = np.array([place for place, (_, rows, _) in singles.items() for _ in rows], np.int64)
        owners = np.concatenate([owners, more])
        records = np.concatenate([records, first + np.arange(len(more))])
        texts = [codes_of(columns[name]) for name in ("value_role", "property_name")]
        indices = to_numpy(columns["value_index"].cast(pa.int64()))
        by_text = np.lexsort((indices, *(ranks_of(distinct)[codes] for codes, distinct in texts)))
        ranks = np.empty(len(by_text), np.int64)
        ranks[by_text] = np.arange(len(by_text))
        records = records[np.argsort(owners * (len(ranks) + 1) + ranks[records], kind="stable")]
        counts = np.bincount(owners, minlength=set_count).astype(np.int64)
        return Contents(np.cumsum(counts) - counts, counts, names[records], ranks[records]), records

    def _distinct_values(self) -> tuple[list[Value], Integers]:
        """Each value that is written differently, in SI, the empty one last; and of each property which it has."""
        cells: Cells = self._values
        codes, firsts = cells.encoded(cells.kinds == TYPED)
        values = [read_value(self._units, read_value_bytes(self._instances, cells.raw(first))) for first in firsts.tolist()]
        return [*values, Value()], np.where(codes < 0, len(values), codes).astype(np.int64)

    def _set_names(self, sets: Rows, listings: NDArray[np.str_]) -> pa.DictionaryArray:
        """The set's name; of one that has none, its class where it is a predefined set."""
        names, texts = codes_of(self._instances.labels(sets, "Name"))
        is_named = np.array([text != "" for text in texts.to_pylist()])[names]
        classes = np.where(listings == "", self._instances.classes[sets], len(self._instances.names))
        texts = pa.concat_arrays([texts, from_texts([*self._instances.names, ""])])
        return encoded(np.where(is_named, names, classes + len(texts) - len(self._instances.names) - 1), texts)

    def _tell(
        self, holdings: Holdings, first_at: Integers, singles: Singles, again: Mapping[int, int], set_names: pa.DictionaryArray
    ) -> None:
        """The problems, in the order in which reading holding by holding would find them."""
        of_sets = {int(first_at[place]): noted for place, (_, _, noted) in singles.items() if noted}
        for place in sorted({*again, *of_sets}):
            for code, severity, params in of_sets.get(place, ()):
                self._source.problems.add(code, severity, **params)
            if place in again:
                step_id = int(self._instances.step_ids[holdings.holders[place]])
                self._source.problems.add(
                    "repeated_pset", Severity.WARNING, step_id=step_id, global_id=self._source.global_id(self._source.at(step_id)),
                    name=set_names[place].as_py(), count=again[place],
                )  # fmt: skip


def _of_each(values: Sequence[object], codes: Integers, data_type: pa.DataType) -> pa.DictionaryArray:
    distinct = to_array(list(values), data_type).dictionary_encode()
    return encoded(places_of(distinct)[codes], distinct.dictionary)


def _joined(column: pa.DictionaryArray, more: list[object]) -> pa.DictionaryArray:
    if not more:
        return column
    return appended(column, to_array(more, column.type.value_type))
