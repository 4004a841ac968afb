"""Sending models, and what became of them."""

import secrets
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from cim_schema.codes import JobState, ModelStage, Profile, ProjectCategory
from cim_schema.errors import InvalidRequest, NotFound
from cim_schema.messages import LANGUAGES, Language
from pipelines.runtime.settings import ServiceSettings
from service.access import OVERSEERS, KnownJobs, Options, RequestLanguage, SignedIn
from service.models import Accepted, CheckAnswer, CheckList, CheckOptions, check_answer, check_url
from service.state.accounts import Caller
from service.state.jobs import FINAL_STATES, Job, Jobs
from service.upload import IDS_FIELD, Upload, received_upload

PATH = "/api/v1/checks"
router = APIRouter(prefix=PATH, tags=["checks"])

_FIELDS: dict[str, Any] = {
    name: {"type": "string", "enum": list(values)}
    for name, values in (("category", ProjectCategory), ("stage", ModelStage), ("profile", Profile), ("lang", LANGUAGES))
}
_FILES = {"type": "array", "items": {"type": "string", "format": "binary"}}
_MULTIPART = {
    "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": {
        "type": "object", "required": ["model"],
        "properties": {"model": _FILES | {"minItems": 1}, IDS_FIELD: _FILES, **_FIELDS},
        "additionalProperties": False,
    }}}},
}  # fmt: skip


@router.post("", status_code=202, openapi_extra=_MULTIPART)
async def send_models(
    request: Request, caller: SignedIn, jobs: KnownJobs, options: Options, language: RequestLanguage, response: Response
) -> Accepted:
    """Take models in and put their check into the queue. The body is read here and nowhere before: first who, then what."""
    job_id = secrets.token_urlsafe(16)
    folders = options.folders
    async with received_upload(request, folders.incoming / job_id, ServiceSettings().upload_max_bytes) as upload:
        said = _options_in(upload, language)
        # Models first: what is written about a check is named after the first.
        sent = sorted(upload.files, key=lambda one: one.is_ids)
        files = [{"name": one.path.name, "bytes": one.byte_count} for one in sent]

        def enqueue() -> None:
            models = folders.models(job_id)
            models.parent.mkdir(parents=True)
            (folders.incoming / job_id).rename(models)
            try:
                jobs.add(job_id, caller.owner, caller.name, said.model_dump(mode="json"), files)
            except BaseException:
                folders.remove_job(job_id)
                raise

        await run_sync(enqueue)
    response.headers["Location"] = check_url(job_id)
    return Accepted(id=job_id, state=JobState.QUEUED, url=check_url(job_id))


@router.get("")
def list_checks(
    caller: SignedIn,
    jobs: KnownJobs,
    language: RequestLanguage,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: Annotated[int | None, Query(ge=1, le=2**62)] = None,
    all_: Annotated[bool, Query(alias="all")] = False,
) -> CheckList:
    """The caller's checks, newest first; everybody's, where an overseer asks for all."""
    owner = None if all_ and caller.role in OVERSEERS else caller.owner
    found = jobs.newest(owner, limit + 1, cursor)
    shown = found[:limit]
    checks = [check_answer(job, jobs.position(job), language) for job in shown]
    return CheckList(checks=checks, next=str(shown[-1].number) if len(found) > limit else None)


@router.get("/{job_id}")
def tell_check(job_id: str, caller: SignedIn, jobs: KnownJobs, language: RequestLanguage) -> CheckAnswer:
    """How a check stands."""
    job = visible_job(job_id, caller, jobs)
    return check_answer(job, jobs.position(job), language)


@router.delete("/{job_id}", responses={202: {"model": Accepted}, 204: {}}, status_code=202, response_model=None)
def cancel_or_remove(job_id: str, caller: SignedIn, jobs: KnownJobs, options: Options) -> Response:
    """Cancel a check that waits or runs; remove one that has ended, with its files."""
    job = visible_job(job_id, caller, jobs)
    if job.state not in FINAL_STATES and jobs.cancel(job_id, caller.owner):
        told = Accepted(id=job_id, state=JobState.CANCELLED, url=check_url(job_id))
        return JSONResponse(told.model_dump(mode="json"), 202)
    jobs.remove(job_id, caller.owner)
    options.folders.remove_job(job_id)
    return Response(status_code=204)


def visible_job(job_id: str, caller: Caller, jobs: Jobs) -> Job:
    """A check that the caller may see.

    Raises:
        NotFound: There is none, or it is somebody else's: the caller is not told which.
    """
    job = jobs.find(job_id)
    if job is None or (job.owner != caller.owner and caller.role not in OVERSEERS):
        raise NotFound({"what": "@service.a_check", "name": job_id})
    return job


def _options_in(upload: Upload, language: Language) -> CheckOptions:
    said = {name: value for name, value in upload.fields.items() if value}
    unknown = sorted(set(said) - set(_FIELDS))
    if unknown:
        raise InvalidRequest({"reason": "@service.reason.fields", "names": ", ".join(unknown)[:200]})
    try:
        return CheckOptions.model_validate({"language": said.pop("lang", language), **said})
    except ValidationError as cause:
        names = [str(one["loc"][0]).replace("language", "lang") for one in cause.errors()]
        raise InvalidRequest({"reason": "@service.reason.fields", "names": ", ".join(names)}) from None
