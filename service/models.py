"""What the routes take and give, as the interface's description shows it."""

from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from cim_schema.codes import JobState, ModelStage, Profile, ProjectCategory, Role
from cim_schema.messages import Language, text
from service.errors import saved_error
from service.state.jobs import Job


class Credentials(BaseModel):
    """For signing in."""

    name: str = Field(max_length=200)
    password: str = Field(max_length=1000)


class SessionAnswer(BaseModel):
    """Who is signed in."""

    name: str
    role: Role
    role_name: str
    kind: Literal["session", "token"]
    expires_at: str | None


class CheckOptions(BaseModel):
    """What the sender says of the models."""

    category: ProjectCategory | None = None
    stage: ModelStage | None = None
    profile: Profile = Profile.BASELINE
    language: Language


class SentFile(BaseModel):
    """One file of a check."""

    name: str
    bytes: int


class CheckError(BaseModel):
    """Why a check failed."""

    code: str
    message: str
    file: str | None
    line: int | None


class ReportAddresses(BaseModel):
    """Where the reports are."""

    json_: str = Field(alias="json")
    html: str
    xlsx: str


class CheckAnswer(BaseModel):
    """A check as it stands."""

    id: str
    url: str
    owner: str
    state: JobState
    progress: float
    stage: str
    message: str
    position: int | None
    attempts: int
    created_at: str
    started_at: str | None
    ended_at: str | None
    files: list[SentFile]
    options: CheckOptions
    outcomes: dict[str, int] | None
    sentence: str | None
    error: CheckError | None
    reports: ReportAddresses | None


class CheckList(BaseModel):
    """Some of the caller's checks, newest first."""

    checks: list[CheckAnswer]
    next: str | None


class Accepted(BaseModel):
    """A check that was taken in, or cancelled."""

    id: str
    state: JobState
    url: str


class Health(BaseModel):
    """That the service answers, and what a page must know before anybody signs in."""

    status: Literal["ok"] = "ok"
    version: str
    upload_max_bytes: int
    has_users: bool
    has_schedule: bool


class PartAnswer(BaseModel):
    """A part of a project and the version that is shown."""

    part: str
    number: int | None
    version: str | None
    file: str | None
    bytes: int | None
    schema_: str | None = Field(alias="schema")
    is_placed: bool | None
    is_withdrawn: bool
    changed_at: str


class ProjectAnswer(BaseModel):
    """A project of the base layer."""

    code: str
    name: str | None
    category: str | None
    stage: str | None
    crs: str | None
    changed_at: str | None
    parts: list[PartAnswer]
    outcomes: dict[str, int]
    findings: dict[str, dict[str, int]]
    reports: dict[str, str] | None


class ProjectList(BaseModel):
    """All projects of the base layer, by code."""

    projects: list[ProjectAnswer]


class Schedule(BaseModel):
    """When nights run."""

    cron: str
    timezone: str
    next_run: str | None
    address: str
    is_up: bool


class LastNight(BaseModel):
    """The last night's record, as ``nightly.json`` has it, and the schedule."""

    record: dict[str, Any]
    schedule: Schedule | None


class NightBegun(BaseModel):
    """A night that was asked for."""

    run: str


def check_url(job_id: str) -> str:
    """Where a check is."""
    return f"/api/v1/checks/{job_id}"


class ChangeAnswer(BaseModel):
    """One change of the base layer."""

    number: int
    project: str
    part: str | None
    change: Literal["new", "reinstated", "withdrawn", "project"]
    version: str | None
    changed_at: str


class ChangeList(BaseModel):
    """Changes, in order."""

    changes: list[ChangeAnswer]
    next: str | None
    has_more: bool


def check_answer(job: Job, position: int | None, language: Language) -> CheckAnswer:
    """A check in the reader's language."""
    url = check_url(job.id)
    error = None if job.error is None else saved_error(job.error)
    line = None if error is None else error.params.get("line")
    return CheckAnswer(
        id=job.id, url=url, owner=job.owner_name, state=job.state, progress=round(job.progress, 4), stage=job.stage,
        message=text(*job.message, language), position=position, attempts=job.attempts, created_at=time_text(job.created_at),
        started_at=None if job.started_at is None else time_text(job.started_at),
        ended_at=None if job.ended_at is None else time_text(job.ended_at),
        files=[SentFile(**one) for one in job.files], options=CheckOptions(**job.options), outcomes=job.outcomes,
        sentence=job.sentence,
        error=None if error is None else CheckError(
            code=error.code, message=error.sentence(language), file=_file_of(error.params.get("file")),
            line=line if isinstance(line, int) else None,
        ),
        reports=ReportAddresses(**{kind: f"{url}/report.{kind}" for kind in ("json", "html", "xlsx")})
        if job.state == JobState.DONE else None,
    )  # fmt: skip


def time_text(seconds: float) -> str:
    """A time as answers have it."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")


def _file_of(name: object) -> str | None:
    return None if name is None else str(name)
