"""The schema of the base layer in PostgreSQL, brought up to date step by step."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg

MIGRATIONS = Path(__file__).parent / "migrations"
REVISION_TABLE = "cim_schema_revision"
"""Where a database says which step it has reached."""


def newest_revision() -> str:
    """The step that this version of the program works with."""
    from alembic.script import ScriptDirectory

    return str(ScriptDirectory(str(MIGRATIONS)).get_current_head())


def migrate(connect: "Callable[[], psycopg.Connection]") -> None:
    """Take a database to the newest step; an empty one gets all tables. Each step comes whole or not at all.

    Args:
        connect: Opens a connection that may make tables.

    Raises:
        psycopg.Error: A step failed; the database is as it was.
        alembic.util.CommandError: The database is at a step of a later version of the program.
    """
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine
    from sqlalchemy.exc import DBAPIError
    from sqlalchemy.pool import NullPool

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    engine = create_engine("postgresql+psycopg://", creator=connect, poolclass=NullPool)
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except DBAPIError as cause:
        raise cause.orig or cause from None
    finally:
        engine.dispose()
