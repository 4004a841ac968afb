"""A process that was started with a lifeline is gone soon after its parent, however that ended."""

import subprocess
import sys
from time import monotonic, sleep

import psutil

PARENT = """
import subprocess, sys, time
from pipelines.runtime.lifeline import command_with_parent
command = command_with_parent("http.server", "0", "--bind", "127.0.0.1")
child = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
print(child.pid, flush=True)
time.sleep(60)
"""


def test_it_ends_when_its_parent_is_killed():
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        child = psutil.Process(int(parent.stdout.readline()))
        sleep(0.5)
        assert "http.server" in child.cmdline()
        parent.kill()
    end = monotonic() + 10
    while child.is_running() and child.status() != psutil.STATUS_ZOMBIE:
        assert monotonic() < end
        sleep(0.05)
