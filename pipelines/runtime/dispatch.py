"""How tasks are handed out: to threads, or to the workers of Dask; never many more than are being worked on.

What belongs here: submitting, waiting, and telling what became of each. What does not: which way is taken (``compute``).
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from logging import CRITICAL
from typing import TYPE_CHECKING, Any, Protocol

from cim_schema.errors import InvalidOption, ProcessLost
from pipelines.runtime.isolation import stop_with

if TYPE_CHECKING:
    from distributed import Client

TASKS_A_WORKER = 2
"""So many tasks are handed out for each worker: one that runs and one that waits, whatever their number altogether."""

PATIENCE_SECONDS = 30
"""So long work waits for a first worker, or for one after the last has died."""

FETCH_SECONDS = 20
"""How long a finished result may take to come over."""

LOOK_SECONDS = 1.0
"""Between two counts of a cluster's workers."""

Outcomes = Iterator[tuple[int, Any]]
"""Place of an item, and what its function gave."""


def run_in_threads(workers: int, function: Callable[[Any], Any], items: Iterable[Any]) -> Outcomes:
    """Run the function in threads of this process; each result with its item's place, as they finish."""
    stop = threading.Event()
    with ThreadPoolExecutor(workers, initializer=stop_with, initargs=(stop,)) as pool:
        try:
            yield from _results(_Threads(pool, workers, function), items)
        finally:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)


def run_on_dask(client: "Client", function: Callable[[Any], Any], items: Iterable[Any]) -> Outcomes:
    """Run the function on a cluster; each result with its item's place, as they finish.

    Raises:
        ProcessLost: A task ended its worker twice; or no worker was there for half a minute; or the cluster went away.
    """
    handed_out = _DaskTasks(client, function)
    try:
        yield from _results(handed_out, items)
    finally:
        handed_out.cancel_from(0)


@dataclass(frozen=True)
class _Raised:
    error: Exception


class _HandedOut(Protocol):
    """Tasks that somebody else works on, by place."""

    def room(self) -> int:
        """How many may be handed out at a time."""

    def submit(self, place: int, item: Any) -> None: ...

    def finished(self) -> list[tuple[int, Any]]:
        """What has come since the last call, or nothing yet; waits a little."""

    def cancel_from(self, place: int) -> None: ...


def _results(handed_out: _HandedOut, items: Iterable[Any]) -> Outcomes:
    """Each result with its place, as it comes; in the end the error of the first item that raised, as in one process."""
    todo = enumerate(items)
    under_way: set[int] = set()
    failed: dict[int, Exception] = {}
    is_more = True
    while is_more or under_way:
        while is_more and len(under_way) < handed_out.room():
            place, item = next(todo, (-1, None))
            if place < 0:
                is_more = False
            else:
                handed_out.submit(place, item)
                under_way.add(place)
        for place, outcome in handed_out.finished() if under_way else ():
            under_way.discard(place)
            if isinstance(outcome, _Raised):
                failed[place] = outcome.error
            elif not failed or place < min(failed):
                yield place, outcome
        if failed:
            is_more = False
            first = min(failed)
            handed_out.cancel_from(first + 1)
            under_way = {place for place in under_way if place < first}
            if not under_way:
                raise failed[first]


class _Threads:
    def __init__(self, pool: ThreadPoolExecutor, workers: int, function: Callable[[Any], Any]) -> None:
        self._pool, self._workers, self._function = pool, workers, function
        self._places: dict[Future[Any], int] = {}

    def room(self) -> int:
        return self._workers * TASKS_A_WORKER

    def submit(self, place: int, item: Any) -> None:
        self._places[self._pool.submit(self._function, item)] = place

    def finished(self) -> list[tuple[int, Any]]:
        done, _ = wait(self._places, return_when=FIRST_COMPLETED)
        return [(self._places.pop(future), _outcome(future)) for future in sorted(done, key=self._places.__getitem__)]

    def cancel_from(self, place: int) -> None:
        for future in [future for future, at in self._places.items() if at >= place]:
            future.cancel()
            del self._places[future]


def _outcome(future: "Future[Any]") -> Any:
    try:
        return future.result()
    except (Exception, CancelledError) as error:
        return _Raised(error)


class _DaskTasks:
    """Looked at one by one.

    ``distributed.as_completed`` would wait for ever where a worker dies before it is quite up, or with results that
    nobody has fetched yet.
    """

    def __init__(self, client: "Client", function: Callable[[Any], Any]) -> None:
        self._client, self._function = client, function
        self._waiting: dict[int, tuple[Any, Any]] = {}
        self._workers = 0
        self._counted = float("-inf")
        self._seen_alive = time.monotonic()

    def room(self) -> int:
        if time.monotonic() - self._counted > LOOK_SECONDS:
            self._count_workers()
        return max(self._workers, 1) * TASKS_A_WORKER

    def submit(self, place: int, item: Any) -> None:
        self._waiting[place] = (self._client.submit(self._function, item, pure=False), item)

    def finished(self) -> list[tuple[int, Any]]:
        from distributed import KilledWorker

        found: list[tuple[int, Any]] = []
        for place, (future, item) in list(self._waiting.items()):
            if future.status == "cancelled":
                outcome: Any = _Raised(ProcessLost({"cause": "@error_reason.cluster_lost"}))
            elif future.status == "error":
                error = future.exception()
                if isinstance(error, KilledWorker):
                    error = ProcessLost({"cause": "@error_reason.worker_killed", "item": repr(item)[:200]})
                outcome = _Raised(error)
            elif future.status == "finished":
                try:
                    outcome = future.result(timeout=FETCH_SECONDS)
                except (TimeoutError, CancelledError):
                    break  # It was lost with its worker and is being made again; the next look tells.
            else:
                continue
            del self._waiting[place]
            found.append((place, outcome))
        if found:
            self._seen_alive = time.monotonic()
        else:
            self._wait()
        return found

    def cancel_from(self, place: int) -> None:
        for at in [at for at in self._waiting if at >= place]:
            future, _ = self._waiting.pop(at)
            future.cancel()

    def _wait(self) -> None:
        now = time.monotonic()
        if now - self._counted > LOOK_SECONDS:
            self._count_workers()
            if not self._workers and now - self._seen_alive > PATIENCE_SECONDS:
                raise ProcessLost({"cause": "@error_reason.no_workers"})
        time.sleep(0.01)

    def _count_workers(self) -> None:
        threads: Mapping[str, int] = self._client.nthreads()
        self._workers, self._counted = sum(threads.values()), time.monotonic()
        if self._workers:
            self._seen_alive = self._counted


def start_client(workers: int, scheduler: str | None) -> "Client":
    """Start local workers, or reach the cluster at ``scheduler``.

    Raises:
        InvalidOption: There is no cluster.
    """
    import dask
    from distributed import Client, LocalCluster

    dask.config.set(
        {
            "distributed.worker.daemon": False,  # Workers start isolated children, which daemons may not.
            "distributed.scheduler.allowed-failures": 1,  # A death may be chance, two are the task's.
            "distributed.scheduler.worker-saturation": 1.0,  # A worker's death is blamed on what it ran, not on what waited.
            "distributed.admin.tick.limit": "60s",
        }
    )
    # What goes wrong is told by our errors; a traceback on the terminal is not for people.
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(CRITICAL)
    if scheduler is not None:
        try:
            return Client(scheduler, timeout="10s")
        except (OSError, ValueError):
            reason = {"reason": "@error_reason.no_cluster"}
            raise InvalidOption({"option": "--scheduler", "value": scheduler, **reason}) from None
    cluster = LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",  # None would listen on port 8787 to everybody.
        silence_logs=CRITICAL,
    )
    return Client(cluster)
