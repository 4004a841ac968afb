"""What is left when processes are killed: of the whole service, of its parts, of one check."""

import signal
from pathlib import Path
from time import monotonic, sleep

import psutil
import pytest

ROOT = Path(__file__).parents[2]
TINY = ROOT / "sample_ifc" / "tiny" / "fail-cim_01-no_map_conversion.ifc"
STRUCTURE = ROOT / "sample_ifc" / "faulty" / "school" / "school_struct.ifc"

pytestmark = pytest.mark.slow


def wait_until(condition, seconds=60):
    end = monotonic() + seconds
    while not (found := condition()):
        assert monotonic() < end
        sleep(0.05)
    return found


def is_in_the_middle(job):
    return job["state"] == "running" and 0.02 < job["progress"] < 0.9


def test_killed_in_the_middle_of_a_check_the_service_goes_on_with_it(new_service):
    new_service.start()
    new_service.jueshan("users", "add", "li", "--role", "designer", "--password-stdin", given="a long word\n")
    key = new_service.token("designer")
    with new_service.client(key) as client:
        done = client.send_models(TINY)
        client.wait_for_end(done)
        begun = client.send_models(STRUCTURE)
        before = client.wait_for(begun, is_in_the_middle)
        everybody = psutil.Process(new_service.process.pid).children(recursive=True)
        assert len(everybody) >= 3
        new_service.stop(signal.SIGKILL)
    # Nobody outlives the supervisor, whatever it was doing.
    wait_until(lambda: not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in everybody), seconds=10)

    new_service.start()
    with new_service.client(key) as client:
        assert client.check(done)["state"] == "done"
        assert client.get(f"/api/v1/checks/{done}/report.json").status_code == 200
        after = client.check(begun)
        assert after["progress"] >= before["progress"]
        # The runner alone is killed this time, and its check with it; the supervisor starts another one.
        client.wait_for(begun, lambda job: job["attempts"] == 2 and job["state"] == "running")
        (runner,) = new_service.children("runner")
        runner.kill()
        end = client.wait_for_end(begun)
        assert (end["state"], end["attempts"]) == ("done", 3)
        assert client.get(end["reports"]["html"]).status_code == 200
        with new_service.client() as browser:
            assert browser.post("/api/v1/session", json={"name": "li", "password": "a long word"}).status_code == 204
        told = client.get(f"/api/v1/checks/{begun}/events").text
    progress = [float(line.partition('"progress": ')[2].partition(",")[0]) for line in told.splitlines() if '"progress"' in line]
    assert progress == sorted(progress)
    assert {line["name"] for line in new_service.log() if line["event"] == "process.died"} == {"runner"}


def test_a_check_whose_process_dies_each_time_is_given_up_with_a_sentence(new_service):
    new_service.start()
    with new_service.client(new_service.token("designer")) as client:
        job_id = client.send_models(TINY)
        for attempt in (1, 2, 3):
            client.wait_for(job_id, lambda job, attempt=attempt: job["attempts"] == attempt and job["state"] == "running")
            (process,) = wait_until(lambda: new_service.children("job"))
            process.kill()
            wait_until(lambda process=process: not process.is_running())
        job = client.wait_for_end(job_id)
        assert (job["state"], job["attempts"], job["error"]["code"]) == ("failed", 3, "job_lost")
        assert "3 次" in job["error"]["message"]
        # The service itself has lost nothing.
        assert client.get("/healthz").status_code == 200
        assert [line["event"] for line in new_service.log() if line["event"] == "process.died"] == []

        # Asked to end in the middle of a check, it ends in good order and counts no attempt.
        second = client.send_models(STRUCTURE)
        client.wait_for(second, is_in_the_middle)
        begun = monotonic()
        assert new_service.stop(signal.SIGTERM) == 0
        assert monotonic() - begun < 10
    new_service.settings["JUESHAN_JOB_SECONDS"] = "1"
    new_service.start()
    with new_service.client(new_service.token("admin")) as client:
        job = client.wait_for_end(second)
        assert (job["state"], job["attempts"], job["error"]["code"]) == ("failed", 1, "job_too_long")
        assert "JUESHAN_JOB_SECONDS" in job["error"]["message"]
        (web,) = new_service.children("web")
        web.kill()
        # Callers wait at the socket, which the supervisor holds, until another one answers.
        with new_service.client() as anybody:
            assert anybody.get("/healthz").status_code == 200


def test_a_port_that_is_taken_ends_with_status_2_and_one_line(new_service):
    import json
    import subprocess
    import sys

    new_service.start()
    port = new_service.address.rpartition(":")[2]
    command = [sys.executable, "-c", "from service.cli.main import run; run()", "serve", "--port", port]
    second = subprocess.run(command, cwd=new_service.folder, capture_output=True, text=True, timeout=60, check=False)
    assert second.returncode == 2
    told = json.loads(second.stderr.splitlines()[-1])
    assert told["error"] == "invalid_option"
    assert port in told["message"]
