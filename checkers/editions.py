"""Which edition of a standard holds on a project's day.

What belongs here: choosing by day. What does not: the clauses (each rule's own), the values (``rulesets``).
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checkers.rule import Clause, Frames


def project_day(tables: "Frames") -> date | None:
    """The day by whose editions a model is judged (``date`` of ``project.yaml``); None: those in force now."""
    days = tables["model_context"]["day"]
    day = days.iloc[0] if len(days) else None
    return day if isinstance(day, date) else None


def is_in_force(clause: "Clause", day: date | None) -> bool:
    """Whether a clause holds on a day: from its first day on, until the day before the one on which it ended.

    Args:
        clause: A clause without days has always held.
        day: None: now, so that only a clause that has ended does not hold.
    """
    if day is None:
        return clause.effective_until is None
    begun = clause.effective_from is None or clause.effective_from <= day
    return begun and (clause.effective_until is None or day < clause.effective_until)


def clause_in_force(clauses: "Sequence[Clause]", day: date | None) -> "Clause | None":
    """The first of some clauses that holds on a day; None where none does."""
    return next((clause for clause in clauses if is_in_force(clause, day)), None)
