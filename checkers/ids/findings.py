"""Specifications of IDS files beside our own rules: their outcomes and findings, in the same tables.

What belongs here: what a specification is called among rules, and what of its result is a finding. What does not: checking
(``check``), and how a finding becomes a row (``checkers.finding_rows``).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import pyarrow as pa

from checkers.finding_rows import finding_table
from checkers.ids.check import check_ids
from checkers.ids.document import Ids, Specification
from checkers.ids.model_index import Tables
from checkers.ids.outcome import Reason
from checkers.ids.result import Failures, SpecificationResult
from checkers.rule import Failed
from cim_schema.codes import Obligation, Outcome, SixElement
from cim_schema.messages import LANGUAGES
from cim_schema.project import ModelContext
from cim_schema.tables import TABLES

PREFIX = "IDS:"
_TELLS_APART = ("set", "name", "system", "relation")
"""Parameters of a reason that say what was asked about; not what was found, so that a finding keeps its id when that changes."""


@dataclass(frozen=True)
class SpecificationRule:
    """A specification as reports quote it: it binds, whoever asks by it, and counts as quality."""

    code: str
    """``IDS:`` and its identifier, or its name where it has none; numbered where several are called the same."""
    specification: Specification
    file: str
    version: int = 1

    def describe(self) -> dict[str, object]:
        """As ``describe_rules`` tells of our own rules; the client's file is the source itself."""
        asked = self.specification
        return {
            "code": self.code, "name": dict.fromkeys(LANGUAGES, asked.name), "obligation": Obligation.MANDATORY.value,
            "element": SixElement.QUALITY.value, "repair": dict.fromkeys(LANGUAGES, asked.instructions),
            "clause": {"document": self.file, "number": asked.identifier, "edition": "", "confirmed": True},
        }  # fmt: skip


def specification_rules(files: Sequence[Ids]) -> list[list[SpecificationRule]]:
    """Give every specification of every file its code, in the order of the files."""
    wanted = [[_called(one) for one in ids.specifications] for ids in files]
    taken: set[str] = set()
    return [
        [
            SpecificationRule(_free_code(code, taken), one, ids.file)
            for code, one in zip(codes, ids.specifications, strict=True)
        ]
        for codes, ids in zip(wanted, files, strict=True)
    ]  # fmt: skip


def judge_by_ids(tables: Tables, ids: Ids, rules: Sequence[SpecificationRule], context: ModelContext) -> dict[str, pa.Table]:
    """Check one model by one file.

    Args:
        tables: As ``check_ids`` takes them, with ``ifc_placement`` and ``ifc_geometry`` where findings are to have a place.
        ids: The file.
        rules: What its specifications are called.
        context: The model.

    Returns:
        ``chk_outcome`` and ``chk_finding``. A finding is one requirement that one instance does not meet, or that there is
        nothing to which a specification applies that asks for something.
    """
    results = check_ids(tables, ids).specifications
    remarks = [
        (rule, context.model_id, remark)
        for rule, result in zip(rules, results, strict=True)
        for remark in _remarks(result)
    ]  # fmt: skip
    failed = Counter(rule.code for rule, _, _ in remarks)
    outcomes = [
        _outcome(rule, result, context.model_id, failed[rule.code]) for rule, result in zip(rules, results, strict=True)
    ]  # fmt: skip
    return {
        "chk_outcome": TABLES["chk_outcome"].from_rows(outcomes),
        "chk_finding": finding_table(tables, (context,), remarks),
    }


def _called(specification: Specification) -> str:
    return PREFIX + " ".join((specification.identifier or specification.name).split())


def _free_code(code: str, taken: set[str]) -> str:
    numbered = (f"{code}-{number}" for number in count(2))
    free = code if code not in taken else next(one for one in numbered if one not in taken)
    taken.add(free)
    return free


def _outcome(rule: SpecificationRule, result: SpecificationResult, model_id: str, failed: int) -> dict[str, object]:
    return {
        "model_id": model_id, "rule": rule.code, "rule_version": rule.version, "outcome": Outcome(result.status).value,
        "obligation": Obligation.MANDATORY.value, "element": SixElement.QUALITY.value,
        "checked": result.applicable - len(result.failures) + failed, "failed": failed, "undetermined": 0, "crash_cause": None,
    }  # fmt: skip


def _remarks(result: SpecificationResult) -> Iterator[Failed]:
    if result.status == "fail" and not result.failures:
        yield Failed(text="ids.finding.none_applicable", observed="0", expected=">= 1")
    yield from _failed(result.failures)


def _failed(failures: Failures) -> Iterator[Failed]:
    for failure in failures:
        for subject, reason in _subjects(failure.reasons):
            found, wanted = reason.params.get("found"), reason.params.get("wanted")
            yield Failed(
                step_id=failure.step_id, subject=subject, text="ids.finding.fail",
                observed="—" if found is None else str(found), expected=None if wanted is None else str(wanted),
                params={"reason": f"@ids.failure.{reason.code}", **reason.params},
                inputs={"ifc_class": failure.ifc_class, **reason.params},
            )  # fmt: skip


def _subjects(reasons: Iterable[Reason]) -> Iterator[tuple[str, Reason]]:
    """Each with what tells it apart from the others of one instance."""
    seen: Counter[str] = Counter()
    for reason in reasons:
        asked = [str(reason.params[name]) for name in _TELLS_APART if name in reason.params]
        subject = " ".join([reason.code.partition("_")[0], *asked])
        seen[subject] += 1
        yield (subject if seen[subject] == 1 else f"{subject} ({seen[subject]})"), reason
