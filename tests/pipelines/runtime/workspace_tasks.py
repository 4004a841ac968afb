"""What the tests of the workspace run in other processes."""

import os
import sys
import time
from pathlib import Path

from pipelines.runtime.workspace import ResultKey, Workspace


def key(name):
    return ResultKey("test", "1", (name,))


def build_slowly(root, log):
    """Build ``a``, tell that this process did, and take a second for it."""

    def build(folder):
        with Path(log).open("a") as lines:
            lines.write(f"{os.getpid()}\n")
        (folder / "a.bin").write_bytes(b"a" * 100)
        time.sleep(1)

    made = Workspace(Path(root)).make(key("a"), build)
    assert (made.folder / "a.bin").read_bytes() == b"a" * 100


def build_half_and_stay(root, log):
    def build(folder):
        (folder / "half.bin").write_bytes(b"a" * 100)
        Path(log).write_text("half")
        time.sleep(60)

    Workspace(Path(root)).make(key("a"), build)


def open_and_stay(root, log):
    workspace = Workspace(Path(root))
    assert workspace.find(key("a")) is not None
    Path(log).write_text("open")
    time.sleep(60)


if __name__ == "__main__":
    {"build_slowly": build_slowly, "build_half": build_half_and_stay, "open": open_and_stay}[sys.argv[1]](*sys.argv[2:])
