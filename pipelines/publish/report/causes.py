"""What has to be mended: findings that one act clears, taken together.

Two findings have one cause when the same rule says the same of both and they share the first of these traits that at
least two of them share:

1. the missing field: filling it in, once in the export or the template, settles all;
2. the type (type object, else object type): mending the type mends every occurrence;
3. the sentence, of findings about whole models: the height datum that the parts do not agree on;
4. sentence, class, storey and the value observed: twelve rooms under one low ceiling.

A finding that shares none of them is a cause of its own.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Literal, NamedTuple

from cim_schema.codes import Obligation, Outcome
from pipelines.publish.report.context import ReportContext
from pipelines.publish.report.findings import Findings

CauseForm = Literal["missing_field", "type", "models", "alike", "single"]

FIRST = 10
"""So many causes stand on the first screen and on the cover."""

A_FEW = 3
"""So many causes are named together rather than weighed."""

_OBLIGATIONS = tuple(str(one) for one in Obligation)
_OUTCOMES = (str(Outcome.FAIL), str(Outcome.UNDETERMINED))


@dataclass(frozen=True)
class Cause:
    """One thing to mend, and the findings that go with it."""

    number: int
    """From 1, in the order in which to mend."""
    rule: str
    outcome: str
    obligation: str
    form: CauseForm
    label: str
    """The field, the type's name, the storey or the element's own name; may be empty."""
    ifc_class: str | None
    """Of its first finding."""
    model_id: str | None
    """The model it is in; None where it is in several."""
    findings: tuple[str, ...]
    """Ids, in the report's order."""


def find_causes(report: Mapping[str, Any], context: ReportContext) -> tuple[Cause, ...]:
    """The causes of a report's findings: failures first, the more binding first, then those that clear the most."""
    obligations = {one["rule"]: one["obligation"] for one in report["outcomes"]}

    def order(item: tuple[_Key, list[_Finding]]) -> tuple[Any, ...]:
        key, members = item
        return _OUTCOMES.index(key.outcome), _OBLIGATIONS.index(obligations[key.rule]), -len(members), key

    return tuple(
        Cause(
            number, key.rule, key.outcome, obligations[key.rule], key.form, key.trait[-1], members[0].ifc_class,
            members[0].model_id if len({one.model_id for one in members}) == 1 else None,
            tuple(one.id for one in members),
        )
        for number, (key, members) in enumerate(sorted(_grouped(report["findings"], context).items(), key=order), 1)
    )  # fmt: skip


def blocking(causes: Iterable[Cause]) -> tuple[Cause, ...]:
    """Those that stand in the way of delivery: failures of mandatory rules."""
    return tuple(cause for cause in causes if cause.outcome == Outcome.FAIL and cause.obligation == Obligation.MANDATORY)


def first_to_mend(causes: Sequence[Cause]) -> tuple[Cause, ...]:
    """The failures that are named before all else, in the order in which to mend."""
    return tuple(cause for cause in causes if cause.outcome == Outcome.FAIL)[:FIRST]


def first_steps(causes: Sequence[Cause]) -> tuple[Cause, ...]:
    """The fewest causes, taken in order, that clear at least half of the findings; all, where that is no more than a few.

    Args:
        causes: In the order of ``find_causes``.
    """
    if len(causes) <= A_FEW:
        return tuple(causes)
    total = sum(len(cause.findings) for cause in causes)
    cleared = list(accumulate(len(cause.findings) for cause in causes))
    return tuple(causes[: 1 + next(count for count, so_far in enumerate(cleared) if 2 * so_far >= total)])


class _Finding(NamedTuple):
    """What of a finding tells its cause."""

    id: str
    rule: str
    outcome: str
    model_id: str
    step_id: int | None
    global_id: str | None
    ifc_class: str | None
    storey: str | None
    observed: str | None
    text_code: str
    missing_field: str | None


_Trait = tuple[str, ...]


class _Key(NamedTuple):
    rule: str
    outcome: str
    form: CauseForm
    trait: _Trait
    """Its last part names the cause for the reader."""


def _grouped(findings: Findings, context: ReportContext) -> dict[_Key, list[_Finding]]:
    groups: dict[_Key, list[_Finding]] = {}
    left = [_Finding(*row) for row in zip(*(findings.column(name) for name in _Finding._fields), strict=True)]
    for form, trait_of in _TRAITS.items():
        shared: dict[_Key, list[_Finding]] = {}
        for finding in left:
            if trait := trait_of(finding, context):
                shared.setdefault(_Key(finding.rule, finding.outcome, form, trait), []).append(finding)
        taken = {key: members for key, members in shared.items() if len(members) > 1 or form == "missing_field"}
        groups.update(taken)
        gone = {finding.id for members in taken.values() for finding in members}
        left = [finding for finding in left if finding.id not in gone]
    return groups | {_Key(one.rule, one.outcome, "single", (one.id, _own_name(one, context))): [one] for one in left}


def _missing_field(finding: _Finding, context: ReportContext) -> _Trait | None:
    return (finding.missing_field,) if finding.missing_field else None


def _type(finding: _Finding, context: ReportContext) -> _Trait | None:
    type_name = context.facts_at(finding.model_id, finding.step_id).type_name
    return (finding.model_id, finding.ifc_class or "", type_name) if type_name else None


def _models(finding: _Finding, context: ReportContext) -> _Trait | None:
    return (finding.text_code, "") if finding.ifc_class is None else None


def _alike(finding: _Finding, context: ReportContext) -> _Trait | None:
    if not (finding.ifc_class and finding.observed):
        return None
    return (finding.model_id, finding.text_code, finding.ifc_class, finding.observed, finding.storey or "")


_TRAITS: Mapping[CauseForm, Callable[[_Finding, ReportContext], _Trait | None]] = {
    "missing_field": _missing_field,
    "type": _type,
    "models": _models,
    "alike": _alike,
}


def _own_name(finding: _Finding, context: ReportContext) -> str:
    without_name = "" if finding.step_id is None else f"#{finding.step_id}"
    return context.facts_at(finding.model_id, finding.step_id).name or finding.global_id or without_name
