"""GeoPackage 1.3 as a file format: tables, geometry blobs, the spatial index. Knows nothing of versions.

Source: OGC 12-128r17, GeoPackage Encoding Standard 1.3.1; its extensions RTree Spatial Indexes and Schema.
"""

import sqlite3
import struct
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import shapely
from pyproj import CRS

from cim_schema.base_layer import EPSG_SEARCH
from cim_schema.field import Field
from cim_schema.table import Table

APPLICATION_ID = 0x47504B47
"""``GPKG`` in the file's header."""
USER_VERSION = 10301
GEOMETRY_TYPES = {"cim_project": "MULTIPOLYGON", "cim_city_object": "GEOMETRY", "chk_finding": "POINT", "ctx_feature": "GEOMETRY"}
TIME_FORMAT = "%Y-%m-%dT%H:%M:%S.%f"

_HEADER = struct.Struct("<2sBBi4d")
HEADER_BYTES = _HEADER.size
"""Before the WKB of a blob that we wrote."""
_CORE = """
CREATE TABLE gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
    z TINYINT NOT NULL, m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (
    table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_data_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
    constraint_name TEXT,
    CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
    CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (
    constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN,
    max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
    CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
"""
# The index is filled by us; these keep it right when a GIS edits a copy, and need its ST_ functions.
_TRIGGERS = {
    "insert": "AFTER INSERT ON {t} WHEN (NEW.{g} NOT NULL AND NOT ST_IsEmpty(NEW.{g})) BEGIN {put}; END",
    "update1": "AFTER UPDATE OF {g} ON {t} WHEN OLD.fid = NEW.fid AND (NEW.{g} NOTNULL AND NOT ST_IsEmpty(NEW.{g})) "
               "BEGIN {put}; END",
    "update2": "AFTER UPDATE OF {g} ON {t} WHEN OLD.fid = NEW.fid AND (NEW.{g} ISNULL OR ST_IsEmpty(NEW.{g})) "
               "BEGIN DELETE FROM {r} WHERE id = OLD.fid; END",
    "update3": "AFTER UPDATE ON {t} WHEN OLD.fid != NEW.fid AND (NEW.{g} NOTNULL AND NOT ST_IsEmpty(NEW.{g})) "
               "BEGIN DELETE FROM {r} WHERE id = OLD.fid; {put}; END",
    "update4": "AFTER UPDATE ON {t} WHEN OLD.fid != NEW.fid AND (NEW.{g} ISNULL OR ST_IsEmpty(NEW.{g})) "
               "BEGIN DELETE FROM {r} WHERE id IN (OLD.fid, NEW.fid); END",
    "delete": "AFTER DELETE ON {t} WHEN OLD.{g} NOT NULL BEGIN DELETE FROM {r} WHERE id = OLD.fid; END",
}  # fmt: skip
_PUT = "INSERT OR REPLACE INTO {r} VALUES (NEW.fid, ST_MinX(NEW.{g}), ST_MaxX(NEW.{g}), ST_MinY(NEW.{g}), ST_MaxY(NEW.{g}))"
_RTREE_DEFINITION = "http://www.geopackage.org/spec131/#extension_rtree"
_SCHEMA_DEFINITION = "http://www.geopackage.org/spec131/#extension_schema"


def create_geopackage(connection: sqlite3.Connection, tables: Iterable[Table], indexes: Iterable[tuple[str, str]]) -> None:
    """Make an empty GeoPackage of these tables; those without geometry are of the kind ``attributes``.

    Args:
        connection: To an empty file, in a transaction.
        tables: Each gets a column ``fid`` in front.
        indexes: Table and column of further indexes.
    """
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {USER_VERSION}")
    for statement in _CORE.split(";\n"):
        connection.execute(statement)
    connection.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?,?,?,?,?,?)", _reference_systems())
    for name in ("gpkg_data_columns", "gpkg_data_column_constraints"):
        connection.execute("INSERT INTO gpkg_extensions VALUES (?,NULL,'gpkg_schema',?,'read-write')", (name, _SCHEMA_DEFINITION))
    for table in tables:
        create_table(connection, table)
    for name, column in indexes:
        connection.execute(f"CREATE INDEX ix_{name}_{column} ON {name} ({column})")


def insert_rows(connection: sqlite3.Connection, table: Table, rows: pa.Table) -> None:
    """Add rows to a table and to its spatial index."""
    columns = [_to_sql(field, rows[field.name], is_geometry=field.name == table.geometry) for field in table.fields]
    if not table.geometry:
        _insert(connection, table, zip(*columns, strict=True))
        return
    name, index = table.name, _index(table)
    first = (connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (name,)).fetchone() or (0,))[0] + 1
    connection.execute(f"DROP TRIGGER {index}_insert")
    _insert(connection, table, zip(*columns, strict=True))
    connection.execute(_trigger(table, "insert"))
    bounds = shapely.bounds(shapely.from_wkb(rows[table.geometry].to_numpy(zero_copy_only=False)))
    connection.executemany(
        f"INSERT INTO {index} VALUES (?,?,?,?,?)",
        ((first + row, b[0], b[2], b[1], b[3]) for row, b in enumerate(bounds.tolist()) if b[0] == b[0]),  # NaN: no geometry
    )


def read_rows(connection: sqlite3.Connection, table: Table, where: str = "", values: Sequence[object] = ()) -> pa.Table:
    """The rows of a table, sorted, geometry as plain WKB.

    Args:
        connection: To the file.
        table: What to read.
        where: An SQL condition with question marks.
        values: For them.
    """
    condition = f" WHERE {where}" if where else ""
    found = connection.execute(f"SELECT {', '.join(table.columns)} FROM {table.name}{condition}", list(values)).fetchall()
    columns = list(zip(*found, strict=True)) if found else [()] * len(table.columns)
    return table.from_columns({
        field.name: _from_sql(field, column, is_geometry=field.name == table.geometry)
        for field, column in zip(table.fields, columns, strict=True)
    })  # fmt: skip


def describe_contents(connection: sqlite3.Connection, tables: Iterable[Table], changed_at: datetime) -> None:
    """Bring the extents and times in ``gpkg_contents`` up to date."""
    for table in tables:
        box: tuple[float | None, ...] = (None,) * 4
        if table.geometry:
            box = connection.execute(f"SELECT min(minx), min(miny), max(maxx), max(maxy) FROM {_index(table)}").fetchone()
        connection.execute(
            "UPDATE gpkg_contents SET last_change = ?, min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
            (_time(changed_at), *box, table.name),
        )


def geometry_blob(wkb: bytes, bounds: Sequence[float]) -> bytes:
    """WKB with the header of a GeoPackage: little-endian, envelope of x and y. Bounds are min x, min y, max x, max y."""
    is_empty = bounds[0] != bounds[0]
    return _HEADER.pack(b"GP", 0, 0b10011 if is_empty else 0b00011, EPSG_SEARCH, bounds[0], bounds[2], bounds[1], bounds[3]) + wkb


def _insert(connection: sqlite3.Connection, table: Table, rows: Iterator[tuple[object, ...]]) -> None:
    marks = ", ".join("?" * len(table.columns))
    connection.executemany(f"INSERT INTO {table.name} ({', '.join(table.columns)}) VALUES ({marks})", rows)


def _index(table: Table) -> str:
    return f"rtree_{table.name}_{table.geometry}"


def _trigger(table: Table, event: str) -> str:
    names = {"t": table.name, "g": table.geometry, "r": _index(table)}
    return f"CREATE TRIGGER {_index(table)}_{event} " + _TRIGGERS[event].format(**names, put=_PUT.format(**names))


def create_table(connection: sqlite3.Connection, table: Table) -> None:
    """Add an empty table to a GeoPackage, with its spatial index where it has a geometry."""
    kind = "features" if table.geometry else "attributes"
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES (?,?,?,?,?)",
        (table.name, kind, table.name, table.summary, EPSG_SEARCH if table.geometry else None),
    )
    columns = ["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", *table.sql_columns("gpkg")]
    if table.geometry:
        columns.append(f"{table.geometry} {GEOMETRY_TYPES[table.name]}")
    connection.execute(f"CREATE TABLE {table.name} ({', '.join(columns)}, UNIQUE ({', '.join(table.primary_key)}))")
    connection.executemany(
        "INSERT INTO gpkg_data_columns (table_name, column_name, name, title, description) VALUES (?,?,?,?,?)",
        [(table.name, f.name, f.name, f"{f.name} ({f.unit})" if f.unit else f.name, f.meaning) for f in table.fields],
    )
    if table.geometry:
        connection.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?,?,?,?,0,0)",
            (table.name, table.geometry, GEOMETRY_TYPES[table.name], EPSG_SEARCH),
        )
        connection.execute(
            "INSERT INTO gpkg_extensions VALUES (?,?,'gpkg_rtree_index',?,'write-only')",
            (table.name, table.geometry, _RTREE_DEFINITION),
        )
        connection.execute(f"CREATE VIRTUAL TABLE {_index(table)} USING rtree(id, minx, maxx, miny, maxy)")
        for event in _TRIGGERS:
            connection.execute(_trigger(table, event))


def _reference_systems() -> list[tuple[object, ...]]:
    known: list[tuple[object, ...]] = [
        ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", "undefined Cartesian coordinate reference system"),
        ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"),
    ]
    for code in (4326, EPSG_SEARCH):
        crs = CRS.from_epsg(code)
        known.append((crs.name, code, "EPSG", code, crs.to_wkt("WKT1_GDAL"), "longitude and latitude in degrees"))
    return known


def _to_sql(field: Field, column: pa.ChunkedArray, *, is_geometry: bool) -> list[object]:
    values: list[object] = column.to_pylist()
    if is_geometry:
        bounds = shapely.bounds(shapely.from_wkb(np.array(values, object))).tolist() if values else []
        return [None if v is None else geometry_blob(v, b) for v, b in zip(values, bounds, strict=True)]  # type: ignore[arg-type]
    if field.data_type == "timestamp":
        return [None if v is None else _time(v) for v in values]  # type: ignore[arg-type]
    if field.data_type == "float64[16]":
        return [None if v is None else np.asarray(v, "<f8").tobytes() for v in values]
    return values


def _from_sql(field: Field, values: Sequence[object], *, is_geometry: bool) -> list[object]:
    if is_geometry:
        return [None if v is None else v[_HEADER.size :] for v in values]  # type: ignore[index]
    if field.data_type == "timestamp":
        return [None if v is None else datetime.strptime(str(v).removesuffix("Z"), TIME_FORMAT).replace(tzinfo=UTC) for v in values]
    if field.data_type == "float64[16]":
        return [None if v is None else np.frombuffer(v, "<f8") for v in values]  # type: ignore[call-overload]
    if field.data_type == "bool":
        return [None if v is None else bool(v) for v in values]
    return list(values)


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(TIME_FORMAT)[:-3] + "Z"
