"""Doors of stairwells open onto level ground, not onto the first step.

Why
    Who comes through a door looks ahead: a step right behind it makes people fall, and those who flee behind them.
Fails
    A door of a stairwell 0.40 m from the front of the first step on its level.
Passes
    0.60 m from the door's way through to the front of the lowest step and to the end of the highest, as measured.
Not applicable
    A model without stairwells: rooms in which a flight stands or whose name says so, and doors into them. A stairwell's door
    without a shape is undetermined.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.spatial_classes import DOORS
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number

SHAPE = "IfcDoor.Representation"

SAME_LEVEL_M = 0.35
"""The front of the lowest step lies one riser over the level that its flight begins at, that of the highest under its end."""

WITHIN_M = 0.01
"""Distances between meshes are that near to the drawn ones."""


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each door of a stairwell, and at the steps on its level."""
    limit_m = parameters.number("distance_m")
    uses = tables["msr_escape"]
    wells = set(zip(uses.loc[uses["use"].eq("stair"), "step_id"], uses.loc[uses["use"].eq("stair"), "room_number"], strict=True))
    if not wells:
        return
    edges = (_edges(tables, "lower_edge", 0.0), _edges(tables, "upper_edge", SAME_LEVEL_M))
    elements = tables["ifc_element"]
    is_door = set(elements.loc[elements["ifc_class"].isin(DOORS), "step_id"])
    for door in tables["msr_door"].sort_values("step_id").itertuples():
        sides = ((door.room_a_step_id, door.room_a_number), (door.room_b_step_id, door.room_b_number))
        if door.step_id not in is_door or not wells.intersection(sides):
            continue
        said: dict[str, Any] = {
            "step_id": int(door.step_id), "expected": f">= {format_number(limit_m)}", "limit_value": limit_m, "unit": "m",
            "table": "msr_door",
        }  # fmt: skip
        if door.clear_width_m != door.clear_width_m or door.direction_deg != door.direction_deg:
            yield Undetermined(**said, missing_field=SHAPE)
            continue
        way = _way_through(door)
        nearest_m, step_id = float("inf"), 0
        for step_ids, lines, heights_m in edges:
            over = heights_m - door.threshold_z_m
            here = np.flatnonzero((over >= 0) & (over <= SAME_LEVEL_M))
            distances = shapely.distance(way, lines[here])
            if len(here) and distances.min() < nearest_m:
                nearest_m, step_id = round(float(distances.min()), 6), int(step_ids[here[distances.argmin()]])
        if nearest_m >= limit_m - WITHIN_M:
            yield Passed(1)
        else:
            inputs = {"distance_m": nearest_m}
            yield Failed(
                **said, observed=format_number(nearest_m), observed_value=nearest_m, caused_by=(str(step_id),), inputs=inputs
            )


def _edges(tables: Frames, column: str, lifted_m: float) -> tuple[NDArray[Any], NDArray[np.object_], NDArray[np.float64]]:
    """Flights, and the fronts of their steps seen from above with their heights, lifted so that level ones compare alike."""
    rows = tables["msr_stair_clearance"].dropna(subset=[column])
    lines = np.array(shapely.from_wkb(rows[column].to_numpy(object)), object)
    heights = shapely.get_coordinates(lines, include_z=True)[::2, 2] + lifted_m
    return rows["step_id"].to_numpy(), lines, heights


def _way_through(door: Any) -> shapely.Geometry:
    """The opening of a door seen from above: a line across the way."""
    angle = np.radians(door.direction_deg)
    half = np.array((-np.sin(angle), np.cos(angle))) * door.clear_width_m / 2
    middle = np.array((door.centre_x_m, door.centre_y_m))
    return shapely.LineString([middle - half, middle + half])


RULE = Rule(
    code="STR-09",
    name="stair.doors_and_steps",
    version=1,
    family=RuleFamily.STAIR,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.ADVISORY,
    # Known from restatements that give the clause's number.
    clauses=(Clause("GB 55031-2022", "5.3.6"),),
    tables=("ifc_element", "msr_door", "msr_escape", "msr_stair_clearance"),
    parameters=(Parameter("distance_m", "m", baseline=0.60, exemplary=0.60),),
    check=check,
)
