"""The doors of rooms in public buildings are near enough to an exit.

Why
    Smoke fills a corridor within minutes; the distance is what can be walked in them, and half of it where there is only one way
    to go.
Fails
    A classroom at the end of a corridor that leads to one stairwell only, 25 m away; 22 m are allowed there.
Passes
    A way on foot from the room's door to the nearest exit, through the middle of doors and around walls, of no more than the use,
    the height of the building and the place of the door allow. Sprinklers add a quarter; a stair without a room around it takes
    off 5 m, at a dead end 2 m. Where the use or the sprinklers are unknown and every case gives the same answer, that is given.
Not applicable
    Dwellings (FIR-06), buildings of other kinds than public ones, and models without rooms or doors. A room with an exit of its
    own passes. A room from which no way out is modelled is undetermined.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from checkers.buildings import BuildingUse
from checkers.escapes import BOUNDARIES, HEIGHT, OCCUPANCY, SPRINKLERS, TABLES, building_facts, escape_rooms
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number

LIMITS_M: dict[str, tuple[tuple[float, float], tuple[float, float] | None]] = {
    "other": ((40.0, 22.0), (40.0, 20.0)),
    "school": ((35.0, 22.0), (30.0, 15.0)),
    "hotel": ((40.0, 22.0), (30.0, 15.0)),
    "hospital": ((35.0, 20.0), (24.0, 12.0)),
    "children": ((25.0, 20.0), None),
}
"""Use → limits between two exits and at a dead end, in low and in high buildings of the fire grades 一级 and 二级.

Source: GB 50016-2014 (2018), table 5.5.17; of high hospitals the wards."""
USES = {
    BuildingUse.SCHOOL: "school", BuildingUse.HOTEL: "hotel", BuildingUse.HOSPITAL: "hospital",
    BuildingUse.KINDERGARTEN: "children", BuildingUse.ELDERLY_CARE: "children",
}  # fmt: skip
NOT_PUBLIC = (BuildingUse.RESIDENTIAL, BuildingUse.DORMITORY, BuildingUse.INDUSTRIAL, BuildingUse.PARKING)
OPEN_STAIR_M = (5.0, 2.0)
"""What an open stair takes off. Source: as above, note to the table."""
WITHIN_M = 0.05
"""Ways are that near to the drawn ones."""


@dataclass(frozen=True)
class _Case:
    """One combination of what may be unknown, and what would settle it."""

    limit_m: float
    settled_by: tuple[str, ...]


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each room's door."""
    facts = building_facts(tables)
    if facts.use.use in NOT_PUBLIC:
        return
    rooms = escape_rooms(tables)
    added = parameters.number("sprinkler_addition")
    uses = [USES.get(facts.use.use, "other")] if facts.use.use is not None else sorted(LIMITS_M)
    heights = [facts.is_high] if facts.is_high is not None else [False, True]
    sprinklers = [facts.has_sprinklers] if facts.has_sprinklers is not None else [False, True]
    for room in rooms[rooms["use"].eq("room") & rooms["door_count"].gt(0)].itertuples():
        if not room.is_reachable or room.door_to_exit_m != room.door_to_exit_m:
            yield Undetermined(step_id=room.step_id, missing_field=BOUNDARIES, text="unreachable", params={"room": room.label})
            continue
        if room.door_to_exit_m <= WITHIN_M:
            yield Passed(1)
            continue
        ends = [bool(room.is_dead_end)] if room.is_dead_end is not None else [False, True]
        reductions = OPEN_STAIR_M if room.exit_kind == "stair" else (0.0, 0.0)
        cases = [
            _Case((limits[end] - reductions[end]) * (1 + added * wet), _unknown(uses, heights, sprinklers))
            for use in uses
            for high in heights
            if (limits := LIMITS_M[use][high]) is not None
            for end in ends
            for wet in sprinklers
        ]
        yield _judge(room.step_id, room.label, room.door_to_exit_m, bool(room.is_dead_end), cases)


def _unknown(uses: list[str], heights: list[bool], sprinklers: list[bool]) -> tuple[str, ...]:
    named = ((OCCUPANCY, len(uses)), (HEIGHT, len(heights)), (SPRINKLERS, len(sprinklers)))
    return tuple(field for field, count in named if count > 1)


def _judge(step_id: int, room: str, length_m: float, is_dead_end: bool, cases: list[_Case]) -> Verdict:
    least_m, greatest_m = min(case.limit_m for case in cases), max(case.limit_m for case in cases)
    if length_m <= least_m + WITHIN_M:
        return Passed(1)
    limit_m = least_m if length_m <= greatest_m + WITHIN_M else greatest_m
    said: dict[str, Any] = {
        "step_id": step_id, "observed": format_number(length_m, 2), "observed_value": length_m, "unit": "m",
        "expected": f"<= {format_number(limit_m)}", "limit_value": limit_m, "table": "msr_escape",
        "params": {"room": room}, "inputs": {"door_to_exit_m": length_m, "is_dead_end": is_dead_end},
    }  # fmt: skip
    if length_m > greatest_m + WITHIN_M:
        return Failed(**said, text="dead_end" if is_dead_end else "fail")
    return Undetermined(**said, missing_field=cases[0].settled_by[0] if cases[0].settled_by else BOUNDARIES)


RULE = Rule(
    code="FIR-05",
    name="fire.public_escape_distance",
    version=1,
    family=RuleFamily.FIRE,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 50016-2014", "5.5.17", edition="2018", confirmed=True),),
    tables=TABLES,
    parameters=(Parameter("sprinkler_addition", "", baseline=0.25, exemplary=0.25),),
    check=check,
)
