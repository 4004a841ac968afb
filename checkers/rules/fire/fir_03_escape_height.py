"""Exits and the ways to them are high enough.

Why
    Smoke gathers under the ceiling, and people look at the floor when they run.
Fails
    A corridor with a duct 2.05 m over its floor; an exit of 2.10 m whose frame leaves 2.05 m.
Passes
    2.10 m between the threshold and the underside of the head, as measured; in corridors, halls and stairwells 2.10 m over the
    floor, as measured under all that hangs.
Not applicable
    A model without exits, corridors and halls. A door or room without a shape is undetermined.
"""

from collections.abc import Iterator
from typing import Any

from checkers.doors import TABLES, WITHIN_M, doors
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number

DOOR_SHAPE, ROOM_SHAPE = "IfcDoor.Representation", "IfcSpace.Representation"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each exit, and at each room that is a way to one."""
    limit_m = parameters.number("clear_height_m")
    found = doors(tables, 0.0)
    for door in found[found["is_exit"].eq(True)].itertuples():
        yield _judge(door.Index, door.clear_height_m, limit_m, "msr_door", "fail", DOOR_SHAPE)
    ways = tables["msr_escape"]
    ways = ways.loc[ways["use"].eq("circulation"), ["step_id", "room_number"]]
    heights = tables["msr_room"][["step_id", "room_number", "clear_height_m"]]
    for room in ways.merge(heights, on=["step_id", "room_number"]).itertuples():
        yield _judge(room.step_id, room.clear_height_m, limit_m, "msr_room", "room", ROOM_SHAPE)


def _judge(step_id: int, height_m: float, limit_m: float, table: str, text: str, missing: str) -> Verdict:
    said: dict[str, Any] = {
        "step_id": step_id, "expected": f">= {format_number(limit_m)}", "limit_value": limit_m, "unit": "m", "table": table,
    }  # fmt: skip
    if height_m != height_m:
        return Undetermined(**said, missing_field=missing)
    if height_m >= limit_m - WITHIN_M:
        return Passed(1)
    return Failed(**said, text=text, observed=format_number(height_m), observed_value=height_m, inputs={"clear_height_m": height_m})


RULE = Rule(
    code="FIR-03",
    name="fire.escape_height",
    version=1,
    family=RuleFamily.FIRE,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.ADVISORY,
    # Known from restatements that give the clause's number.
    clauses=(Clause("GB 55037-2022", "7.1.5"),),
    tables=(*TABLES, "msr_room"),
    parameters=(Parameter("clear_height_m", "m", baseline=2.10, exemplary=2.10),),
    check=check,
)
