"""The service's database: its tables, its version, and how it is opened.

It is one SQLite file in write-ahead mode, read and written by the web process, the runner and the jobs at once.
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Engine,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    event,
)
from sqlalchemy.exc import OperationalError

from cim_schema.errors import DiskFull, WorkspaceError, os_reason

VERSION = 2
"""Of the tables below; kept in the file as ``user_version``."""
BUSY_SECONDS = 15
"""How long a writer waits for another one."""

metadata = MetaData()

user = Table(
    "user", metadata,
    Column("name", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("password_hash", String, nullable=False),
    Column("created_at", Float, nullable=False),
)  # fmt: skip

session = Table(
    "session", metadata,
    Column("digest", String, primary_key=True),
    Column("user_name", String, ForeignKey("user.name", ondelete="CASCADE"), nullable=False),
    Column("created_at", Float, nullable=False),
    Column("expires_at", Float, nullable=False),
)  # fmt: skip

token = Table(
    "token", metadata,
    Column("id", String, primary_key=True),
    Column("digest", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("expires_at", Float),
    Column("revoked_at", Float),
)  # fmt: skip

audit = Table(
    "audit", metadata,
    Column("number", Integer, primary_key=True),
    Column("at", Float, nullable=False),
    Column("actor", String, nullable=False),
    Column("action", String, nullable=False),
    Column("subject", String, nullable=False),
)  # fmt: skip

job = Table(
    "job", metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("owner", String, nullable=False, index=True),
    Column("owner_name", String, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("stage", String, nullable=False),
    Column("message", JSON, nullable=False),
    Column("progress", Float, nullable=False),
    Column("options", JSON, nullable=False),
    Column("files", JSON, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("lease", String),
    Column("heartbeat_at", Float),
    Column("created_at", Float, nullable=False),
    Column("started_at", Float),
    Column("ended_at", Float),
    Column("error", JSON),
    Column("outcomes", JSON),
    Column("sentence", String),
    sqlite_autoincrement=True,
)  # fmt: skip

job_event = Table(
    "job_event", metadata,
    Column("number", Integer, primary_key=True),
    Column("job_number", Integer, ForeignKey("job.number", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("at", Float, nullable=False),
    Column("data", JSON, nullable=False),
    sqlite_autoincrement=True,
)  # fmt: skip

webhook = Table(
    "webhook", metadata,
    Column("id", String, primary_key=True),
    Column("url", String, nullable=False),
    Column("secret", String, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("told_number", Integer, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_try_at", Float, nullable=False, default=0.0),
    Column("last_answer", String),
    Column("disabled_at", Float),
)  # fmt: skip


class Database:
    """The file, opened."""

    def __init__(self, path: Path) -> None:
        """Open the file; make it where it is not there.

        Raises:
            WorkspaceError: It cannot be made or opened, or a newer program made it.
        """
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as cause:
            raise WorkspaceError({"folder": str(path.parent), "reason": os_reason(cause)}) from None
        self._engine = _open_engine(path)
        try:
            with self.writing() as connection:
                self._prepare(connection)
        except OperationalError as cause:
            raise WorkspaceError({"folder": str(path.parent), "reason": str(cause.orig)}) from None
        except BaseException:
            self.close()
            raise
        path.chmod(0o600)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the file; waits for nobody."""
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that is the only one to write; what it does is there whole after the block, or not at all.

        Raises:
            DiskFull: No space is left.
        """
        try:
            with self._engine.connect().execution_options(is_writing=True) as connection, connection.begin():
                yield connection
        except OperationalError as cause:
            if getattr(cause.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
                raise DiskFull({"file": self.path.name}) from None
            raise

    def close(self) -> None:
        """Let the file go."""
        self._engine.dispose()

    def _prepare(self, connection: Connection) -> None:
        found = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        if found > VERSION:
            raise WorkspaceError({"folder": str(self.path.parent), "reason": "@service.reason.newer_database"})
        if found < VERSION:
            metadata.create_all(connection)  # Versions have only added tables.
            connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")


def is_disk_full(error: BaseException) -> bool:
    """Whether an error of the system says that no space is left."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def _open_engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # Python's driver would begin transactions by itself, and not before the first write: too late to be the only one.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        is_writing = connection.get_execution_options().get("is_writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")

    return engine
