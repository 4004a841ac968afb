"""Where work runs: in this process, in several, or on a cluster. The one module that knows which.

What belongs here: which way is taken. What does not: how tasks are handed out (``dispatch``).
"""

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sized
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

from cim_schema.errors import ProcessLost
from pipelines.runtime.dispatch import run_in_threads, run_on_dask, start_client
from pipelines.runtime.isolation import Beside
from pipelines.runtime.progress import SILENT, Progress

if TYPE_CHECKING:
    from distributed import Client

Item = TypeVar("Item")
Result = TypeVar("Result")

SMALL = 8
"""Fewer tasks than this stay in the process: starting workers costs some five seconds."""

LONGEST_SECONDS = 3_600.0
"""A share of a model's work that takes longer hangs."""


@dataclass
class Compute:
    """A way to run many equal tasks. Made by ``open_compute``."""

    workers: int = 1
    """At most so many local processes."""
    scheduler: str | None = None
    """Address of a Dask cluster that is already running."""
    _client: "Client | None" = field(default=None, repr=False)
    _beside: Beside = field(default_factory=Beside, repr=False)

    def map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        *,
        isolated: bool = False,
        few: int = SMALL,
        progress: Progress = SILENT,
        code: str = "progress.work",
        unit: str = "task",
        weight: Callable[[Item], float] | None = None,
        total: float | None = None,
        **params: object,
    ) -> list[Result]:
        """Run the function on each item; as ``each``, but all results at once, in the order of the items."""
        results = dict(
            self.each(
                function,
                items,
                isolated=isolated,
                few=few,
                progress=progress,
                code=code,
                unit=unit,
                weight=weight,
                total=total,
                **params,
            )
        )
        return [results[place] for place in range(len(results))]

    def each(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        *,
        isolated: bool = False,
        few: int = SMALL,
        progress: Progress = SILENT,
        code: str = "progress.work",
        unit: str = "task",
        weight: Callable[[Item], float] | None = None,
        total: float | None = None,
        **params: object,
    ) -> Iterator[tuple[int, Result]]:
        """Run the function on each item, and give each result as soon as it is there, for callers that keep not all of them.

        Items are taken when there is somebody to work on them, two a worker at a time, and none while the caller looks at a
        result; so neither all items nor all results are ever in memory. What is told in a second unit, the caller tells in a
        stage of its own as results come.

        Args:
            function: A module-level function; its arguments and results travel by pickle.
            items: What to run it on; may be made one by one.
            isolated: The function does its work in a child process of its own, so that threads of this one suffice.
            few: Fewer items than this are run in this process; of tasks of many seconds each, 2.
            progress: Where to tell how far it is.
            code: Of the stage's name.
            unit: Of the stage's total.
            weight: How much one item counts; 1 where not given.
            total: Of all weights, where the items are made one by one.
            params: For the stage's name.

        Yields:
            Place of the item among the items, and its result; in the order in which they finish, which is that of the items
            only where all runs in this process.

        Raises:
            Exception: What the function raised; where it did for several items, of the first of them.
            ProcessLost: The function ended its worker twice; or no worker was there for half a minute; or the cluster went away.
        """
        weigh = weight or _one
        if total is None and isinstance(items, Sized):
            total = sum(weigh(item) for item in items)
        weights: dict[int, float] = {}

        def weighed() -> Iterator[Item]:
            for place, item in enumerate(items):
                weights[place] = weigh(item)
                yield item

        with progress.stage(code, total, unit, **params) as stage, closing(self._run(function, weighed(), isolated, few)) as found:
            for place, result in found:
                stage.advance(weights.pop(place))
                yield place, result

    def _run(
        self, function: Callable[[Item], Result], items: Iterator[Item], isolated: bool, few: int
    ) -> Generator[tuple[int, Result]]:
        is_local = self.scheduler is None
        first = list(islice(items, 2 if isolated else few)) if is_local else []
        rest = chain(first, items)
        if is_local and (self.workers == 1 or len(first) < (2 if isolated else few)):
            for place, item in enumerate(rest):
                yield place, function(item)
        elif is_local and isolated:
            yield from run_in_threads(self.workers, function, rest)
        else:
            try:
                yield from run_on_dask(self.client(), function, rest)
            except ProcessLost:
                self.close()  # Dask may not replace a worker that died young; the next work starts all of them anew.
                raise

    @contextmanager
    def beside(
        self, function: Callable[[Item], Result], item: Item, *, item_seconds: float = LONGEST_SECONDS
    ) -> Iterator[Callable[[], Result]]:
        """Run the function on one item in a second process while the caller does its own share; with one worker, when asked.

        The second process is kept for the next such work, until ``close``. Where it is lost, another takes its place once.

        Yields:
            What waits for the result and gives it.

        Raises:
            CimError: By what gives the result: what the function raised, where it was one of ours.
            ProcessLost: Likewise: the process was lost twice, or hung, or the function raised something else.
        """
        if self.workers == 1:
            yield lambda: function(item)
        else:
            with self._beside.work(function, item, item_seconds=item_seconds) as result:
                yield result

    def client(self) -> "Client":
        """The Dask client, started at first need."""
        if self._client is None:
            self._client = start_client(self.workers, self.scheduler)
        return self._client

    def close(self) -> None:
        """End what was started here; a cluster that was already running goes on."""
        self._beside.close()
        if self._client is not None:
            cluster: Any = self._client.cluster
            self._client.close()
            if self.scheduler is None and cluster is not None:
                cluster.close()
            self._client = None


@contextmanager
def open_compute(workers: int | None = None, scheduler: str | None = None) -> Iterator[Compute]:
    """Compute with at most ``workers`` local processes (default: the cores), or on the cluster at ``scheduler``."""
    compute = Compute(workers or _core_count(), scheduler)
    try:
        yield compute
    finally:
        compute.close()


def _one(item: object) -> float:
    return 1.0


def _core_count() -> int:
    """The cores that this process may use, which in a container are fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
