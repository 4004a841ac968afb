"""From every point of a large hall a door out of it is near.

Why
    In a hall of many people everybody sees the nearest door and runs for it.
Fails
    An open-plan office with two doors, and a corner 33 m from both as the crow flies.
Passes
    No more than 30 m from the farthest point of the floor to the nearest door of the hall, in a straight line.
Not applicable
    Rooms that are not named as halls (观众厅, 展厅, 多功能厅, 餐厅, 营业厅, 报告厅, 开敞办公, open office, …) or have
    fewer than two doors; dwellings.
"""

from collections.abc import Iterator
from typing import Any

from checkers.escapes import SPRINKLERS, TABLES, building_facts, escape_rooms
from checkers.names import words
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number

SHAPE = "IfcSpace.Representation"
SPRINKLER_ADDITION = 0.25
"""Source: GB 50016-2014 (2018), 5.5.17."""
WITHIN_M = 0.05
"""Ways are that near to the drawn ones."""


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each hall."""
    facts = building_facts(tables)
    if facts.is_dwelling:
        return
    limit_m = parameters.number("distance_m")
    least_m = limit_m * (1 + SPRINKLER_ADDITION) if facts.has_sprinklers else limit_m
    greatest_m = limit_m if facts.has_sprinklers is False else limit_m * (1 + SPRINKLER_ADDITION)
    rooms = escape_rooms(tables)
    for room in rooms[words("rooms", "large_hall").in_texts(rooms["label"]) & rooms["door_count"].ge(2)].itertuples():
        length_m = room.direct_distance_m
        said: dict[str, Any] = {
            "step_id": room.step_id, "unit": "m", "expected": f"<= {format_number(least_m)}", "limit_value": least_m,
            "table": "msr_escape", "params": {"room": room.label},
        }  # fmt: skip
        if length_m != length_m:
            yield Undetermined(**said, missing_field=SHAPE)
            continue
        if length_m <= least_m + WITHIN_M:
            yield Passed(1)
            continue
        said |= {"observed": format_number(length_m, 2), "observed_value": length_m, "inputs": {"direct_distance_m": length_m}}
        if length_m > greatest_m + WITHIN_M:
            yield Failed(**said)
        else:
            yield Undetermined(**said, missing_field=SPRINKLERS, text="sprinklers_unknown")


RULE = Rule(
    code="FIR-07",
    name="fire.large_room_distance",
    version=1,
    family=RuleFamily.FIRE,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 50016-2014", "5.5.17-4", edition="2018", confirmed=True),),
    tables=TABLES,
    parameters=(Parameter("distance_m", "m", baseline=30.0, exemplary=30.0),),
    check=check,
)
