"""The process that starts the others, starts them again when they die, and ends them when it ends.

It does nothing else, so that it has little to die of. Should it be killed all the same, the others end by themselves.
"""

import signal
import socket
import subprocess
import time
from collections import deque
from dataclasses import dataclass, field

from cim_schema.errors import ServiceLost
from pipelines.runtime.lifeline import command_with_parent
from service.log import log
from service.options import ServiceOptions

LOOK_SECONDS = 0.1
END_SECONDS = 7.0
"""For all to end in good order; then they are killed."""
MOST_DEATHS = 8
DEATHS_SECONDS = 300.0
"""A process that dies so often within so long is not started again."""
_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 20.0


@dataclass
class _Child:
    name: str
    arguments: tuple[str, ...]
    is_needed: bool
    """Whether the service cannot go on without it."""
    handles: tuple[int, ...] = ()
    """File descriptors that it inherits."""
    process: "subprocess.Popen[bytes] | None" = None
    deaths: deque[float] = field(default_factory=deque)
    start_at: float = 0.0
    is_given_up: bool = False

    def start(self) -> None:
        command = command_with_parent(f"service.processes.{self.name}", *self.arguments)
        # A session of its own: Ctrl+C reaches the supervisor alone, which then ends all in order.
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=self.handles, start_new_session=True)

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def plan_restart(self) -> None:
        """Decide whether and when to start it again."""
        assert self.process is not None
        status, self.process, now = self.process.returncode, None, time.monotonic()
        while self.deaths and self.deaths[0] < now - DEATHS_SECONDS:
            self.deaths.popleft()
        self.deaths.append(now)
        self.is_given_up = len(self.deaths) >= MOST_DEATHS
        pause = min(_FIRST_PAUSE_SECONDS * 2 ** (len(self.deaths) - 1), _LONGEST_PAUSE_SECONDS)
        self.start_at = now + pause
        told = {"given_up": True} if self.is_given_up else {"again_in_s": pause}
        log("process.died", 30 if self.is_given_up else 20, name=self.name, status=status, **told)


class Supervisor:
    """The service's processes."""

    def __init__(self, options: ServiceOptions, listener: socket.socket) -> None:
        """Take what to tell the others, and the socket that callers come to."""
        told = (options.to_json(),)
        handle = listener.fileno()
        self._children = [
            _Child("web", (*told, str(handle)), is_needed=True, handles=(handle,)),
            _Child("runner", told, is_needed=True),
            _Child("notices", told, is_needed=False),
        ]
        if options.has_schedule:
            self._children.append(_Child("nights", told, is_needed=False))
        self._is_ending = False

    def run(self) -> None:
        """Stay until told to end.

        Raises:
            ServiceLost: A process that the service needs dies again and again.
        """
        before = {number: signal.signal(number, self._end) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            while not self._is_ending:
                self._look_after()
                time.sleep(LOOK_SECONDS)
        finally:
            self._stop_all()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _end(self, _number: int, _frame: object) -> None:
        self._is_ending = True

    def _look_after(self) -> None:
        for child in self._children:
            if child.has_died():
                child.plan_restart()
            if child.is_given_up:
                if child.is_needed:
                    raise ServiceLost({"process": child.name})
            elif child.process is None and time.monotonic() >= child.start_at:
                child.start()

    def _stop_all(self) -> None:
        running = [child.process for child in self._children if child.process is not None]
        for process in running:
            process.terminate()
        end = time.monotonic() + END_SECONDS
        for process in running:
            try:
                process.wait(max(0.0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
