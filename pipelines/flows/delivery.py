"""From a judgement to the base layer."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from cim_schema.codes import DataClass
from cim_schema.project import Project, is_investment_code
from pipelines.flows.judgement import Judgement
from pipelines.flows.steps import STAGE_VERSIONS, Line

if TYPE_CHECKING:
    from pipelines.cim.delivery import VersionChange


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
                    engine_versions=_engine_versions(),
                ))  # fmt: skip
            stage.advance()
        changes = store.apply(Delivery(
            project=_project_row(project, judgement), versions=tuple(versions), delivered_at=datetime.now(UTC), kept=tuple(kept),
            withdrawn=project.withdrawn, is_whole=is_whole,
        ))  # fmt: skip
    for model in federation.models:
        line.workspace.pin(f"{store.url} {project.code}/{model.file.part}", [result.digest for result in model.results])
    return changes


def _project_row(project: Project, judgement: Judgement) -> dict[str, object]:
    return {
        "project_code": project.code, "name": project.name or None,
        "investment_code": project.investment_code or _investment_code(judgement),
        "category": project.category, "data_class": DataClass.CONSTRUCTION_PROJECT,
        "model_stage": project.stage, "approval_stage": project.approval_stage,
        "crs": judgement.crs, "vertical_crs": _only_value(judgement.placed["geo_reference"], "vertical_crs"),
        "scores": json.dumps(judgement.scores, ensure_ascii=False, sort_keys=True),
    }  # fmt: skip


def _investment_code(judgement: Judgement) -> str | None:
    """The code that the models give, where it has its form and they do not differ."""
    from checkers.names import property_names

    properties = judgement.tables["ifc_property"].select(["property_name", "value"])
    names = pa.array(sorted({name.casefold() for name in property_names("project_code")}))
    told = properties.filter(pc.is_in(pc.utf8_lower(properties["property_name"]), names))["value"].drop_null().to_pylist()
    codes = {code for said in told if is_investment_code(code := said.strip())}
    return codes.pop() if len(codes) == 1 else None


def _engine_versions() -> str:
    packages = {name: version(name) for name in ("jueshan", "ifcopenshell", "ifclite-geom", "pyproj", "shapely")}
    return json.dumps({"packages": packages, "stages": dict(STAGE_VERSIONS)}, sort_keys=True)


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
