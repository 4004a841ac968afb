"""Searches in a GeoPackage: the R-tree first, then each outline itself."""

import sqlite3
import struct
from collections.abc import Callable, Iterator

import shapely

from pipelines.cim.geopackage import HEADER_BYTES, TIME_FORMAT
from pipelines.cim.search import BATCH_ROWS, Box, Search, columns_of

_ENVELOPE = struct.Struct("<4d")
_BEFORE_ENVELOPE = 8


def count_found(connection: sqlite3.Connection, search: Search) -> int:
    """How many rows a search finds."""
    condition, values = _condition(connection, search)
    found = connection.execute(f"SELECT count(*) FROM {search.layer.table.name}{condition}", values).fetchone()
    return int(found[0])


def find_rows(connection: sqlite3.Connection, search: Search, limit: int | None) -> Iterator[list[dict[str, object]]]:
    """The rows that a search finds, in the order of the key, in batches."""
    condition, values = _condition(connection, search)
    table, columns = search.layer.table, columns_of(search.layer)
    booleans = {field.name for field in table.fields if field.data_type == "bool"}
    cursor = connection.execute(
        f"SELECT {', '.join(columns)} FROM {table.name}{condition} ORDER BY {', '.join(table.primary_key)} LIMIT ?",
        [*values, -1 if limit is None else limit],
    )
    while found := cursor.fetchmany(BATCH_ROWS):
        yield [_row(columns, one, booleans, table.geometry) for one in found]


def _row(columns: tuple[str, ...], values: tuple[object, ...], booleans: set[str], geometry: str) -> dict[str, object]:
    row = dict(zip(columns, values, strict=True))
    for name in booleans:
        row[name] = None if row[name] is None else bool(row[name])
    blob = row[geometry]
    row[geometry] = blob[HEADER_BYTES:] if isinstance(blob, bytes) else None
    return row


def _condition(connection: sqlite3.Connection, search: Search) -> tuple[str, list[object]]:
    told, values = search.conditions("?")
    table = search.layer.table
    if search.box is not None:
        met = [_meets(box) for box in search.boxes]
        connection.create_function("meets_box", 1, lambda blob: any(one(blob) for one in met), deterministic=True)
        near = " OR ".join(["maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ?"] * len(search.boxes))
        told.append(f"fid IN (SELECT id FROM rtree_{table.name}_{table.geometry} WHERE {near})")
        told.append(f"meets_box({table.geometry})")
        values += [number for west, south, east, north in search.boxes for number in (west, east, south, north)]
    if search.shown_from is not None:
        column = "project_code" if table.name == "cim_project" else "version_id"
        told.append(f"{column} IN (SELECT {column} FROM cim_part WHERE changed_at <= ?)")
        values.append(search.shown_from.strftime(TIME_FORMAT)[:-3] + "Z")
    return (f" WHERE {' AND '.join(told)}" if told else ""), values


def _meets(box: Box) -> Callable[[bytes | None], bool]:
    """Whether the geometry of a blob meets a box; mostly its envelope tells."""
    west, south, east, north = box
    area = shapely.box(*box)
    shapely.prepare(area)

    def meets(blob: bytes | None) -> bool:
        if blob is None:
            return False
        low_x, high_x, low_y, high_y = _ENVELOPE.unpack_from(blob, _BEFORE_ENVELOPE)
        if low_x > east or high_x < west or low_y > north or high_y < south:
            return False
        if west <= low_x and high_x <= east and south <= low_y and high_y <= north:
            return True
        return bool(shapely.intersects(area, shapely.from_wkb(blob[HEADER_BYTES:])))

    return meets
