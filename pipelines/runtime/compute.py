"""Where work runs: in this process, in several, or on a cluster. The one module that knows which.

What comes back is in the order of what went in, whatever ran where.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor, as_completed
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
            try:
                yield from _results(futures, as_completed(futures))
            finally:
                stop.set()
                pool.shutdown(wait=False, cancel_futures=True)

    def _run_on_dask(self, function: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[tuple[int, Result]]:
        from distributed import KilledWorker
        from distributed import as_completed as dask_completed

        client = self.client()
        futures = client.map(function, items, pure=False)
        try:
            # Its own loop: without it, the one of whichever client of this process was made last.
            yield from _results(futures, _while_there_are_workers(client, dask_completed(futures, loop=client.loop)))
        except KilledWorker as lost:
            place = next(index for index, future in enumerate(futures) if future.key == lost.task)
            params: dict[str, object] = {"cause": "@error_reason.worker_killed", "item": repr(items[place])[:200]}
            raise ProcessLost(params) from None
        except CancelledError:
            raise ProcessLost({"cause": "@error_reason.cluster_lost"}) from None
        except _NoWorkers:
            self.close()  # The next work starts workers anew.
            raise ProcessLost({"cause": "@error_reason.no_workers"}) from None
        finally:
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


def _results(futures: Sequence[Any], completed: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    """Each result with its place, as it comes; in the end the error of the first item that raised, as in one process."""
    places = {future: place for place, future in enumerate(futures)}
    done: set[int] = set()
    failed: dict[int, Exception] = {}
    for future in completed:
        place = places[future]
        if failed and place > min(failed):
            continue
        done.add(place)
        try:
            result = future.result()
        except Exception as error:
            failed[place] = error
            for other in futures[place + 1 :]:
                other.cancel()
        else:
            yield place, result
        if failed and done.issuperset(range(min(failed))):
            raise failed[min(failed)]


class _NoWorkers(Exception):
    """Nobody is there to do the work, and nobody has come."""


def _while_there_are_workers(client: "Client", completed: Any) -> Iterator[Any]:
    """Each future as it is done. Dask itself would wait for ever where a worker dies before it is quite up."""
    seen = time.monotonic()
    looked = seen
    while not completed.is_empty():
        if completed.has_ready():
            yield next(completed)
            continue
        time.sleep(0.005)
        now = time.monotonic()
        if now - looked > 5:
            looked = now
            if client.nthreads():
                seen = now
            elif now - seen > PATIENCE_SECONDS:
                raise _NoWorkers


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
