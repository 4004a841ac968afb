"""The flow of an upload: files that a person sent, checked as one federation and told in a report and in 3D Tiles.

The same steps run as a Prefect flow, where a Prefect server is there to keep its history, and plainly where there is none.
This module does not import Prefect until a flow is asked for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar, runtime_checkable

from cim_schema.codes import ModelStage, Profile, ProjectCategory
from cim_schema.messages import Language
from cim_schema.project import ModelFile
from pipelines.flows.checked_tiles import write_checked_tiles
from pipelines.flows.intake import take_in_all
from pipelines.flows.judgement import judge, outcome_counts, write_reports
from pipelines.flows.steps import Federation, Line

if TYPE_CHECKING:
    from checkers.ids.document import Ids

P = ParamSpec("P")
R = TypeVar("R")

FLOW = "check-upload"


@dataclass(frozen=True)
class Upload:
    """What was sent, and what was said of it."""

    files: tuple[ModelFile, ...]
    category: ProjectCategory | None = None
    stage: ModelStage | None = None
    profile: Profile = Profile.BASELINE
    language: Language = "zh"
    ids: tuple[Path, ...] = ()
    """IDS files by which the models are checked beside the rules."""


@runtime_checkable  # Prefect looks at the types of a flow's parameters.
class _AsStep(Protocol):
    """Makes what a flow calls of a plain function."""

    def __call__(self, step: Callable[P, R]) -> Callable[P, R]: ...


def check_upload(upload: Upload, line: Line, folder: Path, tell_outcomes: Callable[[dict[str, int]], None]) -> str:
    """Check the files and write the reports, without Prefect.

    Args:
        upload: The files.
        line: The line.
        folder: Of the reports.
        tell_outcomes: Told how many rule-and-model pairs came to each outcome, before the reports are written.

    Returns:
        The sentence for a person in a hurry.

    Raises:
        InputError: The first file that cannot be used.
    """
    return _check(upload, line, folder, tell_outcomes, _plain)


def check_upload_as_flow(upload: Upload, line: Line, folder: Path, tell_outcomes: Callable[[dict[str, int]], None]) -> str:
    """As ``check_upload``, seen as a flow by the Prefect server that ``PREFECT_API_URL`` names."""
    from pipelines.flows._prefect import as_flow, as_task

    return as_flow(_check, FLOW)(upload, line, folder, tell_outcomes, as_task)


def _read_ids(paths: Sequence[Path]) -> "list[Ids]":
    if not paths:
        return []
    from checkers.ids.reading import read_ids

    return [read_ids(path) for path in paths]


def _plain(step: Callable[P, R]) -> Callable[P, R]:
    return step


def _check(upload: Upload, line: Line, folder: Path, tell_outcomes: Callable[[dict[str, int]], None], as_step: _AsStep) -> str:
    asked = _read_ids(upload.ids)
    models = as_step(take_in_all)(upload.files, line)
    judgement = as_step(judge)(Federation(models, upload.category, upload.stage), line, upload.profile, asked=asked)
    tell_outcomes(outcome_counts(judgement.checked["chk_outcome"]))
    sentence = as_step(write_reports)(judgement, line, folder, upload.language)
    as_step(write_checked_tiles)(judgement, folder, upload.language)
    return sentence
