"""A bound on guessing passwords: after some wrong ones a name is closed to an address for a while."""

import time
from collections import deque
from threading import Lock

from cim_schema.errors import TooManyTries

TRIES = 5
SECONDS = 300.0
_MOST_KEYS = 10_000


class Lockout:
    """Wrong passwords of the last minutes, in memory: a restart forgives."""

    def __init__(self) -> None:
        self._failed: dict[tuple[str, str], deque[float]] = {}
        self._lock = Lock()

    def require_free(self, name: str, address: str) -> None:
        """See that a name is not closed to an address.

        Raises:
            TooManyTries: It is.
        """
        with self._lock:
            times = self._recent((name, address))
            if len(times) >= TRIES:
                raise TooManyTries({"seconds": max(1, round(times[0] + SECONDS - time.monotonic()))})

    def failed(self, name: str, address: str) -> None:
        """Count a wrong password."""
        with self._lock:
            if len(self._failed) >= _MOST_KEYS:
                self._failed.pop(next(iter(self._failed)))
            self._failed.setdefault((name, address), deque()).append(time.monotonic())

    def succeeded(self, name: str, address: str) -> None:
        """Forget the wrong ones."""
        with self._lock:
            self._failed.pop((name, address), None)

    def _recent(self, key: tuple[str, str]) -> deque[float]:
        times = self._failed.get(key, deque())
        while times and times[0] < time.monotonic() - SECONDS:
            times.popleft()
        return times
