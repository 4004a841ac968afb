"""Where work runs: in this process, in several, or on a cluster. The one module that knows which.

What comes back is in the order of what went in, whatever ran where.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from logging import CRITICAL
from typing import TYPE_CHECKING, Any, TypeVar

from cim_schema.errors import InvalidOption, ProcessLost
from pipelines.runtime.isolation import stop_with
from pipelines.runtime.progress import SILENT, Progress

if TYPE_CHECKING:
    from distributed import Client

Item = TypeVar("Item")
Result = TypeVar("Result")

PATIENCE_SECONDS = 30
"""So long work waits for a first worker, or for one after the last has died."""

FETCH_SECONDS = 20
"""How long a finished result may take to come over."""

SMALL = 8
"""Fewer tasks than this stay in the process: starting workers costs some five seconds."""


@dataclass
class Compute:
    """A way to run many equal tasks. Made by ``open_compute``."""

    workers: int = 1
    """At most so many local processes."""
    scheduler: str | None = None
    """Address of a Dask cluster that is already running."""
    _client: "Client | None" = field(default=None, repr=False)

    def map(
        self,
        function: Callable[[Item], Result],
        items: Sequence[Item],
        *,
        isolated: bool = False,
        progress: Progress = SILENT,
        code: str = "progress.work",
        unit: str = "task",
        weight: Callable[[Item], float] | None = None,
        **params: object,
    ) -> list[Result]:
        """Run the function on each item.

        Args:
            function: A module-level function; its arguments and results travel by pickle.
            items: What to run it on.
            isolated: The function does its work in a child process of its own, so that threads of this one suffice.
            progress: Where to tell how far it is.
            code: Of the stage's name.
            unit: Of the stage's total.
            weight: How much one item counts; 1 where not given.
            params: For the stage's name.

        Returns:
            The results, in the order of the items.

        Raises:
            Exception: What the function raised; where it did for several items, of the first of them.
            ProcessLost: The function ended its worker twice; or no worker was there for half a minute; or the cluster went away.
        """
        sizes = [weight(item) if weight else 1.0 for item in items]
        with progress.stage(code, sum(sizes), unit, **params) as stage:
            results: dict[int, Result] = {}
            for index, result in self._run(function, items, isolated):
                results[index] = result
                stage.advance(sizes[index])
        return [results[index] for index in range(len(items))]

    def _run(self, function: Callable[[Item], Result], items: Sequence[Item], isolated: bool) -> Iterator[tuple[int, Result]]:
        if self.scheduler is None and (self.workers == 1 or len(items) < 2 or (not isolated and len(items) < SMALL)):
            for index, item in enumerate(items):
                yield index, function(item)
        elif self.scheduler is None and isolated:
            yield from self._run_in_threads(function, items)
        else:
            yield from self._run_on_dask(function, items)

    def _run_in_threads(self, function: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[tuple[int, Result]]:
        stop = threading.Event()
        with ThreadPoolExecutor(self.workers, initializer=stop_with, initargs=(stop,)) as pool:
            futures = [pool.submit(function, item) for item in items]
            places = {future: place for place, future in enumerate(futures)}
            try:
                yield from _results(((places[future], _outcome(future)) for future in as_completed(futures)), futures)
            finally:
                stop.set()
                pool.shutdown(wait=False, cancel_futures=True)

    def _run_on_dask(self, function: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[tuple[int, Result]]:
        client = self.client()
        futures = client.map(function, items, pure=False)
        try:
            yield from _results(_dask_outcomes(client, futures, items), futures)
        except ProcessLost:
            self.close()  # Dask may not replace a worker that died young; the next work starts all of them anew.
            raise
        finally:
            if self._client is client:
                for future in futures:
                    future.cancel()

    def client(self) -> "Client":
        """The Dask client, started at first need."""
        if self._client is None:
            self._client = _start_client(self.workers, self.scheduler)
        return self._client

    def close(self) -> None:
        """End what was started here; a cluster that was already running goes on."""
        if self._client is not None:
            cluster: Any = self._client.cluster
            self._client.close()
            if self.scheduler is None and cluster is not None:
                cluster.close()
            self._client = None


@dataclass(frozen=True)
class _Raised:
    error: Exception


def _results(outcomes: Iterable[tuple[int, Any]], futures: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    """Each result with its place, as it comes; in the end the error of the first item that raised, as in one process."""
    done: set[int] = set()
    failed: dict[int, Exception] = {}
    for place, outcome in outcomes:
        if failed and place > min(failed):
            continue
        done.add(place)
        if isinstance(outcome, _Raised):
            failed[place] = outcome.error
            for other in futures[place + 1 :]:
                other.cancel()
        else:
            yield place, outcome
        if failed and done.issuperset(range(min(failed))):
            raise failed[min(failed)]


def _outcome(future: "Future[Any]") -> Any:
    try:
        return future.result()
    except (Exception, CancelledError) as error:
        return _Raised(error)


def _dask_outcomes(client: "Client", futures: Sequence[Any], items: Sequence[object]) -> Iterator[tuple[int, Any]]:
    """Each outcome with its place, as it comes.

    ``distributed.as_completed`` would wait for ever where a worker dies before it is quite up, or with results that
    nobody has fetched yet; so the futures are looked at one by one.
    """
    from distributed import KilledWorker

    waiting = dict(enumerate(futures))
    seen_workers = looked_for_workers = time.monotonic()
    while waiting:
        left = len(waiting)
        ready = [place for place, future in waiting.items() if future.status in {"finished", "error", "cancelled"}]
        for place in ready:
            future = waiting[place]
            if future.status == "cancelled":
                outcome: Any = _Raised(ProcessLost({"cause": "@error_reason.cluster_lost"}))
            elif future.status == "error":
                error = future.exception()
                if isinstance(error, KilledWorker):
                    error = ProcessLost({"cause": "@error_reason.worker_killed", "item": repr(items[place])[:200]})
                outcome = _Raised(error)
            else:
                try:
                    outcome = future.result(timeout=FETCH_SECONDS)
                except (TimeoutError, CancelledError):
                    break  # It was lost with its worker and is being made again; the next look tells.
            del waiting[place]
            yield place, outcome
        now = time.monotonic()
        if len(waiting) < left:
            seen_workers = now
            continue
        if now - looked_for_workers > PATIENCE_SECONDS / 10:
            looked_for_workers = now
            if client.nthreads():
                seen_workers = now
            elif now - seen_workers > PATIENCE_SECONDS:
                raise ProcessLost({"cause": "@error_reason.no_workers"})
        time.sleep(0.01)


def _start_client(workers: int, scheduler: str | None) -> "Client":
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


@contextmanager
def open_compute(workers: int | None = None, scheduler: str | None = None) -> Iterator[Compute]:
    """Compute with at most ``workers`` local processes (default: the cores), or on the cluster at ``scheduler``."""
    compute = Compute(workers or _core_count(), scheduler)
    try:
        yield compute
    finally:
        compute.close()


def _core_count() -> int:
    """The cores that this process may use, which in a container are fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
