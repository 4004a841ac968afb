"""What the tests of isolation run in children: a module of its own, so that a child need not import pytest."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from cim_schema.errors import BrokenIfcFile


def double(number):
    return number * 2


def misbehave(how):
    if how == "segfault":
        ctypes.string_at(0)
    if how == "abort":
        os.abort()
    if how == "leave":
        os._exit(7)
    if how == "hang":
        while True:
            time.sleep(1)
    if how == "raise":
        raise RuntimeError("no such face")
    if how == "broken":
        raise BrokenIfcFile({"file": "a.ifc", "line": 3, "reason": "x"})
    if how == "eat":
        held = [bytearray(os.urandom(1)) * 50_000_000 for _ in range(40)]
        time.sleep(30)
        return len(held)
    if how == "print":
        print("noise" * 100_000)
        os.write(1, b"noise from C" * 10_000)
        os.write(2, b"noise from C" * 10_000)
        subprocess.run([sys.executable, "-c", "print('noise of a child')"], check=True)
    if how == "unpicklable":
        return lambda: None
    if how == "large":
        return b"x" * 30_000_000
    return how


def die_once(marker):
    if not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


_leak = []


def leak(size):
    _leak.append(b"\1" * size)
    time.sleep(0.07)
    return os.getpid()


_corrupted = False


def corrupt_or_crash(item):
    """Crash on any item that comes after the one that corrupts, as a broken heap does."""
    global _corrupted
    if _corrupted:
        os.kill(os.getpid(), signal.SIGSEGV)
    _corrupted = item == "corrupt"
    return item


def open_context(path, log):
    with Path(log).open("a") as lines:
        lines.write(f"{os.getpid()}\n")
    return Path(path).read_text()


def use_context(context, item):
    if item == "segfault":
        os.kill(os.getpid(), signal.SIGSEGV)
    return f"{context} {item}"


def tell_pid(_):
    return os.getpid()


def tell_pid_and_stay(path):
    Path(path).write_text(str(os.getpid()))
    time.sleep(60)


def crash_while_preparing(path, log):
    ctypes.string_at(0)


def hang_while_preparing(path, log):
    time.sleep(60)
