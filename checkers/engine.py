"""Runs rules over models: plans the work, lets it run, and gathers what the rules say.

What belongs here: which rule runs on what, and that one rule's crash costs nobody else's answer. What does not: what a
rule says (``rules``), how a finding becomes a row (``finding_rows``), where work runs (``pipelines.runtime.compute``).
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from checkers.finding_rows import TABLES as FINDING_TABLES
from checkers.finding_rows import Remark, finding_table
from checkers.properties import beside_names, rows_of_properties
from checkers.registry import select_rules
from checkers.rule import Frames, Parameters, Passed, Rule
from checkers.ruleset import Ruleset
from cim_schema.codes import Outcome, RunStage, Severity
from cim_schema.project import ModelContext
from cim_schema.tables import TABLES
from pipelines.runtime.collecting import put_off_collecting
from pipelines.runtime.compute import SMALL, Compute
from pipelines.runtime.progress import SILENT, Progress
from pipelines.runtime.table_set import Merged, Tables, frames, read_columns, tables_of_model

RESOLVED = "res_property"
RULES_A_TASK = 64
"""So many rules share the frames of one model in one task."""

MANY_ELEMENTS = 5_000
"""From here on two halves of the rules are worth a process each."""


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
        tables: Model tables and measurements of all the models. Of references, only what a task reads is in memory, and only
            while it runs.
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
    answers: list[_Answer] = []
    findings = [TABLES["chk_finding"].empty()]
    for some, found in _run_all(tasks, tables, compute, progress):
        answers += some
        findings.append(found)
    answers.sort(key=lambda answer: (answer.rule.code, answer.model_id))
    return {
        "chk_outcome": TABLES["chk_outcome"].from_rows(answer.row() for answer in answers),
        "chk_finding": TABLES["chk_finding"].checked(pa.concat_tables(findings)),
        "run_problem": TABLES["run_problem"].from_rows(_problems(answers, contexts)),
    }


@dataclass
class _Answer:
    """What one rule says of one model, counted."""

    rule: Rule
    model_id: str
    passed: int = 0
    failed: int = 0
    undetermined: int = 0
    crash_cause: str | None = None

    @property
    def outcome(self) -> Outcome:
        if self.crash_cause is not None or (self.undetermined and not self.failed):
            return Outcome.UNDETERMINED
        if self.failed:
            return Outcome.FAIL
        return Outcome.PASS if self.passed else Outcome.NA

    def row(self) -> dict[str, object]:
        return {
            "model_id": self.model_id, "rule": self.rule.code, "rule_version": self.rule.version, "outcome": self.outcome.value,
            "obligation": self.rule.obligation.value, "element": self.rule.element.value,
            "checked": self.passed + self.failed + self.undetermined, "failed": self.failed, "undetermined": self.undetermined,
            "crash_cause": self.crash_cause,
        }  # fmt: skip


@dataclass(frozen=True)
class _Task:
    """Some rules that look at the same rows. Travels by pickle."""

    rules: tuple[Rule, ...]
    parameters: Mapping[str, Parameters]
    model_ids: tuple[str, ...]
    contexts: tuple[ModelContext, ...]
    """Of all the models, also those that the rules do not look at: findings are named by their parts."""
    tables: Mapping[str, Tables]
    """Model id → its tables."""


_Remarks = dict[str, list[tuple[Rule, str, Remark]]]
"""Model id → what is said of it."""


def read_by(rule: Rule) -> tuple[str, ...]:
    """The tables that a rule is given: those that it names, and with properties what mapping files and names say beside them."""
    return (*rule.tables, RESOLVED) if "ifc_property" in rule.tables and RESOLVED not in rule.tables else rule.tables


def _each_once(models: Sequence[ModelContext]) -> tuple[ModelContext, ...]:
    """In an order that does not depend on the order given."""
    by_id: dict[str, ModelContext] = {}
    for context in sorted(models, key=lambda context: (context.part, context.model_id)):
        by_id.setdefault(context.model_id, context)
    return tuple(by_id.values())


def _tasks(
    tables: Tables, contexts: tuple[ModelContext, ...], rules: Sequence[Rule], ruleset: Ruleset, named: bool, rules_a_task: int
) -> Iterator[_Task]:
    def task(some: Sequence[Rule], of: Sequence[ModelContext]) -> _Task:
        names = sorted({*FINDING_TABLES, *(name for rule in some for name in read_by(rule))})
        given = {context.model_id: tables_of_model(tables, context.model_id, names) for context in of}
        return _Task(tuple(some), {rule.code: ruleset.parameters[rule.code] for rule in some}, tuple(given), contexts, given)

    def wanted(rule: Rule, context: ModelContext) -> bool:
        return named or context.category is None or context.category in rule.categories

    for context in contexts:
        some = [rule for rule in rules if rule.scope == "model" and wanted(rule, context)]
        # Neighbours read alike, and take alike long: they are dealt out.
        count = -(-len(some) // rules_a_task)
        for first in range(count):
            yield task(some[first::count], (context,))
    for rule in rules:
        of = tuple(context for context in contexts if wanted(rule, context))
        if rule.scope == "federation" and of:
            yield task([rule], of)


def _element_count(tables: Tables) -> int:
    return int(read_columns(tables, "ifc_element", ("step_id",)).num_rows)


_Said = tuple[list[_Answer], pa.Table]


def _run_all(tasks: Sequence[_Task], tables: Tables, compute: Compute, progress: Progress) -> Iterator[_Said]:
    """What the rules of all tasks say. A handful of them is not worth starting workers; if they are long, half are run beside."""
    is_long = len(tasks) < SMALL and _element_count(tables) >= MANY_ELEMENTS
    if not is_long or compute.workers == 1 or compute.scheduler is not None:
        results = compute.each(
            _run, tasks, progress=progress, code="progress.check", unit="rule", weight=lambda task: len(task.rules)
        )
        yield from (said for _, said in results)
        return
    of_models = [task for task in tasks if task.rules[0].scope == "model"]
    near, far = of_models[::2], [*of_models[1::2], *tasks[len(of_models) :]]
    with progress.stage("progress.check", sum(len(task.rules) for task in tasks), "rule") as stage:
        with compute.beside(_run_some, far) as said_there:
            for task in near:
                yield _run(task)
                stage.advance(len(task.rules))
            yield from said_there()
        stage.advance(sum(len(task.rules) for task in far))


def _run_some(tasks: Sequence[_Task]) -> list[_Said]:
    return [_run(task) for task in tasks]


@put_off_collecting()
def _run(task: _Task) -> _Said:
    """What the rules say, and ``chk_finding`` of it."""
    given = _frames(task)
    remarks: _Remarks = {}
    answers = [answer for rule in task.rules for answer in _ask(rule, given, task, remarks)]
    del given
    findings = [finding_table(task.tables[model_id], task.contexts, some) for model_id, some in remarks.items()]
    return answers, pa.concat_tables([TABLES["chk_finding"].empty(), *findings])


def _frames(task: _Task) -> dict[str, pd.DataFrame]:
    given = {"model_context": _context_frame([one for one in task.contexts if one.model_id in task.model_ids])}
    for name in sorted({name for rule in task.rules for name in read_by(rule)}):
        if len(task.model_ids) == 1:
            of_model = task.tables[task.model_ids[0]]
            has_resolved = name == RESOLVED and name in of_model
            given.update(frames({name: beside_names(of_model[name])} if has_resolved else of_model, (name,)))
        else:
            (rule,) = task.rules
            rows = {model_id: [_needed(rule, name, one)] for model_id, one in task.tables.items() if name in one}
            given.update(frames(Merged(rows), (name,)))
    return given


def _needed(rule: Rule, name: str, tables: Tables) -> Tables:
    """What a rule over all models reads of one of them: a city's properties are too many to hold."""
    if name == "ifc_property" and rule.properties is not None:
        return {name: rows_of_properties(tables[name], rule.properties)}
    if name == RESOLVED:
        return {name: beside_names(tables[name])}
    return {name: tables[name]}


def _ask(rule: Rule, given: Frames, task: _Task, remarks: _Remarks) -> list[_Answer]:
    answers = {model_id: _Answer(rule, model_id) for model_id in task.model_ids}
    only = task.model_ids[0] if rule.scope == "model" else ""
    told: list[tuple[Rule, str, Remark]] = []
    try:
        said: set[tuple[str, int | None, str]] = set()
        for verdict in rule.check({name: given[name] for name in (*read_by(rule), "model_context")}, task.parameters[rule.code]):
            answer = answers[verdict.model_id or only]
            if isinstance(verdict, Passed):
                answer.passed += verdict.count
                continue
            subject = (answer.model_id, verdict.step_id, verdict.subject)
            if subject in said:
                raise ValueError(f"two remarks on {subject[1:]}")
            said.add(subject)
            told.append((rule, answer.model_id, verdict))
            if verdict.outcome is Outcome.FAIL:
                answer.failed += 1
            else:
                answer.undetermined += 1
    except Exception as cause:
        crash = f"{type(cause).__name__}: {cause}"
        return [_Answer(rule, model_id, crash_cause=crash) for model_id in task.model_ids]
    for remark in told:
        remarks.setdefault(remark[1], []).append(remark)
    return list(answers.values())


def _context_frame(contexts: Sequence[ModelContext]) -> pd.DataFrame:
    return pd.DataFrame(
        [(c.model_id, c.part, c.category, c.stage, c.crs, c.day) for c in contexts],
        columns=["model_id", "part", "category", "stage", "crs", "day"],
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
