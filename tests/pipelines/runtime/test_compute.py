import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from cim_schema.errors import BrokenIfcFile, InvalidOption, ProcessLost
from pipelines.runtime.compute import Compute, open_compute
from pipelines.runtime.isolation import Lost
from tests.pipelines.runtime import compute_tasks as tasks

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def local_processes():
    with open_compute(workers=2) as compute:
        yield compute


@contextmanager
def running_cluster(workers):
    """The address of a cluster that somebody else runs."""
    command = [sys.executable, "-m", "tests.pipelines.runtime.cluster", str(workers)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as running:
        try:
            yield running, running.stdout.readline().strip()
        finally:
            running.stdin.close()


@pytest.fixture(scope="module")
def cluster():
    with running_cluster(2) as (_, address), open_compute(scheduler=address) as compute:
        yield compute


@pytest.fixture(params=["serial", "local_processes", "cluster"])
def compute(request):
    return Compute(workers=1) if request.param == "serial" else request.getfixturevalue(request.param)


def test_results_are_the_same_in_the_same_order_wherever_they_are_made(compute):
    assert compute.map(tasks.square, list(range(40))) == [number * number for number in range(40)]


def test_no_items_are_no_results(compute):
    assert compute.map(tasks.square, []) == []


def test_results_come_one_by_one_each_with_the_place_of_its_item(compute):
    found = list(compute.each(tasks.square, list(range(40))))
    assert sorted(found) == [(number, number * number) for number in range(40)]


def test_items_are_made_when_somebody_can_work_on_them(compute):
    """Two tasks a worker are under way, and none is taken while the caller looks at a result."""
    made = []
    items = (made.append(number) or number for number in range(60))
    seen = 0
    for _ in compute.each(tasks.square, items, few=4):
        seen += 1
        assert len(made) - seen <= 2 * 2 + 4
    assert seen == len(made) == 60


def test_a_caller_that_has_seen_enough_ends_the_work(compute):
    made = []
    items = (made.append(number) or number for number in range(10_000))
    for place, _ in compute.each(tasks.square, items):
        if place >= 10:
            break
    assert len(made) < 40
    assert compute.map(tasks.square, list(range(10)))[-1] == 81, "it can be used again"


def test_an_item_that_cannot_be_made_is_told_as_what_went_wrong(compute):
    def items():
        yield from range(12)
        raise BrokenIfcFile({"file": "12.ifc", "line": 1, "reason": "x"})

    with pytest.raises(BrokenIfcFile):
        compute.map(tasks.square, items())
    assert compute.map(tasks.square, list(range(10)))[-1] == 81, "it can be used again"


def test_of_several_that_raise_the_first_is_raised_wherever_they_run(compute):
    """Of those that raise, the later ones do so sooner."""
    with pytest.raises(BrokenIfcFile) as caught:
        compute.map(tasks.refuse_from_five, list(range(20)))
    assert caught.value.params["file"] == "5.ifc"
    assert compute.map(tasks.square, list(range(10)))[-1] == 81, "it can be used again"


def test_threads_that_wait_for_isolated_children_give_the_same():
    ways = ["a", "segfault", "b", "raise"]
    serial = Compute(workers=1).map(tasks.misbehave_in_a_child, ways, isolated=True)
    assert Compute(workers=2).map(tasks.misbehave_in_a_child, ways, isolated=True) == serial
    assert serial[1] == [Lost("crashed", "SIGSEGV"), "after"]


def test_isolated_children_may_be_started_in_workers(local_processes):
    ways = ["a", "segfault"] * 4
    assert local_processes.map(tasks.misbehave_in_a_child, ways)[-1] == [Lost("crashed", "SIGSEGV"), "after"]


def test_an_error_among_isolated_items_is_that_of_the_first():
    with pytest.raises(BrokenIfcFile) as caught:
        Compute(workers=4).map(tasks.refuse_from_five, list(range(20)), isolated=True)
    assert caught.value.params["file"] == "5.ifc"


def test_small_work_stays_in_the_process():
    compute = Compute(workers=2)
    assert set(compute.map(tasks.pid_of_worker, [1, 2, 3])) == {os.getpid()}
    assert compute._client is None


def test_large_work_is_shared_by_the_workers(local_processes):
    pids = set(local_processes.map(tasks.pid_of_worker, list(range(20))))
    assert len(pids) == 2
    assert os.getpid() not in pids


def test_nobody_outside_can_reach_the_workers(local_processes):
    """Dask runs whatever it is sent, so it may listen on this machine only."""
    local_processes.map(tasks.square, list(range(10)))
    here = psutil.Process()
    processes = [here, *here.children(recursive=True)]
    listening = [one.laddr for process in processes for one in process.net_connections("tcp") if one.status == psutil.CONN_LISTEN]
    assert len(listening) >= 3
    assert {address.ip for address in listening} == {"127.0.0.1"}


def test_a_task_that_kills_its_worker_is_told_with_its_item(local_processes, capfd):
    with pytest.raises(ProcessLost) as caught:
        local_processes.map(tasks.die_on_seven, list(range(16)))
    assert "“7”" in caught.value.sentence("zh")
    assert local_processes.map(tasks.square, list(range(10)))[-1] == 81, "the others work on"
    assert "Traceback" not in capfd.readouterr().err


def test_progress_is_told_by_weight_and_never_beyond_the_whole(compute):
    class Told:
        def __init__(self):
            self.total = self.done = 0.0

        def stage(self, code, total, unit, **params):
            self.total, self.named = total, (code, unit)
            return self

        def advance(self, amount=1):
            assert amount >= 0
            self.done += amount

        def __enter__(self):
            return self

        def __exit__(self, *error):
            pass

    told = Told()
    compute.map(tasks.square, list(range(10)), progress=told, code="progress.check", unit="rule", weight=float)
    assert (told.done, told.total, told.named) == (45.0, 45.0, ("progress.check", "rule"))
    told.done = 0.0
    compute.map(tasks.square, iter(range(10)), progress=told, weight=float, total=45.0)
    assert (told.done, told.total) == (45.0, 45.0)


def test_a_killed_worker_costs_only_what_it_ran(local_processes, tmp_path):
    """The other tasks are done once; the one that ran is done again."""
    ways = [(str(tmp_path), number) for number in range(12)]
    assert local_processes.map(tasks.die_the_first_time_on_seven, ways) == list(range(12))
    runs = [len(list(tmp_path.glob(f"{number}-*"))) for number in range(12)]
    assert runs[7] == 2
    assert sum(runs) <= 12 + 2, "at most the one that ran and one whose result was not fetched yet"


def test_a_cluster_that_is_not_there_is_told_in_a_sentence():
    with pytest.raises(InvalidOption) as caught, open_compute(scheduler="nonsense://x") as compute:
        compute.map(tasks.square, [1])
    assert "没有正在运行的 Dask 集群" in caught.value.sentence("zh")


def test_a_cluster_without_workers_is_not_waited_for_for_ever(monkeypatch):
    monkeypatch.setattr("pipelines.runtime.dispatch.PATIENCE_SECONDS", 1)
    with running_cluster(0) as (_, address), open_compute(scheduler=address) as compute, pytest.raises(ProcessLost) as caught:
        compute.map(tasks.square, [1])
    assert "没有可用的工作进程" in caught.value.sentence("zh")


def test_a_cluster_that_goes_away_is_told_in_a_sentence(capfd):
    with running_cluster(1) as (running, address), open_compute(scheduler=address) as compute:
        assert compute.map(tasks.square, [2]) == [4]
        ending = threading.Timer(0.5, os.killpg, (running.pid, signal.SIGKILL))
        ending.start()
        with pytest.raises(ProcessLost) as caught:
            compute.map(tasks.sleep_long, [1, 2])
    assert "Dask 集群的连接中断" in caught.value.sentence("zh")
    assert "Traceback" not in capfd.readouterr().err


def wait_until(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


@pytest.mark.slow
@pytest.mark.parametrize("how", ["threads", "processes"])
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_caller_leaves_no_process(how, end, tmp_path):
    script = tmp_path / "caller.py"
    script.write_text(
        textwrap.dedent(f"""
        import sys
        sys.path.insert(0, {str(ROOT)!r})
        from pipelines.runtime.compute import open_compute
        from tests.pipelines.runtime import compute_tasks as tasks

        if __name__ == "__main__":
            with open_compute(2) as compute:
                if {how!r} == "processes":
                    compute.map(tasks.square, list(range(10)))
                print("ready", flush=True)
                if {how!r} == "processes":
                    compute.map(tasks.sleep_long, list(range(10)))
                else:
                    compute.map(tasks.misbehave_in_a_child, ["hang"] * 4, isolated=True)
        """)
    )
    caller = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=tmp_path, start_new_session=True
    )
    assert caller.stdout.readline() == b"ready\n"
    assert wait_until(lambda: len(psutil.Process(caller.pid).children(recursive=True)) >= 2)
    time.sleep(0.3)
    children = psutil.Process(caller.pid).children(recursive=True)
    (os.killpg if end == signal.SIGINT else os.kill)(caller.pid, end)
    caller.communicate(timeout=20)
    assert caller.returncode == -end
    assert wait_until(lambda: not any(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in children))


def test_fewer_cores_than_the_machine_has_are_fewer_workers():
    cores = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(cores)})
        with open_compute() as compute:
            assert compute.workers == 1
    finally:
        os.sched_setaffinity(0, cores)
