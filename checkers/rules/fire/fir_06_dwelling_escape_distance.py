"""The entrance doors of flats are near enough to an exit.

Why
    At night people wake late; from the door of their flat the stair has to be near.
Fails
    A flat at the dead end of a corridor, 25 m from the stairwell; 22 m are allowed there.
Passes
    A way on foot from the flat's door to the nearest stairwell, or outside at ground level, of no more than 40 m between two exits
    and 22 m at a dead end (20 m in a high building). A flat whose own door leads outside is at its exit.
Not applicable
    Models of other buildings than dwelling houses, and models in which no entrance of a flat is found.
"""

from collections.abc import Iterator

from checkers.doors import TABLES as DOOR_TABLES
from checkers.doors import doors
from checkers.escapes import BOUNDARIES, TABLES, building_facts, escape_rooms, flat_entrances
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number

WITHIN_M = 0.05
"""Ways are that near to the drawn ones."""


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each entrance of a flat."""
    facts = building_facts(tables)
    if not facts.is_dwelling:
        return
    found = doors(tables, 0.0)
    rooms = escape_rooms(tables).set_index(["step_id", "room_number"])
    low = (parameters.number("between_exits_m"), parameters.number("dead_end_m"))
    high = (parameters.number("between_exits_m"), parameters.number("high_dead_end_m"))
    for step_id in sorted(flat_entrances(tables, found)):
        door = found.loc[step_id]
        if isinstance(door["exit_kind"], str):
            yield Passed(1)
            continue
        ways = [rooms.loc[room] for room in (door["room_a"], door["room_b"]) if room is not None and room in rooms.index]
        ways = [way for way in ways if way["use"] == "room" or len(ways) == 1] or ways
        lengths = [way["door_to_exit_m"] for way in ways if way["is_reachable"]]
        if not lengths or max(lengths) != max(lengths):
            yield Undetermined(step_id=step_id, missing_field=BOUNDARIES)
            continue
        way = ways[lengths.index(max(lengths))]
        limits = high if facts.is_high else low
        is_dead_end = bool(way["is_dead_end"])
        limit_m, length_m = limits[is_dead_end], float(max(lengths))
        if length_m <= limit_m + WITHIN_M:
            yield Passed(1)
        else:
            yield Failed(
                step_id=step_id, text="dead_end" if is_dead_end else "fail", observed=format_number(length_m, 2),
                observed_value=length_m, expected=f"<= {format_number(limit_m)}", limit_value=limit_m, unit="m", table="msr_escape",
                inputs={"door_to_exit_m": length_m, "is_dead_end": is_dead_end, "height_m": facts.height_m},
            )  # fmt: skip


RULE = Rule(
    code="FIR-06",
    name="fire.dwelling_escape_distance",
    version=1,
    family=RuleFamily.FIRE,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 50016-2014", "5.5.29", edition="2018", confirmed=True),),
    tables=tuple(dict.fromkeys((*TABLES, *DOOR_TABLES))),
    parameters=(
        Parameter("between_exits_m", "m", baseline=40.0, exemplary=40.0),
        Parameter("dead_end_m", "m", baseline=22.0, exemplary=22.0),
        Parameter("high_dead_end_m", "m", baseline=20.0, exemplary=20.0),
    ),
    check=check,
)
