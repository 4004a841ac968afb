"""From a judgement to the base layer, and from the base layer to published files."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from cim_schema.errors import InvalidOption
from cim_schema.project import Project
from pipelines.flows.judgement import Judgement
from pipelines.flows.steps import STAGE_VERSIONS, Line

if TYPE_CHECKING:
    from pipelines.cim.delivery import VersionChange

FORMATS = ("cityjson", "geoparquet", "geopackage")


@dataclass(frozen=True)
class Published:
    """What was written, by format."""

    paths: dict[str, tuple[Path, ...]]


def deliver(project: Project, judgement: Judgement, line: Line, store_url: str, *, is_whole: bool) -> "tuple[VersionChange, ...]":
    """Bring a judged project to the base layer, in one step that readers see whole.

    Args:
        project: What was sent; its ``withdrawn`` parts are taken back.
        judgement: Of its models.
        line: The line; results that the new versions rest on stay in its workspace.
        store_url: The base layer.
        is_whole: Whether the models are all of the project, so that parts that are not among them are taken back.

    Raises:
        StoreError: The store could not be written; it is as it was.
    """
    from checkers.ruleset import load_ruleset
    from pipelines.cim.delivery import Delivery, build_version, version_id_of
    from pipelines.cim.store import open_store

    ruleset = load_ruleset(judgement.profile)
    store = open_store(store_url)
    versions, kept = [], []
    federation = judgement.federation
    with line.progress.stage("progress.store", len(federation.models), "model") as stage:
        for model in federation.models:
            part = model.file.part
            version_id = version_id_of(project.code, part, model.model_id, ruleset.digest, {
                "crs": judgement.crs, "category": project.category, "stage": project.stage, "profile": judgement.profile,
                "stages": dict(STAGE_VERSIONS), "answers": _digest_of_answers(judgement, model.model_id),
            })  # fmt: skip
            if store.current_version(project.code, part) == version_id:
                kept.append(part)
            else:
                versions.append(build_version(
                    judgement.tables.of(model.model_id), model_id=model.model_id, version_id=version_id,
                    project_code=project.code, part=part, file_name=model.file.path.name, profile=str(judgement.profile),
                    ruleset_digest=ruleset.digest, category=project.category, model_stage=project.stage,
                ))  # fmt: skip
            stage.advance()
        changes = store.apply(Delivery(
            project=_project_row(project, judgement), versions=tuple(versions), delivered_at=datetime.now(UTC), kept=tuple(kept),
            withdrawn=project.withdrawn, is_whole=is_whole,
        ))  # fmt: skip
    for model in federation.models:
        line.workspace.pin(f"{store_url} {project.code}/{model.file.part}", [result.digest for result in model.results])
    return changes


def publish(store_url: str, out: Path, formats: Sequence[str] = FORMATS, project_code: str | None = None) -> Published:
    """Write the base layer, or one project of it, in the formats that others open, all or none.

    Raises:
        NotFound: There is no such store or project.
        InvalidOption: No such format.
    """
    from pipelines.cim.store import open_store
    from pipelines.publish.cityjson import write_cityjson
    from pipelines.publish.geoparquet import write_geoparquet
    from pipelines.runtime.output import folder_beside

    for name in formats:
        if name not in FORMATS:
            raise InvalidOption(
                {"option": "--format", "value": name, "reason": "@error_reason.one_of", "known": ", ".join(FORMATS)}
            )
    store = open_store(store_url)
    city = store.read_tables(project_code=project_code)
    written: dict[str, tuple[Path, ...]] = {}
    with folder_beside(out) as beside:
        for name in formats:
            if name == "cityjson":
                codes = [project_code] if project_code else list(store.projects())
                written[name] = tuple(write_cityjson(city, code, beside) for code in codes)
            elif name == "geoparquet":
                written[name] = tuple(write_geoparquet(city, beside))
            else:
                written[name] = (_geopackage_of(store_url, city, beside, project_code),)
    return Published({name: tuple(out / path.relative_to(beside) for path in paths) for name, paths in written.items()})


def _geopackage_of(store_url: str, city: dict[str, pa.Table], out: Path, project_code: str | None) -> Path:
    """A copy of the base layer as a GeoPackage, whatever it is kept in."""
    from pipelines.cim.geopackage_store import write_tables
    from pipelines.publish.geopackage import write_geopackage

    scheme, _, path = store_url.partition(":")
    if scheme == "gpkg":
        return write_geopackage(Path(path), out, project_code)
    return write_tables(city, out / "cim.gpkg")


def _project_row(project: Project, judgement: Judgement) -> dict[str, object]:
    return {
        "project_code": project.code, "name": project.name or None,
        "category": project.category, "model_stage": project.stage,
        "crs": judgement.crs, "vertical_crs": _only_value(judgement.placed["geo_reference"], "vertical_crs"),
        "scores": json.dumps(judgement.scores, ensure_ascii=False, sort_keys=True),
    }  # fmt: skip


def _only_value(table: pa.Table, column: str) -> str | None:
    values = set(table[column].drop_null().to_pylist())
    return str(values.pop()) if len(values) == 1 else None


def _digest_of_answers(judgement: Judgement, model_id: str) -> str:
    """What the rules say of one model: a federation's other parts may change that, though its own bytes stay."""
    digest = sha256()
    for name in ("chk_outcome", "chk_finding"):
        table = judgement.checked[name]
        rows = table.filter(pc.equal(table["model_id"], model_id)).to_pylist()
        digest.update(repr(rows).encode())
    return digest.hexdigest()
