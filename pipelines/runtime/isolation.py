"""Work that may crash, hang or eat all memory, in a child process that can be lost without loss.

What belongs here: the one way to run such work. What does not: the work.
The functions, items and results travel by pickle over pipes of their own; what the work prints goes nowhere.
"""

import os
import pickle
import select
import signal
import struct
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

from cim_schema.errors import CimError, ProcessLost

Item = TypeVar("Item")
Result = TypeVar("Result")

LossCause = Literal["crashed", "timed_out", "out_of_memory", "raised"]

ITEMS_A_FRAME = 64
"""So many items are sent at once; the results come back one by one."""

WATCH_SECONDS = 0.05
"""Between two looks at the child's memory."""

_CHILD = Path(__file__).with_name("isolated_child.py")
_LENGTH = struct.Struct("<Q")
_THREAD = threading.local()
_NEVER = threading.Event()
_AHEAD: dict[bytes, "_Child"] = {}
_AHEAD_LOCK = threading.Lock()


def stop_with(event: threading.Event) -> None:
    """Let what this thread runs isolated end soon after the event is set, with ``ProcessLost``."""
    _THREAD.stop = event


@contextmanager
def child_ahead(
    function: Callable[..., object], prepare: Callable[..., object] | None = None, arguments: tuple[object, ...] = ()
) -> Iterator[None]:
    """Let a child process begin, and import what the work needs, while the caller is busy with something else.

    The first ``run_isolated`` of the same work within takes it, in whatever thread; nothing else changes by it.
    """
    work = _pickled(function, prepare, arguments)
    child = _Child(work)
    with _AHEAD_LOCK:
        is_first = _AHEAD.setdefault(work, child) is child
    try:
        yield
    finally:
        with _AHEAD_LOCK:
            is_left = not is_first or _AHEAD.get(work) is child
            if is_first and is_left:
                del _AHEAD[work]
        if is_left:
            child.end()


@dataclass(frozen=True)
class Lost:
    """What stands in the place of a result that never came."""

    cause: LossCause
    detail: str = ""
    """The signal, the limit, or the exception as Python shows it."""
    error: CimError | None = None
    """The exception itself, where it was one of ours."""

    def as_error(self) -> CimError:
        """What to raise where the loss of this item ends the work."""
        return self.error or ProcessLost({"cause": f"@error_reason.{self.cause}", "detail": self.detail})


def run_isolated(
    function: Callable[..., Result],
    items: Sequence[Item],
    *,
    item_seconds: float,
    memory_bytes: int | None = None,
    prepare: Callable[..., object] | None = None,
    arguments: tuple[object, ...] = (),
    prepare_seconds: float = 600.0,
) -> Iterator[tuple[int, Result | Lost]]:
    """Run the function on each item, in a child process that may be lost.

    Each result is given as soon as it is there. An item on which the child dies, hangs or outgrows its memory gives
    ``Lost``; a new child goes on with the next. Where the child had done other items before it died or outgrew its
    memory, the item is tried once more as the first of a new child, so that the answer depends on the item alone.
    An exception gives ``Lost`` too, and the child goes on. Where ``prepare`` fails, every item left is lost.

    Time and memory are watched while the caller waits for a result. On Linux the child ends with the thread that began
    the iteration; it always ends with the iterator.

    Args:
        function: A module-level function of an item; with ``prepare``, of what that gave and an item.
        items: What to run it on.
        item_seconds: How long one item may take.
        memory_bytes: How much resident memory the child may have, what ``prepare`` holds included; None: no bound.
        prepare: A module-level function that each new child calls once, to open a model for instance.
        arguments: For ``prepare``.
        prepare_seconds: How long that may take.

    Yields:
        The item's place and its result or loss, in the order of the items.

    Raises:
        ProcessLost: The thread was told to stop (``stop_with``).
        ValueError: The function lives in ``__main__``, where a child cannot find it.
    """
    limits = _Limits(item_seconds, prepare_seconds, memory_bytes)
    work = _pickled(function, prepare, arguments)
    place = 0
    while place < len(items):
        child = _child_for(work)
        child.keep_to(limits)
        first = place
        try:
            prepared = child.receive(limits.prepare_seconds)
            if isinstance(prepared, Lost):
                yield from ((left, prepared) for left in range(place, len(items)))
                return
            while place < len(items):
                if child.owes == 0:
                    child.send(items[place : place + ITEMS_A_FRAME])
                result = child.receive(limits.item_seconds)
                if child.is_gone and place > first and result.cause in {"crashed", "out_of_memory"}:
                    break
                yield place, result
                place += 1
                if child.is_gone:
                    break
        finally:
            child.end()


class Beside:
    """A process beside this one, begun at its first piece of work and kept for the next: importing takes it half a second."""

    def __init__(self) -> None:
        self._idle: list[_Child] = []
        """At most one."""
        weakref.finalize(self, _end_all, self._idle)

    @contextmanager
    def work(self, function: Callable[[Item], Result], item: Item, *, item_seconds: float) -> Iterator[Callable[[], Result]]:
        """Run the function on one item there while the caller does something else; where that process is lost, in another, once.

        Yields:
            What waits for the result and gives it. It raises what the function raised, where that was a ``CimError``, and
            ``ProcessLost`` where the second process was lost too or the function raised something else.
        """
        limits = _Limits(item_seconds, item_seconds, None)
        child = self._idle.pop() if self._idle else _Child(_WHATEVER)
        child.keep_to(limits)
        child.send([(function, item)])

        def result() -> Result:
            nonlocal child
            found = _last(child)
            if isinstance(found, Lost) and found.cause == "crashed":
                child.end()
                child = _Child(_WHATEVER)
                child.keep_to(limits)
                child.send([(function, item)])
                found = _last(child)
            if isinstance(found, Lost):
                raise found.as_error()
            return cast("Result", found)

        try:
            yield result
        finally:
            if child.owes or child.is_gone or self._idle:
                child.end()
            else:
                self._idle.append(child)

    def close(self) -> None:
        """End the process, if there is one; done too when nobody knows this any longer."""
        _end_all(self._idle)


def _end_all(children: list["_Child"]) -> None:
    while children:
        children.pop().end()


def _whatever(piece: tuple[Callable[[Any], object], object]) -> object:
    function, item = piece
    return function(item)


def _last(child: "_Child") -> object:
    """The last result that the child owes, or its loss."""
    found: object = None
    while child.owes and not child.is_gone:
        found = child.receive(child.limits.item_seconds)
    return found


def _pickled(function: Callable[..., object], prepare: Callable[..., object] | None, arguments: tuple[object, ...]) -> bytes:
    for one in (function, prepare):
        if getattr(one, "__module__", "") == "__main__":
            raise ValueError(f"{one!r} lives in __main__: move it to a module, so that a child process can import it")
    return pickle.dumps((function, prepare, arguments))


_WHATEVER = _pickled(_whatever, None, ())


def _child_for(work: bytes) -> "_Child":
    with _AHEAD_LOCK:
        ready = _AHEAD.pop(work, None)
    return ready or _Child(work)


@dataclass(frozen=True)
class _Limits:
    item_seconds: float
    prepare_seconds: float
    memory_bytes: int | None


class _Child:
    """One child process, the pipes to it, and what it still owes."""

    def __init__(self, work: bytes) -> None:
        read_work, self._write_work = os.pipe()
        self._read_results, write_results = os.pipe()
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", str(_CHILD), str(read_work), str(write_results), str(os.getpid())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(read_work, write_results),
            )
        except BaseException:
            os.close(self._write_work)
            os.close(self._read_results)
            raise
        finally:
            os.close(read_work)
            os.close(write_results)
        self.is_gone = False
        self.owes = 1
        self.limits = _Limits(0.0, 0.0, None)
        self._memory = _resident_memory(self._process.pid)
        self._watched = 0.0
        self._stop = _NEVER
        self._buffer = bytearray()
        self._poll = select.poll()
        self._poll.register(self._read_results, select.POLLIN)
        self._put(pickle.dumps([path or str(Path.cwd()) for path in sys.path]))
        self._put(work)

    def keep_to(self, limits: _Limits) -> None:
        """Bind the child to these limits, and to the stop of this thread."""
        self.limits = limits
        self._stop = getattr(_THREAD, "stop", _NEVER)

    def send(self, items: Sequence[object]) -> None:
        """Give the child its next items. It owes nothing at this time, so it reads, and neither waits for the other."""
        self._put(pickle.dumps(list(items), pickle.HIGHEST_PROTOCOL))
        self.owes += len(items)

    def receive(self, seconds: float) -> Any:
        """The next result, or ``Lost``; ``is_gone`` tells whether the child can go on."""
        deadline = time.monotonic() + seconds
        while (frame := self._frame()) is None:
            if self._stop.is_set():
                raise ProcessLost({"cause": "@error_reason.stopped"})
            left = deadline - time.monotonic()
            if left <= 0:
                return self._lose(Lost("timed_out", f"{seconds:g} s"))
            if self._is_too_big():
                return self._lose(Lost("out_of_memory", f"{(self.limits.memory_bytes or 0) / 2**20:.0f} MiB"))
            if self._poll.poll(min(left, WATCH_SECONDS) * 1000):
                read = os.read(self._read_results, 1 << 16)
                if not read:
                    return self._lose(Lost("crashed", _manner_of_death(self._process.wait())))
                self._buffer += read
        self.owes -= 1
        succeeded, result = pickle.loads(frame)
        return result if succeeded else Lost(*result)

    def end(self) -> None:
        """Kill the child, wherever it is, and close the pipes."""
        self.is_gone = True
        self._process.kill()
        self._process.wait()
        os.close(self._write_work)
        os.close(self._read_results)

    def _put(self, frame: bytes) -> None:
        view = memoryview(_LENGTH.pack(len(frame)) + frame)
        with suppress(BrokenPipeError):  # A dead child is noticed where its result is awaited.
            while view:
                view = view[os.write(self._write_work, view) :]

    def _frame(self) -> bytes | None:
        if len(self._buffer) < _LENGTH.size:
            return None
        end = _LENGTH.size + _LENGTH.unpack_from(self._buffer)[0]
        if len(self._buffer) < end:
            return None
        frame = bytes(memoryview(self._buffer)[_LENGTH.size : end])
        del self._buffer[:end]
        return frame

    def _is_too_big(self) -> bool:
        limit = self.limits.memory_bytes
        now = time.monotonic()
        if limit is None or now - self._watched < WATCH_SECONDS:
            return False
        self._watched = now
        return self._memory() > limit

    def _lose(self, loss: Lost) -> Lost:
        self.is_gone = True
        self._process.kill()
        return loss


def _resident_memory(pid: int) -> Callable[[], int]:
    import psutil

    try:
        process = psutil.Process(pid)
    except psutil.NoSuchProcess:
        return lambda: 0

    def memory() -> int:
        try:
            return int(process.memory_info().rss)
        except psutil.NoSuchProcess:
            return 0

    return memory


def _manner_of_death(status: int) -> str:
    if status < 0:
        with suppress(ValueError):
            return signal.Signals(-status).name
    return f"exit {status}"
