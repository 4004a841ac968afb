"""Storeys of dwelling houses with one exit are small, and the flats near to it.

Why
    One stairwell serves few people quickly; more of them, or farther away, need a second one.
Fails
    A storey of 700 m² with one stairwell in a house of 24 m; one of 300 m² with a flat 16 m from the stairwell.
Passes
    Two exits; or one, in a house of up to 27 m with no more than 650 m² and 15 m, up to 54 m with no more than 650 m² and 10 m.
Not applicable
    Other buildings than dwelling houses. A storey without a modelled exit, and a house of unknown height, may be undetermined.
"""

from collections.abc import Iterator
from typing import Any

from checkers.doors import TABLES as DOOR_TABLES
from checkers.doors import doors
from checkers.escapes import DOOR_SHAPE, HEIGHT, TABLES, building_facts, escape_rooms, flat_entrances
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number

LOW_M, MIDDLE_M = 27.0, 54.0
"""Heights between which the limits change. Source: GB 50016-2014 (2018), 5.5.25."""


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each storey."""
    facts = building_facts(tables)
    if not facts.is_dwelling:
        return
    rooms = escape_rooms(tables)
    exits = tables["msr_exit"]
    found = doors(tables, 0.0)
    entrances = found[found.index.isin(flat_entrances(tables, found))]
    for storey, here in rooms[rooms["storey_step_id"].notna() & rooms["door_count"].gt(0)].groupby("storey_step_id"):
        count = int(exits["storey_step_id"].eq(storey).sum())
        area_m2 = float(here["floor_area_m2"].sum())
        said: dict[str, Any] = {"step_id": int(storey), "table": "msr_exit", "params": {"area": format_number(area_m2, 1)}}
        if count == 0:
            yield Undetermined(**said, missing_field=DOOR_SHAPE, text="no_exit")
            continue
        if count >= 2:
            yield Passed(1)
            continue
        own = entrances[entrances["room_a"].isin(_rooms(here)) | entrances["room_b"].isin(_rooms(here))]
        rooms_at = {room for rooms in (own["room_a"], own["room_b"]) for room in rooms if room is not None}
        way = here[[room in rooms_at for room in _rooms(here)]]
        length_m = float(way["door_to_exit_m"].max()) if len(way) else 0.0
        verdicts = {_is_enough(height_m, area_m2, length_m, parameters) for height_m in _heights(facts.height_m)}
        said |= {
            "observed": "1", "observed_value": 1.0, "expected": ">= 2", "limit_value": 2.0,
            "inputs": {"floor_area_m2": area_m2, "door_to_exit_m": length_m, "height_m": facts.height_m},
        }  # fmt: skip
        said["params"] |= {"length": format_number(length_m, 1)}
        if verdicts == {True}:
            yield Passed(1)
        elif verdicts == {False}:
            yield Failed(**said)
        else:
            yield Undetermined(**said, missing_field=HEIGHT)


def _rooms(rooms: Any) -> list[tuple[int, int]]:
    return list(zip(rooms["step_id"], rooms["room_number"], strict=True))


def _heights(height_m: float | None) -> tuple[float, ...]:
    """The height, or one of each kind."""
    return (LOW_M, MIDDLE_M, MIDDLE_M + 1.0) if height_m is None else (height_m,)


def _is_enough(height_m: float, area_m2: float, length_m: float, parameters: Parameters) -> bool:
    if height_m > MIDDLE_M or area_m2 > parameters.number("single_exit_area_m2"):
        return False
    return length_m <= parameters.number("low_distance_m" if height_m <= LOW_M else "middle_distance_m") + 0.05


RULE = Rule(
    code="FIR-10",
    name="fire.dwelling_exits",
    version=1,
    family=RuleFamily.FIRE,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.ADVISORY,
    clauses=(Clause("GB 50016-2014", "5.5.25", edition="2018"),),
    tables=tuple(dict.fromkeys((*TABLES, *DOOR_TABLES))),
    parameters=(
        Parameter("single_exit_area_m2", "m2", baseline=650.0, exemplary=650.0),
        Parameter("low_distance_m", "m", baseline=15.0, exemplary=15.0),
        Parameter("middle_distance_m", "m", baseline=10.0, exemplary=10.0),
    ),
    check=check,
)
