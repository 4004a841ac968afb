"""Who did what, and when."""

import time

from sqlalchemy import Connection, insert

from service.state.database import audit


def write_audit(connection: Connection, actor: str, action: str, subject: str) -> None:
    """Keep a line, together with what it tells of.

    Args:
        connection: The transaction that does it.
        actor: A user, a token, or ``cli`` with the name at the machine.
        action: Such as ``check.create``.
        subject: What it was done to; never a secret or the content of a file.
    """
    connection.execute(insert(audit).values(at=time.time(), actor=actor, action=action, subject=subject))
