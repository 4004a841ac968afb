"""The night's record: what came, what changed, what could not be taken in, for the operator's morning."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cim_schema.messages import Language
from pipelines.runtime.output import written_beside

if TYPE_CHECKING:
    from pipelines.flows.nightly import Night


def write_record(night: "Night", path: Path, language: Language) -> None:
    """Write ``nightly.json`` whole or not at all."""
    record = {
        "ended_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "projects": [
            {
                "project": done.project.code, "sentence": done.sentence, "outcomes": done.counts,
                "parts": [
                    {"part": c.part, "change": str(c.change), "version": c.version_id, "number": c.version_number}
                    for c in done.changes
                ],
                "quarantine": [refused.as_row(language) for refused in done.refused],
            }
            for done in night.ingested
        ],
        "failed": [
            {"project": code, "error": error.code, "message": error.sentence(language)} for code, error in night.failed
        ],
        "published": {} if night.published is None else {
            name: [str(file.name) for file in paths] for name, paths in sorted(night.published.paths.items())
        },
    }  # fmt: skip
    with written_beside(path) as beside:
        beside.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
