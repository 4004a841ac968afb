"""What the tests of compute run in workers: a module of its own, so that a worker need not import pytest."""

import os
import signal
import time
from pathlib import Path

from cim_schema.errors import BrokenIfcFile
from pipelines.runtime.isolation import run_isolated
from tests.pipelines.runtime.isolated_tasks import misbehave


def square(number):
    time.sleep(0.01 * (number % 3))
    return number * number


def refuse_from_five(number):
    if number >= 5:
        time.sleep(0.05 * (20 - number))
        raise BrokenIfcFile({"file": f"{number}.ifc", "line": 1, "reason": "x"})
    return number


def misbehave_in_a_child(how):
    return [outcome for _, outcome in run_isolated(misbehave, [how, "after"], item_seconds=20)]


def die_on_seven(number):
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die_the_first_time_on_seven(folder_and_number):
    folder, number = folder_and_number
    times = len(list(Path(folder).glob(f"{number}-*")))
    Path(folder, f"{number}-{times}").touch()
    if number == 7 and not times:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.02)
    return number


def pid_of_worker(number):
    time.sleep(0.05)
    return os.getpid()


def sleep_long(number):
    time.sleep(30)
    return number
