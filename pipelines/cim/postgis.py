"""Rows out of PostGIS as Arrow. Knows nothing of versions."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from cim_schema.table import Table

if TYPE_CHECKING:
    import psycopg


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
