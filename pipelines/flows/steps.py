"""The line, step by step: plain functions from references to references.

Each step keeps its result in the workspace under what it was made of, so a step that was made before is only looked up.
The command line calls these; the flows wrap the same ones as Prefect tasks. Nothing here knows Prefect.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from cim_schema.codes import ModelStage, ProjectCategory
from cim_schema.project import ModelContext, ModelFile
from pipelines.runtime.compute import Compute
from pipelines.runtime.model_demand import ModelDemand
from pipelines.runtime.progress import SILENT, Progress
from pipelines.runtime.table_set import Merged, Tables, TableSet, merge_tables, write_each, write_tables
from pipelines.runtime.workspace import ResultKey, Workspace

if TYPE_CHECKING:
    from checkers.ids.document import Ids

STAGE_VERSIONS: Mapping[str, str] = {
    "read": "3",
    "geometry": "3",
    "measure": "5",
    "check": "4",
    "place": "2",
    "ids_read": "2",
    "ids": "2",
    "surroundings": "1",
}
"""Raised when a stage gives other rows for the same input."""

EARLIER_MODELS = 32
"""In so many models, those used last, shapes are looked for that need not be made again."""


@dataclass(frozen=True)
class Line:
    """What a run of the line works with."""

    workspace: Workspace
    compute: Compute
    progress: Progress = SILENT
    seconds: dict[str, float] = field(default_factory=dict)
    """Stage → wall time spent on it so far."""

    def timed(self, stage: str, start: float) -> None:
        """Add the time since ``start`` to a stage."""
        self.seconds[stage] = self.seconds.get(stage, 0.0) + perf_counter() - start


@dataclass(frozen=True)
class Model:
    """One model on its way down the line: its identity and references to what is known of it."""

    file: ModelFile
    model_id: str
    read: TableSet
    shapes: TableSet | None = None
    """``ifc_geometry``, ``ifc_shape``; None where geometry was not wanted."""
    measured: TableSet | None = None

    @property
    def results(self) -> tuple[TableSet, ...]:
        """All that is known of the model, in the order of the line."""
        return tuple(result for result in (self.read, self.shapes, self.measured) if result is not None)

    def tables(self) -> Merged:
        """The model's tables, all in one; each read when it is asked for."""
        return Merged({self.model_id: self.results})


@dataclass(frozen=True)
class Federation:
    """The models that are looked at together, one a part."""

    models: tuple[Model, ...]
    category: ProjectCategory | None = None
    stage: ModelStage | None = None
    crs: str | None = None
    day: date | None = None

    @property
    def contexts(self) -> tuple[ModelContext, ...]:
        """What rules may know of the models beside their tables."""
        return tuple(ModelContext(m.model_id, m.file.part, self.category, self.stage, self.crs, self.day) for m in self.models)

    def tables(self, *of_all: TableSet) -> Merged:
        """All models' tables, all in one, and such as have rows of any of them; each read when it is asked for."""
        return Merged({model.model_id: model.results for model in self.models}, of_all)


def read(file: ModelFile, line: Line) -> Model:
    """IFC file → model tables.

    Raises:
        InputError: The file cannot be used.
    """
    from pipelines.ingest.model import each_table, model_id_of

    start = perf_counter()
    model_id = model_id_of(file.path)
    result = line.workspace.make(
        _read_key(model_id), lambda folder: write_each(folder, each_table(file.path, line.progress, keep_in=folder))
    )
    line.timed("read", start)
    return Model(file, model_id, result)


def find_read(file: ModelFile, line: Line) -> Model | None:
    """The model, where it was read before."""
    from pipelines.ingest.model import model_id_of

    model_id = model_id_of(file.path)
    result = line.workspace.find(_read_key(model_id))
    return None if result is None else Model(file, model_id, result)


def _read_key(model_id: str) -> ResultKey:
    return ResultKey("read", STAGE_VERSIONS["read"], (model_id,), {"ifcopenshell": version("ifcopenshell")})


def tessellate(model: Model, line: Line) -> Model:
    """Model → its shapes, in isolated processes, none lost."""
    from pipelines.ingest.geometry import read_geometry
    from pipelines.ingest.shapes.tessellate import Limits
    from pipelines.runtime.settings import IsolationSettings

    start = perf_counter()
    settings = IsolationSettings()
    key = ResultKey("geometry", STAGE_VERSIONS["geometry"], (model.model_id,), {
        "ifcopenshell": version("ifcopenshell"), "ifclite-geom": version("ifclite-geom"),
        "seconds": settings.item_seconds, "bytes": settings.item_memory_bytes,
    })  # fmt: skip

    def build(folder: Path) -> None:
        made = read_geometry(
            model.file.path, model.read, line.compute, line.progress,
            limits=Limits(settings.item_seconds, memory_bytes=settings.item_memory_bytes),
            earlier=line.workspace.latest("geometry", EARLIER_MODELS), kept=model.read.folder,
        )  # fmt: skip
        write_tables(folder, made)

    result = line.workspace.make(key, build)
    line.timed("geometry", start)
    return Model(model.file, model.model_id, model.read, result)


def measure(model: Model, line: Line) -> Model:
    """Model tables and shapes → measurements, and the fields that properties and names give.

    Raises:
        InvalidMapping: The project's mapping file cannot be used.
    """
    from checkers.measurements import measure as measure_tables
    from checkers.resolution.mapping import PropertyMapping, read_mapping

    start = perf_counter()
    known = tuple(result for result in (model.read, model.shapes) if result is not None)
    mapping = PropertyMapping() if model.file.mapping is None else read_mapping(model.file.mapping)
    key = ResultKey(
        "measure", STAGE_VERSIONS["measure"], tuple(result.digest for result in known), {"mapping": mapping.digest}
    )  # fmt: skip
    tables = Merged({model.model_id: known})

    def build(folder: Path) -> None:
        write_tables(folder, measure_tables(tables, mapping, line.compute, line.progress, model.file.path.name))

    result = line.workspace.make(key, build)
    line.timed("measure", start)
    return Model(model.file, model.model_id, model.read, model.shapes, result)


def check(federation: Federation, line: Line, profile: str = "baseline", rules: Collection[str] | None = None) -> TableSet:
    """Model tables and measurements → outcomes and findings.

    Raises:
        RuleError: No such rule, or an unusable ruleset.
    """
    from checkers.engine import check as check_models
    from checkers.ruleset import load_ruleset

    start = perf_counter()
    ruleset = load_ruleset(profile)
    key = ResultKey("check", STAGE_VERSIONS["check"], _digests(federation), {
        "ruleset": ruleset.digest, "profile": str(ruleset.profile), "rules": None if rules is None else [*sorted(rules)],
        "parts": [model.file.part for model in federation.models], "category": federation.category, "stage": federation.stage,
        "crs": federation.crs, "day": federation.day.isoformat() if federation.day else None,
    })  # fmt: skip
    result = line.workspace.make(
        key,
        lambda folder: write_tables(
            folder,
            check_models(federation.tables(), federation.contexts, ruleset, line.compute, line.progress, rules),
        ),
    )
    line.timed("check", start)
    return result


def read_for_ids(model: Model, demand: ModelDemand, line: Line) -> TableSet:
    """What IDS files want of a model beyond its tables.

    Raises:
        InputError: The model's file is no longer there.
    """
    from pipelines.ingest.ids_tables import read_ids_tables

    start = perf_counter()
    key = ResultKey("ids_read", STAGE_VERSIONS["ids_read"], (model.model_id,), {
        "ifcopenshell": version("ifcopenshell"), "demand": demand.as_json(),
    })  # fmt: skip
    result = line.workspace.make(key, lambda folder: write_tables(folder, read_ids_tables(model.file.path, demand)))
    line.timed("read", start)
    return result


def check_by_ids(federation: Federation, checked: TableSet, line: Line, asked: "Sequence[Ids]") -> TableSet:
    """What the rules say, and beside it what the specifications of IDS files say of each model.

    Raises:
        InputError: A model's file is no longer there.
    """
    from checkers.finding_rows import TABLES as PLACES
    from checkers.ids.demand import demand_of
    from checkers.ids.findings import judge_by_ids, specification_rules
    from pipelines.ingest.ids_tables import MODEL_TABLES, read_ids_tables

    start = perf_counter()
    key = ResultKey("ids", STAGE_VERSIONS["ids"], (*_digests(federation), checked.digest), {
        "ids": [sha256(repr(ids).encode()).hexdigest() for ids in asked], "ifcopenshell": version("ifcopenshell"),
    })  # fmt: skip

    def build(folder: Path) -> None:
        said: list[Tables] = [checked]
        rules = specification_rules(asked)
        with line.progress.stage("progress.ids", len(federation.models) * len(asked), "model") as stage:
            for model, context in zip(federation.models, federation.contexts, strict=True):
                tables = model.tables()
                known = {name: tables[name] for name in {*MODEL_TABLES, *PLACES} if name in tables}
                known |= read_ids_tables(model.file.path, demand_of(*asked))
                for ids, called in zip(asked, rules, strict=True):
                    said.append(judge_by_ids(known, ids, called, context))
                    stage.advance()
        write_tables(folder, merge_tables(said))

    result = line.workspace.make(key, build)
    line.timed("check", start)
    return result


def place(federation: Federation, line: Line, target_crs: str | None) -> TableSet:
    """Declarations and placements → where each model stands on the map.

    Raises:
        UnknownCrs: Nobody knows the target.
    """
    from pipelines.georeference.place import place_on_map

    start = perf_counter()
    key = ResultKey("place", STAGE_VERSIONS["place"], _digests(federation), {"target": target_crs, "pyproj": version("pyproj")})
    result = line.workspace.make(key, lambda folder: write_tables(folder, place_on_map(federation.tables(), target_crs)))
    line.timed("place", start)
    return result


def project_crs(federation: Federation, line: Line, target_crs: str | None) -> str:
    """The project's coordinate reference system: the one asked for, else the project's, else the models' own, else the default."""
    from pipelines.runtime.settings import PlaceSettings

    wanted = target_crs or federation.crs
    if wanted is not None:
        return wanted
    own = place(federation, line, None)["geo_reference"]
    usable = {row["model_id"]: row["crs"] for row in own.to_pylist() if row["is_usable"] and row["crs"]}
    return next((usable[model.model_id] for model in federation.models if model.model_id in usable), PlaceSettings().crs)


def _digests(federation: Federation) -> tuple[str, ...]:
    return tuple(result.digest for model in federation.models for result in model.results)
