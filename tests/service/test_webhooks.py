"""Webhooks against a receiver that really listens, refuses, and comes back; and a service that is killed meanwhile."""

import base64
import hashlib
import hmac
import json
import signal
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic, sleep

import pytest

from cim_schema.errors import InvalidOption
from pipelines.cim.geopackage_store import GeoPackageStore
from service.state.database import Database
from service.state.webhooks import MOST_ATTEMPTS, Webhooks, require_allowed
from tests.pipelines.conftest import make_delivery, make_version  # noqa: F401
from tests.service.conftest import JUESHAN, Service

pytestmark = pytest.mark.slow


@pytest.fixture
def receiver():
    """A program that takes notices, or refuses them with the statuses that it is given first."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = server.refusals.pop(0) if server.refusals else 204
            server.taken.append((status, {name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.refusals, server.taken = [], []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def running(tmp_path):
    settings = {
        "JUESHAN_WORKERS": "1",
        "JUESHAN_WEB": "nowhere",
        "JUESHAN_WEBHOOK_HOSTS": "127.0.0.1",
        "JUESHAN_WEBHOOK_PAUSE_SECONDS": "0.2",
    }
    service = Service(tmp_path, settings, arguments=("--store", "gpkg:cim.gpkg"))
    yield service
    service.stop(signal.SIGKILL)


@pytest.fixture
def deliver(tmp_path, make_version, make_delivery):  # noqa: F811
    store = GeoPackageStore(tmp_path / "cim.gpkg")
    return lambda model, **told: store.apply(make_delivery(make_version(model=model, **told)))


def add(running, receiver, monkeypatch):
    monkeypatch.setenv("JUESHAN_WEBHOOK_HOSTS", "127.0.0.1, cim.example")
    told = running.jueshan("webhooks", "add", f"http://127.0.0.1:{receiver.server_port}/changes", "--store", "gpkg:cim.gpkg")
    return told.split("\t")


def wait_for(condition, seconds=30):
    end = monotonic() + seconds
    while not condition():
        assert monotonic() < end
        sleep(0.05)


def assert_signed(headers, body, secret):
    """As the standard says it: HMAC-SHA256 of id, time and body under the secret behind its prefix."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


def test_a_change_is_told_signed_and_again_until_it_is_taken(running, receiver, deliver, monkeypatch):
    deliver("a")
    receiver.refusals += [500, 302]
    webhook_id, secret = add(running, receiver, monkeypatch)
    running.start()
    deliver("b", walls=9)
    wait_for(lambda: len(receiver.taken) >= 3)
    sleep(1.5)
    assert [status for status, _, _ in receiver.taken] == [500, 302, 204]
    assert len({headers["webhook-id"] for _, headers, _ in receiver.taken}) == 1, "the same notice, so that it counts once"
    for _, headers, body in receiver.taken:
        assert_signed(headers, body, secret)
    notice = json.loads(receiver.taken[-1][2])
    assert (notice["type"], notice["data"]["projects"]) == ("base_layer.changed", ["SCH"])
    with running.client(running.token("platform", "cim")) as client:
        said = client.get(notice["data"]["changes"]).json()
    numbers = [one["number"] for one in said["changes"]]
    assert numbers == list(range(notice["data"]["first"], notice["data"]["last"] + 1))
    listed = running.jueshan("webhooks", "list").split("\t")
    assert listed[:1] + listed[2:4] == [webhook_id, str(notice["data"]["last"]), "204"]


def test_what_a_killed_service_did_not_tell_the_next_one_tells(running, receiver, deliver, monkeypatch):
    deliver("a")
    add(running, receiver, monkeypatch)
    receiver.refusals += [503] * 2
    running.start()
    deliver("b", walls=9)
    wait_for(lambda: receiver.taken)
    running.stop(signal.SIGKILL)
    deliver("c", walls=12)
    receiver.refusals.clear()
    running.start()
    wait_for(lambda: receiver.taken[-1][0] == 204)
    notice = json.loads(receiver.taken[-1][2])["data"]
    first = json.loads(receiver.taken[0][2])["data"]
    assert notice["first"] == first["first"]
    assert notice["last"] == GeoPackageStore(running.folder / "cim.gpkg").read("cim_change")["change_number"].to_pylist()[-1]


def test_nobody_is_told_whom_no_operator_named(tmp_path, monkeypatch):
    monkeypatch.setenv("JUESHAN_WEBHOOK_HOSTS", "127.0.0.1")
    command = [*JUESHAN, "webhooks", "add", "http://elsewhere.example/"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert json.loads(done.stderr.splitlines()[-1])["error"] == "invalid_option"


@pytest.mark.parametrize("url", ["ftp://h/", "http://user@h/", "h", "http://[::1", "http://h.example/", "http://h:port/"])
def test_what_is_no_address_or_another_host_is_refused(url):
    with pytest.raises(InvalidOption):
        require_allowed(url, "h")
    require_allowed("https://H:8443/x", " h ,other")


def test_a_webhook_that_fails_too_often_is_off_until_it_is_turned_on(tmp_path):
    webhooks = Webhooks(Database(Path(tmp_path) / "service.db"))
    one = webhooks.add("http://h/", "h", 3, "test")
    pauses = []
    for _ in range(MOST_ATTEMPTS):
        before = webhooks.find(one.id)
        assert before.disabled_at is None
        webhooks.failed(before, "500", 5.0)
        pauses.append(webhooks.find(one.id).next_try_at)
    assert webhooks.find(one.id).disabled_at is not None
    assert pauses[-1] - pauses[0] == pytest.approx(3600 - 5, abs=5)
    webhooks.enable(one.id, "test")
    assert (webhooks.find(one.id).disabled_at, webhooks.find(one.id).attempts) == (None, 0)
