"""A Prefect server of our own on the loopback, with its pages, for flows that run by the clock."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import urlopen

from cim_schema.errors import ScheduleNotServed
from pipelines.runtime.lifeline import command_with_parent

HOST = "127.0.0.1"
"""The server listens here only: it has no accounts."""
START_SECONDS = 120.0
END_SECONDS = 4.0
"""What it may take to end by itself; its database stands a hard end."""


def server_address(port: int) -> str:
    """Where the server's pages are; its interface is below ``/api``."""
    return f"http://{HOST}:{port}"


def is_up(address: str, seconds: float = 2.0) -> bool:
    """Whether a server answers there."""
    try:
        with urlopen(f"{address}/api/health", timeout=seconds) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


@contextmanager
def own_server(port: int, log: Path) -> Iterator[str]:
    """A Prefect server with its pages on the loopback, for as long as the block lasts; gives its address.

    It is the one that Prefect talks to, if Prefect is imported within the block.

    Args:
        port: To listen on.
        log: Where its output goes.

    Raises:
        ScheduleNotServed: It does not come up: the port is taken, or the machine is too slow.
    """
    address = server_address(port)
    command = command_with_parent("prefect", "server", "start", "--host", HOST, "--port", str(port))
    with log.open("ab") as output:
        server = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        _wait_for(server, address, log)
        os.environ["PREFECT_API_URL"] = f"{address}/api"
        yield address
    finally:
        server.terminate()
        try:
            server.wait(timeout=END_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait_for(server: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    end = monotonic() + START_SECONDS
    while server.poll() is None and monotonic() < end:
        if is_up(address):
            return
        sleep(0.3)
    raise ScheduleNotServed({"address": address, "log": str(log)})
