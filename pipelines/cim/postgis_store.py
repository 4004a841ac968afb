"""The base layer in PostgreSQL with PostGIS.

A writer does all of a delivery in one transaction, and holds a lock of the database while it does; a reader looks at one
snapshot. So a reader never waits and never sees half, and a writer killed at any moment has done nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from cim_schema.base_layer import BASE_LAYER, KEPT, PAST
from cim_schema.errors import NotFound, StoreBusy, StoreDamaged, StoreError
from pipelines.cim.delivery import Change, Delivery, PartVersion, VersionChange
from pipelines.cim.outlines import outline_of_project
from pipelines.cim.past import past_rows
from pipelines.cim.plan import SHOWN_TABLES, TOLD_OF_PROJECT, Plan, Standing, plan_delivery
from pipelines.cim.postgis import read_rows
from pipelines.cim.postgis_copy import copy_rows
from pipelines.cim.postgis_readers import reading_connection
from pipelines.cim.postgis_schema import REVISION_TABLE, migrate, newest_revision
from pipelines.cim.postgis_search import count_found, find_rows
from pipelines.cim.search import Search
from pipelines.cim.store_url import split_password

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

WAIT_SECONDS = 600.0
"""How long a writer waits for another one."""
WRITER_LOCK = 0x6A75657368616E
"""Of all writers of one database: ``jueshan`` in ASCII."""
_CONNECT_SECONDS = 10
_COMPRESSION = (
    "SELECT set_config(name, 'lz4', false) FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals)"
)
_ANALYZED_GROWTH = 2
"""A table that has grown so many times as large since is measured again: a planner that knows only the first part of the city
looks through all of it for what is in a box there."""


class PostgisStore:
    """A ``Store`` in a PostgreSQL database."""

    def __init__(self, url: str, wait_seconds: float = WAIT_SECONDS) -> None:
        self.address = url
        self.url = split_password(url)[0]
        self.wait_seconds = wait_seconds

    def projects(self) -> tuple[str, ...]:
        """See ``Store``."""
        with self._reading() as connection:
            if not self._is_there(connection):
                return ()
            return tuple(code for (code,) in connection.execute("SELECT project_code FROM cim_project ORDER BY project_code"))

    def current_version(self, project_code: str, part: str) -> str | None:
        """See ``Store``."""
        with self._reading() as connection:
            if not self._is_there(connection):
                return None
            found = connection.execute(
                "SELECT version_id FROM cim_part WHERE project_code = %s AND part = %s AND NOT is_withdrawn", (project_code, part)
            ).fetchone()
        return None if found is None else str(found[0])

    def revision(self) -> str:
        """See ``Store``."""
        with self._reading() as connection:
            if not self._is_there(connection):
                return ""
            last = connection.execute("SELECT max(change_number) FROM cim_change").fetchone()
        return "" if last is None else str(last[0] or 0)

    def apply(self, delivery: Delivery) -> tuple[VersionChange, ...]:
        """See ``Store``."""
        with self._told_errors(), self._connected() as connection, self._locked(connection):
            if not self._is_there(connection):
                connection.rollback()  # The snapshot is older than the tables.
                migrate(self._connect)
                self._is_there(connection)
            plan = plan_delivery(_standing_of(connection, delivery.project["project_code"]), delivery)
            if plan.changes_anything:
                _write_delivery(connection, delivery, plan)
                connection.commit()
            return plan.changes

    def change(self, change: "Callable[[Connection], None]") -> None:
        """Change the store by other means than a delivery, all or nothing; one that is not there is made."""
        with self._told_errors(), self._connected() as connection, self._locked(connection):
            if not self._is_there(connection):
                connection.rollback()  # The snapshot is older than the tables.
                migrate(self._connect)
            change(connection)
            connection.commit()

    def count(self, search: Search) -> int:
        """See ``Store``."""
        with self.reading() as connection:
            return count_found(connection, search)

    def find(self, search: Search, limit: int | None = None) -> Iterator[list[dict[str, object]]]:
        """See ``Store``."""
        with self.reading() as connection:
            yield from find_rows(connection, search, limit)

    def page(self, search: Search, limit: int) -> Iterator[tuple[int, list[dict[str, object]]]]:
        """See ``Store``."""
        with self.reading() as connection:
            matched = count_found(connection, replace(search, after=None))
            batches = find_rows(connection, search, limit)
            yield matched, next(batches, [])
            yield from ((matched, batch) for batch in batches)

    def read(self, table: str, project_code: str | None = None) -> pa.Table:
        """See ``Store``."""
        return self.read_tables((table,), project_code)[table]

    def read_tables(self, names: Iterable[str] | None = None, project_code: str | None = None) -> dict[str, pa.Table]:
        """See ``Store``."""
        with self.reading() as connection:
            if project_code is not None:
                known = connection.execute("SELECT 1 FROM cim_project WHERE project_code = %s", (project_code,)).fetchone()
                if known is None:
                    raise NotFound({"what": "@store.a_project", "name": project_code})
            wanted = BASE_LAYER if names is None else names
            return {name: read_rows(connection, KEPT[name], *_of_project(name, project_code)) for name in wanted}

    @contextmanager
    def reading(self) -> "Iterator[Connection]":
        """A connection that sees the base layer as it is now, whatever comes meanwhile.

        Raises:
            NotFound: There is no base layer in the database.
        """
        with self._reading() as connection:
            if not self._is_there(connection):
                raise NotFound({"what": "@store.a_store", "name": self.url})
            yield connection

    @contextmanager
    def _reading(self) -> "Iterator[Connection]":
        with self._told_errors(), reading_connection(self.address, self._connect) as connection:
            yield connection

    @contextmanager
    def _connected(self) -> "Iterator[Connection]":
        connection = self._connect()
        try:
            yield connection
        finally:
            connection.close()  # What was not committed is undone.

    def _connect(self) -> "Connection":
        import psycopg

        return psycopg.connect(
            self.address,
            connect_timeout=_CONNECT_SECONDS,
            application_name="jueshan",
            options="-c timezone=UTC -c client_encoding=UTF8",
        )

    @contextmanager
    def _locked(self, connection: "Connection") -> Iterator[None]:
        from psycopg.errors import LockNotAvailable

        # Attributes are long: the older method of compressing them took four fifths of the server's time, where it knows a newer.
        connection.execute(_COMPRESSION)
        connection.execute("SELECT set_config('lock_timeout', %s, false)", (f"{max(1, round(self.wait_seconds * 1000))}ms",))
        try:
            # Of the session: it outlives the transactions, and ends with the connection, however that ends.
            connection.execute("SELECT pg_advisory_lock(%s)", (WRITER_LOCK,))
        except LockNotAvailable:
            raise StoreBusy({"store": self.url, "seconds": round(self.wait_seconds)}) from None
        connection.commit()
        yield

    def _is_there(self, connection: "Connection") -> bool:
        """Whether the database has the base layer of this version of the program.

        Raises:
            StoreDamaged: It has tables of the same names that are not ours.
        """
        names = ("cim_project", REVISION_TABLE)
        there = {name for name in names if connection.execute("SELECT to_regclass(%s)", (name,)).fetchone() != (None,)}
        if not there:
            return False
        if there != set(names):
            raise StoreDamaged({"store": self.url, "reason": "@store.no_base_layer"})
        found = connection.execute(f"SELECT version_num FROM {REVISION_TABLE}").fetchone()
        if found is None or found[0] != _newest_revision():
            return False
        self._look_at_columns(connection)
        return True

    def _look_at_columns(self, connection: "Connection") -> None:
        found: dict[str, set[str]] = {}
        for table, column in connection.execute(
            "SELECT relname, attname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid"
            " WHERE pg_class.oid IN (SELECT to_regclass(name) FROM unnest(%s::text[]) AS name) AND attnum > 0 AND NOT attisdropped",
            (list(KEPT),),
        ):
            found.setdefault(table, set()).add(column)
        for table in KEPT.values():
            if found.get(table.name) != set(table.columns):
                raise StoreDamaged({"store": self.url, "reason": "@store.other_columns", "table": table.name})

    @contextmanager
    def _told_errors(self) -> Iterator[None]:
        import psycopg
        from alembic.util import CommandError

        try:
            yield
        except CommandError:
            raise StoreDamaged({"store": self.url, "reason": "@store.newer_program"}) from None
        except psycopg.errors.DiskFull:
            raise StoreError({"store": self.url, "reason": "@error_reason.disk_full"}) from None
        except (psycopg.errors.FeatureNotSupported, psycopg.errors.UndefinedFile):
            raise StoreError({"store": self.url, "reason": "@store.no_postgis"}) from None
        except psycopg.Error as cause:
            said = " ".join((cause.diag.message_primary or str(cause)).split())
            raise StoreError({"store": self.url, "reason": said}) from None


@lru_cache(maxsize=1)
def _newest_revision() -> str:
    return newest_revision()


def _of_project(name: str, project_code: str | None) -> tuple[str, tuple[object, ...]]:
    if project_code is None:
        return "", ()
    if "project_code" in KEPT[name].columns:
        return "project_code = %s", (project_code,)
    if name == "cim_shape":
        return "shape_key IN (SELECT shape_key FROM cim_city_object WHERE project_code = %s)", (project_code,)
    return "version_id IN (SELECT version_id FROM cim_version WHERE project_code = %s)", (project_code,)


def _standing_of(connection: "Connection", code: object) -> Standing:
    parts = connection.execute("SELECT part, version_id, is_withdrawn FROM cim_part WHERE project_code = %s", (code,)).fetchall()
    versions = connection.execute(
        "SELECT version_id, part, version_number FROM cim_version WHERE project_code = %s", (code,)
    ).fetchall()
    project = connection.execute(
        f"SELECT {', '.join(TOLD_OF_PROJECT)} FROM cim_project WHERE project_code = %s", (code,)
    ).fetchone()
    last = connection.execute("SELECT change_number, changed_at FROM cim_change ORDER BY change_number DESC LIMIT 1").fetchone()
    return Standing(
        parts={part: (version_id, is_withdrawn) for part, version_id, is_withdrawn in parts},
        versions={version_id: (part, number) for version_id, part, number in versions},
        project=None if project is None else dict(zip(TOLD_OF_PROJECT, project, strict=True)),
        last_change=None if last is None else (last[0], last[1]),
    )


def _write_delivery(connection: "Connection", delivery: Delivery, plan: Plan) -> None:
    """Write what the plan says, in one transaction that is left open."""
    code = str(plan.project["project_code"])
    replaced = sorted(plan.replaced.values())
    freed = connection.execute(
        "SELECT DISTINCT shape_key FROM cim_city_object WHERE version_id = ANY(%s) AND shape_key IS NOT NULL", (replaced,)
    ).fetchall()
    known = {one for (one,) in connection.execute("SELECT version_id FROM cim_past WHERE version_id = ANY(%s)", (replaced,))}
    for version_id in replaced:
        if version_id not in known:
            copy_rows(connection, PAST, past_rows(code, version_id, partial(read_rows, connection), "%s"))
    for name in SHOWN_TABLES:
        connection.execute(f"DELETE FROM {name} WHERE version_id = ANY(%s)", (replaced,))
    for change, version in plan.brought(delivery):
        if change.change is Change.NEW:
            _copy(connection, "cim_version", [plan.version_row(change, version)])
        for name in SHOWN_TABLES:
            copy_rows(connection, BASE_LAYER[name], version.tables[name])
        _copy_shapes(connection, version.tables["cim_shape"])
    rows = plan.part_rows()
    parts = [row["part"] for row in rows]
    connection.execute("DELETE FROM cim_part WHERE project_code = %s AND part = ANY(%s)", (code, parts))
    _copy(connection, "cim_part", rows)
    _copy(connection, "cim_change", plan.change_rows())
    connection.execute(
        "DELETE FROM cim_shape WHERE shape_key = ANY(%s)"
        " AND NOT EXISTS (SELECT 1 FROM cim_city_object WHERE cim_city_object.shape_key = cim_shape.shape_key)",
        ([key for (key,) in freed],),
    )
    connection.execute("DELETE FROM cim_project WHERE project_code = %s", (code,))
    blobs = _blobs_of(connection, code, plan, [version for _, version in plan.brought(delivery)])
    _copy(connection, "cim_project", [{**plan.project, **outline_of_project(blobs, plan.project["crs"])}])
    _measure_tables(connection)


def _blobs_of(connection: "Connection", code: str, plan: Plan, brought: Sequence[PartVersion]) -> list[bytes]:
    """Outlines and axes of a project in its own system: those that just came are at hand, the others are asked for."""
    crs = plan.project["crs"]
    if crs is None:
        return []
    found: list[bytes] = []
    for version in brought:
        objects = version.tables["cim_city_object"]
        blobs = pc.coalesce(objects["axis_map"], objects["footprint_map"]).filter(pc.equal(objects["crs"], crs))
        found += blobs.drop_null().to_pylist()
    others = connection.execute(
        "SELECT version_id FROM cim_part WHERE project_code = %s AND NOT is_withdrawn AND version_id <> ALL(%s)",
        (code, [str(version.row["version_id"]) for version in brought]),
    ).fetchall()
    if others:  # Mostly all parts come at once, and to look for others' rows would take as long as a tenth of bringing these.
        with connection.cursor(binary=True) as cursor:
            known = cursor.execute(
                "SELECT coalesce(axis_map, footprint_map) FROM cim_city_object WHERE version_id = ANY(%s) AND crs = %s"
                " AND coalesce(axis_map, footprint_map) IS NOT NULL",
                ([version_id for (version_id,) in others], crs),
            )
            found += [blob for (blob,) in known]
    return found


def _copy(connection: "Connection", name: str, rows: list[dict[str, object]]) -> None:
    copy_rows(connection, BASE_LAYER[name], BASE_LAYER[name].from_rows(rows))


def _copy_shapes(connection: "Connection", shapes: pa.Table) -> None:
    """Bring in the meshes that are not there yet."""
    keys = shapes["shape_key"].to_pylist()
    known = {key for (key,) in connection.execute("SELECT shape_key FROM cim_shape WHERE shape_key = ANY(%s)", (keys,))}
    copy_rows(connection, BASE_LAYER["cim_shape"], shapes.filter(pa.array([key not in known for key in keys], pa.bool_())))


def _measure_tables(connection: "Connection") -> None:
    """Let the planner know a table that has become another; what changed little it learns by itself."""
    found = connection.execute(
        "SELECT pg_relation_size(oid) > %s * relpages::bigint * current_setting('block_size')::bigint"
        " FROM pg_class WHERE oid = 'cim_city_object'::regclass",
        (_ANALYZED_GROWTH,),
    ).fetchone()
    if found is not None and found[0]:
        for name in ("cim_city_object", "chk_finding"):
            connection.execute(f"ANALYZE {name}")
