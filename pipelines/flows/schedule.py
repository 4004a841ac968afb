"""The nightly flow by the clock: a deployment that a Prefect server fires (``server``)."""

import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cim_schema.codes import Profile
from cim_schema.messages import Language
from pipelines.flows._prefect import as_flow
from pipelines.flows.ahead import reading_ahead
from pipelines.flows.nightly import run_night
from pipelines.flows.steps import Line
from pipelines.runtime.compute import open_compute
from pipelines.runtime.lifeline import watch_parent
from pipelines.runtime.settings import WorkspaceSettings
from pipelines.runtime.workspace import Workspace

NAME = "nightly"
"""Of the flow and of its deployment."""
_PARENT = "JUESHAN_NIGHT_PARENT"
"""Process id of the one that keeps the schedule, for the processes of its nights."""


@dataclass(frozen=True)
class NightPlan:
    """What a scheduled night needs to know; plain values, since Prefect keeps them as JSON."""

    inbox: str
    store_url: str
    out: str
    workspace: str
    workers: int | None = None
    scheduler: str | None = None
    profile: str = Profile.BASELINE.value
    language: Language = "zh"


def scheduled_night(
    inbox: str,
    store_url: str,
    out: str,
    workspace: str,
    workers: int | None,
    scheduler: str | None,
    profile: str,
    language: Language,
) -> None:
    """One night, in a process that Prefect starts for it; it ends with the process that keeps the schedule."""
    if _PARENT in os.environ:
        watch_parent(int(os.environ[_PARENT]))
    with open_compute(workers, scheduler) as compute:
        line = Line(Workspace(Path(workspace), WorkspaceSettings().workspace_max_bytes), compute)
        with reading_ahead(Path(inbox), line):
            run_night(Path(inbox), store_url, Path(out), line, profile=Profile(profile), language=language)


by_schedule = as_flow(scheduled_night, NAME)


def serve_nights(plan: NightPlan, cron: str, timezone: str) -> None:
    """Stay, and run the night whenever the clock says so, one at a time."""
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    os.environ[_PARENT] = str(os.getpid())
    deployed: Any = by_schedule
    deployed.serve(
        name=NAME, schedule=Cron(cron, timezone=timezone), parameters=asdict(plan), limit=1, print_starting_message=False,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )  # fmt: skip
