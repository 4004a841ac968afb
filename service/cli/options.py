"""Options that several commands share, and what they open: the line, the clock, the display."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cim_schema.codes import ModelStage, Profile, ProjectCategory
from cim_schema.errors import InvalidOption, TimedOut
from cim_schema.messages import Language
from service.cli.display import open_display
from service.cli.language import LANGUAGE, say

if TYPE_CHECKING:
    from pipelines.flows.steps import Line
    from service.options import ServiceOptions

Models = Annotated[list[Path], typer.Argument(metavar="MODEL...", help=say("option.models"), show_default=False)]
Model = Annotated[Path, typer.Argument(metavar="MODEL", help=say("option.model"), show_default=False)]
Lang = Annotated[Language, typer.Option("--lang", envvar="JUESHAN_LANG", help=say("option.lang"))]
Quiet = Annotated[bool, typer.Option("--quiet", help=say("option.quiet"))]
Log = Annotated[Literal["text", "json"], typer.Option("--log", help=say("option.log"))]
Timeout = Annotated[float | None, typer.Option("--timeout", metavar="SECONDS", min=0.001, help=say("option.timeout"))]
Workers = Annotated[int | None, typer.Option("--workers", envvar="JUESHAN_WORKERS", metavar="N", min=1, help=say("option.workers"))]
Scheduler = Annotated[
    str | None, typer.Option("--scheduler", envvar="JUESHAN_SCHEDULER", metavar="ADDRESS", help=say("option.scheduler"))
]
Folder = Annotated[Path, typer.Option("--workspace", envvar="JUESHAN_WORKSPACE", metavar="DIR", help=say("option.workspace"))]
Category = Annotated[ProjectCategory | None, typer.Option("--category", help=say("option.category"))]
StageOption = Annotated[ModelStage | None, typer.Option("--stage", help=say("option.stage"))]
ProfileOption = Annotated[Profile, typer.Option("--profile", help=say("option.profile"))]
Target = Annotated[str | None, typer.Option("--target", metavar="CRS", help=say("option.target"))]


def take_password(url: str | None) -> str | None:
    """The URL of a store without its password: that goes into this process's environment, where libpq and our processes find it.

    So nothing that is told of the run, kept of it or handed to another process holds it.
    """
    from pipelines.cim.store_url import split_password

    told, password = (url, None) if url is None else split_password(url)
    if password is not None:
        os.environ["PGPASSWORD"] = password
    return told


StoreUrl = Annotated[str, typer.Option("--store", metavar="URL", help=say("option.store"), callback=take_password)]
MappingFile = Annotated[
    Path | None, typer.Option("--mapping", envvar="JUESHAN_MAPPING", metavar="FILE", help=say("option.mapping"), show_default=False)
]
NoGeometry = Annotated[bool, typer.Option("--no-geometry", help=say("option.no_geometry"))]

DEFAULT_WORKSPACE = Path(".jueshan")
DEFAULT_STORE = "gpkg:out/cim.gpkg"


@contextmanager
def open_line(
    *, workspace: Path, workers: int | None, scheduler: str | None, quiet: bool, log: str, timeout: float | None
) -> Iterator["Line"]:
    """The line that a command works with; its workers end with the block.

    Raises:
        TimedOut: ``timeout`` seconds went by.
    """
    from pipelines.flows.steps import Line
    from pipelines.runtime.compute import open_compute
    from pipelines.runtime.settings import WorkspaceSettings
    from pipelines.runtime.workspace import Workspace

    progress, display = open_display(quiet=quiet, log=log)
    with time_limit(timeout), display, open_compute(workers, scheduler) as compute:
        yield Line(Workspace(workspace, WorkspaceSettings().workspace_max_bytes), compute, progress)


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """Raise ``TimedOut`` in the block once its time is over."""
    if seconds is None:
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TimedOut({"seconds": f"{seconds:g}"})

    before = signal.signal(signal.SIGALRM, stop)
    # It rings again each second: a library that tries an import may take the first ring for a failed import, and go on.
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def split_codes(option: str, value: str | None) -> tuple[str, ...] | None:
    """``CODE,CODE`` as codes; None where nothing was asked for.

    Raises:
        InvalidOption: A list with nothing in it.
    """
    if value is None:
        return None
    codes = tuple(code.strip() for code in value.split(",") if code.strip())
    if not codes:
        raise InvalidOption({"option": option, "value": value, "reason": "@error_reason.empty_list"})
    return codes


def service_options(
    workspace: Path,
    store: str,
    inbox: Path,
    out: Path,
    profile: Profile,
    workers: int | None,
    scheduler: str | None,
    *,
    has_schedule: bool = True,
    quiet: bool,
) -> "ServiceOptions":
    """What other processes are told of the command line: they may run in another folder, so paths are made absolute."""
    from service.options import ServiceOptions

    scheme, _, path = store.partition(":")
    store_url = f"{scheme}:{Path(path).resolve()}" if scheme == "gpkg" else store
    return ServiceOptions(
        str(workspace.resolve()), store_url, str(inbox.resolve()), str(out.resolve()), LANGUAGE, profile.value, workers, scheduler,
        has_schedule, quiet,
    )  # fmt: skip


def print_line(line: str = "") -> None:
    """One line on stdout, where there is one."""
    if sys.stdout is not None:
        sys.stdout.write(line + "\n")
