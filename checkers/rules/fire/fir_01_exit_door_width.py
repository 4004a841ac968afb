"""Doors on escape routes are wide enough to pass.

Why
    The narrowest door decides how long a building takes to empty.
Fails
    An exit with a clear width of 0.75 m, as declared or as measured between the jamb and the leaf that stands open; one whose
    whole width is below the limit, whatever clear width is declared.
Passes
    A clear width of at least the limit. Where only the whole width is known, it has to exceed the limit by the frame allowance.
    A door is an exit where FireExit says so, else where it leads outside at ground level or into a stairwell.
Not applicable
    A model without doors, or whose doors are no exits. A narrow door that does not say and of which nobody knows where it leads
    cannot be judged.
"""

from collections.abc import Iterator
from typing import Any

from checkers.doors import FIRE_EXIT, TABLES, doors, judge_width
from checkers.rule import Clause, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each door that is an exit, or may be one."""
    limit_m = parameters.number("clear_width_m")
    found = doors(tables, parameters.number("frame_allowance_m"))
    for door in found.itertuples():
        if door.is_exit is True:
            yield judge_width(door.Index, door.width, limit_m)
        elif door.is_exit is not False:
            yield _of_unknown(door.Index, door.width, limit_m)


def _of_unknown(step_id: int, width: Any, limit_m: float) -> Verdict:
    """A door that is wide enough is so, exit or not."""
    if width.reaches(limit_m):
        return Passed(1)
    shown_m = width.known_m if width.known_m is not None else width.greatest_m
    return Undetermined(
        step_id=step_id, missing_field=FIRE_EXIT, text="exit_unknown", expected=f">= {format_number(limit_m)}", limit_value=limit_m,
        unit="m", observed=None if shown_m is None else format_number(shown_m), observed_value=shown_m, table=width.table,
    )  # fmt: skip


RULE = Rule(
    code="FIR-01",
    name="fire.exit_door_width",
    version=2,
    family=RuleFamily.FIRE,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.ADVISORY,
    clauses=(
        # Known from three restatements that give the clause's number, not from the standard itself.
        Clause("GB 55037-2022", "7.1.4"),
        Clause("GB 50016-2014", "5.5.18", edition="2018", confirmed=True),
    ),
    tables=TABLES,
    parameters=(
        Parameter("clear_width_m", "m", baseline=0.80, exemplary=0.90),
        Parameter("frame_allowance_m", "m", baseline=0.10, exemplary=0.10),
    ),
    check=check,
)
