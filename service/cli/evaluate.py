"""``jueshan evaluate``: the bids of a tender side by side, for people who evaluate them."""

from pathlib import Path
from typing import Annotated

import typer

from cim_schema.errors import InvalidOption
from service.cli import options
from service.cli.language import LANGUAGE, say

Tender = Annotated[Path | None, typer.Argument(metavar="TENDER.yaml", help=say("evaluate.tender"), show_default=False)]


def evaluate(
    tender: Tender = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help=say("evaluate.out"))] = None,
    verify: Annotated[Path | None, typer.Option("--verify", metavar="DIR", help=say("evaluate.verify"))] = None,
    workers: options.Workers = None,
    scheduler: options.Scheduler = None,
    workspace: options.Folder = options.DEFAULT_WORKSPACE,
    timeout: options.Timeout = None,
    quiet: options.Quiet = False,
    log: options.Log = "text",
    lang: options.Lang = "zh",
) -> int:
    """Score the bids and write what the points rest on; or repeat that and compare."""
    from pipelines.flows.evaluation import evaluate_tender, verify_evaluation, write_all
    from pipelines.runtime.output import require_folder
    from pipelines.tender.tender_file import read_tender
    from pipelines.tender.verification import EVALUATION, WORKBOOK, read_evaluation

    if verify is not None:
        if tender is not None or out is not None:
            raise InvalidOption({"option": "--verify", "value": str(verify), "reason": "@error_reason.verify_alone"})
        read_evaluation(verify)
    elif tender is None or out is None:
        missing = "TENDER.yaml" if tender is None else "--out"
        raise InvalidOption({"option": missing, "value": "", "reason": "@error_reason.tender_and_out"})
    else:
        read_tender(tender)
        require_folder(out)
    with options.open_line(
        workspace=workspace, workers=workers, scheduler=scheduler, quiet=quiet, log=log, timeout=timeout
    ) as line:
        if verify is not None:
            differences = verify_evaluation(verify, line)
        elif tender is not None and out is not None:
            evaluation = evaluate_tender(tender, line)
            write_all(evaluation, tender, out, LANGUAGE)
    if verify is not None:
        for difference in differences:
            options.print_line(difference)
        if not quiet:
            options.print_line(say("evaluate.differs" if differences else "evaluate.stands", folder=verify))
        return 1 if differences else 0
    if not quiet and out is not None:
        for bid in evaluation["bids"]:
            points = bid["points"] or {"least_points": 0.0, "greatest_points": 0.0, "open_points": 0.0}
            shown = {name: f"{points[name]:.2f}" for name in ("least_points", "greatest_points", "open_points")}
            options.print_line(say("evaluate.bid", id=bid["id"], count=len(bid["models"]), **shown))
        options.print_line(evaluation["statement"][LANGUAGE])
        options.print_line(say("evaluate.done", evaluation=out / EVALUATION, workbook=out / WORKBOOK))
    return 0
