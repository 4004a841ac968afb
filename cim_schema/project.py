"""A project and its parts, as the sender describes them (``project.yaml``) and as the line carries them."""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from cim_schema.codes import ApprovalStage, ModelStage, ProjectCategory

_INVESTMENT_CODE = re.compile(r"\d{4}-\d{6}-\d{2}-\d{2}-\d{6}", re.ASCII)


@dataclass(frozen=True)
class ModelFile:
    """One file in its part of a project."""

    path: Path
    part: str
    """The part it is: named by the sender, or the file's stem."""
    mapping: Path | None = None
    """What the sender's own property names mean (``mapping.toml``)."""


@dataclass(frozen=True)
class Project:
    """What is delivered together."""

    code: str
    models: tuple[ModelFile, ...]
    """One file a part, ordered by part."""
    name: str = ""
    category: ProjectCategory | None = None
    stage: ModelStage | None = None
    approval_stage: ApprovalStage | None = None
    investment_code: str | None = None
    """National code of the investment project; None: as the models say."""
    crs: str | None = None
    """The project's own coordinate reference system; None: as the model or the default says."""
    withdrawn: tuple[str, ...] = field(default=())
    """Parts that the sender no longer delivers."""
    day: date | None = None
    """By which editions of the standards it is judged, such as that of its permit; None: those in force now."""


@dataclass(frozen=True)
class ModelContext:
    """What a rule may know of a model beside its tables."""

    model_id: str
    part: str
    category: ProjectCategory | None = None
    stage: ModelStage | None = None
    crs: str | None = None
    """The project's own coordinate reference system, where the sender names one."""
    day: date | None = None
    """By which editions of the standards it is judged; None: those in force now."""


def is_investment_code(said: str) -> bool:
    """Whether a text has the form that platforms hold: 20 digits as 4-6-2-2-6, 24 characters."""
    return _INVESTMENT_CODE.fullmatch(said) is not None


def is_file_name(code: str) -> bool:
    """Whether a project's code or a part's name can name a file: what is published is named after it."""
    return bool(code.strip()) and not code.startswith(".") and code.isprintable() and not set(code) & set('/\\:*?"<>|')
