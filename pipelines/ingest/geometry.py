"""Shapes of a model: one row for each product with a 3D body, whatever its engines do.

Bodies are found and keyed by columns. Those whose shape no earlier model has go into small files of their own
(``shapes.shards``), of which isolated processes make meshes, each shape once. What no engine makes ends as a box; what each step
down cost is told in ``run_problem``.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cim_schema.codes import RunStage
from cim_schema.tables import TABLES
from pipelines.ingest.columnar.cannot_read import CannotRead
from pipelines.ingest.columnar.instances import Instances
from pipelines.ingest.columnar.kept_instances import read_instances
from pipelines.ingest.columnar.readable import columnar_file
from pipelines.ingest.columnar.schema import Schema
from pipelines.ingest.geometry_bodies import ProductBody, Representation
from pipelines.ingest.geometry_bodies import list_bodies as list_bodies_of_file
from pipelines.ingest.geometry_problems import SteppedDown, problem_table
from pipelines.ingest.parsing import parse
from pipelines.ingest.problems import Problems
from pipelines.ingest.readable import readable_file
from pipelines.ingest.shapes.bodies import Bodies, list_bodies
from pipelines.ingest.shapes.kept import read_steps, shape_rows, way_of_making
from pipelines.ingest.shapes.known import Earlier, find_known
from pipelines.ingest.shapes.lite import make_meshes
from pipelines.ingest.shapes.occurrences import occurrence_rows
from pipelines.ingest.shapes.placements import matrices
from pipelines.ingest.shapes.shape_keys import ShapeKeys, shape_keys
from pipelines.ingest.shapes.shards import Shard, make_shards
from pipelines.ingest.shapes.sharing import share_out
from pipelines.ingest.shapes.tessellate import Limits, tessellate
from pipelines.ingest.shapes.whole_file import ChunkRows, chunks, make_chunk
from pipelines.runtime.compute import Compute
from pipelines.runtime.isolation import Lost, child_ahead, run_isolated
from pipelines.runtime.progress import SILENT, Progress, Stage
from pipelines.runtime.table_set import Tables

LARGEST_M = 100_000.0
"""What is larger is no building and no road of a city."""

FARTHEST_M = 1e8
"""Beyond any map; coordinates with the number of a zone before them reach 4e7."""

OPENING_SECONDS = 600.0
"""For mending a file that columns do not take as it is, and for listing the bodies of one that they do not take at all."""

DEFAULT_LIMITS = Limits()


@dataclass
class _Model:
    """A file that can be looked into."""

    path: Path
    """The sender's, or a mended copy."""
    instances: Instances | None
    """None where columns do not take it."""


@dataclass(frozen=True)
class _Task:
    shards: tuple[Shard, ...]
    limits: Limits
    way: str


@dataclass(frozen=True)
class _Work:
    """What shapes are made with, whatever the way."""

    model_id: str
    placements: pa.Table
    compute: Compute
    limits: Limits
    earlier: Earlier
    progress: Progress


def read_geometry(
    path: Path,
    tables: Tables,
    compute: Compute,
    progress: Progress = SILENT,
    *,
    limits: Limits = DEFAULT_LIMITS,
    earlier: Iterable[Tables] = (),
    kept: Path | None = None,
) -> dict[str, pa.Table]:
    """Make the shape of each product with a 3D body.

    Args:
        path: An IFC file, or an ifcZIP.
        tables: ``ifc_model`` and ``ifc_placement`` of this model.
        compute: Where the isolated processes are started from.
        progress: Where to tell how far it is; counts elements.
        limits: What one shape may cost, and which kernels there are.
        earlier: What this gave for other models, the likeliest first: what they have is not made again. Changes no row.
        kept: Folder in which ``each_table`` has kept the model's instances, if it has. Changes no row.

    Returns:
        ``ifc_geometry`` (model frame, metres), ``ifc_shape`` (local frames, metres) and ``run_problem``.

    Raises:
        CimError: The file cannot be opened in the time and memory given.
    """
    model_id = tables["ifc_model"]["model_id"][0].as_py()
    work = _Work(model_id, tables["ifc_placement"], compute, limits, Earlier(earlier), progress)
    instances = read_instances(kept, path, model_id) if kept is not None else None
    if instances is not None:
        return _read_columns(path, path.name, instances, work)
    with ExitStack() as stack:
        model = _open(path, limits, stack)
        if model.instances is not None:
            return _read_columns(model.path, path.name, model.instances, work)
        odd = _bodies_of_file(model.path, limits)
        with progress.stage("progress.geometry", len(odd), "element", file=path.name) as stage:
            by_file = _make_odd(model.path, odd, compute, limits, stage)
        return _tables(model_id, TABLES["ifc_geometry"].empty(), TABLES["ifc_shape"].empty(), by_file, [])


def _read_columns(path: Path, name: str, instances: Instances, work: _Work) -> dict[str, pa.Table]:
    bodies = list_bodies(instances)
    with work.progress.stage("progress.geometry", len(bodies), "element", file=name) as stage:
        with child_ahead(make_meshes):
            keys = shape_keys(instances, bodies)
            shapes = _make_shapes(instances, bodies, keys, work, stage)
        global_ids = instances.texts(bodies.products, "GlobalId").to_pylist()
        odd = _odd_bodies(instances, bodies, global_ids, [place for place, key in enumerate(keys.keys) if key is None])
        by_file = _make_odd(path, odd, work.compute, work.limits, stage)
        way = way_of_making(work.limits.ladder)
        made = [None if key is None else f"{key}-{way}" for key in keys.keys]
        rows = occurrence_rows(work.model_id, bodies, global_ids, made, matrices(bodies, work.placements), shapes)
        return _tables(work.model_id, rows, shapes, by_file, _stepped_down(bodies, global_ids, made, shapes))


def _open(path: Path, limits: Limits, stack: ExitStack) -> _Model:
    try:
        return _Model(path, _columns(path, stack))
    except CannotRead:
        mended = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jueshan-"))) / "model.ifc"
    [(_, lost)] = run_isolated(_mend, [(path, mended)], item_seconds=OPENING_SECONDS, memory_bytes=limits.memory_bytes)
    if isinstance(lost, Lost):
        raise lost.as_error()
    try:
        return _Model(mended, _columns(mended, stack))
    except CannotRead:
        return _Model(mended, None)


def _columns(path: Path, stack: ExitStack) -> Instances:
    readable, statements = stack.enter_context(columnar_file(path))
    return Instances(readable.data, statements, Schema(readable.schema))


def _mend(paths: tuple[Path, Path]) -> None:
    """Write what the parser makes of a file."""
    path, mended = paths
    with readable_file(path) as readable:
        parse(readable, Problems(RunStage.GEOMETRY, "")).write(mended)


def _bodies_of_file(path: Path, limits: Limits) -> list[ProductBody]:
    [(_, bodies)] = run_isolated(list_bodies_of_file, [path], item_seconds=OPENING_SECONDS, memory_bytes=limits.memory_bytes)
    if isinstance(bodies, Lost):
        raise bodies.as_error()
    return bodies


def _make_shapes(instances: Instances, bodies: Bodies, keys: ShapeKeys, work: _Work, stage: Stage) -> pa.Table:
    """``ifc_shape`` of all bodies that have a key."""
    way = way_of_making(work.limits.ladder)
    places = keys.distinct()
    known = find_known({f"{key}-{way}" for key in places}, work.earlier)
    is_known = {key.partition("-")[0] for key in known["shape_key"].to_pylist()}
    stage.advance(sum(len(places[key]) for key in is_known))
    wanted = np.array([same[0] for key, same in places.items() if key not in is_known], np.int64)
    tasks = (_Task(shards, work.limits, way) for shards in share_out(make_shards(instances, bodies, keys, wanted)))
    made = [known]
    for _, rows in work.compute.each(_make_task, tasks, isolated=True):
        made.append(rows)
        stage.advance(sum(len(places[key.partition("-")[0]]) for key in rows["shape_key"].to_pylist()))
    return TABLES["ifc_shape"].checked(pa.concat_tables(made))


def _make_task(task: _Task) -> pa.Table:
    return pa.concat_tables([shape_rows(made, task.way) for made in tessellate(task.shards, task.limits)])


def _odd_bodies(instances: Instances, bodies: Bodies, global_ids: list[str | None], places: list[int]) -> list[ProductBody]:
    """Bodies without a key, as the way through the whole file wants them."""

    def representation(at: int) -> Representation:
        step_id = int(instances.step_ids[bodies.representations[at]])
        return Representation(step_id, bodies.names[bodies.name_codes[at]], bool(bodies.has_surface[at]))

    held = {place: range(bodies.offsets[place], bodies.offsets[place + 1]) for place in places}
    return [
        ProductBody(int(bodies.step_ids[place]), global_ids[place], tuple(representation(at) for at in held[place]))
        for place in places
    ]


def _make_odd(path: Path, odd: list[ProductBody], compute: Compute, limits: Limits, stage: Stage) -> list[ChunkRows]:
    made: dict[int, ChunkRows] = {}
    work = chunks(path, odd, limits.item_seconds, limits.memory_bytes, limits.ladder)
    for place, rows in compute.each(make_chunk, work, isolated=True):
        made[place] = rows
        stage.advance(len(rows.geometry))
    return [made[place] for place in sorted(made)]


def _stepped_down(bodies: Bodies, global_ids: list[str | None], keys: list[str | None], shapes: pa.Table) -> Iterator[SteppedDown]:
    stepped = shapes.filter(pc.is_valid(shapes["steps_down"]))
    how = {
        row["shape_key"]: (read_steps(row["steps_down"]), row["kernel"])
        for row in stepped.select(["shape_key", "steps_down", "kernel"]).to_pylist()
    }
    for place, key in enumerate(keys if how else ()):
        if key in how:
            yield SteppedDown(int(bodies.step_ids[place]), global_ids[place], *how[key])


def _without_absurd_meshes(rows: pa.Table) -> pa.Table:
    """Leave only its box to what is larger than a city, or stands beyond any map: in such numbers nothing can be measured."""
    low, high = (np.stack([rows[f"{end}_{axis}_m"].to_numpy() for axis in "xyz"]) for end in ("min", "max"))
    is_sane = ((high - low <= LARGEST_M) & (low >= -FARTHEST_M) & (high <= FARTHEST_M)).all(axis=0)
    if is_sane.all():
        return rows
    place = rows.schema.get_field_index("shape_key")
    keys = rows["shape_key"].combine_chunks()
    kept = pc.if_else(pa.array(is_sane), keys, pa.scalar(None, keys.type))
    return rows.set_column(place, rows.schema.field(place), kept)


def _tables(
    model_id: str, rows: pa.Table, shapes: pa.Table, by_file: Sequence[ChunkRows], stepped_down: Iterable[SteppedDown]
) -> dict[str, pa.Table]:
    if by_file:
        odd_rows = TABLES["ifc_geometry"].from_rows({"model_id": model_id, **row} for chunk in by_file for row in chunk.geometry)
        odd_shapes = TABLES["ifc_shape"].from_rows({key: mesh for chunk in by_file for key, mesh in chunk.meshes.items()}.values())
        rows = TABLES["ifc_geometry"].checked(pa.concat_tables([rows, odd_rows]))
        shapes = TABLES["ifc_shape"].checked(pa.concat_tables([shapes, odd_shapes]))
    return {
        "ifc_geometry": _without_absurd_meshes(rows),
        "ifc_shape": shapes,
        "run_problem": problem_table(model_id, [*stepped_down, *(one for chunk in by_file for one in chunk.stepped_down)]),
    }
