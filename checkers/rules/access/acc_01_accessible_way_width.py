"""Corridors of public buildings are wide enough for a wheelchair beside a person.

Why
    A wheelchair is 0.70 m wide and its user's elbows wider; whoever meets it has to pass.
Fails
    A corridor that is 1.10 m wide at its main part.
Passes
    1.20 m between the walls, measured on the floor of the corridor.
Not applicable
    Dwelling houses, and models without rooms named as corridors.
"""

from collections.abc import Iterator
from typing import Any

from checkers.buildings import BuildingUse
from checkers.doors import WITHIN_M
from checkers.escapes import TABLES, building_facts, escape_rooms
from checkers.names import words
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number

SHAPE = "IfcSpace.Representation"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each corridor."""
    if building_facts(tables).use.use == BuildingUse.RESIDENTIAL:
        return
    limit_m = parameters.number("clear_width_m")
    rooms = escape_rooms(tables)
    rooms = rooms[words("rooms", "public_corridor").in_texts(rooms["label"])]
    sides = tables["msr_room"][["step_id", "room_number", "short_side_m"]]
    for room in rooms.merge(sides, on=["step_id", "room_number"], how="left").itertuples():
        said: dict[str, Any] = {
            "step_id": room.step_id, "expected": f">= {format_number(limit_m)}", "limit_value": limit_m, "unit": "m",
            "table": "msr_room", "params": {"room": room.label},
        }  # fmt: skip
        width_m = room.short_side_m
        if width_m != width_m:
            yield Undetermined(**said, missing_field=SHAPE)
        elif width_m >= limit_m - WITHIN_M:
            yield Passed(1)
        else:
            yield Failed(**said, observed=format_number(width_m, 2), observed_value=width_m, inputs={"short_side_m": width_m})


RULE = Rule(
    code="ACC-01",
    name="access.accessible_way_width",
    version=1,
    family=RuleFamily.ACCESS,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.ADVISORY,
    clauses=(Clause("GB 55019-2021", "2.2.2"),),
    tables=TABLES,
    parameters=(Parameter("clear_width_m", "m", baseline=1.20, exemplary=1.20),),
    check=check,
)
