"""The answer for a person in a hurry: one sentence and four numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cim_schema.codes import Obligation, Outcome
from cim_schema.messages import Language
from pipelines.publish.report.causes import Cause, blocking, first_steps
from pipelines.publish.report.words import say

WORST_FIRST = (Outcome.FAIL, Outcome.UNDETERMINED, Outcome.PASS, Outcome.NA)
"""A rule's verdict over several models is the worst it says of any of them."""


@dataclass(frozen=True)
class Count:
    """How many rules came to one outcome."""

    outcome: Outcome
    rules: int
    mandatory: int


@dataclass(frozen=True)
class Headline:
    """What the first screen, the cover sheet and the terminal say first."""

    sentence: str
    addition: str
    """A second sentence, about what could not be judged; may be empty."""
    counts: tuple[Count, ...]
    """By outcome, worst first."""


def write_headline(report: Mapping[str, Any], causes: Sequence[Cause], language: Language) -> Headline:
    """The sentence says what blocks and what to mend first; where nothing blocks, the next thing that matters."""
    verdicts = verdict_by_rule(report)
    obligations = {row["rule"]: row["obligation"] for row in report["outcomes"]}
    counts = tuple(
        Count(
            outcome,
            sum(verdict == outcome for verdict in verdicts.values()),
            sum(verdict == outcome and obligations[rule] == Obligation.MANDATORY for rule, verdict in verdicts.items()),
        )
        for outcome in WORST_FIRST
    )
    return Headline(_sentence(counts, causes, language), _addition(report, language), counts)


def verdict_by_rule(report: Mapping[str, Any]) -> dict[str, Outcome]:
    """Rule → the worst of its outcomes, in the report's order."""
    verdicts: dict[str, Outcome] = {}
    for row in report["outcomes"]:
        said = Outcome(row["outcome"])
        verdicts[row["rule"]] = min(said, verdicts.get(row["rule"], said), key=WORST_FIRST.index)
    return verdicts


def _sentence(counts: Sequence[Count], causes: Sequence[Cause], language: Language) -> str:
    failed, undetermined, passed, _ = counts
    if failed.mandatory:
        block = blocking(causes)
        steps = first_steps(block)
        total, cleared = (sum(len(cause.findings) for cause in some) for some in (block, steps))
        params = {"rules": failed.mandatory, "places": len(steps), "cleared": cleared, "total": total}
        if not total:
            return say(language, "headline.blocked_bare", **params)
        return say(language, "headline.blocked_all" if cleared == total else "headline.blocked", **params)
    if failed.rules:
        findings = sum(len(cause.findings) for cause in causes if cause.outcome == Outcome.FAIL)
        return say(language, "headline.advised", rules=failed.rules, findings=findings)
    if passed.rules:
        code = "headline.open" if undetermined.rules else "headline.passed"
        return say(language, code, passed=passed.rules, undetermined=undetermined.rules)
    code = "headline.undetermined" if undetermined.rules else "headline.nothing"
    return say(language, code, rules=undetermined.rules)


def _addition(report: Mapping[str, Any], language: Language) -> str:
    fields = len(report["determination"].get("missing", []))
    places = report["findings"].column("outcome").count(str(Outcome.UNDETERMINED))
    return say(language, "headline.missing", places=places, fields=fields) if fields else ""
