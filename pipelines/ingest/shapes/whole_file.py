"""Shapes of the few bodies that cannot be cut out of their file: made by kernels that have the whole of it open.

Such a body refers to itself, to what is not in the file, or to what is no part of a shape; or its whole file holds what only the
parser reads. What belongs here: the ladder of a product in its own file. What does not: shapes that stand alone (``engines``).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.ingest.geometry_bodies import ProductBody
from pipelines.ingest.geometry_problems import SteppedDown
from pipelines.ingest.kernels import Kernel, Shape, Step, Task, at_origin, make_shape, open_workshop, rungs
from pipelines.runtime.isolation import Lost, run_isolated

CHUNK = 400
"""So many products are made by one process, which opens the file anew."""


@dataclass(frozen=True)
class Chunk:
    """Some products of a file. Travels by pickle."""

    path: Path
    bodies: tuple[ProductBody, ...]
    item_seconds: float
    memory_bytes: int | None
    ladder: tuple[Kernel, ...]


@dataclass
class ChunkRows:
    """Their rows, as ``ifc_geometry`` and ``ifc_shape`` have them but for the model, and how each came down its ladder."""

    geometry: list[dict[str, object]] = field(default_factory=list)
    meshes: dict[str, dict[str, object]] = field(default_factory=dict)
    stepped_down: list[SteppedDown] = field(default_factory=list)


def chunks(
    path: Path, bodies: list[ProductBody], item_seconds: float, memory_bytes: int | None, ladder: tuple[Kernel, ...]
) -> Iterator[Chunk]:
    """The products in pieces that depend on the model only, never on the number of workers."""
    for start in range(0, len(bodies), CHUNK):
        yield Chunk(path, tuple(bodies[start : start + CHUNK]), item_seconds, memory_bytes, ladder)


def make_chunk(chunk: Chunk) -> ChunkRows:
    """Make the shapes, one after the other, each from rung to rung until one holds."""
    rows = ChunkRows()
    waiting: list[tuple[Task, tuple[Step, ...]]] = [(Task(body), ()) for body in chunk.bodies]
    while waiting:
        again: list[tuple[Task, tuple[Step, ...]]] = []
        results = run_isolated(
            make_shape,
            [task for task, _ in waiting],
            prepare=open_workshop,
            arguments=(chunk.path, chunk.ladder),
            item_seconds=chunk.item_seconds,
            memory_bytes=chunk.memory_bytes,
        )
        for place, result in results:
            task, before = waiting[place]
            if not isinstance(result, Lost):
                _add(rows, task.body, result, before)
                continue
            labels = rungs(task.body, chunk.ladder)
            steps = (*before, Step(labels[task.first_rung], result.cause))
            if task.first_rung + 1 < len(labels):
                again.append((Task(task.body, task.first_rung + 1), steps))
            else:
                _add(rows, task.body, at_origin(task.body, ()), steps)
        waiting = again
    return rows


def _add(rows: ChunkRows, body: ProductBody, shape: Shape, before: tuple[Step, ...]) -> None:
    mesh = shape.tessellation
    corners = shape.box.tolist()
    row: dict[str, object] = {
        "step_id": body.step_id,
        "global_id": body.global_id,
        **{f"{end}_{axis}_m": corners[side][place] for side, end in enumerate(("min", "max")) for place, axis in enumerate("xyz")},
        "is_closed": False,
        "triangle_count": 0,
        "kernel": shape.kernel,
        "representation": shape.representation.name if shape.representation else None,
        "placement": shape.placement.ravel().tolist(),
    }
    if mesh is not None:
        key = mesh.shape_key
        row |= {
            "area_m2": mesh.area_m2,
            "volume_m3": mesh.volume_m3,
            "is_closed": mesh.is_closed,
            "triangle_count": len(mesh.mesh.faces),
            "shape_key": key,
        }
        if key not in rows.meshes:
            rows.meshes[key] = mesh.mesh.row(key)
    rows.geometry.append(row)
    if before or shape.steps:
        rows.stepped_down.append(SteppedDown(body.step_id, body.global_id, (*before, *shape.steps), shape.kernel))
