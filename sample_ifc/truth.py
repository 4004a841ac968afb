"""What a checker has to find in a faulty project, no more and no less."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from sample_ifc.record import Record
from sample_ifc.writer import Draft


@dataclass
class Truth:
    """The findings that faults give rise to, in one project."""

    project: str
    findings: list[dict[str, str | None]] = field(default_factory=list)

    def tell(self, rule: str, draft: Draft, record: Record | None, outcome: str, why: str) -> None:
        """Note a finding; ``record`` None for what is said of a model or of its georeference."""
        global_id = record.entity.GlobalId if record else None
        self.findings.append({"rule": rule, "part": draft.part, "global_id": global_id, "outcome": outcome, "why": why})

    def content(self) -> dict[str, Any]:
        """As ``truth.yaml`` holds it, in the order of the rules."""
        key = ("rule", "part", "global_id", "outcome", "why")
        return {
            "project": self.project,
            "findings": sorted(self.findings, key=lambda finding: [finding[name] or "" for name in key]),
        }


def write_project(
    folder: Path, name: str, category: str, stage: str, parts: dict[str, Draft], truth: Truth, files: dict[str, str]
) -> None:
    """Finish and write the models of a project, its ``project.yaml`` and its ``truth.yaml``.

    Args:
        folder: Of the project.
        name: For people.
        category: Code of the project's category.
        stage: Code of the models' stage.
        parts: Name of a part → its model, not yet finished.
        truth: What is to be found.
        files: Name of a part → name of its file.
    """
    for part, draft in parts.items():
        draft.finish()
        draft.save(folder / files[part])
    project = {
        "code": truth.project, "name": name, "category": category, "stage": stage, "crs": "EPSG:4547", "parts": files,
    }  # fmt: skip
    _dump(folder / "project.yaml", project)
    _dump(folder / "truth.yaml", truth.content())


def _dump(path: Path, content: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=200), encoding="utf-8", newline="\n")
