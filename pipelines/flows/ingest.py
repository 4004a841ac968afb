"""The flow of one project: from its files to the base layer and its report."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cim_schema.codes import Profile
from cim_schema.messages import Language
from cim_schema.project import Project
from pipelines.flows._prefect import as_flow, as_task
from pipelines.flows.delivery import deliver
from pipelines.flows.intake import Refused, judge_project, take_in
from pipelines.flows.judgement import outcome_counts, write_reports
from pipelines.flows.steps import Line

if TYPE_CHECKING:
    from pipelines.cim.delivery import VersionChange


@dataclass(frozen=True)
class Ingested:
    """What became of one project."""

    project: Project
    changes: "tuple[VersionChange, ...]" = ()
    refused: tuple[Refused, ...] = field(default=())
    counts: dict[str, int] = field(default_factory=dict)
    sentence: str = ""
    """For a person in a hurry."""


def ingest_project(
    project: Project, line: Line, store_url: str, reports: Path, *, profile: Profile, language: Language, is_whole: bool
) -> Ingested:
    """Take a project in, judge it, deliver it, tell it."""
    line = replace(line, seconds={})  # A report tells the time of its own project.
    intake = as_task(take_in)(project.models, line)
    if not intake.models:
        return Ingested(project, refused=intake.refused)
    judgement = as_task(judge_project)(project, intake.models, line, profile, None)
    sentence = as_task(write_reports)(judgement, line, reports / project.code, language)
    # A part whose new file cannot be used keeps the version it had, so the delivery is then not the whole.
    changes = as_task(deliver)(project, judgement, line, store_url, is_whole=is_whole and not intake.refused)
    return Ingested(project, changes, intake.refused, outcome_counts(judgement.checked["chk_outcome"]), sentence)


ingest = as_flow(ingest_project, "ingest")
