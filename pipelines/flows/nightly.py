"""The nightly flow: every project of the inbox down the line, then all is published."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cim_schema.codes import Profile
from cim_schema.errors import CimError
from cim_schema.messages import Language
from pipelines.flows._prefect import as_flow, as_task
from pipelines.flows.delivery import Published
from pipelines.flows.ingest import Ingested, ingest
from pipelines.flows.publish import publish
from pipelines.flows.record import write_record
from pipelines.flows.steps import Line
from pipelines.ingest.project_folder import find_projects


@dataclass(frozen=True)
class Night:
    """What came of one night."""

    ingested: tuple[Ingested, ...]
    failed: tuple[tuple[str, CimError], ...]
    """Projects that were not finished, and why; what the city shows of them is as it was."""
    published: Published | None


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
    """Ingest each project, publish, write the night's record. One project's failure costs no other."""
    ingested, failed = [], []
    for project in as_task(find_projects)(inbox):
        try:
            done = ingest(project, line, store_url, out / "reports", profile=profile, language=language, is_whole=True)
        except CimError as error:
            failed.append((project.code, error))
        else:
            ingested.append(done)
            if tell is not None:
                tell(done)
    published = publish(store_url, out / "published") if any(done.changes for done in ingested) else None
    night = Night(tuple(ingested), tuple(failed), published)
    as_task(write_record)(night, out / "nightly.json", language)
    return night


nightly = as_flow(run_night, "nightly")
