"""How counts become points: one sum for every measure, so that anybody can work it out again with a pencil.

A measure is made of terms. Each term counts: of ``total`` subjects ``count`` are as wanted, and ``undetermined`` could not
be judged. The measure's points are shared equally among the terms that have anything to count; a term gives
``points * count / total``, and ``points * (count + undetermined) / total`` at best.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import fsum
from typing import Any

EVIDENCE = 5
"""So many elements stand for those of a term that are not as wanted."""
DIGITS = 6
"""Decimals that are kept: beyond them lies the order of additions."""


@dataclass(frozen=True)
class Subject:
    """An element that is not as wanted, or a model as a whole."""

    model_id: str
    step_id: int | None
    global_id: str | None
    ifc_class: str | None

    def row(self) -> dict[str, Any]:
        """As JSON has it."""
        return {"model_id": self.model_id, "step_id": self.step_id, "global_id": self.global_id, "ifc_class": self.ifc_class}


@dataclass(frozen=True)
class Term:
    """One thing that is counted."""

    code: str
    """Of what is counted: ``ID-200``; of a rule, its code."""
    count: int
    total: int
    undetermined: int = 0
    outcome: str | None = None
    """Of a rule: what it says of all models together."""
    lacking: tuple[Subject, ...] = ()
    """The first that are not as wanted."""

    def row(self, points: float) -> dict[str, Any]:
        """As JSON has it.

        Args:
            points: That the term may give.
        """
        least, greatest = self.shares
        return {
            "term": self.code, "count": self.count, "undetermined": self.undetermined, "total": self.total,
            "outcome": self.outcome, "points": round(points, DIGITS), "least_points": round(points * least, DIGITS),
            "greatest_points": round(points * greatest, DIGITS), "lacking": [one.row() for one in self.lacking],
        }  # fmt: skip

    @property
    def shares(self) -> tuple[float, float]:
        """At worst and at best."""
        return self.count / self.total, (self.count + self.undetermined) / self.total


@dataclass(frozen=True)
class Measure:
    """What was counted, and what it gives."""

    name: str
    points: float
    terms: tuple[Term, ...] = field(default=())
    """Those that have anything to count; none: the points stay open."""

    @property
    def is_open(self) -> bool:
        """Whether nothing could be counted, so that no points are given or taken."""
        return not self.terms

    @property
    def bounds(self) -> tuple[float, float]:
        """Points at worst and at best; nothing where the measure is open."""
        if self.is_open:
            return 0.0, 0.0
        each = self.points / len(self.terms)
        shares = [term.shares for term in self.terms]
        # Exact sums: ten tenths are one.
        return fsum(each * least for least, _ in shares), fsum(each * greatest for _, greatest in shares)

    def row(self) -> dict[str, Any]:
        """As JSON has it."""
        least, greatest = self.bounds
        each = self.points / max(len(self.terms), 1)
        return {
            "measure": self.name, "points": self.points, "open_points": self.points if self.is_open else 0.0,
            "least_points": round(least, DIGITS), "greatest_points": round(greatest, DIGITS),
            "terms": [term.row(each) for term in self.terms],
        }  # fmt: skip


def add_terms(of_models: Iterable[Sequence[Term]]) -> tuple[Term, ...]:
    """The terms of several models as one, those left out that have nothing to count; in the order of the first that has them."""
    found: dict[str, list[Term]] = {}
    for terms in of_models:
        for term in terms:
            found.setdefault(term.code, []).append(term)
    added = (
        Term(
            code, sum(one.count for one in same), sum(one.total for one in same), sum(one.undetermined for one in same),
            lacking=first_subjects(subject for one in same for subject in one.lacking),
        )
        for code, same in found.items()
    )  # fmt: skip
    return tuple(term for term in added if term.total)


def first_subjects(subjects: Iterable[Subject]) -> tuple[Subject, ...]:
    """The first of them, in the order of models and step ids."""
    ordered = sorted(subjects, key=lambda one: (one.model_id, -1 if one.step_id is None else one.step_id))
    return tuple(ordered[:EVIDENCE])
