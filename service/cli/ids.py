"""``jueshan ids``: a model checked by a client's IDS file."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cim_schema.project import ModelFile
from service.cli import options
from service.cli.display import open_display
from service.cli.language import LANGUAGE, say

if TYPE_CHECKING:
    from checkers.ids.result import IdsResult, SpecificationResult
    from pipelines.flows.steps import Line
    from pipelines.runtime.model_demand import ModelDemand
    from pipelines.runtime.table_set import Tables

_MOST_SHOWN = 5
"""Failures of one specification on the terminal; the JSON has all."""


def ids(
    model: options.Model,
    file: Annotated[Path, typer.Argument(metavar="FILE.ids", help=say("ids.file"), show_default=False)],
    json_path: Annotated[Path | None, typer.Option("--json", metavar="FILE", help=say("ids.json"))] = None,
    workspace: options.Folder = options.DEFAULT_WORKSPACE,
    timeout: options.Timeout = None,
    quiet: options.Quiet = False,
    log: options.Log = "text",
    lang: options.Lang = "zh",
) -> int:
    """Check one model by one file; 1 where a specification fails."""
    # An invalid file is told before whatever is wrong with the model.
    from checkers.ids.check import check_ids
    from checkers.ids.demand import demand_of
    from checkers.ids.reading import read_ids
    from pipelines.ingest.columnar.attempt import is_worth_columns
    from pipelines.ingest.ids_tables import read_model_for_ids
    from pipelines.runtime.output import written_beside

    if is_worth_columns(model):
        with options.open_line(workspace=workspace, workers=1, scheduler=None, quiet=quiet, log=log, timeout=timeout) as line:
            with ThreadPoolExecutor(1) as aside:
                reading = aside.submit(read_ids, file)
                try:
                    tables = _tables_of(model, lambda: demand_of(reading.result()), line)
                finally:
                    asked = reading.result()
            result = check_ids(tables, asked)
    else:  # Read sooner than looked up.
        _, display = open_display(quiet=quiet, log=log)
        with options.time_limit(timeout), display:
            asked = read_ids(file)
            result = check_ids(read_model_for_ids(model, demand_of(asked)), asked)
    if json_path is None:
        options.print_line("".join(result.as_json(LANGUAGE)).rstrip("\n"))
    else:
        with written_beside(json_path) as beside, beside.open("w", encoding="utf-8") as stream:
            stream.writelines(result.as_json(LANGUAGE))
        if not quiet:
            _summarise(result)
    return 1 if result.status == "fail" else 0


def _tables_of(model: Path, demand: "Callable[[], ModelDemand]", line: "Line") -> "Tables":
    """Those of a model that was read before; else only what is wanted is read, which is done before it could be kept."""
    from pipelines.flows.steps import find_read, read_for_ids
    from pipelines.ingest.ids_tables import read_model_for_ids

    # Looking a model up reads all of its bytes; where no model was ever read, that is for nothing.
    known = find_read(ModelFile(model, model.stem), line) if line.workspace.latest("read", 1) else None
    if known is None:
        return read_model_for_ids(model, demand)
    wanted = read_for_ids(known, demand(), line)
    names_of = ((known.read, demand().model_tables), (wanted, wanted))
    return {name: of.read_encoded(name) for of, names in names_of for name in names}


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
