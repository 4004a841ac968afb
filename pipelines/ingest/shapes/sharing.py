"""Which shards make a task: what the fast engine makes apart from what the kernels make, which takes a hundred times longer."""

from collections.abc import Iterator, Sequence

import numpy as np

from pipelines.ingest.shapes.screening import Screened, screen
from pipelines.ingest.shapes.shards import Shard, excerpt

FAST_SHARDS = 2
"""Of some megabytes each: a second's work for the fast engine."""

SLOW_SHAPES = 64
"""A process with the kernels takes a third of a second to begin, and one shape some hundredths, but now and then a second."""


def share_out(shards: Iterator[Shard]) -> Iterator[tuple[Shard, ...]]:
    """Tasks for ``tessellate``, which depend on the shards only, never on the number of workers; they change no shape."""
    fast: list[Shard] = []
    slow: list[Shard] = []
    for shard in shards:
        screened = screen(shard)
        is_fast = screened.is_lite_first & np.array(shard.has_surface, bool)
        if is_fast.any():
            fast.append(_part(shard, screened, np.flatnonzero(is_fast).tolist()))
        slow += (_part(shard, screened, [place]) for place in np.flatnonzero(~is_fast).tolist())
        if len(fast) == FAST_SHARDS:
            yield tuple(fast)
            fast = []
        while len(slow) >= SLOW_SHAPES:
            yield tuple(slow[:SLOW_SHAPES])
            slow = slow[SLOW_SHAPES:]
    if fast:
        yield tuple(fast)
    # Halved, so that a small model keeps two workers busy.
    middle = (len(slow) + 1) // 2
    yield from (tuple(half) for half in (slow[:middle], slow[middle:]) if half)


def _part(shard: Shard, screened: Screened, places: Sequence[int]) -> Shard:
    if len(places) == len(shard.keys):
        return shard
    return Shard(
        excerpt(shard, screened.head, screened.offsets, places),
        tuple(shard.keys[place] for place in places),
        tuple(shard.products[place] for place in places),
        tuple(shard.representations[place] for place in places),
        tuple(shard.has_surface[place] for place in places),
    )
