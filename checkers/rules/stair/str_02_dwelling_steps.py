"""Steps of the stairs that all dwellers of a house use are low and long enough.

Why
    Everybody carries children, shopping and furniture over them, and flees over them.
Fails
    A flight with treads of 0.25 m, or with one riser of 0.18 m.
Passes
    Risers of at most 0.175 m and treads of at least 0.26 m, both as declared and as measured on the shape.
Not applicable
    Buildings that are no dwellings, projects from before the standard, and stairs inside one flat: those that say so, and in
    houses of up to three storeys those that do not say that they are shared. A flight without shape or values, and the treads of
    winders, are undetermined.
"""

from collections.abc import Iterator
from datetime import date

from checkers.editions import is_in_force, project_day
from checkers.rule import Clause, Frames, Parameter, Parameters, Rule, Verdict
from checkers.stairs import TABLES, shared_dwelling_flights
from checkers.step_sizes import judge_steps
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement

CLAUSE = Clause("GB 55038-2025", "4.2.2", confirmed=True, effective_from=date(2025, 5, 1))


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each flight that is shared."""
    if not is_in_force(CLAUSE, project_day(tables)):
        return
    riser_m, tread_m = parameters.number("riser_height_m"), parameters.number("tread_length_m")
    for flight in shared_dwelling_flights(tables).itertuples():
        yield from judge_steps(flight, riser_m, tread_m)


RULE = Rule(
    code="STR-02",
    name="stair.dwelling_steps",
    version=1,
    family=RuleFamily.STAIR,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(CLAUSE,),
    tables=(*TABLES, "ifc_classification", "msr_building"),
    parameters=(
        Parameter("riser_height_m", "m", baseline=0.175, exemplary=0.175),
        Parameter("tread_length_m", "m", baseline=0.26, exemplary=0.26),
    ),
    check=check,
)
