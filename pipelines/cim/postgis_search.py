"""Searches in PostGIS."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cim_schema.base_layer import EPSG_SEARCH
from pipelines.cim.search import BATCH_ROWS, Search, columns_of

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]


def count_found(connection: "Connection", search: Search) -> int:
    """How many rows a search finds."""
    condition, values = _condition(search)
    found = connection.execute(f"SELECT count(*) FROM {search.layer.table.name}{condition}", values).fetchone()
    return 0 if found is None else int(found[0])


def find_rows(connection: "Connection", search: Search, limit: int | None) -> Iterator[list[dict[str, object]]]:
    """The rows that a search finds, in the order of the key, in batches."""
    condition, values = _condition(search)
    table, columns = search.layer.table, columns_of(search.layer)
    wanted = ", ".join(f"ST_AsBinary({name}, 'NDR')" if name == table.geometry else name for name in columns)
    with connection.cursor("found", binary=True) as cursor:
        cursor.itersize = BATCH_ROWS
        cursor.execute(
            f"SELECT {wanted} FROM {table.name}{condition} ORDER BY {', '.join(table.primary_key)} LIMIT %s", [*values, limit]
        )
        while found := cursor.fetchmany(BATCH_ROWS):
            yield [dict(zip(columns, one, strict=True)) for one in found]


def _condition(search: Search) -> tuple[str, list[object]]:
    told, values = search.conditions("%s")
    table = search.layer.table
    if search.box is not None:
        meets = f"ST_Intersects({table.geometry}, ST_MakeEnvelope(%s, %s, %s, %s, {EPSG_SEARCH}))"
        told.append(f"({' OR '.join([meets] * len(search.boxes))})")
        values += [number for box in search.boxes for number in box]
    if search.shown_from is not None:
        column = "project_code" if table.name == "cim_project" else "version_id"
        told.append(f"{column} IN (SELECT {column} FROM cim_part WHERE changed_at <= %s)")
        values.append(search.shown_from)
    return (f" WHERE {' AND '.join(told)}" if told else ""), values
