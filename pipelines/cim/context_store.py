"""Context layers in the two kinds of store. Their tables are made when the first layer comes, and are no part of a delivery."""

import sqlite3
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa
import shapely

from cim_schema.base_layer import EPSG_SEARCH
from cim_schema.tables import TABLES
from pipelines.cim import geopackage, postgis
from pipelines.cim.geopackage_store import GeoPackageStore
from pipelines.cim.postgis_copy import copy_rows
from pipelines.cim.postgis_store import PostgisStore
from pipelines.cim.search import Box
from pipelines.cim.store import Store

if TYPE_CHECKING:
    import psycopg

LAYER, FEATURE = TABLES["ctx_layer"], TABLES["ctx_feature"]
Plan = Callable[[Mapping[str, Any] | None], Mapping[str, object] | None]
"""From the row of a layer as it stands, if there is one, to the row that is to stand; None takes the layer away."""


class ContextStore(Protocol):
    """Where context layers are kept."""

    def layers(self) -> list[dict[str, Any]]:
        """The rows of ``ctx_layer``, by name."""

    def features(self, box: Box) -> pa.Table:
        """The rows of ``ctx_feature`` that meet a box."""

    def replace(self, layer: str, plan: Plan, features: pa.Table) -> None:
        """Put a layer with its features in the place of the one of its name, all at once."""


def open_context(store: Store) -> ContextStore:
    """The context layers of a store; it need not be there yet."""
    if isinstance(store, GeoPackageStore):
        return _InGeoPackage(store)
    if isinstance(store, PostgisStore):
        return _InPostgis(store)
    raise TypeError(f"no store of ours: {store!r}")


class _InGeoPackage:
    def __init__(self, store: GeoPackageStore) -> None:
        self._store = store

    def layers(self) -> list[dict[str, Any]]:
        if not self._store.revision():
            return []
        with self._store.reading() as connection:
            return _rows(geopackage.read_rows(connection, LAYER)) if self._is_there(connection) else []

    def features(self, box: Box) -> pa.Table:
        west, south, east, north = box
        with self._store.reading() as connection:
            if not self._is_there(connection):
                return FEATURE.empty()
            index = "SELECT id FROM rtree_ctx_feature_geom WHERE maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ?"
            found = geopackage.read_rows(connection, FEATURE, f"fid IN ({index})", (west, east, south, north))
        return _meeting(found, box)

    def replace(self, layer: str, plan: Plan, features: pa.Table) -> None:
        def change(connection: sqlite3.Connection) -> None:
            if not self._is_there(connection):
                for table in (LAYER, FEATURE):
                    geopackage.create_table(connection, table)
            known = _rows(geopackage.read_rows(connection, LAYER, "context_layer = ?", (layer,)))
            row = plan(known[0] if known else None)
            for table in (LAYER, FEATURE):
                connection.execute(f"DELETE FROM {table.name} WHERE context_layer = ?", (layer,))
            if row is not None:
                geopackage.insert_rows(connection, LAYER, LAYER.from_rows([row]))
                geopackage.insert_rows(connection, FEATURE, features)
            geopackage.describe_contents(connection, (LAYER, FEATURE), datetime.now(UTC))

        self._store.change(change)

    @staticmethod
    def _is_there(connection: sqlite3.Connection) -> bool:
        return connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (FEATURE.name,)).fetchone() is not None


class _InPostgis:
    def __init__(self, store: PostgisStore) -> None:
        self._store = store

    def layers(self) -> list[dict[str, Any]]:
        if not self._store.revision():
            return []
        with self._store.reading() as connection:
            return _rows(postgis.read_rows(connection, LAYER)) if self._is_there(connection) else []

    def features(self, box: Box) -> pa.Table:
        with self._store.reading() as connection:
            if not self._is_there(connection):
                return FEATURE.empty()
            condition = f"geom && ST_MakeEnvelope(%s, %s, %s, %s, {EPSG_SEARCH})"
            found = postgis.read_rows(connection, FEATURE, condition, box)
        return _meeting(found, box)

    def replace(self, layer: str, plan: Plan, features: pa.Table) -> None:
        def change(connection: "psycopg.Connection[tuple[Any, ...]]") -> None:
            if not self._is_there(connection):
                for table in (LAYER, FEATURE):
                    shown = (f"geom geometry(Geometry, {EPSG_SEARCH}) NOT NULL",) if table.geometry else ()
                    key = f"PRIMARY KEY ({', '.join(table.primary_key)})"
                    columns = (*table.sql_columns("postgresql"), *shown, key)
                    connection.execute(f"CREATE TABLE {table.name} ({', '.join(columns)})")
                connection.execute("CREATE INDEX ON ctx_feature USING gist (geom)")
            known = _rows(postgis.read_rows(connection, LAYER, "context_layer = %s", (layer,)))
            row = plan(known[0] if known else None)
            for table in (LAYER, FEATURE):
                connection.execute(f"DELETE FROM {table.name} WHERE context_layer = %s", (layer,))
            if row is not None:
                copy_rows(connection, LAYER, LAYER.from_rows([row]))
                copy_rows(connection, FEATURE, features)

        self._store.change(change)

    @staticmethod
    def _is_there(connection: "psycopg.Connection[tuple[Any, ...]]") -> bool:
        return connection.execute("SELECT to_regclass(%s)", (FEATURE.name,)).fetchone() != (None,)


def _rows(table: pa.Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def _meeting(found: pa.Table, box: Box) -> pa.Table:
    """What meets the box itself, and not only with its envelope: the same for every kind of store."""
    shapes = shapely.from_wkb(found["geom"].to_numpy(zero_copy_only=False))
    return found.filter(pa.array(shapely.intersects(shapes, shapely.box(*box)), pa.bool_()))
