"""References to results: a folder of Parquet files, one a table, under the digest of what made it.

Between stages, tasks and processes travel these, not frames.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cim_schema.errors import WorkspaceError
from cim_schema.rows import sort_rows
from cim_schema.tables import TABLES

if TYPE_CHECKING:
    import pandas as pd

_WRITERS = 2
Tables = Mapping[str, pa.Table]
"""Table name → Arrow table."""


@dataclass(frozen=True)
class TableSet(Tables):
    """The tables in one folder; opened when asked for."""

    folder: Path
    digest: str
    """Of the key that the folder lies under."""

    def __getitem__(self, name: str) -> pa.Table:
        return self.read(name)

    def __contains__(self, name: object) -> bool:
        return (self.folder / f"{name}.parquet").is_file()

    def read(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """A table, or these columns of it.

        Raises:
            KeyError: It is not there.
            WorkspaceError: Its file is damaged.
        """
        path = self.folder / f"{name}.parquet"
        if not path.is_file():
            raise KeyError(name)
        schema = TABLES[name].arrow_schema
        if columns is not None:
            schema = pa.schema([schema.field(column) for column in columns], schema.metadata)
        # Not read_table, which loads pandas for folders of files.
        table = _read(path, schema.names)
        if table.schema.names != schema.names:
            raise _damaged(path, f"{table.schema.names}")
        return table.cast(schema)

    def read_encoded(self, name: str) -> pa.Table:
        """A table in the types in which it was written: texts that repeat as codes, a fraction of the time and memory.

        Raises:
            KeyError: It is not there.
            WorkspaceError: Its file is damaged.
        """
        path = self.folder / f"{name}.parquet"
        if not path.is_file():
            raise KeyError(name)
        return _read(path)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(path.stem for path in self.folder.glob("*.parquet")))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        """It is there, also where it holds no table."""
        return True

    def __hash__(self) -> int:
        return hash(self.digest)


def _read(path: Path, columns: list[str] | None = None) -> pa.Table:
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            table = file.read(columns)
    except (pa.ArrowInvalid, OSError) as cause:
        raise _damaged(path, str(cause)) from None
    return table if columns is None else table.select([name for name in columns if name in table.schema.names])


def _damaged(path: Path, detail: str) -> WorkspaceError:
    return WorkspaceError({"folder": str(path), "reason": "@error_reason.damaged_result", "detail": detail})


def write_tables(folder: Path, tables: Tables) -> None:
    """Write each table as ``NAME.parquet``, equal bytes for equal rows, once it keeps its contract."""
    with ThreadPoolExecutor(_WRITERS) as threads:
        list(threads.map(lambda name: _write(folder, name, tables[name]), tables))


def write_each(folder: Path, tables: Iterable[tuple[str, pa.Table]]) -> None:
    """Write tables as they come, each while the next is made. Where a name comes twice, the latter counts."""
    with ThreadPoolExecutor(1) as aside:
        waiting: Future[None] | None = None
        for name, table in tables:
            if waiting is not None:
                waiting.result()
            waiting = aside.submit(_write, folder, name, table)
            del table
        if waiting is not None:
            waiting.result()


def _write(folder: Path, name: str, table: pa.Table) -> None:
    rows = TABLES[name].checked(table)
    # Of codes, the least and the greatest value take as long to find as all the rest, and nobody asks for them.
    told = [field.name for field in rows.schema if not pa.types.is_dictionary(field.type)]
    path = folder / f"{name}.parquet"
    pq.write_table(rows, path, compression="zstd", write_statistics=told, write_page_checksum=True)


class Merged(Tables):
    """The tables of several models as one; each is put together when it is asked for, and not kept."""

    def __init__(self, by_model: Mapping[str, Sequence[Tables]], of_all: Sequence[Tables] = ()) -> None:
        """Take the sets of each model, and sets with rows of any of them."""
        self._by_model = {model_id: tuple(sets) for model_id, sets in by_model.items()}
        self._of_all = tuple(of_all)
        self._sets = (*(one for sets in self._by_model.values() for one in sets), *self._of_all)

    def __getitem__(self, name: str) -> pa.Table:
        return _merged_rows(self._sets, name)

    def __contains__(self, name: object) -> bool:
        return any(name in one for one in self._sets)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({name for one in self._sets for name in one}))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def of(self, model_id: str) -> "Merged":
        """What there is of one model; of a set with rows of all, all."""
        return Merged({model_id: self._by_model.get(model_id, ())}, self._of_all)

    def rows_of(self, name: str, model_id: str) -> pa.Table:
        """The rows of one model in a table."""
        own = [one for one in self._by_model.get(model_id, ()) if name in one]
        mixed = [{name: _rows_of(one[name], model_id)} for one in self._of_all if name in one]
        return _merged_rows((*own, *mixed), name) if own or mixed else TABLES[name].empty()

    def read_encoded(self, name: str) -> pa.Table:
        """A table; texts that repeat as codes where one set holds it all."""
        holding = [one for one in self._sets if name in one]
        only = holding[0] if len(holding) == 1 else None
        return only.read_encoded(name) if isinstance(only, TableSet) else self[name]

    def read(self, name: str, columns: Sequence[str]) -> pa.Table:
        """These columns of a table, its rows in their order."""
        order = _order(name)
        held = [read_columns(one, name, tuple(dict.fromkeys((*columns, *order)))) for one in self._sets if name in one]
        if not held:
            raise KeyError(name)
        rows = held[0] if len(held) == 1 else sort_rows(pa.concat_tables(held), order)
        return rows.select(list(columns))


def merge_tables(sets: Sequence[Tables]) -> dict[str, pa.Table]:
    """All rows of several models' tables, whatever the order of the sets; a name that only some have is taken from those."""
    return {name: _merged_rows(sets, name) for name in sorted({name for one in sets for name in one})}


def read_columns(tables: Tables, name: str, columns: Sequence[str]) -> pa.Table:
    """These columns of a table, and no others of it read; no rows where the table is not there."""
    if isinstance(tables, TableSet | Merged) and name in tables:
        return tables.read(name, columns)
    return _table_of(tables, name).select(list(columns))


def read_encoded(tables: Tables, name: str) -> pa.Table:
    """A table, texts that repeat as codes where they were written so; no rows where the table is not there."""
    if isinstance(tables, TableSet | Merged) and name in tables:
        return tables.read_encoded(name)
    return _table_of(tables, name)


def rows_of_model(tables: Tables, name: str, model_id: str) -> pa.Table:
    """The rows of one model in a table; none where the table is not there."""
    if isinstance(tables, Merged):
        return tables.rows_of(name, model_id)
    return _rows_of(_table_of(tables, name), model_id)


def tables_of_model(tables: Tables, model_id: str, names: Iterable[str]) -> Tables:
    """The tables of one model among several; by name where they are not told apart already."""
    if isinstance(tables, Merged):
        return tables.of(model_id)
    return {name: _rows_of(tables[name], model_id) for name in names if name in tables}


def frames(tables: Tables, names: Iterable[str] | None = None) -> "dict[str, pd.DataFrame]":
    """The tables as pandas frames: what rules see. A name that is not there becomes its empty table."""
    wanted = tuple(tables) if names is None else names
    # In one piece: to take rows of texts in several, Arrow joins the pieces each time.
    return {name: _table_of(tables, name).combine_chunks().to_pandas() for name in wanted}


def _table_of(tables: Tables, name: str) -> pa.Table:
    return tables[name] if name in tables else TABLES[name].empty()


def _order(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*TABLES[name].sort_by, *TABLES[name].primary_key)))


def _rows_of(rows: pa.Table, model_id: str) -> pa.Table:
    is_its = pc.equal(rows["model_id"], model_id)
    return rows if pc.all(is_its).as_py() else rows.filter(is_its)


def _merged_rows(sets: Sequence[Tables], name: str) -> pa.Table:
    holding = [one for one in sets if name in one]
    if not holding:
        raise KeyError(name)
    if len(holding) == 1 and isinstance(holding[0], TableSet) and name != "run_problem":
        return holding[0][name]  # Was checked when it was written.
    rows = pa.concat_tables([one[name] for one in holding])
    if name in {"ifc_shape", "cim_shape"}:
        rows = _first_of_each_shape(rows)
    if name == "run_problem":
        rows = _numbered(rows)
    return TABLES[name].checked(rows)


def _first_of_each_shape(rows: pa.Table) -> pa.Table:
    places: dict[str, int] = {}
    for place, key in enumerate(rows["shape_key"].to_pylist()):
        places.setdefault(key, place)
    return rows.take(pa.array(places.values(), pa.int64()))


def _numbered(problems: pa.Table) -> pa.Table:
    """The problems by model, each model's in its own order, counted anew: two models' ordinals are the same."""
    rows = sort_rows(problems, ("stage", "model_id", "ordinal", "step_id", "text_code", "text_params"))
    column = rows.schema.get_field_index("ordinal")
    return rows.set_column(column, rows.schema.field(column), pa.array(range(len(rows)), pa.int64()))
