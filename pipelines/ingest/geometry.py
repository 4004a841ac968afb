"""Shapes of a model: one row for each product with a 3D body, whatever its kernels do.

Kernels crash, so they run in isolated processes. A product on which one is lost goes on with the next rung of the ladder
(``kernels``), down to a box; what each step down cost is told in ``run_problem``.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from cim_schema.codes import RunStage
from cim_schema.tables import TABLES
from pipelines.ingest.geometry_bodies import ProductBody, list_bodies
from pipelines.ingest.geometry_problems import problem_table
from pipelines.ingest.kernels import LADDER, Kernel, Shape, Step, Task, at_origin, make_shape, open_workshop, rungs
from pipelines.ingest.parsing import parse
from pipelines.ingest.problems import Problems
from pipelines.ingest.readable import readable_file
from pipelines.runtime.compute import Compute
from pipelines.runtime.isolation import Lost, run_isolated
from pipelines.runtime.progress import SILENT, Progress

LISTING_SECONDS = 600.0
"""For opening the model and finding what has a body."""

ITEM_SECONDS = 120.0
"""For one product, over all its rungs in one process."""

MEMORY_BYTES = 6 * 2**30
"""For one isolated process, the open model included."""

LEAST_CHUNK = 400
"""Fewer products than this are not worth a process that opens the model anew."""

MOST_CHUNKS = 16
"""The chunks depend on the model only, never on the number of workers."""


@dataclass(frozen=True)
class _Chunk:
    path: Path
    bodies: tuple[ProductBody, ...]
    ladder: tuple[Kernel, ...]
    item_seconds: float
    memory_bytes: int | None


@dataclass
class _ChunkRows:
    geometry: list[dict[str, object]] = field(default_factory=list)
    meshes: dict[str, dict[str, object]] = field(default_factory=dict)
    stepped_down: list[tuple[ProductBody, tuple[Step, ...], str]] = field(default_factory=list)


def read_geometry(
    path: Path,
    model_id: str,
    compute: Compute,
    progress: Progress = SILENT,
    *,
    item_seconds: float = ITEM_SECONDS,
    memory_bytes: int | None = MEMORY_BYTES,
    ladder: tuple[Kernel, ...] = LADDER,
) -> dict[str, pa.Table]:
    """Make the shape of each product with a 3D body.

    Args:
        path: An IFC file, or an ifcZIP.
        model_id: For the rows.
        compute: Where the isolated processes are started from.
        progress: Where to tell how far it is; counts elements.
        item_seconds: How long one product may take before its next rung is tried.
        memory_bytes: How much memory one isolated process may have, the open model included.
        ladder: The kernels, the best first; boxes follow the last.

    Returns:
        ``ifc_geometry`` (model frame, metres), ``ifc_shape`` (local frames, metres) and ``run_problem``.

    Raises:
        CimError: The file cannot be opened in the time and memory given.
    """
    with _opened(path, model_id, memory_bytes) as (plain, bodies):
        chunks = [_Chunk(plain, part, ladder, item_seconds, memory_bytes) for part in _parts(bodies)]
        made = compute.map(
            _make_chunk, chunks, isolated=True, progress=progress, code="progress.geometry", unit="element",
            weight=lambda chunk: len(chunk.bodies), file=path.name,
        )  # fmt: skip
    meshes = {key: mesh for chunk in made for key, mesh in chunk.meshes.items()}
    return {
        "ifc_geometry": TABLES["ifc_geometry"].from_rows({"model_id": model_id, **row} for chunk in made for row in chunk.geometry),
        "ifc_shape": TABLES["ifc_shape"].from_rows(meshes.values()),
        "run_problem": problem_table(model_id, [one for chunk in made for one in chunk.stepped_down]),
    }


@contextmanager
def _opened(path: Path, model_id: str, memory_bytes: int | None) -> Iterator[tuple[Path, list[ProductBody]]]:
    """A file that the parser takes whole, the sender's or a mended copy, and the products in it that have a body."""
    with readable_file(path) as readable, tempfile.TemporaryDirectory(prefix="jueshan-") as folder:
        plain = readable.path
        bodies = _list_isolated(plain, memory_bytes)
        if isinstance(bodies, Lost) and bodies.cause == "raised":
            plain = Path(folder) / "model.ifc"
            parse(readable, Problems(RunStage.GEOMETRY, model_id)).write(plain)
            bodies = _list_isolated(plain, memory_bytes)
        if isinstance(bodies, Lost):
            raise bodies.as_error()
        yield plain, bodies


def _list_isolated(path: Path, memory_bytes: int | None) -> list[ProductBody] | Lost:
    [(_, bodies)] = run_isolated(list_bodies, [path], item_seconds=LISTING_SECONDS, memory_bytes=memory_bytes)
    return bodies


def _parts(bodies: list[ProductBody]) -> Iterator[tuple[ProductBody, ...]]:
    size = max(LEAST_CHUNK, -(-len(bodies) // MOST_CHUNKS))
    for start in range(0, len(bodies), size):
        yield tuple(bodies[start : start + size])


def _make_chunk(chunk: _Chunk) -> _ChunkRows:
    rows = _ChunkRows()
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


def _add(rows: _ChunkRows, body: ProductBody, shape: Shape, before: tuple[Step, ...]) -> None:
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
        rows.stepped_down.append((body, (*before, *shape.steps), shape.kernel))
