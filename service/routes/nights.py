"""The nightly flow: what the last night did, when the next one is, and one now."""

import json
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import Response

from cim_schema.errors import NoNightYet, ScheduleOff
from pipelines.flows.server import is_up, server_address
from pipelines.runtime.settings import ScheduleSettings
from service.access import Options, Overseer, RequestLanguage, SignedIn
from service.errors import problem
from service.models import LastNight, NightBegun, Schedule
from service.options import ServiceOptions
from service.prefect_api import begin_night, next_night

router = APIRouter(prefix="/api/v1/nights", tags=["nights"])


@router.get("/last", response_model=LastNight)
def last_night(_caller: SignedIn, options: Options, language: RequestLanguage) -> LastNight | Response:
    """The last night's record and the schedule; 404, still with the schedule, where there was none yet."""
    schedule = _schedule(options)
    path = Path(options.out) / "nightly.json"
    if not path.is_file():
        return problem(NoNightYet(), language, schedule=None if schedule is None else schedule.model_dump())
    return LastNight(record=json.loads(path.read_text(encoding="utf-8")), schedule=schedule)


@router.post("", status_code=202)
def begin(_caller: Overseer, options: Options) -> NightBegun:
    """Run the night now."""
    if not options.has_schedule:
        raise ScheduleOff
    return NightBegun(run=begin_night(server_address(ScheduleSettings().prefect_port)))


def _schedule(options: ServiceOptions) -> Schedule | None:
    if not options.has_schedule:
        return None
    settings = ScheduleSettings()
    address = server_address(settings.prefect_port)
    is_there = is_up(address, 1.0)
    return Schedule(
        cron=settings.nightly_cron, timezone=settings.nightly_timezone, next_run=next_night(address) if is_there else None,
        address=address, is_up=is_there,
    )  # fmt: skip
