"""``report.json``: what was found, as outsiders may rely on it.

What belongs here: the shape and the order of the report.
What does not: what pages show beside it, and any judgement; these rows were judged before.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cim_schema.codes import RunStage
from cim_schema.messages import DEFAULT_LANGUAGE, Language, text
from cim_schema.tables import TABLES
from pipelines.publish.report.findings import Findings, rounded
from pipelines.publish.report.json_text import encode
from pipelines.publish.report.rows import rows_of, table_of
from pipelines.runtime.output import written_beside
from pipelines.runtime.table_set import Tables

CONTRACT = 1
"""Version of the public contract that the report keeps."""

PLACE_DECIMALS = 12
"""Of places on the map: the sixth decimal of a degree is 0.1 m."""

Report = dict[str, Any]
"""The report, as JSON would give it back; its findings are made when they are asked for."""

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
    report: Report = {
        "contract": CONTRACT,
        "models": [_model(model) for model in sorted(models, key=lambda one: (one.part, one.model_id))],
        "ruleset": {"profile": ruleset.profile, "version": ruleset.version, "digest": ruleset.digest},
        "outcomes": [_outcome(row) for row in rows_of(tables, "chk_outcome")],
        "findings": Findings(TABLES["chk_finding"].checked(table_of(tables, "chk_finding")), language),
        "determination": rounded(dict(determination)),
        "scores": rounded({kind: (scores or {}).get(kind, {}) for kind in _SCORES}),
        "georeference": [rounded(dict(one), PLACE_DECIMALS) for one in georeference],
        "problems": _problems(rows_of(tables, "run_problem"), language),
        "timings_s": {stage: round(taken.get(stage, 0.0), 3) for stage in _TIMED},
        "engines": dict(sorted((engines or {}).items())),
    }
    return report


def write_json(report: Report, path: Path) -> None:
    """Write the report beside ``path`` and rename it: an interruption leaves none or all of it."""
    with written_beside(path) as beside, beside.open("w", encoding="utf-8", newline="\n") as out:
        before = "{"
        for name, value in report.items():
            out.write(f"{before}\n {encode(name, 1)}: ")
            before = ","
            if not isinstance(value, Findings) or not len(value):
                out.write(encode([] if isinstance(value, Findings) else value, 1))
                continue
            for place, finding in enumerate(value):
                out.write(f"{',' if place else '['}\n  {encode(finding, 2)}")
            out.write("\n ]")
        out.write("\n}\n")


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
