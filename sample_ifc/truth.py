"""A project of samples, and what a checker has to find in it, no more and no less."""

from collections.abc import Callable, Sequence
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

    def tell_first(self, rule: str, draft: Draft, records: Sequence[Record], outcome: str, why: str) -> None:
        """Note what is said once of several things: of the one whose GlobalId comes first, in every export."""
        self.tell(rule, draft, min(records, key=lambda record: str(record.entity.GlobalId)), outcome, why)

    def content(self) -> dict[str, Any]:
        """As ``truth.yaml`` holds it, in the order of the rules."""
        key = ("rule", "part", "global_id", "outcome", "why")
        return {
            "project": self.project,
            "findings": sorted(self.findings, key=lambda finding: [finding[name] or "" for name in key]),
        }


@dataclass(frozen=True)
class Sample:
    """A project that is written twice: as it should be, and with faults planted in it."""

    code: str
    name: str
    """For people."""
    category: str
    """Code of the project's category."""
    stage: str
    """Code of the models' stage."""
    draw: Callable[[bool, Truth], dict[str, Draft]]
    """Whether with faults, and where to tell of them → name of each part and its model, not yet finished."""

    def write(self, folder: Path) -> None:
        """Write ``clean/CODE`` and ``faulty/CODE``: the models, ``project.yaml`` and ``truth.yaml``."""
        for variant in ("clean", "faulty"):
            truth = Truth(self.code)
            self._write(folder / variant / self.code, self.draw(variant == "faulty", truth), truth)

    def _write(self, folder: Path, parts: dict[str, Draft], truth: Truth) -> None:
        family = self.code.partition("_")[0]
        files = {part: f"{family}_{part.removeprefix(f'{family}_')}.ifc" for part in parts}
        for part, draft in parts.items():
            draft.finish()
            draft.save(folder / files[part])
        project = {
            "code": self.code, "name": self.name, "category": self.category, "stage": self.stage, "crs": "EPSG:4547",
            "parts": files,
        }  # fmt: skip
        _dump(folder / "project.yaml", project)
        _dump(folder / "truth.yaml", truth.content())


def _dump(path: Path, content: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=200), encoding="utf-8", newline="\n")
