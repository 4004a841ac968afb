"""Who may use the service: users with passwords, their sessions, and tokens for programs.

Passwords are kept as argon2 hashes; sessions and tokens are long random words and are kept as their SHA-256.
"""

import secrets
import time
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from threading import BoundedSemaphore
from typing import Literal

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import delete, insert, or_, select, update

from cim_schema.codes import Role
from cim_schema.errors import InvalidOption, NotFound
from service.state.audit import write_audit
from service.state.database import Database, job, session, token, user

SESSION_SECONDS = 12 * 3600
NAME_LENGTH = 64
PASSWORD_LENGTHS = (8, 256)
_DAY_SECONDS = 86400

_HASHER = PasswordHasher()
_SLOTS = BoundedSemaphore(2)
"""A hash takes 64 MiB: callers must not be able to ask for forty at once."""


@dataclass(frozen=True)
class Caller:
    """Who asks."""

    owner: str
    """Identity of a user or a token, as checks keep it."""
    name: str
    role: Role
    kind: Literal["session", "token"]
    expires_at: float | None


@dataclass(frozen=True)
class KnownToken:
    """What is known of a token; the token itself is not."""

    id: str
    name: str
    role: Role
    created_at: float
    expires_at: float | None
    is_revoked: bool


class Accounts:
    """Users, sessions and tokens."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_user(self, name: str, role: Role, password: str, actor: str) -> None:
        """Add a user.

        Raises:
            InvalidOption: The name is taken or unusable, or the password too short or too long.
        """
        _require_name(name)
        hashed = _hash_password(password)
        with self._database.writing() as connection:
            if connection.execute(select(user.c.name).where(user.c.name == name)).first() is not None:
                raise InvalidOption({"option": "NAME", "value": name, "reason": "@service.reason.name_taken"})
            connection.execute(insert(user).values(name=name, role=role, password_hash=hashed, created_at=time.time()))
            write_audit(connection, actor, "user.add", f"{name} ({role})")

    def set_password(self, name: str, password: str, actor: str) -> None:
        """Give a user another password; the user's sessions end.

        Raises:
            NotFound: No such user.
            InvalidOption: The password is too short or too long.
        """
        hashed = _hash_password(password)
        with self._database.writing() as connection:
            if not connection.execute(update(user).where(user.c.name == name).values(password_hash=hashed)).rowcount:
                raise NotFound({"what": "@service.a_user", "name": name})
            connection.execute(delete(session).where(session.c.user_name == name))
            write_audit(connection, actor, "user.password", name)

    def remove_user(self, name: str, actor: str) -> None:
        """Remove a user and the user's sessions; checks stay, for operators and not for the next one of that name.

        Raises:
            NotFound: No such user.
        """
        with self._database.writing() as connection:
            if not connection.execute(delete(user).where(user.c.name == name)).rowcount:
                raise NotFound({"what": "@service.a_user", "name": name})
            connection.execute(update(job).where(job.c.owner == f"user:{name}").values(owner=f"removed:{name}"))
            write_audit(connection, actor, "user.remove", name)

    def users(self) -> list[tuple[str, Role, float]]:
        """Name, role and time of creation of each user, by name."""
        with self._database.reading() as connection:
            found = connection.execute(select(user.c.name, user.c.role, user.c.created_at).order_by(user.c.name))
            return [(name, Role(role), created_at) for name, role, created_at in found]

    def has_users(self) -> bool:
        """Whether anybody can sign in."""
        with self._database.reading() as connection:
            return connection.execute(select(user.c.name).limit(1)).first() is not None

    def sign_in(self, name: str, password: str) -> str | None:
        """Begin a session; gives its secret word. None where name and password do not fit."""
        with self._database.reading() as connection:
            known = connection.execute(select(user.c.password_hash).where(user.c.name == name)).scalar()
        nobody = _hash_of_nobody()  # Made at the first try, whoever that is.
        if not _fits(known or nobody, password) or known is None:
            return None
        secret, now = secrets.token_urlsafe(32), time.time()
        with self._database.writing() as connection:
            connection.execute(delete(session).where(session.c.expires_at < now))
            connection.execute(insert(session).values(
                digest=_digest(secret), user_name=name, created_at=now, expires_at=now + SESSION_SECONDS,
            ))  # fmt: skip
            write_audit(connection, name, "session.begin", "")
        return secret

    def sign_out(self, secret: str) -> None:
        """End a session; nothing, where it has ended."""
        with self._database.writing() as connection:
            connection.execute(delete(session).where(session.c.digest == _digest(secret)))

    def by_session(self, secret: str) -> Caller | None:
        """Whose session this is; None where it has ended."""
        # The word is looked up by its hash: how long that takes tells nothing of the words there are.
        wanted = (
            select(user.c.name, user.c.role, session.c.expires_at)
            .join(session, session.c.user_name == user.c.name)
            .where(session.c.digest == _digest(secret), session.c.expires_at > time.time())
        )
        with self._database.reading() as connection:
            found = connection.execute(wanted).first()
        return None if found is None else Caller(f"user:{found.name}", found.name, Role(found.role), "session", found.expires_at)

    def create_token(self, role: Role, name: str, days: float | None, actor: str) -> str:
        """Make a token; it is known now and never again."""
        secret, now, token_id = secrets.token_urlsafe(32), time.time(), secrets.token_hex(4)
        with self._database.writing() as connection:
            connection.execute(insert(token).values(
                id=token_id, digest=_digest(secret), name=name or token_id, role=role, created_at=now,
                expires_at=None if days is None else now + days * _DAY_SECONDS,
            ))  # fmt: skip
            write_audit(connection, actor, "token.create", f"{token_id} ({role})")
        return secret

    def by_token(self, secret: str) -> Caller | None:
        """Who this token is; None where it does not hold."""
        holds = (token.c.revoked_at.is_(None), or_(token.c.expires_at.is_(None), token.c.expires_at > time.time()))
        with self._database.reading() as connection:
            found = connection.execute(select(token).where(token.c.digest == _digest(secret), *holds)).first()
        return None if found is None else Caller(f"token:{found.id}", found.name, Role(found.role), "token", found.expires_at)

    def tokens(self) -> list[KnownToken]:
        """Every token that was made, oldest first."""
        with self._database.reading() as connection:
            return [
                KnownToken(row.id, row.name, Role(row.role), row.created_at, row.expires_at, row.revoked_at is not None)
                for row in connection.execute(select(token).order_by(token.c.created_at))
            ]

    def revoke_token(self, token_id: str, actor: str) -> None:
        """Make a token worthless.

        Raises:
            NotFound: No such token, or it was revoked before.
        """
        with self._database.writing() as connection:
            gone = update(token).where(token.c.id == token_id, token.c.revoked_at.is_(None)).values(revoked_at=time.time())
            if not connection.execute(gone).rowcount:
                raise NotFound({"what": "@service.a_token", "name": token_id})
            write_audit(connection, actor, "token.revoke", token_id)


def _require_name(name: str) -> None:
    if not 0 < len(name) <= NAME_LENGTH or not name.isprintable() or name != name.strip():
        raise InvalidOption({"option": "NAME", "value": name, "reason": "@service.reason.not_a_name", "limit": NAME_LENGTH})


def _hash_password(password: str) -> str:
    shortest, longest = PASSWORD_LENGTHS
    if not shortest <= len(password) <= longest:
        reason = {"reason": "@service.reason.password_length", "shortest": shortest, "longest": longest}
        raise InvalidOption({"option": "PASSWORD", "value": "…"} | reason)
    return _HASHER.hash(password)


@cache
def _hash_of_nobody() -> str:
    """Compared with where there is no such user, so that the answer takes as long."""
    return _HASHER.hash(secrets.token_hex())


def _fits(hashed: str, password: str) -> bool:
    with _SLOTS:
        try:
            return _HASHER.verify(hashed, password[: PASSWORD_LENGTHS[1] + 1])
        except (Argon2Error, InvalidHashError):
            return False


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
