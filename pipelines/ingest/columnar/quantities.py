"""``ifc_quantity`` from columns. Sets of complex quantities, and those that repeat a name, are read one by one."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cim_schema.codes import Severity
from cim_schema.rows import from_numpy, from_texts, to_array
from cim_schema.units import SI_SYMBOLS
from pipelines.ingest.columnar.elements import global_ids
from pipelines.ingest.columnar.finish import finish
from pipelines.ingest.columnar.holdings import Contents, codes_of, drop_repeated, first_seen, ranks_of
from pipelines.ingest.columnar.instances import Integers, Rows, is_number, numbers_where
from pipelines.ingest.columnar.labels import encoded
from pipelines.ingest.columnar.marks import TYPED, UNSET
from pipelines.ingest.columnar.noted import Noted, NotedProblems
from pipelines.ingest.columnar.source import ColumnInstance, ColumnSource
from pipelines.ingest.quantities import _FORMS, _read_set
from pipelines.ingest.units import Unit, Units

Singles = dict[int, tuple[int, list[Mapping[str, object]], list[Noted]]]
"""Place of a set that is read by itself → its first holding, its rows, its problems."""


def read_quantities(source: ColumnSource, units: Units) -> pa.Table:
    """Every quantity of every set, on the occurrence or type that carries it."""
    instances = source.instances
    found = source.holdings
    holdings = found.only(instances.is_a(found.definitions, "IfcElementQuantity"))
    sets, first_at, places = np.unique(holdings.definitions, return_index=True, return_inverse=True)
    quantities = _Quantities(source, units, sets)
    singles = quantities.read_singly(first_at)
    columns = quantities.columns(singles)
    more = np.array([place for place, (_, rows, _) in singles.items() for _ in rows], np.int64)
    owners = np.concatenate([quantities.owners, more])
    records = np.concatenate([quantities.records, len(quantities.rows) + np.arange(len(more))])
    names, name_texts = codes_of(columns["quantity_name"])
    ranks = ranks_of(name_texts)[names]
    records = records[np.lexsort((ranks[records], owners))]
    counts = np.bincount(owners, minlength=len(sets)).astype(np.int64)
    contents = Contents(np.cumsum(counts) - counts, counts, names[records], ranks[records])
    codes, texts = codes_of(instances.labels(sets, "Name"))
    keys = holdings.holders * (len(texts) + 1) + codes[places]
    order = np.lexsort((ranks_of(texts)[codes[places]], holdings.holders))
    rows, taken, repeats = drop_repeated(keys[order], places[order], contents)
    again = {int(order[one.place]): one.count for one in repeats}
    of_sets = {int(first_at[place]): noted for place, (_, _, noted) in singles.items() if noted}
    for place in sorted({*again, *of_sets}):
        for code, severity, params in of_sets.get(place, ()):
            source.problems.add(code, severity, **params)
        if place in again:
            step_id, name = int(instances.step_ids[holdings.holders[place]]), texts[int(codes[places[place]])].as_py()
            global_id = source.global_id(source.at(step_id))
            source.problems.add(
                "repeated_qset", Severity.WARNING, step_id=step_id, global_id=global_id, name=name, count=again[place]
            )
    rows = order.astype(np.int32)[rows]
    by_row, by_record = from_numpy(rows), from_numpy(records[taken])
    return finish("ifc_quantity", source.model_id, {
        "step_id": instances.step_ids[holdings.holders[rows]], "global_id": global_ids(instances, holdings.holders).take(by_row),
        "holder": encoded(holdings.is_type[rows], from_texts(["occurrence", "type"])),
        "qset_name": encoded(codes[places][rows], texts),
        **{name: column.take(by_record) for name, column in columns.items()},
    })  # fmt: skip


class _Quantities:
    """The quantities of some sets."""

    def __init__(self, source: ColumnSource, units: Units, sets: Rows) -> None:
        """Find which sets hold nothing but simple quantities, each name once, in units of a known factor."""
        self._source, self._units, self._sets, instances = source, units, sets, source.instances
        owners, ids = instances.references(sets, "Quantities")
        self.rows, inverse = np.unique(instances.rows_at(ids), return_inverse=True)
        self._names, self._texts = codes_of(instances.texts_of(instances.cells(self.rows, "Name")))
        classes = instances.classes[self.rows]
        is_odd = ~np.array([name in _FORMS for name in instances.names], bool)[classes]
        self._unit_ids = instances.entities(self.rows, "Unit")
        named = np.unique(self._unit_ids[self._unit_ids >= 0])
        self._named = {step_id: units._look_up(source.at(step_id), 0) for step_id in named.tolist()}
        unknown = [step_id for step_id, unit in self._named.items() if unit.factor is None]
        is_odd |= np.isin(self._unit_ids, unknown) | (instances.cells(self.rows, "Unit").kinds == TYPED)
        for _, attribute, _ in _FORMS.values():
            kinds = instances.cells(self.rows, attribute).kinds
            is_odd |= ~(is_number(kinds) | (kinds == UNSET))
        is_repeated = ~first_seen(owners * (len(self._texts) + 1) + self._names[inverse])
        self._plain: NDArray[np.bool_] = np.ones(len(sets), bool)
        self._plain[owners[is_odd[inverse] | is_repeated]] = False
        kept = self._plain[owners]
        self.owners: Integers = owners[kept]
        self.records: Integers = inverse[kept]

    def read_singly(self, first_at: Integers) -> Singles:
        """The other sets, in the order of the holdings."""
        found: Singles = {}
        kept = self._source.problems
        for place in sorted(np.flatnonzero(~self._plain).tolist(), key=lambda place: int(first_at[place])):
            noted = NotedProblems(self._source.model_id)
            self._source.problems = noted
            definition = ColumnInstance(self._source.instances, int(self._sets[place]))
            rows: list[Mapping[str, object]] = list(_read_set(self._source, self._units, definition))
            found[place] = (int(first_at[place]), rows, noted.noted)
        self._source.problems = kept
        return found

    def columns(self, singles: Singles) -> dict[str, pa.Array]:
        """What all quantities say, those of the other sets behind."""
        more = [row for _, rows, _ in singles.values() for row in rows]
        instances = self._source.instances
        kinds, symbols = np.full(len(self.rows), "count", object), np.full(len(self.rows), "", object)
        values = np.full(len(self.rows), np.nan)
        for ifc_class, (kind, attribute, unit_type) in _FORMS.items():
            is_own = np.array([name == ifc_class for name in instances.names], bool)[instances.classes[self.rows]]
            for unit_id in np.unique(self._unit_ids[is_own]).tolist():
                chosen = np.flatnonzero(is_own & (self._unit_ids == unit_id))
                unit = self._named[unit_id] if unit_id >= 0 else self._units.of_type(unit_type) if unit_type else None
                given = instances.numbers(self.rows[chosen], attribute)
                kinds[chosen], values[chosen] = kind, to_si(unit, given)
                symbols[chosen] = unit.symbol if unit else SI_SYMBOLS.get(unit_type, "")
        found = {
            "quantity_name": self._texts.take(from_numpy(self._names)), "quantity_kind": from_texts(kinds.tolist()),
            "value_number": numbers_where(values), "unit": from_texts(symbols.tolist()),
        }  # fmt: skip
        return {
            name: pa.concat_arrays([column, to_array([row[name] for row in more], column.type)]) for name, column in found.items()
        }


def to_si(unit: Unit | None, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values in SI, each as ``Unit.to_si`` gives it; NaN where not given."""
    if unit is None:
        return values
    distinct, inverse = np.unique(values, return_inverse=True)
    known = [unit.to_si(value) if value == value else None for value in distinct.tolist()]
    return np.array([np.nan if one is None else one for one in known], np.float64)[inverse]
