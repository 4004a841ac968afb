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
from pipelines.flows.judgement import Judgement, judge, outcome_counts, write_reports
from pipelines.flows.steps import Line
from pipelines.flows.surroundings import ANSWERS, Around, is_in_store, surroundings

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
    judgement: Judgement | None = None
    """What was said of it; None where nothing could be taken in."""


def ingest_project(
    project: Project, line: Line, store_url: str, reports: Path, *, profile: Profile, language: Language, is_whole: bool
) -> Ingested:
    """Take a project in, judge it, deliver it, tell it."""
    line = replace(line, seconds={})  # A report tells the time of its own project.
    intake = as_task(take_in)(project.models, line)
    if not intake.models:
        return Ingested(project, refused=intake.refused)
    around = Around(store_url, project.code)
    # One that is new is judged among the others once all have come: until then most of its neighbours are not there.
    seen = around if is_in_store(around) else None
    judgement = as_task(judge_project)(project, intake.models, line, profile, None, seen)
    sentence = as_task(write_reports)(judgement, line, reports / project.code, language)
    # A part whose new file cannot be used keeps the version it had, so the delivery is then not the whole.
    changes = as_task(deliver)(project, judgement, line, store_url, is_whole=is_whole and not intake.refused)
    return Ingested(project, changes, intake.refused, outcome_counts(judgement.checked["chk_outcome"]), sentence, judgement)


def judge_again(done: Ingested, line: Line, store_url: str, reports: Path, *, language: Language, is_whole: bool) -> Ingested:
    """Judge a project once more, now that the others are in the base layer too; what says nothing new is left as it is.

    Returns:
        What became of it in the end: the very same object where nothing did.
    """
    before = done.judgement
    if before is None:
        return done
    line = replace(line, seconds={})
    around = Around(store_url, done.project.code)
    found = surroundings(before.federation, before.placed, line, around)
    if before.around is not None and found.digest == before.around.digest:
        return done
    judgement = judge(before.federation, line, before.profile, around=around)
    if all(judgement.checked[name].equals(before.checked[name]) for name in ANSWERS):
        return done
    sentence = as_task(write_reports)(judgement, line, reports / done.project.code, language)
    changes = as_task(deliver)(done.project, judgement, line, store_url, is_whole=is_whole and not done.refused)
    counts = outcome_counts(judgement.checked["chk_outcome"])
    return Ingested(done.project, _joined(done.changes, changes), done.refused, counts, sentence, judgement)


def _joined(first: "tuple[VersionChange, ...]", then: "tuple[VersionChange, ...]") -> "tuple[VersionChange, ...]":
    """What two deliveries of one night did to each part: a part that came new in the first is new."""
    before = {change.part: change.change for change in first if change.change != "unchanged"}
    return tuple(replace(one, change=before.get(one.part, one.change)) for one in then)


ingest = as_flow(ingest_project, "ingest")
