"""Railings of balconies, outdoor corridors and roofs of dwellings are high and close enough for children.

Why
    Children climb on railings, and their heads follow where their bodies fit.
Fails
    A balcony's railing of 1.10 m; one with 0.12 m between its bars.
Passes
    1.20 m and gaps of at most 0.11 m between upright bars, as declared, else as measured on the shape. A railing without bars
    has no gaps to look at.
Not applicable
    Buildings that are no dwellings, projects from before the standard, and railings whose names do not say that they stand on a
    balcony, outdoor corridor or roof and that stand on no roof. A railing without shape and height is undetermined.
"""

from collections.abc import Iterator
from datetime import date

from checkers.buildings import BuildingUse, building_use
from checkers.editions import is_in_force, project_day
from checkers.names import words
from checkers.railings import TABLES, building_railings, judge_size
from checkers.rule import Clause, Frames, Parameter, Parameters, Rule, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement

CLAUSES = tuple(Clause("GB 55038-2025", number, confirmed=True, effective_from=date(2025, 5, 1)) for number in ("4.1.15", "4.2.8"))


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each railing of a balcony, outdoor corridor or roof."""
    if not is_in_force(CLAUSES[0], project_day(tables)) or building_use(tables).use != BuildingUse.RESIDENTIAL:
        return
    railings = building_railings(tables)
    railings = railings[(words("railings", "balcony_or_roof").in_texts(railings["label"]) | railings["is_on_roof"])]
    railings = railings[~railings["is_handrail"]]
    yield from judge_size(tables, railings, "railing_height", parameters.number("railing_height_m"), ("fail", "undetermined"))
    yield from judge_size(tables, railings, "bar_gap", parameters.number("bar_gap_m"), ("gap", ""))


RULE = Rule(
    code="RAI-02",
    name="railing.dwelling_balconies",
    version=1,
    family=RuleFamily.RAILING,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=CLAUSES,
    tables=(*TABLES, "ifc_classification"),
    parameters=(
        Parameter("railing_height_m", "m", baseline=1.20, exemplary=1.20),
        Parameter("bar_gap_m", "m", baseline=0.11, exemplary=0.11),
    ),
    check=check,
)
