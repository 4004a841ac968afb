"""What is asked of the Prefect server on the loopback: whether it is up, when the next night is, and to run one now.

Plain requests: Prefect itself takes seconds to import, and the web process has no other use for it.
"""

import json
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from cim_schema.errors import ScheduleNotServed

_SECONDS = 3.0
_FLOW = "nightly"


def next_night(address: str) -> str | None:
    """When the next scheduled night begins (ISO 8601); None where none is known."""
    asked = {
        "sort": "EXPECTED_START_TIME_ASC", "limit": 1, "flows": {"name": {"any_": [_FLOW]}},
        "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
    }  # fmt: skip
    try:
        runs = _ask(address, "flow_runs/filter", asked)
    except ScheduleNotServed:
        return None
    return str(runs[0]["expected_start_time"]) if runs else None


def begin_night(address: str) -> str:
    """Ask for a night now; gives the name of its run.

    Raises:
        ScheduleNotServed: The server, or the process that keeps the nights, is not there yet.
    """
    deployment = _ask(address, f"deployments/name/{_FLOW}/{_FLOW}")
    run = _ask(address, f"deployments/{deployment['id']}/create_flow_run", {"state": {"type": "SCHEDULED"}})
    return str(run["name"])


def _ask(address: str, path: str, content: dict[str, Any] | None = None) -> Any:
    body = None if content is None else json.dumps(content).encode()
    request = Request(f"{address}/api/{path}", data=body, headers={"Content-Type": "application/json"})
    try:
        with urlopen(request, timeout=_SECONDS) as answer:
            return json.load(answer)
    except (URLError, OSError, ValueError):
        raise ScheduleNotServed({"address": address, "log": "server.log"}) from None
