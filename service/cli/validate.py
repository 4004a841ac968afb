"""``jueshan validate``: whether a file is what it says it is, statement by statement."""

import json
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer

from cim_schema.messages import text
from service.cli import options
from service.cli.display import open_display
from service.cli.language import LANGUAGE, say

_SHOWN = 10
"""So many of a kind are printed; the JSON has more."""


def validate(
    models: options.Models,
    where: Annotated[bool, typer.Option("--where", help=say("validate.where"))] = False,
    json_path: Annotated[Path | None, typer.Option("--json", metavar="FILE", help=say("validate.json"))] = None,
    timeout: options.Timeout = None,
    quiet: options.Quiet = False,
    log: options.Log = "text",
    lang: options.Lang = "zh",
) -> int:
    """Hold each model against ISO 10303-21 and its schema; a broken one is an answer, not an error."""
    from pipelines.ingest.conformance.model import check_conformance
    from pipelines.runtime.output import written_beside

    progress, display = open_display(quiet=quiet, log=log)
    with options.time_limit(timeout), display:
        told = [_told(path, check_conformance(path, where_rules=where, progress=progress)) for path in models]
    if json_path is not None:
        with written_beside(json_path) as beside:
            beside.write_text(json.dumps(told if len(told) > 1 else told[0], ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if not quiet:
        for one in told:
            _print(one)
    return 1 if any(one["status"] == "fail" for one in told) else 0


def _told(path: Path, found: Any) -> dict[str, Any]:
    rows = found.to_pylist()
    departures = [
        {
            "layer": row["layer"], "code": row["text_code"].removeprefix("conformance."), "severity": row["severity"],
            "message": text(row["text_code"], json.loads(row["text_params"]), LANGUAGE), "group_count": row["group_count"],
            "line": row["line"], "column": row["column_number"], "byte_offset": row["byte_offset"], "step_id": row["step_id"],
            "global_id": row["global_id"], "ifc_class": row["ifc_class"], "attribute": row["attribute"],
        }
        for row in rows
    ]  # fmt: skip
    metadata = found.schema.metadata
    return {
        "file": path.name, "model_id": metadata[b"model_id"].decode(), "schema": metadata[b"ifc_schema"].decode() or None,
        "status": "fail" if any(one["severity"] == "error" for one in departures) else "pass", "departures": departures,
    }  # fmt: skip


def _print(told: dict[str, Any]) -> None:
    groups: dict[tuple[str, str, str, str], list[dict[str, Any]]] = {}
    for one in told["departures"]:
        groups.setdefault((one["layer"], one["code"], one["ifc_class"] or "", one["attribute"] or ""), []).append(one)
    counts = {"error": 0, "warning": 0, "info": 0}
    for group in groups.values():
        counts[group[0]["severity"]] += group[0]["group_count"]
    code = "validate.unsound" if told["status"] == "fail" else "validate.sound"
    schema = told["schema"] or say("validate.no_schema")
    options.print_line(say(code, file=told["file"], schema=schema, errors=counts["error"], warnings=counts["warning"]))
    for layer, of_layer in groupby(groups.values(), key=lambda group: group[0]["layer"]):
        options.print_line(say("validate.layer", layer=text(f"code.conformance_layer.{layer}", {}, LANGUAGE)))
        for group in of_layer:
            for one in group[:_SHOWN]:
                options.print_line(say("validate.departure", severity=_severity(one), place=_place(one), message=one["message"]))
            if group[0]["group_count"] > _SHOWN:
                options.print_line(say("validate.more", count=group[0]["group_count"], shown=_SHOWN))


def _severity(one: dict[str, Any]) -> str:
    return text(f"code.severity.{one['severity']}", {}, LANGUAGE)


def _place(one: dict[str, Any]) -> str:
    if one["line"] is None:
        return ""
    code = "validate.place" if one["step_id"] is None else "validate.instance"
    return say(code, line=one["line"], column=one["column"], step_id=one["step_id"])
