"""The night's record: what came, what changed, what could not be taken in, for the operator's morning."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cim_schema.errors import CimError
from cim_schema.messages import Language
from pipelines.flows.ingest import Ingested
from pipelines.flows.releasing import Published
from pipelines.runtime.output import written_beside


@dataclass(frozen=True)
class Unfinished:
    """A project that was not brought to its end; what the city shows of it is as it was."""

    place: str
    """Name of its folder or file in the inbox."""
    error: CimError


@dataclass(frozen=True)
class Night:
    """What came of one night."""

    ingested: tuple[Ingested, ...]
    unfinished: tuple[Unfinished, ...]
    published: Published | None
    """None where there was nothing to publish."""


def write_record(night: Night, path: Path, language: Language) -> None:
    """Write ``nightly.json`` whole or not at all."""
    record = {
        "ended_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "projects": [_project(done, language) for done in night.ingested],
        "unfinished": [
            {"place": one.place, "error": one.error.code, "message": one.error.sentence(language)} for one in night.unfinished
        ],
        "published": {name: [file.name for file in paths] for name, paths in _published(night)},
    }
    with written_beside(path) as beside:
        beside.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _published(night: Night) -> list[tuple[str, tuple[Path, ...]]]:
    return [] if night.published is None else sorted(night.published.paths.items())


def _project(done: Ingested, language: Language) -> dict[str, object]:
    return {
        "project": done.project.code,
        "sentence": done.sentence,
        "outcomes": done.counts,
        "parts": [
            {"part": one.part, "change": str(one.change), "version": one.version_id, "number": one.version_number}
            for one in done.changes
        ],
        "quarantine": [refused.as_row(language) for refused in done.refused],
    }
