"""The reports of checks and of projects, and the 3D Tiles of checks, as they were written."""

import re
from pathlib import Path
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import FileResponse

from cim_schema.codes import JobState
from cim_schema.errors import NotFound, NotYetDone
from cim_schema.project import is_file_name
from pipelines.flows.checked_tiles import tiles_folder
from service.access import KnownJobs, Options, ReportReader, SignedIn
from service.routes.checks import visible_job
from service.routes.tiles import TILE_CONTENT
from service.state.accounts import Caller
from service.state.jobs import Job, Jobs

router = APIRouter(prefix="/api/v1", tags=["reports"])

_TYPES = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_AS_FILES: dict[int | str, dict[str, Any]] = {200: {"content": {kind.partition(";")[0]: {} for kind in _TYPES.values()}}}
_AS_TILESET: dict[int | str, dict[str, Any]] = {200: {"content": {"application/json": {}}}}
_AS_CONTENT: dict[int | str, dict[str, Any]] = {200: {"content": {"model/gltf-binary": {}}}}
_DIGEST = re.compile(rb"(style|script)-src '(sha256-[A-Za-z0-9+/=]{44})'")
_HEAD_BYTES = 2000


@router.get("/checks/{job_id}/report.{kind}", response_class=FileResponse, responses=_AS_FILES)
def check_report(
    job_id: str, kind: Literal["json", "html", "xlsx"], caller: SignedIn, jobs: KnownJobs, options: Options
) -> FileResponse:
    """A report of a check that is done."""
    job = _done(job_id, caller, jobs)
    stem = job.files[0]["name"].rpartition(".")[0]
    return _send(options.folders.report(job.id, job.attempts) / f"report.{kind}", kind, f"{stem}-report.{kind}")


@router.get("/checks/{job_id}/tiles/tileset.json", response_class=FileResponse, responses=_AS_TILESET)
def check_tileset(job_id: str, caller: SignedIn, jobs: KnownJobs, options: Options) -> FileResponse:
    """The tileset of a check that is done (3D Tiles 1.1): its models with the verdict on each element."""
    job = _done(job_id, caller, jobs)
    return _send_tile(options.folders.report(job.id, job.attempts), "tileset.json", "application/json")


@router.get("/checks/{job_id}/tiles/content/{name}", response_class=FileResponse, responses=_AS_CONTENT)
def check_tile_content(job_id: str, name: str, caller: SignedIn, jobs: KnownJobs, options: Options) -> FileResponse:
    """The content of a tile of a check, named by its digest."""
    job = _done(job_id, caller, jobs)
    if TILE_CONTENT.fullmatch(name) is None:
        raise NotFound({"what": "@service.tiles", "name": name})
    return _send_tile(options.folders.report(job.id, job.attempts), f"content/{name}", "model/gltf-binary")


def _done(job_id: str, caller: Caller, jobs: Jobs) -> Job:
    job = visible_job(job_id, caller, jobs)
    if job.state != JobState.DONE:
        raise NotYetDone({"state": f"@code.job_state.{job.state}"})
    return job


def _send_tile(reports: Path, name: str, kind: str) -> FileResponse:
    path = tiles_folder(reports) / name
    if not path.is_file():  # Nothing in the models has a shape.
        raise NotFound({"what": "@service.tiles", "name": name})
    return FileResponse(path, media_type=kind, headers={"Cache-Control": "no-store"})


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
