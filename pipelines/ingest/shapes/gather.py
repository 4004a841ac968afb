"""The shapes of a shard, put together from what several engines made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from pipelines.ingest.kernels import Step
from pipelines.ingest.shapes.bodies import ranges
from pipelines.ingest.shapes.raw_meshes import RawMeshes
from pipelines.ingest.shapes.settle import CLOSED, NOTHING, Floats, Integers, RawShapes, SettledShapes, settle_shapes
from pipelines.ingest.shapes.shards import Shard

Number = TypeVar("Number", bound=np.generic)


@dataclass(frozen=True, eq=False)
class ShardShapes:
    """The shapes of a shard, in its order. Frame of the mesh: that of the shape, less ``shifts``. Travels by pickle."""

    keys: tuple[str, ...]
    kernels: tuple[str, ...]
    """Of each shape the engine that made it, with its version, or which box stands in."""
    steps: tuple[tuple[Step, ...], ...]
    """Of each shape the steps down the ladder."""
    vertices: NDArray[np.float32]
    """Shape (n, 3), metres, frame of the mesh; those of a shape lie between its ``vertex_offsets``."""
    faces: NDArray[np.uint32]
    """Shape (m, 3), vertices counted within the shape."""
    vertex_offsets: Integers
    face_offsets: Integers
    shifts: Floats
    """Shape (s, 3): whole metres from the frame of the mesh to that of the shape."""
    boxes: Floats
    """Shape (s, 2, 3): least and greatest corner in the frame of the shape, metres."""
    areas_m2: Floats
    """0 where there is only a box."""
    volumes_m3: Floats
    """NaN where not closed."""
    is_closed: NDArray[np.bool_]

    @property
    def triangle_counts(self) -> Integers:
        """Of each shape; 0 where there is only a box."""
        return np.diff(self.face_offsets)


@dataclass(frozen=True, eq=False)
class Made:
    """What one engine made of some shapes of a shard."""

    shapes: tuple[int, ...]
    """Places in the shard."""
    kernel: str
    settled: SettledShapes
    item_counts: Integers
    """Of each shape its items."""
    items_made: Integers
    """Of each shape the items that have triangles."""


def settle_meshes(
    shapes: Sequence[int],
    item_counts: Sequence[int],
    meshes: RawMeshes | None,
    kernel: str,
    box: Floats | None = None,
    *,
    times: float = 1.0,
) -> Made:
    """Settle what an engine made of some shapes.

    Args:
        shapes: Places in the shard.
        item_counts: Of each shape its items.
        meshes: Of all items in order; none where there is only a box.
        kernel: The engine's label.
        box: Where there are no triangles.
        times: How many times as large they were made.
    """
    counts = np.array(item_counts, np.int64)
    if meshes is None:
        empty = RawMeshes.of([None] * int(counts.sum()))
        made = settle_meshes(shapes, item_counts, empty, kernel)
        made.settled.boxes[:] = 0.0 if box is None else box
        return made
    face_counts = np.array(meshes.face_counts, np.int64)
    item_offsets = _offsets(counts)
    raw = RawShapes(
        np.frombuffer(meshes.vertices, np.float64).reshape(-1, 3) / times,
        np.frombuffer(meshes.faces, np.uint32).reshape(-1, 3),
        _offsets(np.array(meshes.vertex_counts, np.int64)),
        _offsets(face_counts),
        item_offsets,
    )
    made_before = _offsets((face_counts > 0).astype(np.int64))
    return Made(tuple(shapes), kernel, settle_shapes(raw), counts, np.diff(made_before[item_offsets]))


def gather(shard: Shard, made: Sequence[Made], steps: Sequence[Sequence[Step]]) -> ShardShapes:
    """Of each shape the best that was made: the most items, and of equals the last.

    Args:
        shard: What the shapes were made from.
        made: In the order of the ladder; every shape is in at least one.
        steps: Of each shape.
    """
    places = np.concatenate([np.array(one.shapes, np.int64) for one in made]) if made else np.zeros(0, np.int64)
    sources = np.repeat(np.arange(len(made)), [len(one.shapes) for one in made])
    items = np.concatenate([np.where(one.settled.outcomes == NOTHING, -1, one.items_made) for one in made]) if made else places
    order = np.lexsort((sources, items, places))
    is_best = np.append(places[order][1:] != places[order][:-1], True)[: len(order)]
    best = order[is_best]
    if not np.array_equal(places[best], np.arange(len(shard.keys))):
        raise AssertionError("a shape was lost")
    settled = [one.settled for one in made]
    outcomes = _taken([one.outcomes for one in settled], best, np.zeros(0, np.uint8))
    vertices, vertex_offsets = _parts([one.vertices for one in settled], [one.vertex_offsets for one in settled], best)
    faces, face_offsets = _parts([one.faces for one in settled], [one.face_offsets for one in settled], best)
    is_closed = outcomes == CLOSED
    volumes = _taken([one.volumes_m3 for one in settled], best, np.zeros(0))
    return ShardShapes(
        shard.keys,
        tuple(made[source].kernel for source in sources[best].tolist()),
        tuple(tuple(one) for one in steps),
        vertices,
        faces,
        vertex_offsets,
        face_offsets,
        _taken([one.shifts for one in settled], best, np.zeros((0, 3))),
        _taken([one.boxes for one in settled], best, np.zeros((0, 2, 3))),
        _taken([one.areas_m2 for one in settled], best, np.zeros(0)),
        np.where(is_closed, volumes, np.nan),
        is_closed,
    )


def _taken(parts: list[NDArray[Number]], best: Integers, none: NDArray[Number]) -> NDArray[Number]:
    return np.concatenate(parts)[best] if parts else none


def _parts(arrays: list[NDArray[Number]], offsets: list[Integers], best: Integers) -> tuple[NDArray[Number], Integers]:
    """The rows of each shape, one after the other."""
    before = np.cumsum([0, *(len(one) for one in arrays)])
    begins = np.concatenate([one[:-1] + add for one, add in zip(offsets, before, strict=False)])[best]
    ends = np.concatenate([one[1:] + add for one, add in zip(offsets, before, strict=False)])[best]
    if len(arrays) == 1 and np.array_equal(begins[1:], ends[:-1]):
        return arrays[0], offsets[0]
    return np.concatenate(arrays)[ranges(begins, ends)], _offsets(ends - begins)


def _offsets(counts: Integers) -> Integers:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
