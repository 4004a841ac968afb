"""The process that keeps the nights: a Prefect server on the loopback and the nightly deployment."""

import sys
from collections.abc import Callable
from pathlib import Path

from pipelines.flows._prefect import prepare_prefect
from pipelines.flows.server import own_server
from pipelines.runtime.settings import ScheduleSettings
from service.log import log, open_log
from service.options import ServiceOptions


def keep_nights(options: ServiceOptions, tell: Callable[[ScheduleSettings, str], None]) -> None:
    """Stay, and run the night whenever the clock says so.

    Args:
        options: Of the nights.
        tell: Told the settings and the address of the server's pages, once they are up.

    Raises:
        ScheduleNotServed: The server does not come up.
    """
    workspace = Path(options.workspace)
    prepare_prefect(workspace)
    settings = ScheduleSettings()
    with own_server(settings.prefect_port, workspace / "prefect" / "server.log") as address:
        # Imported here: Prefect takes the server's address when it is first imported.
        from pipelines.flows.schedule import NightPlan, serve_nights

        tell(settings, address)
        plan = NightPlan(
            options.inbox, options.store_url, options.out, options.workspace, options.workers, options.scheduler, options.profile,
            options.language,
        )  # fmt: skip
        serve_nights(plan, settings.nightly_cron, settings.nightly_timezone)


def _tell(settings: ScheduleSettings, address: str) -> None:
    log("nights.waiting", cron=settings.nightly_cron, timezone=settings.nightly_timezone, address=address)


def main(options: ServiceOptions) -> None:
    """Keep the nights for the supervisor."""
    open_log("nights", is_quiet=options.is_quiet)
    keep_nights(options, _tell)


if __name__ == "__main__":
    main(ServiceOptions.from_json(sys.argv[1]))
