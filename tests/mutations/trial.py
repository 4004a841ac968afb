"""One model down the line, in this process, and what each rule said of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cim_schema.codes import ModelStage, ProjectCategory
from cim_schema.project import ModelFile
from pipelines.flows.steps import Federation, Line, check, measure, read, tessellate

if TYPE_CHECKING:
    import pandas as pd


PROBLEMS = "problems"
"""No rule, but what is told of a model beside them."""


@dataclass(frozen=True)
class Said:
    """What one rule says of one model."""

    outcome: str
    checked: int
    failed: int
    undetermined: int
    findings: frozenset[tuple[str, ...]]
    """Identity of the element, subject, outcome, observed, missing field."""

    def failing(self, global_id: str) -> bool:
        """Whether the element fails."""
        return any(finding[0] == global_id and finding[2] == "fail" for finding in self.findings)

    def is_worse_than(self, before: "Said") -> bool:
        """Whether something is wrong or unknown that was not."""
        more = self.failed > before.failed or self.undetermined > before.undetermined
        return more or bool(self.findings - before.findings)


@dataclass(frozen=True)
class Setting:
    """What a project says of its models beside the files."""

    category: ProjectCategory | None = None
    stage: ModelStage | None = None
    crs: str | None = None
    day: date | None = None


def say_all(path: Path, setting: Setting, line: Line) -> Mapping[str, Said]:
    """What every rule says of a model, by the rule's code; under ``PROBLEMS`` what reading it had to say, where it was read.

    Raises:
        InputError: The file cannot be used.
    """
    model = measure(tessellate(read(ModelFile(path, "model"), line), line), line)
    checked = check(Federation((model,), setting.category, setting.stage, setting.crs, setting.day), line)
    outcomes, findings = checked["chk_outcome"].to_pandas(), checked["chk_finding"].to_pandas()
    crashed = outcomes[outcomes["crash_cause"].notna()]
    if len(crashed):
        raise AssertionError(f"{path.name}: {dict(zip(crashed['rule'], crashed['crash_cause'], strict=True))}")
    by_rule = _by_rule(findings)
    return {PROBLEMS: _problems(model.read["run_problem"].to_pandas())} | {
        row.rule: Said(row.outcome, row.checked, row.failed, row.undetermined, by_rule.get(row.rule, frozenset()))
        for row in outcomes.itertuples()
    }


def _problems(problems: "pd.DataFrame") -> Said:
    texts = problems[["global_id", "text_code"]].astype(object).where(problems[["global_id", "text_code"]].notna(), "").astype(str)
    told = frozenset(texts.itertuples(index=False, name=None))
    return Said("told", len(problems), len(problems), 0, told)


def _by_rule(findings: "pd.DataFrame") -> dict[str, frozenset[tuple[str, ...]]]:
    columns = ["global_id", "subject", "outcome", "observed", "missing_field"]
    texts = findings[columns].astype(object).where(findings[columns].notna(), "").astype(str)
    rows = texts.assign(rule=findings["rule"]).groupby("rule")
    return {rule: frozenset(group[columns].itertuples(index=False, name=None)) for rule, group in rows}
