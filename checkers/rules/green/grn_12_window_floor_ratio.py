"""Bedrooms and living rooms of dwellings have windows of a seventh of their floor.

Why
    With less, the back of the room needs a lamp at noon.
Fails
    A bedroom of 14 m² with a window of 1.5 m²; a living room without an outer window.
Passes
    Outer windows and glazed doors of at least 1/7 of the room's floor, windows by their openings, the floor as declared
    (NetFloorArea, 使用面积), else as measured.
Not applicable
    Models without bedrooms and living rooms, or with those of a hotel or hospital. A room is undetermined where windows of the
    model could not be told to be of one room or another and would matter, or where no size is known.
"""

from collections.abc import Iterator
from typing import Any

from checkers.daylight import TABLES, lit_rooms
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number, is_at_least

MEASURED_WITHIN = 0.001


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each bedroom and living room."""
    least = 1 / parameters.number("floor_to_window")
    for room in lit_rooms(tables, ("bedroom", "living_room")).sort_index().itertuples():
        yield _verdict(room, least)


def _verdict(room: Any, least: float) -> Verdict:
    said: dict[str, Any] = {
        "step_id": int(room.Index), "expected": f">= {format_number(least)}", "limit_value": least,
        "params": {"room": room.label.strip()},
    }  # fmt: skip
    if room.area_m2 != room.area_m2 or not room.area_m2 > 0:
        return Undetermined(**said, missing_field="Qto_SpaceBaseQuantities.NetFloorArea")
    if room.glazed_m2 != room.glazed_m2:
        return Undetermined(**said, text="size_unknown", missing_field="IfcWindow.OverallWidth")
    ratio = float(room.glazed_m2 / room.area_m2)
    said |= {
        "observed": format_number(ratio), "observed_value": ratio, "table": "msr_window",
        "inputs": {"glazed_m2": float(room.glazed_m2), "area_m2": float(room.area_m2)},
    }  # fmt: skip
    if is_at_least(ratio, least - MEASURED_WITHIN):
        return Passed(1)
    if room.other_count:
        return Undetermined(**said, text="windows_unknown", missing_field="IfcRelSpaceBoundary")
    return Failed(**said)


RULE = Rule(
    code="GRN-12",
    name="green.window_floor_ratio",
    version=1,
    family=RuleFamily.GREEN,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55015-2021", "3.1.18", confirmed=True),),
    tables=TABLES,
    parameters=(Parameter("floor_to_window", "", baseline=7.0, exemplary=7.0),),
    check=check,
)
