"""Where work runs: in this process, in several, or on a cluster. The one module that knows which.

What comes back is in the order of what went in, whatever ran where.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from pipelines.runtime.progress import SILENT, Progress

if TYPE_CHECKING:
    from distributed import Client

Item = TypeVar("Item")
Result = TypeVar("Result")

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

        Returns:
            The results, in the order of the items.
        """
        sizes = [weight(item) if weight else 1.0 for item in items]
        with progress.stage(code, sum(sizes), unit) as stage:
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
            with ThreadPoolExecutor(self.workers) as pool:
                waiting = {pool.submit(function, item): index for index, item in enumerate(items)}
                try:
                    for done in as_completed(waiting):
                        yield waiting[done], done.result()
                finally:
                    pool.shutdown(wait=False, cancel_futures=True)
        else:
            yield from self._run_on_dask(function, items)

    def _run_on_dask(self, function: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[tuple[int, Result]]:
        from distributed import as_completed as dask_completed

        futures = self.client().map(function, items, pure=False)
        places = {future.key: index for index, future in enumerate(futures)}
        try:
            for future in dask_completed(futures):
                yield places[future.key], future.result()
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


def _start_client(workers: int, scheduler: str | None) -> "Client":
    import dask
    from distributed import Client, LocalCluster

    # Workers start children of their own (isolated processes), which daemons may not.
    dask.config.set({"distributed.worker.daemon": False, "distributed.admin.tick.limit": "60s"})
    if scheduler is not None:
        return Client(scheduler, timeout="10s")
    cluster = LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None, silence_logs=40
    )
    return Client(cluster)


@contextmanager
def open_compute(workers: int | None = None, scheduler: str | None = None) -> Iterator[Compute]:
    """Compute with at most ``workers`` local processes (default: the cores), or on the cluster at ``scheduler``."""
    compute = Compute(workers or len(os.sched_getaffinity(0)), scheduler)
    try:
        yield compute
    finally:
        compute.close()
