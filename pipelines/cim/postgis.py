"""PostGIS as a place for tables: rows in by COPY, rows out as Arrow. Knows nothing of versions."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import shapely

from cim_schema.base_layer import EPSG_SEARCH
from cim_schema.field import Field
from cim_schema.table import Table

if TYPE_CHECKING:
    import psycopg

COPY_ROWS = 20_000
"""Rows that are written as text at a time."""
_CSV = pyarrow.csv.WriteOptions(include_header=False, quoting_style="all_valid")
_NO_SIGN = "\0"
"""PostgreSQL keeps no text with it."""


def copy_rows(connection: "psycopg.Connection[tuple[Any, ...]]", table: Table, rows: pa.Table, into: str = "") -> None:
    """Add rows to a table by COPY.

    Args:
        connection: In a transaction.
        table: What the rows are.
        rows: As the table describes them.
        into: Name of the table in the database where it is another.
    """
    columns = ", ".join(table.columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY {into or table.name} ({columns}) FROM STDIN (FORMAT csv)") as copy:
        for start in range(0, len(rows), COPY_ROWS):
            piece = rows.slice(start, COPY_ROWS)
            texts = [_as_text(field, piece[field.name], is_geometry=field.name == table.geometry) for field in table.fields]
            written = io.BytesIO()
            pyarrow.csv.write_csv(pa.table(texts, names=list(table.columns)), written, _CSV)
            copy.write(written.getbuffer())


def read_rows(
    connection: "psycopg.Connection[tuple[Any, ...]]", table: Table, where: str = "", values: Sequence[object] = ()
) -> pa.Table:
    """The rows of a table, sorted, geometry as plain WKB.

    Args:
        connection: To the database.
        table: What to read.
        where: An SQL condition with ``%s``.
        values: For them.
    """
    condition = f" WHERE {where}" if where else ""
    with connection.cursor(binary=True) as cursor:
        found = cursor.execute(f"SELECT {selected(table)} FROM {table.name}{condition}", list(values)).fetchall()
    columns = list(zip(*found, strict=True)) if found else [()] * len(table.columns)
    return table.from_columns(dict(zip(table.columns, columns, strict=True)))


def selected(table: Table) -> str:
    """The columns of a table as SQL, the geometry as plain WKB."""
    return ", ".join(f"ST_AsBinary({name}, 'NDR')" if name == table.geometry else name for name in table.columns)


def _as_text(field: Field, column: pa.ChunkedArray, *, is_geometry: bool) -> pa.Array | pa.ChunkedArray:
    """A column as COPY reads it; null stays null."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if is_geometry:
        shapes = shapely.from_wkb(np.array(column.to_pylist(), object))
        return pa.array(
            shapely.to_wkb(shapely.set_srid(shapes, EPSG_SEARCH), hex=True, include_srid=True, byte_order=1), pa.string()
        )
    if field.data_type == "binary":
        return pa.array([None if v is None else f"\\x{v.hex()}" for v in column.to_pylist()], pa.large_string())
    if field.data_type == "float64[16]":
        return pa.array([None if v is None else f"{{{','.join(map(repr, v))}}}" for v in column.to_pylist()], pa.string())
    if field.data_type == "timestamp":
        return pc.strftime(column, format="%Y-%m-%dT%H:%M:%SZ")
    if field.data_type == "string" and pc.any(pc.match_substring(column, _NO_SIGN)).as_py():
        return pc.replace_substring(column, _NO_SIGN, "")
    return column
