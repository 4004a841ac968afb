"""References to results: a folder of Parquet files, one a table, under the digest of what made it.

Between stages, tasks and processes travel these, not frames.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

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
        return pq.read_table(path).cast(TABLES[name].arrow_schema)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(path.stem for path in self.folder.glob("*.parquet")))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __hash__(self) -> int:
        return hash(self.digest)


def write_tables(folder: Path, tables: Tables) -> None:
    """Write each table as ``NAME.parquet``, equal bytes for equal rows, once it keeps its contract."""
    for name, table in tables.items():
        pq.write_table(TABLES[name].checked(table), folder / f"{name}.parquet", compression="zstd", store_schema=True)


def merge_tables(sets: "list[Tables]") -> dict[str, pa.Table]:
    """All rows of several models' tables; a name that only some have is taken from those. Rows in table order."""
    merged: dict[str, pa.Table] = {}
    for name in sorted({name for one in sets for name in one}):
        parts = [one[name] for one in sets if name in one]
        rows = pa.concat_tables([part for part in parts if len(part)] or parts[:1])
        if name in {"ifc_shape", "cim_shape"}:
            rows = _first_of_each_shape(rows)
        if name == "run_problem":
            rows = rows.set_column(rows.schema.get_field_index("ordinal"), rows.schema.field("ordinal"), pa.array(range(len(rows)), pa.int64()))
        merged[name] = TABLES[name].checked(rows)
    return merged


def frames(tables: Tables, names: "tuple[str, ...] | None" = None) -> "dict[str, pd.DataFrame]":
    """The tables as pandas frames: what rules see. A name that is not there becomes its empty table."""
    wanted = tuple(tables) if names is None else names
    return {name: (tables[name] if name in tables else TABLES[name].empty()).to_pandas() for name in wanted}


def _first_of_each_shape(rows: pa.Table) -> pa.Table:
    seen: set[str] = set()
    keep = [row for row, key in enumerate(rows["shape_key"].to_pylist()) if not (key in seen or seen.add(key))]  # type: ignore[func-returns-value]
    return rows.take(keep)
