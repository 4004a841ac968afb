"""``jueshan nightly``: what the operator's clock calls."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cim_schema.codes import Profile
from service.cli import options
from service.cli.language import LANGUAGE, say

if TYPE_CHECKING:
    from pipelines.flows.ingest import Ingested
    from pipelines.runtime.settings import ScheduleSettings
    from service.options import ServiceOptions


def nightly(
    once: Annotated[bool, typer.Option("--once", help=say("nightly.once"))] = False,
    inbox: Annotated[Path, typer.Option("--inbox", metavar="DIR", help=say("nightly.inbox"))] = Path("inbox"),
    store: options.StoreUrl = options.DEFAULT_STORE,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help=say("nightly.out"))] = Path("out"),
    profile: options.ProfileOption = Profile.BASELINE,
    workers: options.Workers = None,
    scheduler: options.Scheduler = None,
    workspace: options.Folder = options.DEFAULT_WORKSPACE,
    timeout: options.Timeout = None,
    quiet: options.Quiet = False,
    log: options.Log = "text",
    lang: options.Lang = "zh",
) -> int:
    """Run the nightly flow over the inbox."""
    from pipelines.cim.store import open_store
    from pipelines.flows._prefect import prepare_prefect

    open_store(store)
    prepare_prefect(workspace)
    if not once:
        with options.time_limit(timeout):
            _stay(options.service_options(workspace, store, inbox, out, profile, workers, scheduler, quiet=quiet), quiet=quiet)
        return 0
    from pipelines.flows.ahead import reading_ahead
    from pipelines.flows.nightly import nightly as run_nightly

    with (
        options.open_line(workspace=workspace, workers=workers, scheduler=scheduler, quiet=quiet, log=log, timeout=timeout) as line,
        reading_ahead(inbox, line),
    ):
        night = run_nightly(inbox, store, out, line, profile=profile, language=LANGUAGE, tell=None if quiet else _tell)
    if not quiet:
        for one in night.unfinished:
            options.print_line(say("nightly.unfinished", project=one.place, message=one.error.sentence(LANGUAGE)))
        options.print_line(say("nightly.done", store=store, reports=out / "reports", record=out / "nightly.json"))
        if night.published is not None:
            options.print_line(say("nightly.published", published=out / "published"))
    return 0


def _stay(asked: "ServiceOptions", *, quiet: bool) -> None:
    from service.processes.nights import keep_nights

    def tell(settings: "ScheduleSettings", address: str) -> None:
        if not quiet:
            options.print_line(say("nightly.waiting", cron=settings.nightly_cron, zone=settings.nightly_timezone, address=address))

    keep_nights(asked, tell)


def _tell(done: "Ingested") -> None:
    sentence = done.sentence or say("nightly.nothing_taken")
    options.print_line(say("nightly.project", project=done.project.code, sentence=sentence))
    if done.counts:
        options.print_line(say("nightly.project_counts", **done.counts))
    for refused in done.refused:
        options.print_line(say("nightly.quarantined", file=refused.file.path.name, message=refused.error.sentence(LANGUAGE)))
