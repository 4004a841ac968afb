"""The nightly flow by the clock: a deployment that a Prefect server fires (``server``)."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cim_schema.codes import Profile
from cim_schema.messages import Language
from pipelines.flows._prefect import as_flow
from pipelines.flows.nightly import run_night
from pipelines.flows.steps import Line
from pipelines.runtime.compute import open_compute
from pipelines.runtime.settings import WorkspaceSettings
from pipelines.runtime.workspace import Workspace

NAME = "nightly"


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
    """One night, in a process that Prefect starts for it."""
    with open_compute(workers, scheduler) as compute:
        line = Line(Workspace(Path(workspace), WorkspaceSettings().workspace_max_bytes), compute)
        run_night(Path(inbox), store_url, Path(out), line, profile=Profile(profile), language=language)


by_schedule = as_flow(scheduled_night, NAME)


def serve_nights(plan: NightPlan, cron: str, timezone: str) -> None:
    """Stay, and run the night whenever the clock says so, one at a time."""
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    deployed: Any = by_schedule
    deployed.serve(
        name=NAME, schedule=Cron(cron, timezone=timezone), parameters=asdict(plan), limit=1, print_starting_message=False,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )  # fmt: skip
