"""A Prefect server of our own on the loopback, with its pages, for flows that run by the clock."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import urlopen

from cim_schema.errors import ScheduleNotServed

HOST = "127.0.0.1"
"""The server listens here only: it has no accounts."""
START_SECONDS = 120.0


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
    address = f"http://{HOST}:{port}"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", HOST, "--port", str(port)]
    with log.open("ab") as output:
        server = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        _wait_for(server, address, log)
        os.environ["PREFECT_API_URL"] = f"{address}/api"
        yield address
    finally:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait_for(server: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    end = monotonic() + START_SECONDS
    while server.poll() is None and monotonic() < end:
        try:
            with urlopen(f"{address}/api/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            sleep(0.3)
    raise ScheduleNotServed({"address": address, "log": str(log)})
