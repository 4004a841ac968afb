"""What is brought to the base layer, and what it changed there."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import pyarrow as pa
import pyarrow.compute as pc

from cim_schema.base_layer import BASE_LAYER
from pipelines.cim.city_objects import build_city_objects
from pipelines.cim.placement import place_findings, place_of
from pipelines.runtime.table_set import Tables, rows_of_model


class Change(StrEnum):
    """What became of a part."""

    NEW = "new"
    """A version that the store had not."""
    REINSTATED = "reinstated"
    """An older version is shown again."""
    UNCHANGED = "unchanged"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class VersionChange:
    """What a delivery did to one part."""

    part: str
    change: Change
    version_id: str
    """The version that is shown now; of a withdrawn part, the one that was."""
    version_number: int


@dataclass(frozen=True)
class PartVersion:
    """One version of one part, whole."""

    row: Mapping[str, object]
    """The columns of ``cim_version``, but for the number and the time, which the store gives."""
    tables: Tables
    """``cim_city_object``, ``cim_shape``, and ``chk_outcome``, ``chk_finding`` as the base layer has them."""


@dataclass(frozen=True)
class Delivery:
    """What comes to the base layer at once, and is seen at once."""

    project: Mapping[str, object]
    """The columns of ``cim_project``, but for the outlines, which the store makes."""
    versions: tuple[PartVersion, ...]
    delivered_at: datetime
    """With its time zone."""
    kept: tuple[str, ...] = ()
    """Parts that came again unchanged, so that nothing was built for them."""
    withdrawn: tuple[str, ...] = field(default=())
    """Parts to take back."""
    is_whole: bool = False
    """Whether it is all of the project: a part that it does not name is then withdrawn."""


def version_id_of(project_code: str, part: str, model_id: str, ruleset_digest: str, parameters: Mapping[str, object]) -> str:
    """The identity of a version: the same bytes, rules and parameters give the same one.

    Args:
        project_code: The project.
        part: Its part.
        model_id: The model.
        ruleset_digest: Of the rules it is checked by.
        parameters: Whatever else the version's content depends on: target system, category, stage, versions of the stages.
    """
    said = json.dumps([project_code, part, model_id, ruleset_digest, dict(parameters)], sort_keys=True, default=str)
    return f"{project_code}/{part}/{hashlib.sha256(said.encode()).hexdigest()[:16]}"


def build_version(
    tables: Tables,
    *,
    model_id: str,
    version_id: str,
    project_code: str,
    part: str,
    file_name: str,
    profile: str,
    ruleset_digest: str,
    category: str | None = None,
    model_stage: str | None = None,
    engine_versions: str | None = None,
) -> PartVersion:
    """One version of a part, from a model's tables, its check and its place on the map.

    Args:
        tables: ``ifc_``, ``msr_``, ``geo_`` and ``chk_`` tables; rows of other models are passed over.
        model_id: The model.
        version_id: From ``version_id_of``.
        project_code: The project.
        part: Its part.
        file_name: The file's name without its folder.
        profile: Profile of the ruleset.
        ruleset_digest: Of the rules it was checked by.
        category: Category of the project.
        model_stage: What the model was made for.
        engine_versions: What its tables were made with, JSON.
    """
    model = _row_of(tables, "ifc_model", model_id)
    reference = _row_of(tables, "geo_reference", model_id)
    place = place_of(tables, model_id)
    row = {
        "version_id": version_id, "project_code": project_code, "part": part, "model_id": model_id, "file_name": file_name,
        "byte_count": model.get("byte_count", 0), "ifc_schema": model.get("ifc_schema"), "category": category,
        "model_stage": model_stage, "profile": profile, "ruleset_digest": ruleset_digest, "engine_versions": engine_versions,
        "level": reference.get("level", 0),
        "is_placed": place.crs is not None, "is_weak": bool(reference.get("is_weak", False)), "crs": place.crs,
        "vertical_crs": reference.get("vertical_crs"), "local_to_map": None if place.crs is None else place.matrix.ravel().tolist(),
    }  # fmt: skip
    city = build_city_objects(tables, model_id=model_id, project_code=project_code, part=part, version_id=version_id)
    outcomes, findings = (rows_of_model(tables, name, model_id) for name in ("chk_outcome", "chk_finding"))
    findings = findings.filter(pc.equal(findings["part"], part))
    return PartVersion(row, city | {
        "chk_outcome": _with_version(outcomes, version_id), "chk_finding": place_findings(findings, version_id, place),
    })  # fmt: skip


def _row_of(tables: Tables, name: str, model_id: str) -> dict[str, object]:
    rows: list[dict[str, object]] = rows_of_model(tables, name, model_id).to_pylist()
    return rows[0] if rows else {}


def _with_version(outcomes: pa.Table, version_id: str) -> pa.Table:
    versions = pa.array([version_id] * len(outcomes), pa.string())
    return BASE_LAYER["chk_outcome"].checked(outcomes.add_column(0, "version_id", versions))
