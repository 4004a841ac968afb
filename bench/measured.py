"""The process that is measured: ``python -m bench.measured TASK.json``. What it finds out about itself it writes beside."""

import importlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

from bench.case import Case, Heat, Setting


def run(task_path: Path) -> None:
    """Run one way of one case, and tell the answer, the time, the processors' time and this process's peak."""
    task = json.loads(task_path.read_text())
    case: Case = importlib.import_module(f"bench.cases.{task['case']}").CASE
    way = case.ours if task["way"] == "ours" else case.peer
    if way is None:
        raise ValueError(f"{case.name} has no peer")
    ready = way(Setting(tuple(map(Path, task["models"])), Path(task["folder"]), task["cores"]))
    if case.heat is Heat.WARM:
        ready.call()
    result, seconds, cpu_seconds = _timed(ready.call)
    told = {"seconds": seconds, "cpu_seconds": cpu_seconds, "peak_bytes": peak_bytes(), "answer": ready.tell(result)}
    task_path.with_name("told.json").write_text(json.dumps(told))


def peak_bytes(process_id: int | str = "self") -> int:
    """The most resident memory that a process has had since it was this program; 0 where it is gone.

    ``getrusage`` would count the memory that the parent had when it started the process.
    """
    try:
        lines = Path(f"/proc/{process_id}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)


def _timed(call: Callable[[], Any]) -> tuple[Any, float, float]:
    spent, begun = _cpu_seconds(), time.perf_counter()
    result = call()
    return result, time.perf_counter() - begun, _cpu_seconds() - spent


def _cpu_seconds() -> float:
    """Of this process, of its children that have ended and of those that run."""
    this = psutil.Process()
    times = [this.cpu_times()]
    for child in this.children(recursive=True):
        try:
            times.append(child.cpu_times())
        except psutil.Error:
            continue
    return sum(one.user + one.system + one.children_user + one.children_system for one in times)


if __name__ == "__main__":
    run(Path(sys.argv[1]))
