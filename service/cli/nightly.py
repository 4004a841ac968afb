"""``jueshan nightly``: what the operator's clock calls."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cim_schema.codes import Profile
from cim_schema.errors import InvalidOption
from service.cli import options
from service.cli.language import LANGUAGE, say

if TYPE_CHECKING:
    from pipelines.flows.ingest import Ingested


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

    if not once:
        raise InvalidOption({"option": "--once", "value": "", "reason": say("nightly.schedule_later")})
    open_store(store)
    prepare_prefect(workspace)
    from pipelines.flows.nightly import nightly as run_nightly

    with options.open_line(
        workspace=workspace, workers=workers, scheduler=scheduler, quiet=quiet, log=log, timeout=timeout
    ) as line:
        night = run_nightly(inbox, store, out, line, profile=profile, language=LANGUAGE, tell=None if quiet else _tell)
    if not quiet:
        for one in night.unfinished:
            options.print_line(say("nightly.unfinished", project=one.place, message=one.error.sentence(LANGUAGE)))
        options.print_line(say("nightly.done", store=store, reports=out / "reports", published=out / "published"))
    return 0


def _tell(done: "Ingested") -> None:
    options.print_line(say("nightly.project", project=done.project.code, sentence=done.sentence))
    if done.counts:
        options.print_line(say("nightly.project_counts", **done.counts))
    for refused in done.refused:
        options.print_line(say("nightly.quarantined", file=refused.file.path.name, message=refused.error.sentence(LANGUAGE)))
