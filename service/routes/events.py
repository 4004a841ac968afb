"""What a check tells while it is worked on, as server-sent events."""

import json
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any

from anyio import sleep
from anyio.to_thread import run_sync
from fastapi import APIRouter, Header, Response
from fastapi.sse import EventSourceResponse, format_sse_event

from cim_schema.codes import JobState
from cim_schema.messages import Language, text
from service.access import KnownJobs, RequestLanguage, SignedIn
from service.models import time_text
from service.routes.checks import PATH, visible_job
from service.state.jobs import FINAL_STATES, Job, JobEvent, Jobs

router = APIRouter(prefix=PATH, tags=["checks"])

LOOK_SECONDS = 0.4
ALIVE_SECONDS = 15.0


# Not as the route's ``response_class``: who may not see the check, and who has seen all, is answered before a stream begins.
@router.get("/{job_id}/events", response_model=None, responses={200: {"content": {"text/event-stream": {}}}, 204: {}})
def follow_check(
    job_id: str,
    caller: SignedIn,
    jobs: KnownJobs,
    language: RequestLanguage,
    last_event_id: Annotated[str | None, Header()] = None,
) -> Response:
    """States and progress as they come; ends after the last state."""
    job = visible_job(job_id, caller, jobs)
    after = int(last_event_id) if last_event_id and last_event_id.isascii() and last_event_id.isdigit() else 0
    after = min(after, 2**62)
    if job.state in FINAL_STATES and not jobs.events(job.number, after):
        return Response(status_code=204)  # A browser's EventSource then stops asking.
    return EventSourceResponse(_stream(job, jobs, after, language), headers={"X-Accel-Buffering": "no"})


async def _stream(job: Job, jobs: Jobs, after: int, language: Language) -> AsyncIterator[bytes]:
    told_at = time.monotonic()
    while True:
        is_there = await run_sync(jobs.find, job.id) is not None
        for event in await run_sync(jobs.events, job.number, after):
            yield format_sse_event(data_str=_content(event, language), event=event.name, id=str(event.number))
            after, told_at = event.number, time.monotonic()
            if event.data.get("state") in FINAL_STATES:
                return
        if not is_there:
            return
        if time.monotonic() - told_at > ALIVE_SECONDS:
            yield format_sse_event(comment="alive")
            told_at = time.monotonic()
        await sleep(LOOK_SECONDS)


def _content(event: JobEvent, language: Language) -> str:
    data: dict[str, Any] = event.data
    if "message" in data:
        code, params = data["message"]
        data = {
            "state": JobState(data["state"]), "stage": data["stage"], "progress": round(data["progress"], 4),
            "message": text(code, params, language), "at": time_text(event.at),
        }  # fmt: skip
    return json.dumps(data, ensure_ascii=False)
