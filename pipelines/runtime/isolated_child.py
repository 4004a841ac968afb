"""The child's side of ``isolation``: reads work from one pipe, writes results to another, until the first one ends.

Run as a script by path, never imported: it must not depend on what the caller's ``__main__`` is, and starts within
some 30 ms because it imports the standard library only. The work itself is imported when it arrives.
"""

import ctypes
import os
import pickle
import signal
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

PR_SET_PDEATHSIG = 1
LENGTH = struct.Struct("<Q")


def main(incoming: int, outgoing: int, parent: int) -> None:
    """Work until the parent closes its end.

    Args:
        incoming: File descriptor of the work: a frame with the module path, one with the functions, then lists of items.
        outgoing: File descriptor of the results: one frame when prepared, then one an item, in order.
        parent: Process id of the caller; this process ends with it.
    """
    _end_with(parent)
    with os.fdopen(incoming, "rb") as work, os.fdopen(outgoing, "wb") as results:
        sys.path[:] = _read(work)
        try:
            function, prepare, arguments = _read(work)
            call: Callable[[Any], Any] = function
            if prepare is not None:
                context = prepare(*arguments)
                call = lambda item: function(context, item)  # noqa: E731
        except Exception as error:
            _write(results, _raised(error))
            return
        _write(results, pickle.dumps((True, None)))
        while True:
            try:
                items = _read(work)
            except EOFError:
                return
            for item in items:
                try:
                    frame = pickle.dumps((True, call(item)), pickle.HIGHEST_PROTOCOL)
                except Exception as error:
                    frame = _raised(error)
                _write(results, frame)


def _end_with(parent: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        with suppress(OSError):
            # Where memory runs out, the kernel is to end this process rather than the caller's.
            Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    if os.getppid() != parent:
        os._exit(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the caller decides.


def _read(work: BinaryIO) -> Any:
    head = work.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    return pickle.loads(work.read(LENGTH.unpack(head)[0]))


def _write(results: BinaryIO, frame: bytes) -> None:
    results.write(LENGTH.pack(len(frame)))
    results.write(frame)
    results.flush()


def _raised(error: Exception) -> bytes:
    from cim_schema.errors import CimError

    cause = "out_of_memory" if isinstance(error, MemoryError) else "raised"
    return pickle.dumps((False, (cause, repr(error)[:1000], error if isinstance(error, CimError) else None)))


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:4]))
