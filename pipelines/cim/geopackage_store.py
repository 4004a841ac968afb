"""The base layer in one GeoPackage file, which is replaced whole and never written in place.

A writer copies the file, changes the copy, syncs it and renames it over the old one, under a lock beside the file.
So a reader keeps the file that it opened, needs no right to write, never waits and never sees half; and a writer killed at
any moment leaves the old file as it was. ``docs/explanation/base-layer.md`` says what else was tried, and what this costs.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import pyarrow as pa
from filelock import FileLock, Timeout

from cim_schema.base_layer import BASE_LAYER, KEPT
from cim_schema.errors import NotFound, StoreBusy, StoreDamaged, StoreError, os_reason
from cim_schema.table import Table
from pipelines.cim.alignment_layer import create_alignment_layer, describe_alignment_layer
from pipelines.cim.current import standing_of, write_delivery
from pipelines.cim.delivery import Delivery, VersionChange
from pipelines.cim.geopackage import APPLICATION_ID, create_geopackage, describe_contents, insert_rows, read_rows
from pipelines.cim.geopackage_search import count_found, find_rows
from pipelines.cim.plan import Standing, plan_delivery
from pipelines.cim.search import Search
from pipelines.cim.sql_store import Batches, SqlStore

WAIT_SECONDS = 600.0
"""How long a writer waits for another one."""
INDEXES = tuple(
    (table, column)
    for table, columns in {
        "cim_city_object": ("version_id", "shape_key", "global_id", "parent_city_object_id", "project_code", "building_code"),
        "cim_version": ("project_code",),
    }.items()
    for column in columns
)
_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100
_FREE_SHARE = 4
"""A file more than one part in so many empty is packed again."""


class GeoPackageStore(SqlStore[sqlite3.Connection]):
    """A ``Store`` in a GeoPackage."""

    mark = "?"

    def __init__(self, path: Path, wait_seconds: float = WAIT_SECONDS) -> None:
        self.path = path
        self.url = f"gpkg:{path}"
        self.wait_seconds = wait_seconds

    def projects(self) -> tuple[str, ...]:
        """See ``Store``."""
        if not self._exists():
            return ()
        with self._reading() as connection:
            return tuple(code for (code,) in connection.execute("SELECT project_code FROM cim_project ORDER BY project_code"))

    def current_version(self, project_code: str, part: str) -> str | None:
        """See ``Store``."""
        if not self._exists():
            return None
        with self._reading() as connection:
            found = connection.execute(
                "SELECT version_id FROM cim_part WHERE project_code = ? AND part = ? AND NOT is_withdrawn", (project_code, part)
            ).fetchone()
        return None if found is None else str(found[0])

    def revision(self) -> str:
        """See ``Store``: a file that is replaced whole is another file."""
        if not self._exists():
            return ""
        found = self.path.stat()
        return f"{found.st_ino}-{found.st_mtime_ns}-{found.st_size}"

    def apply(self, delivery: Delivery) -> tuple[VersionChange, ...]:
        """See ``Store``."""
        with self._locked():
            standing, is_first = Standing(), not self._exists()
            if not is_first:
                with self._reading() as connection:
                    standing = standing_of(connection, delivery.project["project_code"])
            plan = plan_delivery(standing, delivery)
            if plan.changes_anything:
                self._replace(lambda connection: write_delivery(connection, delivery, plan), is_first=is_first)
            return plan.changes

    def change(self, change: Callable[[sqlite3.Connection], None]) -> None:
        """Change the store by other means than a delivery, all or nothing; one that is not there is made."""
        with self._locked():
            self._replace(change, is_first=not self._exists())

    def _count(self, connection: sqlite3.Connection, search: Search) -> int:
        return count_found(connection, search)

    def _find(self, connection: sqlite3.Connection, search: Search, limit: int | None) -> Batches:
        return find_rows(connection, search, limit)

    def _has_project(self, connection: sqlite3.Connection, project_code: str) -> bool:
        return connection.execute("SELECT 1 FROM cim_project WHERE project_code = ?", (project_code,)).fetchone() is not None

    def _rows(self, connection: sqlite3.Connection, table: Table, condition: str, values: tuple[object, ...]) -> pa.Table:
        return read_rows(connection, table, condition, values)

    def _exists(self) -> bool:
        return self.path.exists()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        lock = FileLock(f"{self.path}.lock", mode=0o644)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=self.wait_seconds)
        except Timeout:
            raise StoreBusy({"store": self.url, "seconds": round(self.wait_seconds)}) from None
        except OSError as cause:
            raise StoreError({"store": self.url, "reason": os_reason(cause)}) from None
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """See ``SqlStore``."""
        if not self._exists():
            raise NotFound({"what": "@store.a_store", "name": self.url})
        with self._reading() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """A connection to the file as it is now; the file may be replaced meanwhile."""
        self._look_at_file()
        # The file never changes in place, so nothing need be locked: this reads from read-only folders and shares as well.
        uri = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            with closing(sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)) as connection:
                self._look_at_tables(connection)
                yield connection
        except sqlite3.Error as cause:
            raise self._error(cause) from None

    def _look_at_file(self) -> None:
        try:
            with self.path.open("rb") as file:
                head = file.read(_HEADER_BYTES)
                size = os.fstat(file.fileno()).st_size
        except IsADirectoryError:
            raise StoreDamaged({"store": self.url, "reason": "@store.is_folder"}) from None
        except OSError as cause:
            raise StoreError({"store": self.url, "reason": os_reason(cause)}) from None
        if not head.startswith(_MAGIC) or len(head) < _HEADER_BYTES:
            raise StoreDamaged({"store": self.url, "reason": "@store.not_a_database"})
        page = int.from_bytes(head[16:18], "big") or 1
        if size < (65536 if page == 1 else page) * int.from_bytes(head[28:32], "big"):
            raise StoreDamaged({"store": self.url, "reason": "@store.cut_off"})
        for side in ("-journal", "-wal"):
            beside = Path(f"{self.path}{side}")
            # Whoever opened the new file next would roll these pages, which belong to the old one, into it.
            if beside.exists() and beside.stat().st_size:
                raise StoreDamaged({"store": self.url, "reason": "@store.written_by_another", "other": beside.name})

    def _look_at_tables(self, connection: sqlite3.Connection) -> None:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if application != APPLICATION_ID or not names.issuperset(KEPT):
            raise StoreDamaged({"store": self.url, "reason": "@store.no_base_layer"})
        for table in KEPT.values():
            columns = {row[1] for row in connection.execute(f"PRAGMA table_info({table.name})")}
            if columns != {"fid", *table.columns}:
                raise StoreDamaged({"store": self.url, "reason": "@store.other_columns", "table": table.name})

    def _error(self, cause: OSError | sqlite3.Error) -> StoreError:
        if isinstance(cause, OSError):
            return StoreError({"store": self.url, "reason": os_reason(cause)})
        if cause.sqlite_errorcode in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            return StoreDamaged({"store": self.url, "reason": "@store.broken_inside"})
        is_full = cause.sqlite_errorcode == sqlite3.SQLITE_FULL
        return StoreError({"store": self.url, "reason": "@error_reason.disk_full" if is_full else str(cause)})

    def _replace(self, change: Callable[[sqlite3.Connection], None], *, is_first: bool) -> None:
        """Change a copy, then put it in the file's place."""
        target = self.path.resolve()
        # One name for all writers, who come one at a time: what a killed one left is overwritten by the next.
        copy = target.with_name(f".{target.name}.writing")
        try:
            copy.unlink(missing_ok=True)
            if is_first:
                copy.touch()
            else:
                _copy_file(target, copy)
            copy.chmod(0o644)
            with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
                _write(connection, change, self.url, is_first=is_first)
            # Nobody writes to the file itself: a GIS that opens it for editing is told so instead of breaking it.
            copy.chmod(0o444)
            _sync(copy)
            copy.replace(target)
            _sync(target.parent)
        except (OSError, sqlite3.Error) as cause:
            raise self._error(cause) from None
        finally:
            copy.unlink(missing_ok=True)


def write_tables(city: Mapping[str, pa.Table], path: Path) -> Path:
    """Write a new GeoPackage of the base layer from its tables, such as another kind of store gave them."""
    last = city["cim_change"]["changed_at"].to_pylist()

    def fill(connection: sqlite3.Connection) -> None:
        for name, table in BASE_LAYER.items():
            insert_rows(connection, table, city[name])
        if last:
            describe_contents(connection, KEPT.values(), max(last))

    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        _write(connection, fill, f"gpkg:{path}", is_first=True)
        # Overwritten rows leave the time of writing between the new ones: equal tables would give other bytes.
        connection.execute("VACUUM")
    return path


def _write(connection: sqlite3.Connection, change: Callable[[sqlite3.Connection], None], url: str, *, is_first: bool) -> None:
    # Until it is renamed the copy may be lost, so it needs neither journal nor syncs of its own.
    for setting, value in {"journal_mode": "OFF", "synchronous": "OFF", "secure_delete": "OFF", "cache_size": -65536}.items():
        connection.execute(f"PRAGMA {setting} = {value}")
    connection.execute("BEGIN")
    if is_first:
        create_geopackage(connection, KEPT.values(), INDEXES)
        create_alignment_layer(connection)
    change(connection)
    describe_alignment_layer(connection)
    connection.execute("COMMIT")
    # What broke on the disk since is noticed now, while the old file is still there, and not handed on.
    if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise StoreDamaged({"store": url, "reason": "@store.broken_inside"})
    (free,), (pages,) = (connection.execute(f"PRAGMA {name}").fetchone() for name in ("freelist_count", "page_count"))
    if free * _FREE_SHARE > pages:
        connection.execute("VACUUM")


def _copy_file(source: Path, target: Path) -> None:
    """Copy inside the kernel; file systems that can share blocks copy nothing at all."""
    try:
        with source.open("rb") as old, target.open("wb") as new:
            left = os.fstat(old.fileno()).st_size
            while left > 0:
                done = os.copy_file_range(old.fileno(), new.fileno(), left)
                if not done:
                    break
                left -= done
            if not left:
                return
    except (OSError, AttributeError):
        pass
    shutil.copyfile(source, target)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
