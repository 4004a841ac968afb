"""The reports of checks and of projects, as they were written."""

import re
from pathlib import Path
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import FileResponse

from cim_schema.codes import JobState
from cim_schema.errors import NotFound, NotYetDone
from cim_schema.project import is_file_name
from service.access import KnownJobs, Options, ReportReader, SignedIn
from service.routes.checks import visible_job

router = APIRouter(prefix="/api/v1", tags=["reports"])

_TYPES = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_AS_FILES: dict[int | str, dict[str, Any]] = {200: {"content": {kind.partition(";")[0]: {} for kind in _TYPES.values()}}}
_DIGEST = re.compile(rb"(style|script)-src '(sha256-[A-Za-z0-9+/=]{44})'")
_HEAD_BYTES = 2000


@router.get("/checks/{job_id}/report.{kind}", response_class=FileResponse, responses=_AS_FILES)
def check_report(
    job_id: str, kind: Literal["json", "html", "xlsx"], caller: SignedIn, jobs: KnownJobs, options: Options
) -> FileResponse:
    """A report of a check that is done."""
    job = visible_job(job_id, caller, jobs)
    if job.state != JobState.DONE:
        raise NotYetDone({"state": f"@code.job_state.{job.state}"})
    stem = job.files[0]["name"].rpartition(".")[0]
    return _send(options.folders.report(job.id, job.attempts) / f"report.{kind}", kind, f"{stem}-report.{kind}")


@router.get("/projects/{code}/report.{kind}", response_class=FileResponse, responses=_AS_FILES)
def project_report(code: str, kind: Literal["json", "html", "xlsx"], _caller: ReportReader, options: Options) -> FileResponse:
    """The report that the last night wrote of a project."""
    if not is_file_name(code):
        raise NotFound({"what": "@service.a_report", "name": code})
    return _send(Path(options.out) / "reports" / code / f"report.{kind}", kind, f"{code}-report.{kind}")


def _send(path: Path, kind: str, name: str) -> FileResponse:
    if not path.is_file():
        raise NotFound({"what": "@service.a_report", "name": name})
    headers = {"Cache-Control": "no-store"}
    if kind == "html":
        headers["Content-Security-Policy"] = _policy(path)
    shown = "attachment" if kind == "xlsx" else "inline"
    return FileResponse(path, media_type=_TYPES[kind], filename=name, content_disposition_type=shown, headers=headers)


def _policy(path: Path) -> str:
    """Lets the page's own style and script run, by the digests that the page itself was written with, and nothing else."""
    with path.open("rb") as page:
        digests = {kind.decode(): digest.decode() for kind, digest in _DIGEST.findall(page.read(_HEAD_BYTES))}
    allowed = "".join(f"; {kind}-src '{digest}'" for kind, digest in sorted(digests.items()))
    return f"default-src 'none'; img-src data:{allowed}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
