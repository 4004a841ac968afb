"""The nightly flow: every project of the inbox down the line, each among the others, then all is published."""

from collections.abc import Callable
from pathlib import Path

from cim_schema.codes import Profile
from cim_schema.errors import Fault
from cim_schema.messages import Language
from pipelines.flows._prefect import as_flow, as_task
from pipelines.flows.ingest import Ingested, ingest, judge_again
from pipelines.flows.publish import publish
from pipelines.flows.record import Night, Unfinished, write_record
from pipelines.flows.steps import Line
from pipelines.ingest.project_folder import project_places, read_project


def run_night(
    inbox: Path,
    store_url: str,
    out: Path,
    line: Line,
    *,
    profile: Profile = Profile.BASELINE,
    language: Language = "zh",
    tell: Callable[[Ingested], None] | None = None,
) -> Night:
    """Ingest each project, judge those again that got neighbours, publish, write the night's record.

    Nothing that goes wrong with one project costs another.
    """
    ingested, unfinished = [], []
    for place in as_task(project_places)(inbox):
        try:
            project = as_task(read_project)(place)
            done = ingest(project, line, store_url, out / "reports", profile=profile, language=language, is_whole=True)
        except Exception as error:  # A fault of ours in one project is told in the record, and the night goes on.
            unfinished.append(Unfinished(place.name, Fault.of(error)))
        else:
            ingested.append(done)
            if tell is not None:
                tell(done)
    has_news = any(change.change != "unchanged" for done in ingested for change in done.changes)
    for number, done in enumerate(ingested if has_news else ()):
        # What its neighbours are is known once all have come: the order of the projects then tells nothing.
        try:
            ingested[number] = judge_again(done, line, store_url, out / "reports", language=language, is_whole=True)
        except Exception as error:
            unfinished.append(Unfinished(done.project.code, Fault.of(error)))
        if ingested[number] is not done and tell is not None:
            tell(ingested[number])
    published = publish(store_url, out / "published") if any(done.changes for done in ingested) else None
    night = Night(tuple(ingested), tuple(unfinished), published)
    as_task(write_record)(night, out / "nightly.json", language)
    return night


nightly = as_flow(run_night, "nightly")
