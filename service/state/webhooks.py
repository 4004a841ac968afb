"""Programs that are told of changes of the base layer: where they listen, what they know already, how the last try went."""

import base64
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete, insert, select, update

from cim_schema.errors import InvalidOption, NotFound
from service.state.audit import write_audit
from service.state.database import Database, webhook

MOST_ATTEMPTS = 20
"""A notice that failed so often turns its webhook off, until somebody turns it on again."""
LONGEST_PAUSE_SECONDS = 3600.0
_SECRET_BYTES = 32


@dataclass(frozen=True)
class Webhook:
    """One program."""

    id: str
    url: str
    secret: str
    """With ``whsec_`` in front, as Standard Webhooks writes it."""
    created_at: float
    told_number: int
    """Number of the last change that it has taken."""
    attempts: int
    """How often the notice that is due has failed."""
    next_try_at: float
    last_answer: str | None
    """HTTP status, or how the call failed."""
    disabled_at: float | None


class Webhooks:
    """All webhooks of a service."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    def add(self, url: str, hosts: str, told_number: int, actor: str) -> Webhook:
        """Add one; it is told of what changes from now on.

        Args:
            url: Where it listens.
            hosts: Those that may be called, separated by commas.
            told_number: Number of the last change so far.
            actor: Who adds it.

        Raises:
            InvalidOption: It is no address, or its host may not be called.
        """
        require_allowed(url, hosts)
        secret = "whsec_" + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()
        row: dict[str, Any] = {
            "id": secrets.token_hex(6), "url": url, "secret": secret, "created_at": time.time(), "told_number": told_number,
            "attempts": 0, "next_try_at": 0.0, "last_answer": None, "disabled_at": None,
        }  # fmt: skip
        with self._database.writing() as connection:
            connection.execute(insert(webhook).values(**row))
            write_audit(connection, actor, "webhook.add", row["id"])
        return Webhook(**row)

    def all(self) -> list[Webhook]:
        """All, the oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(webhook).order_by(webhook.c.created_at, webhook.c.id)).mappings()
            return [Webhook(**row) for row in rows]

    def find(self, webhook_id: str) -> Webhook:
        """One of them.

        Raises:
            NotFound: There is none.
        """
        found = next((one for one in self.all() if one.id == webhook_id), None)
        if found is None:
            raise NotFound({"what": "@service.a_webhook", "name": webhook_id})
        return found

    def remove(self, webhook_id: str, actor: str) -> None:
        """Forget one.

        Raises:
            NotFound: There is none.
        """
        self.find(webhook_id)
        with self._database.writing() as connection:
            connection.execute(delete(webhook).where(webhook.c.id == webhook_id))
            write_audit(connection, actor, "webhook.remove", webhook_id)

    def enable(self, webhook_id: str, actor: str) -> None:
        """Try one again from now on, whatever became of it.

        Raises:
            NotFound: There is none.
        """
        self.find(webhook_id)
        with self._database.writing() as connection:
            changed = {"attempts": 0, "next_try_at": 0.0, "disabled_at": None}
            connection.execute(update(webhook).where(webhook.c.id == webhook_id).values(**changed))
            write_audit(connection, actor, "webhook.enable", webhook_id)

    def taken(self, one: Webhook, last_number: int, answer: str) -> None:
        """Keep that it took the changes up to a number."""
        changed = {"told_number": last_number, "attempts": 0, "next_try_at": 0.0, "last_answer": answer}
        with self._database.writing() as connection:
            connection.execute(update(webhook).where(webhook.c.id == one.id).values(**changed))

    def failed(self, one: Webhook, answer: str, first_pause_seconds: float) -> None:
        """Keep that it did not, and when to try again; after too many tries, that it is off."""
        attempts = one.attempts + 1
        pause = min(first_pause_seconds * 2 ** (attempts - 1), LONGEST_PAUSE_SECONDS)
        now = time.time()
        changed = {
            "attempts": attempts, "next_try_at": now + pause, "last_answer": answer,
            "disabled_at": now if attempts >= MOST_ATTEMPTS else None,
        }  # fmt: skip
        with self._database.writing() as connection:
            connection.execute(update(webhook).where(webhook.c.id == one.id).values(**changed))


def require_allowed(url: str, hosts: str) -> None:
    """See that an address is one, and that its host may be called.

    Raises:
        InvalidOption: It is not, or may not.
    """
    refused: dict[str, object] = {"option": "URL", "value": url}
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise InvalidOption(refused | {"reason": "@service.reason.no_address"}) from None
    if parts.scheme not in {"http", "https"} or not host or parts.username is not None:
        raise InvalidOption(refused | {"reason": "@service.reason.no_address"})
    if host not in {name.strip().lower() for name in hosts.split(",") if name.strip()}:
        raise InvalidOption(refused | {"reason": "@service.reason.host_not_allowed", "host": host})
