"""Every storey of a public building has two exits that lie apart.

Why
    Where a fire stands before the one exit, people need another; two doors side by side are one.
Fails
    A storey of 400 m² with one stairwell; two exits whose nearest edges are 3 m apart.
Passes
    Two exits with at least 5 m between their nearest edges. On the ground a storey of no more than 200 m² for no more than 50
    people may have one; the number of people has to be declared.
Not applicable
    Dwelling houses (FIR-10), and models without rooms. A storey on which no exit is modelled is undetermined.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from checkers.buildings import BuildingUse
from checkers.escapes import DOOR_SHAPE, TABLES, building_facts, escape_rooms
from checkers.properties import effective_numbers
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number

OCCUPANTS = "Pset_SpaceOccupancyRequirements.OccupancyNumber"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each storey that has rooms."""
    facts = building_facts(tables)
    if facts.use.use in (BuildingUse.RESIDENTIAL, BuildingUse.DORMITORY):
        return
    rooms = escape_rooms(tables)
    exits = tables["msr_exit"]
    widths = tables["msr_door"].set_index("step_id")["passage_width_m"]
    people = _people(tables)
    for storey, here in rooms[rooms["storey_step_id"].notna() & rooms["door_count"].gt(0)].groupby("storey_step_id"):
        of = exits[exits["storey_step_id"].eq(storey)]
        area_m2 = float(here["floor_area_m2"].sum())
        said: dict[str, Any] = {
            "step_id": int(storey), "expected": ">= 2", "limit_value": 2.0, "observed": str(len(of)),
            "observed_value": float(len(of)), "table": "msr_exit", "caused_by": tuple(str(step_id) for step_id in of["step_id"]),
            "params": {"area": format_number(area_m2, 1)}, "inputs": {"floor_area_m2": area_m2, "exit_count": len(of)},
        }  # fmt: skip
        if of.empty:
            yield Undetermined(**said, missing_field=DOOR_SHAPE, text="no_exit")
        elif len(of) == 1:
            known = people.reindex(here["step_id"])
            is_small = area_m2 <= parameters.number("single_exit_area_m2")
            number = float(known.sum()) if known.notna().any() else None
            if is_small and number is not None and number <= parameters.number("single_exit_people"):
                yield Passed(1)
            elif is_small and number is None:
                yield Undetermined(**said, missing_field=OCCUPANTS)
            else:
                yield Failed(**said)
        else:
            apart_m = _farthest_apart(of[["centre_x_m", "centre_y_m"]].to_numpy(), of["step_id"].map(widths).fillna(0.0).to_numpy())
            limit_m = parameters.number("apart_m")
            if apart_m >= limit_m - 0.01:
                yield Passed(1)
            else:
                said |= {
                    "observed": format_number(apart_m, 2), "observed_value": apart_m, "expected": f">= {format_number(limit_m)}",
                    "limit_value": limit_m, "unit": "m",
                }  # fmt: skip
                yield Failed(**said, text="near")


def _people(tables: Frames) -> Any:
    """How many people each room is for."""
    given = {name: tables[name] for name in ("ifc_element", "ifc_property")}
    return effective_numbers(given, "occupancy_number", "", "")["number"]


def _farthest_apart(places: "np.ndarray[Any, Any]", widths_m: "np.ndarray[Any, Any]") -> float:
    """The greatest distance between the nearest edges of two exits."""
    apart = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1)) - (widths_m[:, None] + widths_m[None]) / 2
    return float(apart[~np.eye(len(places), dtype=bool)].max())


RULE = Rule(
    code="FIR-09",
    name="fire.two_exits",
    version=1,
    family=RuleFamily.FIRE,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(
        Clause("GB 50016-2014", "5.5.8", edition="2018", confirmed=True),
        Clause("GB 50016-2014", "5.5.2", edition="2018", confirmed=True),
    ),
    tables=(*TABLES, "msr_door"),
    parameters=(
        Parameter("apart_m", "m", baseline=5.0, exemplary=5.0),
        Parameter("single_exit_area_m2", "m2", baseline=200.0, exemplary=200.0),
        Parameter("single_exit_people", "", baseline=50.0, exemplary=50.0),
    ),
    check=check,
)
