"""Settings from the environment (``JUESHAN_…``) or a ``.env`` file in the working folder; the command line goes before.

What belongs here: how and where work runs. What does not: parameters of rules, which live in a ruleset file.
Importing this module costs 0.4 s: import it where a value is needed, not at the top of a module that the command line imports.
"""

from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from cim_schema.city import DEFAULT_CRS
from cim_schema.errors import InvalidOption
from cim_schema.messages import DEFAULT_LANGUAGE, Language

PREFIX = "JUESHAN_"

_REASONS = {
    "int_parsing": "@error_reason.not_an_integer",
    "int_from_float": "@error_reason.not_an_integer",
    "float_parsing": "@error_reason.not_a_number",
    "finite_number": "@error_reason.not_a_number",
    "greater_than": "@error_reason.too_small",
    "greater_than_equal": "@error_reason.too_small",
    "less_than": "@error_reason.too_large",
    "less_than_equal": "@error_reason.too_large",
    "literal_error": "@error_reason.not_one_of",
}


class _Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    def __init__(self, **given: Any) -> None:
        """Read the environment; what is given by name goes before it.

        Raises:
            InvalidOption: A value that is no such thing or is out of bounds, by the name of its variable.
        """
        try:
            super().__init__(**given)
        except ValidationError as cause:
            raise _invalid_option(cause) from None


class TextSettings(_Settings):
    """For whom texts are written."""

    lang: Language = DEFAULT_LANGUAGE
    """Of reports, messages and pages."""


class WorkspaceSettings(_Settings):
    """Where results are kept between runs."""

    workspace: Path = Path(".jueshan")
    """The folder."""
    workspace_max_bytes: int = Field(20 * 2**30, ge=100 * 2**20)
    """The cap over all results; those longest unused go first."""


class ComputeSettings(_Settings):
    """Where work runs."""

    workers: int | None = Field(None, ge=1, le=1024)
    """At most so many local processes; None: as many as there are cores."""
    scheduler: str | None = None
    """Address of a Dask cluster that is already running, such as ``tcp://10.0.0.5:8786``."""


class IsolationSettings(_Settings):
    """What one item may use up in a child process before it is given up: the shape of an element, the reading of a file."""

    item_seconds: float = Field(60.0, gt=0, allow_inf_nan=False)
    """How long it may take."""
    item_memory_bytes: int = Field(4 * 2**30, ge=256 * 2**20)
    """How much resident memory the child process may have."""


class ScheduleSettings(_Settings):
    """When the nightly flow runs by itself."""

    nightly_cron: str = "0 2 * * *"
    """As cron writes it."""
    nightly_timezone: str = "Asia/Shanghai"
    """Of the cron line."""
    prefect_port: int = Field(4200, ge=1, le=65535)
    """Of the scheduling server and its pages, on the loopback."""


class ServiceSettings(_Settings):
    """What the service takes in and does at once."""

    jobs: int | None = Field(None, ge=1, le=256)
    """At most so many checks at once; None: half of the cores, at least one."""
    job_seconds: float = Field(3600.0, gt=0, allow_inf_nan=False)
    """How long one check may take."""
    upload_max_bytes: int = Field(2 * 2**30, ge=2**10)
    """How much one upload may bring, all its files together."""
    web: Path | None = None
    """The folder of the built pages; None: ``web/dist`` beside the program."""


class WebhookSettings(_Settings):
    """Who may be told of changes of the base layer."""

    webhook_hosts: str = ""
    """Names or addresses of hosts, separated by commas; no other is called, and where none is named, nobody is."""
    webhook_pause_seconds: float = Field(5.0, ge=0.05, le=3600)
    """Before a notice that failed is tried again; twice as long each further time."""


class PlaceSettings(_Settings):
    """Where on the map things stand when nobody says otherwise."""

    crs: str = DEFAULT_CRS
    """Of a project that names none, and whose models name none."""
    geoid_undulation_m: float | None = Field(None, ge=-120, le=120)
    """Added to a normal height for the ellipsoidal one; None: not known, taken as 0 and said so.

    The bounds are those of the geoid on Earth, some -107 to 86 m (EGM2008), with room.
    """


def _invalid_option(cause: ValidationError) -> InvalidOption:
    first = cause.errors()[0]
    params: dict[str, object] = {
        "option": PREFIX + ".".join(str(part) for part in first["loc"]).upper(),
        "value": str(first["input"]),
        "reason": _REASONS.get(first["type"], first["msg"]),
    }
    context = first.get("ctx", {})
    limits = [context[name] for name in ("ge", "gt", "le", "lt", "expected") if name in context]
    return InvalidOption(params | ({"limit": limits[0]} if limits else {}))
