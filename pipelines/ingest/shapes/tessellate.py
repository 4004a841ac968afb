"""From shards to meshes: the fast engine first, the ladder of kernels for what it does not make, a box where nothing helps.

Every shape comes out, labelled with what made it. Engines run in isolated processes; the shape on which one is lost is found by
halving the group that it was in, and the others of the group are made all the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.ingest.kernels import LADDER, Kernel, Step
from pipelines.ingest.shapes.engines import ENLARGED, LITE, lite_label
from pipelines.ingest.shapes.gather import Made, ShardShapes, gather, settle_meshes
from pipelines.ingest.shapes.lite import LiteTask, make_meshes
from pipelines.ingest.shapes.rungs import RungShape, RungTask, at_origin, climb_down, open_ladder, rung_labels
from pipelines.ingest.shapes.screening import Screened, screen
from pipelines.ingest.shapes.settle import CLOSED, NOTHING
from pipelines.ingest.shapes.shards import Shard, excerpt
from pipelines.runtime.isolation import Lost, run_isolated


@dataclass(frozen=True)
class Limits:
    """What one shape may cost, and which kernels there are."""

    item_seconds: float = 120.0
    """For one shape, over all kernels in one process."""
    group_seconds: float = 20.0
    """For the shapes that the fast engine is given at once, a second's work; those it is lost on are halved."""
    memory_bytes: int | None = 6 * 2**30
    """For one isolated process."""
    ladder: tuple[Kernel, ...] = LADDER


@dataclass(frozen=True)
class _Group:
    """Some shapes of one shard."""

    shard: int
    shapes: tuple[int, ...]
    is_large: bool
    """Whether the fast engine is given them enlarged."""


def tessellate(shards: Sequence[Shard], limits: Limits = Limits()) -> list[ShardShapes]:
    """Make every shape of some shards. Picklable in and out: the task that threads or Dask run.

    A process takes a while to begin, so a task had better be several shards; the shapes do not depend on how they are grouped.

    Args:
        shards: Files with shapes, each at the origin.
        limits: What one shape may cost.

    Returns:
        For each shard its shapes, in its order.

    Raises:
        ProcessLost: The thread was told to stop.
    """
    screened = [screen(shard) for shard in shards]
    made = [list[Made]() for _ in shards]
    steps = [[list[Step]() for _ in shard.keys] for shard in shards]
    waiting = list[tuple[int, int]]()
    for group, result in _made_fast(shards, screened, limits):
        if isinstance(result, Lost):
            steps[group.shard][group.shapes[0]].append(Step(LITE, result.cause))
            waiting.append((group.shard, group.shapes[0]))
            continue
        made[group.shard].append(result)
        for place, reason in _unsound(result, screened[group.shard]):
            steps[group.shard][group.shapes[place]].append(Step(LITE, reason))
            waiting.append((group.shard, group.shapes[place]))
    for number, (shard, one) in enumerate(zip(shards, screened, strict=True)):
        waiting += ((number, shape) for shape in np.flatnonzero(~_is_fast(shard, one)).tolist())
    for (number, shape), held in _made_slowly(shards, screened, sorted(waiting), limits):
        steps[number][shape] += held.steps
        count = len(shards[number].products[shape])
        made[number].append(settle_meshes((shape,), (count,), held.meshes, held.kernel, held.box))
    return [gather(shard, *one) for shard, one in zip(shards, zip(made, steps, strict=True), strict=True)]


def _is_fast(shard: Shard, screened: Screened) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = screened.is_lite_first & np.array(shard.has_surface, bool)
    return found


def _made_fast(shards: Sequence[Shard], screened: Sequence[Screened], limits: Limits) -> Iterator[tuple[_Group, Made | Lost]]:
    """What the fast engine made of groups of shapes, and the single shapes on which it was lost."""
    fast = (
        _Group(number, tuple(np.flatnonzero(_is_fast(shard, one) & (one.is_fine == is_large)).tolist()), is_large)
        for number, (shard, one) in enumerate(zip(shards, screened, strict=True))
        for is_large in (False, True)
    )
    waiting = [group for group in fast if group.shapes]
    kernel = lite_label()
    while waiting:
        again = list[_Group]()
        tasks = [_lite_task(shards[group.shard], screened[group.shard], group) for group in waiting]
        results = run_isolated(make_meshes, tasks, item_seconds=limits.group_seconds, memory_bytes=limits.memory_bytes)
        for place, result in results:
            group = waiting[place]
            if not isinstance(result, Lost):
                counts = tuple(len(shards[group.shard].products[shape]) for shape in group.shapes)
                yield group, settle_meshes(group.shapes, counts, result, kernel, times=ENLARGED if group.is_large else 1.0)
            elif len(group.shapes) == 1:
                yield group, result
            else:
                middle = len(group.shapes) // 2
                again += (_Group(group.shard, part, group.is_large) for part in (group.shapes[:middle], group.shapes[middle:]))
        waiting = again


def _lite_task(shard: Shard, screened: Screened, group: _Group) -> LiteTask:
    shapes = group.shapes
    head = screened.large_head if group.is_large else screened.head
    is_all = len(shapes) == len(shard.keys) and not group.is_large
    text = shard.text if is_all else excerpt(shard, head, screened.offsets, shapes)
    return LiteTask(text, tuple(product for shape in shapes for product in shard.products[shape]))


def _unsound(made: Made, screened: Screened) -> Iterator[tuple[int, str]]:
    """Places of the shapes that the next engine is to try, and why."""
    outcomes = made.settled.outcomes
    is_open = screened.is_solid[list(made.shapes)] & (outcomes != CLOSED)
    for place in np.flatnonzero((made.items_made < made.item_counts) | (outcomes == NOTHING) | is_open).tolist():
        if outcomes[place] == NOTHING:
            yield place, "no_triangles"
        else:
            yield place, "incomplete" if made.items_made[place] < made.item_counts[place] else "open"


def _made_slowly(
    shards: Sequence[Shard], screened: Sequence[Screened], places: Sequence[tuple[int, int]], limits: Limits
) -> Iterator[tuple[tuple[int, int], RungShape]]:
    """What the ladder of kernels gave for shapes of shards."""
    waiting = [(place, _rung_task(shards[place[0]], screened[place[0]], place[1]), ()) for place in places]
    rest: list[tuple[tuple[int, int], RungTask, tuple[Step, ...]]] = list(waiting)
    while rest:
        again: list[tuple[tuple[int, int], RungTask, tuple[Step, ...]]] = []
        results = run_isolated(
            climb_down,
            [task for _, task, _ in rest],
            prepare=open_ladder,
            arguments=(limits.ladder,),
            item_seconds=limits.item_seconds,
            memory_bytes=limits.memory_bytes,
        )
        for at, result in results:
            place, task, before = rest[at]
            if not isinstance(result, Lost):
                yield place, RungShape(result.kernel, result.meshes, result.box, (*before, *result.steps))
                continue
            labels = rung_labels(task.has_surface, limits.ladder)
            steps = (*before, Step(labels[task.first_rung], result.cause))
            if task.first_rung + 1 < len(labels):
                following = RungTask(task.text, task.products, task.representation, task.has_surface, task.first_rung + 1)
                again.append((place, following, steps))
            else:
                yield place, at_origin(steps)
        rest = again


def _rung_task(shard: Shard, screened: Screened, shape: int) -> RungTask:
    return RungTask(
        excerpt(shard, screened.head, screened.offsets, (shape,)),
        shard.products[shape],
        shard.representations[shape],
        shard.has_surface[shape],
    )
