"""Exits, and the entrance doors of flats, have the clear width of the older standard.

Why
    A person who carries another needs more than a person alone; 0.90 m is what the code asked for before 2023, and what quality
    projects keep to.
Fails
    An exit with a clear width of 0.85 m, as declared or measured.
Passes
    0.90 m. Which doors are exits is told as in FIR-01; the entrance door of a flat is one that leads outside, to a stairwell or
    to a way that flats share.
Not applicable
    A model without such doors.
"""

from collections.abc import Iterator

from checkers.doors import FIRE_EXIT, TABLES, doors, judge_width
from checkers.escapes import flat_entrances
from checkers.rule import Clause, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each exit and each entrance of a flat."""
    limit_m = parameters.number("clear_width_m")
    found = doors(tables, parameters.number("frame_allowance_m"))
    entrances = flat_entrances(tables, found)
    for door in found.itertuples():
        if door.is_exit is True or door.Index in entrances:
            yield judge_width(door.Index, door.width, limit_m)
        elif door.is_exit is not False:
            if door.width.reaches(limit_m):
                yield Passed(1)
            else:
                yield Undetermined(
                    step_id=door.Index, missing_field=FIRE_EXIT, text="exit_unknown", expected=f">= {format_number(limit_m)}",
                    limit_value=limit_m, unit="m",
                )  # fmt: skip


RULE = Rule(
    code="FIR-02",
    name="fire.exit_door_width_preferred",
    version=1,
    family=RuleFamily.FIRE,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.RECOMMENDED,
    clauses=(
        Clause("GB 50016-2014", "5.5.18", edition="2018", confirmed=True),
        Clause("GB 50016-2014", "5.5.30", edition="2018", confirmed=True),
    ),
    tables=(*TABLES, "ifc_classification"),
    parameters=(
        Parameter("clear_width_m", "m", baseline=0.90, exemplary=0.90),
        Parameter("frame_allowance_m", "m", baseline=0.10, exemplary=0.10),
    ),
    check=check,
)
