"""The base layer in PostgreSQL with PostGIS.

A writer does all of a delivery in one transaction, and holds a lock of the database while it does; a reader looks at one
snapshot. So a reader never waits and never sees half, and a writer killed at any moment has done nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from cim_schema.base_layer import KEPT
from cim_schema.errors import NotFound, StoreBusy, StoreDamaged, StoreError
from cim_schema.table import Table
from pipelines.cim.delivery import Delivery, VersionChange
from pipelines.cim.plan import plan_delivery
from pipelines.cim.postgis import read_rows
from pipelines.cim.postgis_current import standing_of, write_change, write_rows
from pipelines.cim.postgis_readers import reading_connection
from pipelines.cim.postgis_schema import REVISION_TABLE, migrate, newest_revision
from pipelines.cim.postgis_search import count_found, find_rows
from pipelines.cim.search import Search
from pipelines.cim.sql_store import Batches, SqlStore
from pipelines.cim.store_url import split_password

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

WAIT_SECONDS = 600.0
"""How long a writer waits for another one."""
WRITER_LOCK = 0x6A75657368616E
"""Of all writers of one database, who share it; who makes or changes its tables has it alone. ``jueshan`` in ASCII."""
PROJECT_LOCK = 0x6A75
"""Of those who write to one project."""
_CHANGE_LOCK = 0x6A76
"""Of those who are about to show what they wrote."""
_CONNECT_SECONDS = 10
_COMPRESSION = (
    "SELECT set_config(name, 'lz4', false) FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals)"
)


class PostgisStore(SqlStore["Connection"]):
    """A ``Store`` in a PostgreSQL database."""

    mark = "%s"

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
        code = str(delivery.project["project_code"])
        with self._told_errors(), self._connected() as connection, self._told_busy():
            self._prepare(connection)
            # Attributes are long: the older method of compressing them took four fifths of the server's time.
            connection.execute(_COMPRESSION)
            _lock(connection, PROJECT_LOCK, of=code)
            plan = plan_delivery(standing_of(connection, code), delivery)
            if plan.changes_anything:
                rows = write_rows(connection, delivery, plan)
                _lock(connection, _CHANGE_LOCK)
                # Other projects may have changed since: number and time of this change are known only now.
                write_change(connection, delivery, plan_delivery(standing_of(connection, code), delivery), rows)
                connection.commit()
            return plan.changes

    def change(self, change: "Callable[[Connection], None]") -> None:
        """Change the store by other means than a delivery, all or nothing; one that is not there is made."""
        with self._told_errors(), self._connected() as connection, self._told_busy():
            self._prepare(connection)
            _lock(connection, _CHANGE_LOCK)
            change(connection)
            connection.commit()

    def _count(self, connection: "Connection", search: Search) -> int:
        return count_found(connection, search)

    def _find(self, connection: "Connection", search: Search, limit: int | None) -> Batches:
        return find_rows(connection, search, limit)

    def _has_project(self, connection: "Connection", project_code: str) -> bool:
        return connection.execute("SELECT 1 FROM cim_project WHERE project_code = %s", (project_code,)).fetchone() is not None

    def _rows(self, connection: "Connection", table: Table, condition: str, values: tuple[object, ...]) -> pa.Table:
        return read_rows(connection, table, condition, values)

    @contextmanager
    def reading(self) -> "Iterator[Connection]":
        """See ``SqlStore``."""
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

    def _prepare(self, connection: "Connection") -> None:
        """See that the tables are there and those of this program, and that they stay so while the connection writes."""
        connection.execute("SELECT set_config('lock_timeout', %s, false)", (f"{max(1, round(self.wait_seconds * 1000))}ms",))
        # Of the session: it outlives the transactions, and ends with the connection, however that ends.
        connection.execute("SELECT pg_advisory_lock_shared(%s)", (WRITER_LOCK,))
        connection.commit()
        if self._is_there(connection):
            return
        connection.execute("SELECT pg_advisory_unlock_shared(%s)", (WRITER_LOCK,))
        connection.execute("SELECT pg_advisory_lock(%s)", (WRITER_LOCK,))
        connection.commit()  # Whoever came first may have made them: what is there is looked at anew.
        if not self._is_there(connection):
            connection.commit()
            migrate(self._connect)
            self._is_there(connection)
        connection.commit()
        connection.execute("SELECT pg_advisory_lock_shared(%s)", (WRITER_LOCK,))
        connection.execute("SELECT pg_advisory_unlock(%s)", (WRITER_LOCK,))
        connection.commit()

    @contextmanager
    def _told_busy(self) -> Iterator[None]:
        from psycopg.errors import LockNotAvailable

        try:
            yield
        except LockNotAvailable:
            raise StoreBusy({"store": self.url, "seconds": round(self.wait_seconds)}) from None

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


def _lock(connection: "Connection", kind: int, of: str = "") -> None:
    """Let nobody else in until the transaction ends."""
    connection.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", (kind, of))


@lru_cache(maxsize=1)
def _newest_revision() -> str:
    return newest_revision()
