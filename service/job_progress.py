"""How far a check is, as one number that never goes back.

Each stage has its share of the way, by what such work takes as a rule; within it the number follows what the stage tells.
A stage that is not announced, because its result was there already, is passed over.
"""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from pipelines.runtime.progress import Stage
from service.state.jobs import Jobs

START = 0.02
"""Reached when the process is there."""
FILES_END = 0.75
"""Between the two, each file has a part of the way by its size: reading and shaping take turns, file by file."""
_READ_SHARE = 0.3
"""Of a file's part; the rest is its shapes."""
_SHARES = {"read": (START, 0.25), "geometry": (0.25, 0.75)}
"""Of the way between these two numbers, each file has a part by its size: reading and shaping take turns, file by file."""
_SHARES = {"check": (FILES_END, 0.9), "report": (0.9, 0.99)}
_WRITE_SECONDS = 0.4
"""At least so long between two numbers of one stage."""


class JobProgress:
    """Writes the progress of one job to where the web process reads it."""

    def __init__(self, jobs: Jobs, lease: str, file_bytes: Mapping[str, int]) -> None:
        """Take where to write, and the size of each file by its name, in the order of the work."""
        self._jobs = jobs
        self._lease = lease
        self._spans = _file_spans(file_bytes)
        self._reached = START

    def stage(self, code: str, total: float | None, unit: str, **params: object) -> Stage:
        """See ``Progress.stage``."""
        name = code.removeprefix("progress.")
        start, end = self._spans.get((name, str(params.get("file"))), _SHARES.get(name, (self._reached, self._reached)))
        return _JobStage(self, name, {key: str(value) for key, value in params.items()}, start, end, total)

    def tell(self, stage: str, params: dict[str, Any], reached: float) -> None:
        """Write how far it is. A job that is no longer this process's ends with it here."""
        self._reached = max(self._reached, reached)
        if not self._jobs.advance(self._lease, stage, self._reached, (f"progress.{stage}", params)):
            os._exit(0)


@dataclass
class _JobStage:
    progress: JobProgress
    name: str
    params: dict[str, Any]
    start: float
    end: float
    total: float | None
    done: float = 0.0
    told_at: float = 0.0

    def advance(self, amount: float = 1) -> None:
        self.done += amount
        if self.total and time.monotonic() - self.told_at >= _WRITE_SECONDS:
            self._tell(min(1.0, self.done / self.total))

    def __enter__(self) -> Self:
        self._tell(0.0)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None:
            self._tell(1.0)

    def _tell(self, share: float) -> None:
        self.told_at = time.monotonic()
        self.progress.tell(self.name, self.params, self.start + (self.end - self.start) * share)


def _file_spans(file_bytes: Mapping[str, int]) -> dict[tuple[str, str], tuple[float, float]]:
    """Stage and file → from where to where on the whole way."""
    whole = sum(file_bytes.values()) or 1
    spans, passed = {}, 0
    for name, size in file_bytes.items():
        first, last = (START + (FILES_END - START) * part / whole for part in (passed, passed + size))
        middle = first + (last - first) * _READ_SHARE
        spans["read", name], spans["geometry", name] = (first, middle), (middle, last)
        passed += size
    return spans
