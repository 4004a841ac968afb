"""References to results: a folder of Parquet files, one a table, under the digest of what made it.

Between stages, tasks and processes travel these, not frames.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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

Tables = Mapping[str, pa.Table]
"""Table name → Arrow table."""


@dataclass(frozen=True)
class TableSet(Tables):
    """The tables in one folder; opened when asked for."""

    folder: Path
    digest: str
    """Of the key that the folder lies under."""

    def __getitem__(self, name: str) -> pa.Table:
        path = self.folder / f"{name}.parquet"
        if not path.is_file():
            raise KeyError(name)
        try:
            # No partitioning: a folder called a=b is no column.
            table = pq.read_table(path, partitioning=None, page_checksum_verification=True)
        except (pa.ArrowInvalid, OSError) as cause:
            raise WorkspaceError({"folder": str(path), "reason": "@error_reason.damaged_result", "detail": str(cause)}) from None
        return table.cast(TABLES[name].arrow_schema)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(path.stem for path in self.folder.glob("*.parquet")))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        """It is there, also where it holds no table."""
        return True

    def __hash__(self) -> int:
        return hash(self.digest)


def write_tables(folder: Path, tables: Tables) -> None:
    """Write each table as ``NAME.parquet``, equal bytes for equal rows, once it keeps its contract."""
    for name, table in tables.items():
        pq.write_table(TABLES[name].checked(table), folder / f"{name}.parquet", compression="zstd", write_page_checksum=True)


def merge_tables(sets: Sequence[Tables]) -> dict[str, pa.Table]:
    """All rows of several models' tables, whatever the order of the sets; a name that only some have is taken from those."""
    merged: dict[str, pa.Table] = {}
    for name in sorted({name for one in sets for name in one}):
        rows = pa.concat_tables([one[name] for one in sets if name in one])
        if name in {"ifc_shape", "cim_shape"}:
            rows = _first_of_each_shape(rows)
        if name == "run_problem":
            rows = _numbered(rows)
        merged[name] = TABLES[name].checked(rows)
    return merged


def rows_of_model(tables: Tables, name: str, model_id: str) -> pa.Table:
    """The rows of one model in a table; none where the table is not there."""
    table = _table_of(tables, name)
    return table.filter(pc.equal(table["model_id"], model_id))


def frames(tables: Tables, names: Iterable[str] | None = None) -> "dict[str, pd.DataFrame]":
    """The tables as pandas frames: what rules see. A name that is not there becomes its empty table."""
    wanted = tuple(tables) if names is None else names
    return {name: _table_of(tables, name).to_pandas() for name in wanted}


def _table_of(tables: Tables, name: str) -> pa.Table:
    return tables[name] if name in tables else TABLES[name].empty()


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
