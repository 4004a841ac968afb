"""A service that really runs: its processes, a port of its own, a workspace that outlives restarts."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

import httpx
import psutil
import pytest

from cim_schema.codes import Role
from service.state.accounts import Accounts
from service.state.database import Database
from service.state.folders import ServiceFolders

JUESHAN = [sys.executable, "-c", "from service.cli.main import run; run()"]
FINAL = {"done", "failed", "cancelled"}


class Client(httpx.Client):
    """A program that knows the routes of checks."""

    def send_models(self, *paths, **fields):
        answer = self.post("/api/v1/checks", files=[("model", (path.name, path.read_bytes())) for path in paths], data=fields)
        assert answer.status_code == 202, answer.text
        return answer.json()["id"]

    def check(self, job_id):
        return self.get(f"/api/v1/checks/{job_id}").json()

    def wait_for(self, job_id, condition, seconds=120):
        end = monotonic() + seconds
        while not condition(job := self.check(job_id)):
            assert monotonic() < end, job
            sleep(0.05)
        return job

    def wait_for_end(self, job_id):
        return self.wait_for(job_id, lambda job: job["state"] in FINAL)


@dataclass
class Service:
    """One workspace and the service that is run on it."""

    folder: Path
    settings: dict = field(default_factory=dict)
    process: subprocess.Popen | None = None
    address: str = ""
    arguments: tuple[str, ...] = ()
    """Of ``serve``, beside those that all tests need."""

    def jueshan(self, *arguments, given=""):
        command = [*JUESHAN, *arguments]
        done = subprocess.run(command, cwd=self.folder, input=given, capture_output=True, text=True, timeout=180, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self):
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "JUESHAN_"))}
        # Started again it listens where it did, so that open pages find it.
        port = self.address.rpartition(":")[2] or "0"
        command = [*JUESHAN, "serve", "--no-schedule", "--port", port, "--lang=en", *self.arguments]
        with (self.folder / "service.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=self.folder, env=environment | self.settings, stdout=subprocess.PIPE, stderr=log, text=True
            )
        self.address = self.process.stdout.readline().split(" is at ")[1].split(". ")[0]
        return self

    def stop(self, number=signal.SIGTERM):
        if self.process is None:
            return None
        self.process.send_signal(number)
        status = self.process.wait(timeout=20)
        self.process.stdout.close()
        self.process = None
        return status

    def children(self, name):
        """The processes of that name below the supervisor, wherever."""
        found = []
        for one in psutil.Process(self.process.pid).children(recursive=True):
            try:
                if f"service.processes.{name}" in one.cmdline():
                    found.append(one)
            except psutil.Error:
                continue
        return found

    def token(self, role, name="test"):
        database = Database(ServiceFolders(self.folder / ".jueshan").database)
        secret = Accounts(database).create_token(Role(role), name, None, "test")
        database.close()
        return secret

    def client(self, token=None, **headers):
        if token:
            headers["Authorization"] = f"Bearer {token}"
        # Not what the environment says of proxies: the service is on this machine.
        return Client(base_url=self.address, headers=headers, timeout=60, trust_env=False)

    def log(self):
        return [json.loads(line) for line in (self.folder / "service.log").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    """Started once; callers of each module are others. Takes uploads of two megabytes at most, and checks two at once."""
    settings = {"JUESHAN_UPLOAD_MAX_BYTES": str(2 * 2**20), "JUESHAN_JOBS": "2", "JUESHAN_WORKERS": "1", "JUESHAN_WEB": "nowhere"}
    running = Service(tmp_path_factory.mktemp("service"), settings).start()
    yield running
    running.stop()
    assert "Traceback" not in (running.folder / "service.log").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def designer(service):
    with service.client(service.token("designer", "designer")) as client:
        yield client


@pytest.fixture(scope="module")
def admin(service):
    with service.client(service.token("admin", "admin")) as client:
        yield client


@pytest.fixture
def new_service(tmp_path):
    """A service of the test's own, which may be killed."""
    made = Service(tmp_path, {"JUESHAN_JOBS": "1", "JUESHAN_WORKERS": "1"})
    yield made
    made.stop(signal.SIGKILL)
