"""``jueshan ids``: a model checked by a client's IDS file."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli import options
from service.cli.display import open_display
from service.cli.language import LANGUAGE, say

if TYPE_CHECKING:
    from checkers.ids.result import IdsResult, SpecificationResult

_MOST_SHOWN = 5
"""Failures of one specification on the terminal; the JSON has all."""


def ids(
    model: options.Model,
    file: Annotated[Path, typer.Argument(metavar="FILE.ids", help=say("ids.file"), show_default=False)],
    json_path: Annotated[Path | None, typer.Option("--json", metavar="FILE", help=say("ids.json"))] = None,
    timeout: options.Timeout = None,
    quiet: options.Quiet = False,
    log: options.Log = "text",
    lang: options.Lang = "zh",
) -> int:
    """Check one model by one file; 1 where a specification fails."""
    # The file first: an invalid one is told before the model is opened.
    from checkers.ids.check import check_ids
    from checkers.ids.demand import demand_of
    from checkers.ids.reading import read_ids
    from pipelines.ingest.ids_tables import read_model_for_ids
    from pipelines.runtime.output import written_beside

    progress, display = open_display(quiet=quiet, log=log)
    with options.time_limit(timeout), display:
        asked = read_ids(file)
        result = check_ids(read_model_for_ids(model, demand_of(asked), progress), asked)
    content = json.dumps(result.as_json(LANGUAGE), ensure_ascii=False, indent=1)
    if json_path is None:
        options.print_line(content)
    else:
        with written_beside(json_path) as beside:
            beside.write_text(content + "\n", encoding="utf-8")
        if not quiet:
            _summarise(result)
    return 1 if result.status == "fail" else 0


def _summarise(result: "IdsResult") -> None:
    failed = sum(one.status == "fail" for one in result.specifications)
    options.print_line(say("ids.done", file=result.file, count=len(result.specifications), fail=failed))
    for one in result.specifications:
        _summarise_specification(one)


def _summarise_specification(result: "SpecificationResult") -> None:
    status, counts = say(f"ids.status_{result.status}"), {"applicable": result.applicable, "failed": len(result.failures)}
    options.print_line(say("ids.line", status=status, name=result.name, **counts))
    if result.status == "fail" and not result.applicable:
        options.print_line(say("ids.none_applicable"))
    for failure in result.failures[:_MOST_SHOWN]:
        told = {"step_id": failure.step_id, "ifc_class": failure.ifc_class, "global_id": failure.global_id or ""}
        options.print_line(say("ids.failure", **told, reason=failure.reason(LANGUAGE)))
    if len(result.failures) > _MOST_SHOWN:
        options.print_line(say("ids.more", count=len(result.failures) - _MOST_SHOWN))
