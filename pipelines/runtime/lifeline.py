"""Processes that end with the one that started them, also when that one is killed and can tell nobody.

``python -P -m pipelines.runtime.lifeline PARENT MODULE ARGUMENT...`` runs a module of somebody else in such a process.
"""

import ctypes
import os
import runpy
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1
WATCH_SECONDS = 1.0
"""Between two looks at the parent, where the system sends no signal."""


def end_with_parent(parent: int) -> None:
    """End this process as soon as its parent has gone.

    To be called first, by a process that its parent's main thread started: Linux sends the signal when that thread ends.

    Args:
        parent: Process id, as the parent told it: by now the parent may be gone, and another process stand in its place.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    watch_parent(parent)


def watch_parent(parent: int) -> None:
    """End this process within ``WATCH_SECONDS`` after its parent has gone, whichever thread started it."""
    if os.getppid() != parent:
        os._exit(1)
    threading.Thread(target=_watch, args=(parent,), name="lifeline", daemon=True).start()


def command_with_parent(module: str, *arguments: str) -> list[str]:
    """The command that runs a module in a process that ends with the one calling, from the module's first import on."""
    # Without -P a file in the working folder could stand in for a module.
    return [sys.executable, "-P", "-m", "pipelines.runtime.lifeline", str(os.getpid()), module, *arguments]


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(WATCH_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    end_with_parent(int(sys.argv[1]))
    sys.argv[:2] = []
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
