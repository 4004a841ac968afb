"""The process that works off the queue: each check in a process of its own, so many at once as are allowed.

It holds nothing that the database does not: killed, its checks die with it and are queued again by the next one.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass

from cim_schema.codes import JobState
from cim_schema.errors import JobTooLong
from pipelines.flows.server import server_address
from pipelines.runtime.lifeline import command_with_parent
from pipelines.runtime.settings import ScheduleSettings, ServiceSettings
from service.log import log, open_log
from service.options import ServiceOptions
from service.state.database import Database
from service.state.jobs import Job, Jobs

LOOK_SECONDS = 0.2
BEAT_SECONDS = 5.0
LEAVE_SECONDS = 20.0
"""For a process that has told the end of its job to end itself and its workers."""


@dataclass
class _Running:
    job: Job
    process: "subprocess.Popen[bytes]"
    begun: float
    told_at: float | None = None
    """When it was first seen to have told its end."""

    @property
    def lease(self) -> str:
        return self.job.lease or ""

    def is_to_be_stopped(self, now: Job | None) -> bool:
        """Whether the job is no longer this process's, or was told to have ended and the process stays for too long."""
        if now is not None and now.lease == self.lease:
            return False
        if now is None or now.state not in {JobState.DONE, JobState.FAILED}:
            return True
        self.told_at = self.told_at or time.monotonic()
        return time.monotonic() - self.told_at > LEAVE_SECONDS

    def kill(self) -> None:
        """End the process and all that it started: it leads a session of its own."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Runner:
    """The queue's worker."""

    def __init__(self, options: ServiceOptions) -> None:
        self._options = options
        self._jobs = Jobs(Database(options.folders.database))
        self._running: list[_Running] = []
        self._is_ending = False
        settings, cores = ServiceSettings(), os.cpu_count() or 1
        self._at_once = settings.jobs or max(1, cores // 2)
        self._seconds = settings.job_seconds
        self._workers = options.workers or max(1, cores // self._at_once)
        self._prefect = server_address(ScheduleSettings().prefect_port) if options.has_schedule else ""

    def run(self) -> None:
        """Work until told to end; then put what runs back into the queue."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        beaten = -BEAT_SECONDS
        try:
            while not self._is_ending:
                if time.monotonic() - beaten >= BEAT_SECONDS:
                    beaten = time.monotonic()
                    self._jobs.beat([one.lease for one in self._running])
                    for job_id in self._jobs.recover():
                        log("job.recovered", job=job_id)
                self._look_after()
                self._fill()
                time.sleep(LOOK_SECONDS)
        finally:
            for one in self._running:
                one.kill()
                self._jobs.give_back(one.lease)

    def _end(self, _number: int, _frame: object) -> None:
        self._is_ending = True

    def _fill(self) -> None:
        while len(self._running) < self._at_once and not self._is_ending:
            job = self._jobs.claim()
            if job is None:
                return
            log("job.begin", job=job.id, attempt=job.attempts, files=len(job.files))
            self._running.append(self._start(job))

    def _start(self, job: Job) -> _Running:
        arguments = (self._options.to_json(), job.id, job.lease or "", str(self._workers), self._prefect)
        process = subprocess.Popen(
            command_with_parent("service.processes.job", *arguments), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        return _Running(job, process, time.monotonic())

    def _look_after(self) -> None:
        for one in list(self._running):
            now = self._jobs.find(one.job.id)
            if one.process.poll() is not None:
                self._see_end(one, now)
            elif one.is_to_be_stopped(now):
                one.kill()
                log("job.stopped", job=one.job.id)
            elif time.monotonic() - one.begun > self._seconds:
                one.kill()
                self._jobs.fail(one.lease, JobTooLong({"seconds": f"{self._seconds:g}"}))
                log("job.too_long", job=one.job.id)
            else:
                continue
            self._running.remove(one)
            if now is None:
                # It may have written after its files were removed.
                self._options.folders.remove_job(one.job.id)

    def _see_end(self, one: _Running, now: Job | None) -> None:
        if now is not None and now.lease == one.lease:
            state = self._jobs.lose(one.lease)
            log("job.lost", job=one.job.id, status=one.process.returncode, attempt=one.job.attempts, state=state)
        else:
            seconds = round(time.monotonic() - one.begun, 1)
            log("job.end", job=one.job.id, state=JobState.CANCELLED if now is None else now.state, seconds=seconds)


def main(options: ServiceOptions) -> None:
    """Work off the queue for the supervisor."""
    open_log("runner", is_quiet=options.is_quiet)
    Runner(options).run()


if __name__ == "__main__":
    main(ServiceOptions.from_json(sys.argv[1]))
