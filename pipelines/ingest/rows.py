"""Rows of a table of one model, gathered by column: a dictionary a row would cost a large model a gigabyte."""

from collections.abc import Mapping, Sequence

import pyarrow as pa

from cim_schema.tables import TABLES


class Rows:
    """Rows on their way to a table."""

    def __init__(self, table: str, model_id: str) -> None:
        """Gather rows of the table of this name; each gets the model's id."""
        self._table, self._model_id = TABLES[table], model_id
        self._columns: dict[str, list[object]] = {name: [] for name in self._table.columns if name != "model_id"}

    def add(self, row: Mapping[str, object]) -> None:
        """Add a row; a missing key is null."""
        for name, column in self._columns.items():
            column.append(row.get(name))

    def add_many(self, same: Mapping[str, object], differing: Mapping[str, Sequence[object]], count: int) -> None:
        """Add ``count`` rows: the same values in all, and columns of differing ones; a missing key is null."""
        for name, column in self._columns.items():
            values = differing.get(name)
            column.extend([same.get(name)] * count if values is None else values)

    def __len__(self) -> int:
        return len(next(iter(self._columns.values())))

    def table(self) -> pa.Table:
        """The table, sorted and checked."""
        return self._table.from_columns({"model_id": [self._model_id] * len(self), **self._columns})
