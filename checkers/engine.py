"""Runs rules over models: plans the work, lets it run, and gathers what the rules say.

What belongs here: which rule runs on what, and that one rule's crash costs nobody else's answer. What does not: what a
rule says (``rules``), how a finding becomes a row (``finding_rows``), where work runs (``pipelines.runtime.compute``).
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from checkers.finding_rows import Remark, finding_table
from checkers.registry import select_rules
from checkers.rule import Frames, Parameters, Passed, Rule
from checkers.ruleset import Ruleset
from cim_schema.codes import Outcome, RunStage, Severity
from cim_schema.project import ModelContext
from cim_schema.tables import TABLES
from pipelines.runtime.compute import Compute
from pipelines.runtime.progress import SILENT, Progress
from pipelines.runtime.table_set import Tables, frames

RULES_A_TASK = 32
"""So many rules share the frames of one model in one task."""


def check(
    tables: Tables,
    models: Sequence[ModelContext],
    ruleset: Ruleset,
    compute: Compute,
    progress: Progress = SILENT,
    rules: Collection[str] | None = None,
    *,
    rules_a_task: int = RULES_A_TASK,
) -> dict[str, pa.Table]:
    """Run the rules over the models of one project.

    Args:
        tables: Model tables and measurements of all the models.
        models: Which models they are; a model that is given twice is looked at once.
        ruleset: The parameters.
        compute: Where to run.
        progress: Where to tell how far it is.
        rules: Only these codes, and these whatever the models' category. None: all that are meant for the category.
        rules_a_task: How finely the work is cut. Changes no answer.

    Returns:
        ``chk_outcome``, ``chk_finding`` and ``run_problem``; the same rows however the work is cut and ordered.

    Raises:
        UnknownRule: A code that no rule has.
    """
    contexts = _each_once(models)
    chosen = select_rules(rules)
    tasks = list(_tasks(tables, contexts, chosen, ruleset, rules is not None, rules_a_task))
    results = compute.map(_run, tasks, progress=progress, code="progress.check", unit="rule", weight=lambda task: len(task.rules))
    answers = sorted((answer for result in results for answer in result), key=lambda answer: (answer.rule.code, answer.model_id))
    return {
        "chk_outcome": TABLES["chk_outcome"].from_rows(answer.row() for answer in answers),
        "chk_finding": finding_table(tables, contexts, [(a.rule, a.model_id, r) for a in answers for r in a.remarks]),
        "run_problem": TABLES["run_problem"].from_rows(_problems(answers, contexts)),
    }


@dataclass
class _Answer:
    """What one rule says of one model."""

    rule: Rule
    model_id: str
    passed: int = 0
    remarks: list[Remark] = field(default_factory=list)
    crash_cause: str | None = None

    def count(self, outcome: Outcome) -> int:
        return sum(1 for remark in self.remarks if remark.outcome is outcome)

    @property
    def outcome(self) -> Outcome:
        if self.crash_cause is not None or (self.remarks and not self.count(Outcome.FAIL)):
            return Outcome.UNDETERMINED
        if self.remarks:
            return Outcome.FAIL
        return Outcome.PASS if self.passed else Outcome.NA

    def row(self) -> dict[str, object]:
        return {
            "model_id": self.model_id, "rule": self.rule.code, "rule_version": self.rule.version, "outcome": self.outcome.value,
            "obligation": self.rule.obligation.value, "element": self.rule.element.value,
            "checked": self.passed + len(self.remarks), "failed": self.count(Outcome.FAIL),
            "undetermined": self.count(Outcome.UNDETERMINED), "crash_cause": self.crash_cause,
        }  # fmt: skip


@dataclass(frozen=True)
class _Task:
    """Some rules that look at the same rows. Travels by pickle."""

    rules: tuple[Rule, ...]
    parameters: Mapping[str, Parameters]
    contexts: tuple[ModelContext, ...]
    tables: Mapping[str, pa.Table]


def _each_once(models: Sequence[ModelContext]) -> tuple[ModelContext, ...]:
    """In an order that does not depend on the order given."""
    by_id: dict[str, ModelContext] = {}
    for context in sorted(models, key=lambda context: (context.part, context.model_id)):
        by_id.setdefault(context.model_id, context)
    return tuple(by_id.values())


def _tasks(
    tables: Tables, contexts: tuple[ModelContext, ...], rules: Sequence[Rule], ruleset: Ruleset, named: bool, rules_a_task: int
) -> Iterator[_Task]:
    def task(some: Sequence[Rule], of: tuple[ModelContext, ...]) -> _Task:
        names = sorted({name for rule in some for name in rule.tables})
        model_ids = pa.array([context.model_id for context in of], pa.string())
        rows = {name: tables[name].filter(pc.is_in(tables[name]["model_id"], model_ids)) for name in names if name in tables}
        return _Task(tuple(some), {rule.code: ruleset.parameters[rule.code] for rule in some}, of, rows)

    def wanted(rule: Rule, context: ModelContext) -> bool:
        return named or context.category is None or context.category in rule.categories

    for context in contexts:
        some = [rule for rule in rules if rule.scope == "model" and wanted(rule, context)]
        for start in range(0, len(some), rules_a_task):
            yield task(some[start : start + rules_a_task], (context,))
    for rule in rules:
        of = tuple(context for context in contexts if wanted(rule, context))
        if rule.scope == "federation" and of:
            yield task([rule], of)


def _run(task: _Task) -> list[_Answer]:
    given: dict[str, pd.DataFrame] = {"model_context": _context_frame(task.contexts)}
    for name in sorted({name for rule in task.rules for name in rule.tables}):
        given.update(frames(task.tables, (name,)))
    return [answer for rule in task.rules for answer in _ask(rule, given, task.parameters[rule.code], task.contexts)]


def _ask(rule: Rule, given: Frames, parameters: Parameters, contexts: tuple[ModelContext, ...]) -> list[_Answer]:
    answers = {context.model_id: _Answer(rule, context.model_id) for context in contexts}
    only = contexts[0].model_id if rule.scope == "model" else ""
    try:
        said: set[tuple[str, int | None, str]] = set()
        for verdict in rule.check({name: given[name] for name in (*rule.tables, "model_context")}, parameters):
            answer = answers[verdict.model_id or only]
            if isinstance(verdict, Passed):
                answer.passed += verdict.count
                continue
            subject = (answer.model_id, verdict.step_id, verdict.subject)
            if subject in said:
                raise ValueError(f"two remarks on {subject[1:]}")
            said.add(subject)
            answer.remarks.append(verdict)
    except Exception as cause:
        crash = f"{type(cause).__name__}: {cause}"
        return [_Answer(rule, context.model_id, crash_cause=crash) for context in contexts]
    return list(answers.values())


def _context_frame(contexts: tuple[ModelContext, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        [(c.model_id, c.part, c.category, c.stage, c.crs) for c in contexts],
        columns=["model_id", "part", "category", "stage", "crs"],
        dtype=object,
    )


def _problems(answers: Sequence[_Answer], contexts: tuple[ModelContext, ...]) -> Iterator[dict[str, object]]:
    parts = {context.model_id: context.part for context in contexts}
    crashed = [answer for answer in answers if answer.crash_cause is not None]
    for ordinal, answer in enumerate(crashed):
        params = {"rule": answer.rule.code, "model": parts[answer.model_id], "cause": answer.crash_cause}
        yield {
            "stage": RunStage.CHECK.value, "ordinal": ordinal, "severity": Severity.ERROR.value, "model_id": answer.model_id,
            "text_code": "error.rule_crashed", "text_params": json.dumps(params, ensure_ascii=False, sort_keys=True),
        }  # fmt: skip
