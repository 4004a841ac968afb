"""Checks that were sent to the service, from the queue to their end, and what they tell on the way.

A job that runs has a lease: which runner works on it, and a word of its own for each attempt. Whatever an attempt writes
it writes under its lease, so one that was given up, cancelled or lost can change nothing any more.
"""

import os
import secrets
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import psutil
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from cim_schema.codes import JobState
from cim_schema.errors import CimError, JobLost
from service.state.audit import write_audit
from service.state.database import Database, job, job_event

MAX_ATTEMPTS = 3
"""A job whose process died so often is given up."""
FINAL_STATES = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})
_SAME_START_SECONDS = 1.0

Message = tuple[str, dict[str, Any]]
"""Code of a text and its parameters: the reader's language is not known yet."""


@dataclass(frozen=True)
class Job:
    """One check, as it stood when it was looked at."""

    number: int
    """Order of arrival."""
    id: str
    owner: str
    owner_name: str
    state: JobState
    stage: str
    message: Message
    progress: float
    options: dict[str, Any]
    files: list[dict[str, Any]]
    """Name and size of each."""
    attempts: int
    lease: str | None
    created_at: float
    started_at: float | None
    ended_at: float | None
    error: dict[str, Any] | None
    """``code`` and ``params`` of an error of ours."""
    outcomes: dict[str, int] | None
    sentence: str | None


@dataclass(frozen=True)
class JobEvent:
    """One thing that a job told."""

    number: int
    name: str
    at: float
    data: dict[str, Any]


class Jobs:
    """The queue and the record of checks."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, job_id: str, owner: str, owner_name: str, options: dict[str, Any], files: list[dict[str, Any]]) -> None:
        """Put a check into the queue."""
        with self._database.writing() as connection:
            added = connection.execute(insert(job).values(
                id=job_id, owner=owner, owner_name=owner_name, state=JobState.QUEUED, stage="queued",
                message=["service.job.queued", {}], progress=0.0, options=options, files=files, attempts=0, created_at=time.time(),
            ))  # fmt: skip
            (number,) = added.inserted_primary_key or (0,)
            _tell_state(connection, number)
            write_audit(connection, owner, "check.create", job_id)

    def find(self, job_id: str) -> Job | None:
        """The check; None where there is none."""
        with self._database.reading() as connection:
            return _find(connection, job_id)

    def newest(self, owner: str | None, limit: int, before: int | None = None) -> list[Job]:
        """Checks of one owner, or of all, newest first; those that came before a number."""
        wanted = select(job).order_by(job.c.number.desc()).limit(limit)
        if owner is not None:
            wanted = wanted.where(job.c.owner == owner)
        if before is not None:
            wanted = wanted.where(job.c.number < before)
        with self._database.reading() as connection:
            return [_as_job(row) for row in connection.execute(wanted)]

    def position(self, found: Job) -> int | None:
        """Place in the queue, 1 for the next one; None for one that does not wait."""
        if found.state != JobState.QUEUED:
            return None
        earlier = select(func.count()).where(job.c.state == JobState.QUEUED, job.c.number < found.number)
        with self._database.reading() as connection:
            return int(connection.execute(earlier).scalar_one()) + 1

    def events(self, number: int, after: int) -> list[JobEvent]:
        """What a job told after an event, in order."""
        wanted = select(job_event).where(job_event.c.job_number == number, job_event.c.number > after).order_by(job_event.c.number)
        with self._database.reading() as connection:
            return [JobEvent(row.number, row.name, row.at, row.data) for row in connection.execute(wanted)]

    def cancel(self, job_id: str, actor: str) -> bool:
        """Cancel a check that waits or runs; False where it has ended. Its process is ended by the runner."""
        with self._database.writing() as connection:
            found = _find(connection, job_id)
            if found is None or found.state in FINAL_STATES:
                return False
            _end(connection, found.number, JobState.CANCELLED)
            write_audit(connection, actor, "check.cancel", job_id)
            return True

    def remove(self, job_id: str, actor: str) -> None:
        """Forget a check."""
        with self._database.writing() as connection:
            write_audit(connection, actor, "check.remove", job_id)
            connection.execute(delete(job).where(job.c.id == job_id))

    def claim(self) -> Job | None:
        """Take the next check of the queue for this process; None where none waits."""
        next_one = select(job.c.number).where(job.c.state == JobState.QUEUED).order_by(job.c.number).limit(1)
        with self._database.reading() as connection:
            if connection.execute(next_one).first() is None:
                return None
        with self._database.writing() as connection:
            number = connection.execute(next_one).scalar()
            if number is None:
                return None
            now = time.time()
            connection.execute(update(job).where(job.c.number == number).values(
                state=JobState.RUNNING, stage="start", message=["service.job.start", {}], attempts=job.c.attempts + 1,
                lease=_new_lease(), heartbeat_at=now, started_at=func.coalesce(job.c.started_at, now),
            ))  # fmt: skip
            _tell_state(connection, number)
            return _as_job(connection.execute(select(job).where(job.c.number == number)).one())

    def beat(self, leases: Sequence[str]) -> None:
        """Say that these are being worked on."""
        if leases:
            with self._database.writing() as connection:
                connection.execute(update(job).where(job.c.lease.in_(leases)).values(heartbeat_at=time.time()))

    def advance(self, lease: str, stage: str, progress: float, message: Message) -> bool:
        """Tell how far a job is; never less far than before. False where the lease has ended."""
        with self._database.writing() as connection:
            number = _leased(connection, lease)
            if number is None:
                return False
            connection.execute(update(job).where(job.c.number == number).values(
                stage=stage, message=list(message), progress=func.max(job.c.progress, progress),
            ))  # fmt: skip
            _tell_state(connection, number, "progress")
            return True

    def tell_outcomes(self, lease: str, outcomes: dict[str, int]) -> None:
        """Tell how many rules came to each outcome."""
        with self._database.writing() as connection:
            number = _leased(connection, lease)
            if number is not None:
                connection.execute(update(job).where(job.c.number == number).values(outcomes=outcomes))
                _add_event(connection, number, "outcomes", outcomes)

    def finish(self, lease: str, sentence: str) -> bool:
        """End a job that has its reports. False where the lease has ended."""
        with self._database.writing() as connection:
            number = _leased(connection, lease)
            if number is not None:
                _end(connection, number, JobState.DONE, sentence=sentence, progress=1.0)
            return number is not None

    def fail(self, lease: str, error: CimError) -> None:
        """End a job that cannot be done."""
        with self._database.writing() as connection:
            number = _leased(connection, lease)
            if number is not None:
                _fail(connection, number, error)

    def give_back(self, lease: str) -> None:
        """Put a job back into the queue because its runner ends; that counts as no attempt."""
        with self._database.writing() as connection:
            number = _leased(connection, lease)
            if number is not None:
                _queue_again(connection, number, attempts=job.c.attempts - 1)

    def lose(self, lease: str) -> JobState | None:
        """Put a job whose process died back into the queue, or give it up. None where the lease has ended."""
        with self._database.writing() as connection:
            number = _leased(connection, lease)
            return None if number is None else _lose(connection, number)

    def recover(self) -> list[str]:
        """Put the jobs back whose runner died without a word; gives their ids."""
        with self._database.reading() as connection:
            running = connection.execute(select(job.c.id, job.c.lease).where(job.c.state == JobState.RUNNING)).all()
        lost = [(job_id, lease) for job_id, lease in running if not _is_runner_alive(lease)]
        return [job_id for job_id, lease in lost if self.lose(lease) is not None]


def _new_lease() -> str:
    started = psutil.Process().create_time()
    return f"{os.getpid()}:{started:.2f}:{secrets.token_hex(8)}"


def _is_runner_alive(lease: str | None) -> bool:
    pid, started, _ = (lease or "0:0:").split(":")
    with suppress(psutil.Error):
        process = psutil.Process(int(pid))
        is_same = abs(process.create_time() - float(started)) < _SAME_START_SECONDS
        return is_same and process.status() != psutil.STATUS_ZOMBIE
    return False


def _find(connection: Connection, job_id: str) -> Job | None:
    row = connection.execute(select(job).where(job.c.id == job_id)).first()
    return None if row is None else _as_job(row)


def _leased(connection: Connection, lease: str) -> int | None:
    found = select(job.c.number).where(job.c.lease == lease, job.c.state == JobState.RUNNING)
    number: int | None = connection.execute(found).scalar()
    return number


def _end(connection: Connection, number: int, state: JobState, **values: object) -> None:
    connection.execute(update(job).where(job.c.number == number).values(
        state=state, stage=str(state), message=[f"service.job.{state}", {}], lease=None, ended_at=time.time(), **values,
    ))  # fmt: skip
    _tell_state(connection, number)


def _fail(connection: Connection, number: int, error: CimError) -> None:
    params = {name: value if isinstance(value, int | float | str | None) else str(value) for name, value in error.params.items()}
    _end(connection, number, JobState.FAILED, error={"code": error.code, "params": params})


def _lose(connection: Connection, number: int) -> JobState:
    attempts = connection.execute(select(job.c.attempts).where(job.c.number == number)).scalar_one()
    if attempts >= MAX_ATTEMPTS:
        _fail(connection, number, JobLost({"attempts": attempts}))
        return JobState.FAILED
    _queue_again(connection, number)
    return JobState.QUEUED


def _queue_again(connection: Connection, number: int, **values: object) -> None:
    connection.execute(update(job).where(job.c.number == number).values(
        state=JobState.QUEUED, stage="again", message=["service.job.again", {}], lease=None, **values,
    ))  # fmt: skip
    _tell_state(connection, number)


def _tell_state(connection: Connection, number: int, name: str = "state") -> None:
    row = connection.execute(select(job.c.state, job.c.stage, job.c.progress, job.c.message).where(job.c.number == number)).one()
    _add_event(connection, number, name, dict(row._mapping))


def _add_event(connection: Connection, number: int, name: str, data: dict[str, Any]) -> None:
    connection.execute(insert(job_event).values(job_number=number, name=name, at=time.time(), data=data))


def _as_job(row: Row[Any]) -> Job:
    values = {name: value for name, value in row._mapping.items() if name != "heartbeat_at"}
    code, params = values.pop("message")
    return Job(**values | {"message": (code, params), "state": JobState(row.state)})
