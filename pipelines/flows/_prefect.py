"""Prefect, kept on the premises: its home in the workspace, no telemetry, no server set up by hand.

Prefect reads its settings when it is first imported, so this module sets them and is the one that imports it.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_SETTINGS = {
    # Two switches: the server's heartbeat, and the SDK's own.
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    # A loaded machine needs longer than the 20 s that Prefect allows for its own server.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    # Below that it prints tracebacks of errors that the night's record tells in a sentence.
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
}


def prepare_prefect(workspace: Path) -> None:
    """Set Prefect's home below the workspace and its switches, before it is imported. What the environment says wins."""
    home = (workspace / "prefect").resolve()
    # Prefect makes its home, but not the folders above it, and its server then fails without saying so.
    home.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("PREFECT_HOME", str(home))
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)


def as_task(step: Callable[P, R], name: str | None = None) -> Callable[P, R]:
    """A step as a Prefect task: tried again only where the error says that a second try may pass."""
    from prefect import task
    from prefect.cache_policies import NO_CACHE

    made: Callable[P, R] = task(
        name=name or step.__name__.replace("_", "-"), retries=2, retry_delay_seconds=2, retry_condition_fn=_may_pass,
        cache_policy=NO_CACHE, persist_result=False, log_prints=False,
    )(step)  # fmt: skip
    return made


def as_flow(function: Callable[P, R], name: str) -> Callable[P, R]:
    """A function as a Prefect flow. Its parameters are ours and typed already, so Prefect need not rebuild them."""
    from prefect import flow

    made: Callable[P, R] = flow(name=name, validate_parameters=False, persist_result=False)(function)
    return made


def _may_pass(_task: Any, _run: Any, state: Any) -> bool:
    from cim_schema.errors import CimError

    error = state.result(raise_on_failure=False)
    return isinstance(error, CimError) and error.is_transient
