"""Runs one way of a case in a process of its own and watches it from outside. Linux only: it reads ``/proc``."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bench.case import Case, Heat
from bench.measured import peak_bytes
from bench.models import ROOT

MOST_SECONDS = 3600.0
"""A run that takes longer is ended, and told as such."""
LOOK_SECONDS = 0.05
"""How often the children's memory is looked at."""


@dataclass(frozen=True)
class Measurement:
    """One run of one way."""

    seconds: float
    cpu_seconds: float
    """User and system time, children included."""
    peak_bytes: int
    """Resident memory of the process itself."""
    child_peak_bytes: int
    """Of the largest of all processes that it started; 0 where there was none."""
    answer: str
    """What it gave; the same at each run."""
    failure: str = ""
    """How it ended, where that was not well; the numbers are then nothing worth."""

    @property
    def largest_bytes(self) -> int:
        """Of the largest process."""
        return max(self.peak_bytes, self.child_peak_bytes)


def measure(case: Case, way: Literal["ours", "peer"], models: tuple[Path, ...], cores: int) -> Measurement:
    """Run a way once, with a workspace that is new."""
    with tempfile.TemporaryDirectory(prefix="jueshan-bench-") as name:
        folder = Path(name)
        scratch = folder / "scratch"
        scratch.mkdir()
        task = {"case": case.name, "way": way, "models": [str(path) for path in models], "folder": str(scratch), "cores": cores}
        (folder / "task.json").write_text(json.dumps(task))
        with (folder / "output.txt").open("wb") as output:
            begun = time.perf_counter()
            process = subprocess.Popen(
                [sys.executable, "-m", "bench.measured", str(folder / "task.json")],
                cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
            watch = _Watch(process.pid)
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - begun
            process.returncode = os.waitstatus_to_exitcode(status)
            child_peak = watch.end()
        if process.returncode:
            lines = (folder / "output.txt").read_text(errors="replace").split("\n")
            last = next((line for line in reversed(lines) if line.strip()), "")
            return Measurement(seconds, 0.0, 0, child_peak, "", f"ended with {process.returncode}: {last[:300]}")
        told = json.loads((folder / "told.json").read_text())
    if case.heat is Heat.COLD:
        told |= {"seconds": seconds, "cpu_seconds": usage.ru_utime + usage.ru_stime}
    return Measurement(**told, child_peak_bytes=child_peak)


class _Watch:
    """Looks at all that a process starts, until told to end; ends the process when its time is over."""

    def __init__(self, process_id: int) -> None:
        self._process_id = process_id
        self._peak_bytes = 0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def end(self) -> int:
        """The peak of the largest child."""
        self._is_over.set()
        self._thread.join()
        return self._peak_bytes

    def _look(self) -> None:
        latest = time.monotonic() + MOST_SECONDS
        while not self._is_over.wait(LOOK_SECONDS):
            for child in _descendants(self._process_id):
                self._peak_bytes = max(self._peak_bytes, peak_bytes(child))
            if time.monotonic() > latest:
                os.killpg(self._process_id, signal.SIGKILL)
                return


def _descendants(process_id: int) -> list[int]:
    found: list[int] = []
    try:
        for path in Path(f"/proc/{process_id}/task").glob("*/children"):
            found += [int(word) for word in path.read_text().split()]
    except OSError:
        return found
    return found + [deeper for child in found for deeper in _descendants(child)]
