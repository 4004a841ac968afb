"""The clock that really fires: a deployment on Prefect's own server runs a night without being asked."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep
from urllib.request import Request, urlopen

import pytest

TINY = Path(__file__).parents[3] / "sample_ifc" / "tiny"

pytestmark = pytest.mark.slow


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def flow_runs(port):
    request = Request(f"http://127.0.0.1:{port}/api/flow_runs/filter", data=b"{}", headers={"Content-Type": "application/json"})
    with urlopen(request, timeout=5) as answer:
        return json.load(answer)


def test_a_cron_line_fires_and_the_run_is_seen_on_the_loopback(tmp_path):
    (tmp_path / "inbox").mkdir()
    shutil.copy(TINY / "pass-cim_01-map_conversion.ifc", tmp_path / "inbox" / "alone.ifc")
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environment |= {"JUESHAN_NIGHTLY_CRON": "* * * * *", "JUESHAN_PREFECT_PORT": str(port)}
    command = [sys.executable, "-c", "from service.cli.main import run; run()", "nightly", "--inbox", "inbox", "--workers", "1"]
    with (tmp_path / "log").open("wb") as log:
        clock = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=log, stderr=log)
    try:
        record = tmp_path / "out" / "nightly.json"
        end = monotonic() + 240
        while not record.exists():
            assert clock.poll() is None, (tmp_path / "log").read_text()
            assert monotonic() < end, (tmp_path / "log").read_text()
            sleep(1)
        assert [project["project"] for project in json.loads(record.read_text(encoding="utf-8"))["projects"]] == ["alone"]
        names = {run["name"]: run for run in flow_runs(port)}
        assert any(run["auto_scheduled"] and run["state_type"] in {"RUNNING", "COMPLETED"} for run in names.values())
        with urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
            assert b"Prefect" in page.read()
    finally:
        clock.send_signal(signal.SIGINT)
        clock.wait(timeout=60)
    with pytest.raises(OSError, match="refused"):
        flow_runs(port)
