"""``report.json``: what was found, as outsiders may rely on it.

What belongs here: the shape and the order of the report.
What does not: what pages show beside it, and any judgement; these rows were judged before.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from cim_schema.codes import RunStage
from cim_schema.messages import DEFAULT_LANGUAGE, Language, text
from pipelines.publish.report.rows import rows_of
from pipelines.runtime.output import written_beside
from pipelines.runtime.table_set import Tables

CONTRACT = 1
"""Version of the public contract that the report keeps."""

DECIMALS = 6
"""Of every number but places: a micrometre; what lies beyond is noise of the machine."""

PLACE_DECIMALS = 12
"""Of places on the map: the sixth decimal of a degree is 0.1 m."""

Report = dict[str, Any]
"""The report, as JSON would give it back."""

_TIMED = ("read", "geometry", "check", "report")
_SCORES = ("green_star", "precast_rate", "six_elements", "bim_adoption")


@dataclass(frozen=True)
class ReportModel:
    """A model as the report names it."""

    model_id: str
    part: str
    file: str
    """The file's name, without its folder."""
    schema: str
    bytes: int
    category: str | None = None
    stage: str | None = None


@dataclass(frozen=True)
class ReportRuleset:
    """Which rules and parameters the models were checked by."""

    profile: str
    version: str
    digest: str


def build_report(
    tables: Tables,
    models: Sequence[ReportModel],
    ruleset: ReportRuleset,
    *,
    determination: Mapping[str, Any],
    scores: Mapping[str, Any] | None = None,
    georeference: Sequence[Mapping[str, Any]] = (),
    timings_s: Mapping[str, float] | None = None,
    engines: Mapping[str, str] | None = None,
    language: Language = DEFAULT_LANGUAGE,
) -> Report:
    """The report of one federation: equal for equal tables, ``timings_s`` aside.

    Args:
        tables: ``chk_outcome``, ``chk_finding`` and ``run_problem`` of all models; one that is missing counts as empty.
        models: In any order.
        ruleset: Which rules and parameters.
        determination: How many rules could be judged, and which fields were missing.
        scores: By kind; a kind that is missing is empty.
        georeference: One mapping a model.
        timings_s: Seconds by stage.
        engines: Name → version.
        language: Of the messages.
    """
    taken = timings_s or {}
    report = {
        "contract": CONTRACT,
        "models": [_model(model) for model in sorted(models, key=lambda one: (one.part, one.model_id))],
        "ruleset": {"profile": ruleset.profile, "version": ruleset.version, "digest": ruleset.digest},
        "outcomes": [_outcome(row) for row in rows_of(tables, "chk_outcome")],
        "findings": [_finding(row, language) for row in rows_of(tables, "chk_finding")],
        "determination": dict(determination),
        "scores": {kind: (scores or {}).get(kind, {}) for kind in _SCORES},
        "georeference": [],
        "problems": _problems(rows_of(tables, "run_problem"), language),
        "timings_s": {stage: round(taken.get(stage, 0.0), 3) for stage in _TIMED},
        "engines": dict(sorted((engines or {}).items())),
    }
    rounded: Report = _rounded(report)
    rounded["georeference"] = [_rounded(dict(one), PLACE_DECIMALS) for one in georeference]
    return rounded


def write_json(report: Report, path: Path) -> None:
    """Write the report beside ``path`` and rename it: an interruption leaves none or all of it."""
    with written_beside(path) as beside:
        content = json.dumps(report, ensure_ascii=False, indent=1, allow_nan=False)
        beside.write_text(content + "\n", encoding="utf-8", newline="\n")


def _model(model: ReportModel) -> dict[str, Any]:
    return {
        "model_id": model.model_id,
        "part": model.part,
        "file": model.file,
        "schema": model.schema,
        "bytes": model.bytes,
        "category": model.category,
        "stage": model.stage,
    }


def _outcome(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "rule": row["rule"],
        "version": row["rule_version"],
        "model_id": row["model_id"],
        "outcome": row["outcome"],
        "obligation": row["obligation"],
        "element": row["element"],
        "checked": row["checked"],
        "failed": row["failed"],
        "undetermined": row["undetermined"],
    }


def _finding(row: Mapping[str, Any], language: Language) -> dict[str, Any]:
    params = json.loads(row["text_params"])
    point = [row["point_x_m"], row["point_y_m"], row["point_z_m"]]
    copied = (
        "id", "track", "rule", "model_id", "step_id", "global_id", "ifc_class", "storey", "outcome", "observed", "expected",
        "observed_value", "limit_value", "unit",
    )  # fmt: skip
    return {
        **{name: row[name] for name in copied},
        "text": {"code": row["text_code"], "params": params},
        "message": text(row["text_code"], params, language),
        "caused_by": json.loads(row["caused_by"]),
        "point": None if None in point else point,
        "evidence": {"table": row["evidence_table"], "inputs": json.loads(row["evidence_inputs"])},
    }


def _problems(rows: Iterable[Mapping[str, Any]], language: Language) -> list[dict[str, Any]]:
    stages = [str(stage) for stage in RunStage]
    return [
        {
            "stage": row["stage"],
            "model_id": row["model_id"],
            "global_id": row["global_id"],
            "message": text(row["text_code"], json.loads(row["text_params"]), language),
        }
        for row in sorted(rows, key=lambda row: (stages.index(row["stage"]), row["ordinal"]))
    ]


def _rounded(value: Any, decimals: int = DECIMALS) -> Any:
    if isinstance(value, float):
        # Adding zero turns -0.0 into 0.0.
        return round(value, decimals) + 0.0 if isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _rounded(inner, decimals) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(inner, decimals) for inner in value]
    return value
