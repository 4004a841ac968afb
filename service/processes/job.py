"""The process of one check: it may crash, hang or eat all memory, and costs only that check."""

import os
import sys
from contextlib import suppress
from pathlib import Path

from cim_schema.codes import ModelStage, Profile, ProjectCategory
from cim_schema.errors import CimError, Fault
from pipelines.flows.check import Upload, check_upload, check_upload_as_flow
from pipelines.flows.intake import files_as_parts
from pipelines.flows.server import is_up
from pipelines.flows.steps import Line
from pipelines.runtime.compute import open_compute
from pipelines.runtime.settings import WorkspaceSettings
from pipelines.runtime.workspace import Workspace
from service.job_progress import JobProgress
from service.log import log, open_log
from service.options import ServiceOptions
from service.state.database import Database
from service.state.jobs import MAX_ATTEMPTS, Job, Jobs
from service.upload import IDS_SUFFIX


def work_on(job: Job, jobs: Jobs, options: ServiceOptions, workers: int, prefect: str | None) -> None:
    """Do the check and tell how it ended, if it is still this process's to tell.

    Args:
        job: Claimed by the runner.
        jobs: Where to tell.
        options: Of the service.
        workers: At most so many processes.
        prefect: Address of the Prefect server that is to see the flow; None: nobody is.
    """
    lease = job.lease or ""
    paths = [options.folders.models(job.id) / one["name"] for one in job.files]
    ids = [path for path in paths if path.suffix.lower() == IDS_SUFFIX]
    said = job.options
    upload = Upload(
        files_as_parts([path for path in paths if path not in ids]),
        said["category"] and ProjectCategory(said["category"]), said["stage"] and ModelStage(said["stage"]),
        Profile(said["profile"]), said["language"], tuple(ids),
    )  # fmt: skip
    progress = JobProgress(jobs, lease, {file.path.name: file.path.stat().st_size for file in upload.files})
    folder = options.folders.report(job.id, job.attempts)
    check = check_upload if prefect is None else check_upload_as_flow
    try:
        with open_compute(workers, options.scheduler) as compute:
            line = Line(Workspace(Path(options.workspace), WorkspaceSettings().workspace_max_bytes), compute, progress)
            sentence = check(upload, line, folder, lambda outcomes: jobs.tell_outcomes(lease, outcomes))
        jobs.finish(lease, sentence)
    except CimError as error:
        if error.is_transient and job.attempts < MAX_ATTEMPTS:
            log("job.again", job=job.id, error=error.code, message=error.sentence("en"))
            jobs.lose(lease)
        else:
            jobs.fail(lease, error)
    except Exception as error:  # A fault of ours ends this check, with a sentence.
        fault = Fault.of(error)
        log("job.fault", job=job.id, message=fault.sentence("en"))
        if prefect is None:
            jobs.fail(lease, fault)
        else:
            jobs.lose(lease)  # It may be the server's, and the next attempt goes without it.


def main(options: ServiceOptions, job_id: str, lease: str, workers: int, prefect: str | None) -> None:
    """Work on one job for the runner."""
    open_log("job", is_quiet=options.is_quiet)
    with suppress(OSError):
        # Where memory runs out, the kernel is to end this process rather than the service.
        Path("/proc/self/oom_score_adj").write_text("900", encoding="ascii")
    jobs = Jobs(Database(options.folders.database))
    job = jobs.find(job_id)
    if job is None or job.lease != lease:
        return
    # The record of a check is ours, Prefect's is a view of it: a server that is not up yet, or that may have had to do with
    # a first failure, is not waited for.
    if prefect is not None and job.attempts == 1 and is_up(prefect):
        from pipelines.flows._prefect import prepare_prefect

        os.environ["PREFECT_API_URL"] = f"{prefect}/api"
        prepare_prefect(Path(options.workspace))
    else:
        prefect = None
    work_on(job, jobs, options, workers, prefect)


if __name__ == "__main__":
    main(ServiceOptions.from_json(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5] or None)
