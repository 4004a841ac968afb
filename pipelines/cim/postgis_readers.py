"""Connections that readers of PostGIS use one after the other: to make one takes longer than to find a thousand objects."""

import atexit
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

MOST_IDLE = 4
"""Connections of one process to one database that are kept while nobody reads."""
_idle: "dict[tuple[int, str], list[Connection]]" = {}
"""By process, since one that was forked must not use its parent's."""


@contextmanager
def reading_connection(address: str, connect: "Callable[[], Connection]") -> "Iterator[Connection]":
    """A connection in a transaction that only reads and sees one snapshot; kept for the next reader unless something went wrong.

    Args:
        address: Of the database.
        connect: Opens a connection to it.
    """
    idle = _idle.setdefault((os.getpid(), address), [])
    connection = _sound_one(idle) or _opened(connect)
    try:
        yield connection
        connection.rollback()
    except BaseException:
        connection.close()
        raise
    if len(idle) < MOST_IDLE:
        idle.append(connection)
    else:
        connection.close()


def _opened(connect: "Callable[[], Connection]") -> "Connection":
    from psycopg import IsolationLevel

    connection = connect()
    connection.isolation_level, connection.read_only = IsolationLevel.REPEATABLE_READ, True
    return connection


def _sound_one(idle: "list[Connection]") -> "Connection | None":
    """One whose server is still there; None where there is none."""
    import psycopg

    while idle:
        with suppress(IndexError):  # Another thread may have taken the last.
            connection = idle.pop()
            try:
                connection.execute("SELECT 1")
            except psycopg.Error:
                connection.close()
            else:
                return connection
    return None


@atexit.register
def _close_all() -> None:
    for (process_id, _), connections in _idle.items():
        for connection in connections if process_id == os.getpid() else ():
            connection.close()
