"""Bedrooms of dwellings are large enough, and wide enough between their walls.

Why
    Below these sizes a bed, a wardrobe and a way past them do not fit; a long narrow room has the area and not the place.
Fails
    A bedroom of 4.6 m²; one of 8 m² whose walls are 1.70 m apart; a bedroom that is the living room too (起居兼卧室) of 8 m².
Passes
    5 m² (9 m² with the living room) of usable area, as declared (NetFloorArea, 使用面积) and as measured on the shape.
    1.80 m at the short side, measured as the side of the largest square that the floor holds.
    In projects from before May 2025, 5 m² (12 m² with the living room), and no short side.
Not applicable
    A model without rooms named as bedrooms, or with those of a hotel, dormitory or hospital.
    A bedroom without a shape is undetermined in its short side, one without a declared area in its area too.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from checkers.dwellings import SHAPE, TABLES, dwelling_rooms, reaches, shape_is_smaller
from checkers.editions import clause_in_force, project_day
from checkers.rooms import are, room_areas
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number, is_at_least

MISSING = "Qto_SpaceBaseQuantities.NetFloorArea"
CLAUSE = Clause("GB 55038-2025", "4.1.1", confirmed=True, effective_from=date(2025, 5, 1))
BEFORE = Clause("GB 50096-2011", "5.2.1", confirmed=True, effective_until=date(2025, 5, 1))
"""Wants 9 m² of bedrooms for two, which models do not tell from those for one."""


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each bedroom."""
    is_before = clause_in_force((CLAUSE, BEFORE), project_day(tables)) is BEFORE
    side_m = parameters.number("short_side_m")
    bedroom_living_m2 = parameters.number("bedroom_living_before_2025_m2" if is_before else "bedroom_living_m2")
    rooms = dwelling_rooms(tables)
    rooms = rooms[are(rooms, "bedroom")]
    is_living = are(rooms, "living_room")
    rooms = rooms.assign(limit_m2=is_living.map({True: bedroom_living_m2, False: parameters.number("bedroom_m2")}))
    for room in rooms.join(room_areas(tables)).assign(is_living=is_living).sort_index().itertuples():
        params = {"room": room.label.strip(), "declared": format_number(room.area_m2, 2)}
        of_area: dict[str, Any] = {
            "step_id": room.Index, "expected": f">= {format_number(room.limit_m2)}", "limit_value": room.limit_m2, "unit": "m2",
            "params": params,
        }  # fmt: skip
        if room.area_m2 != room.area_m2:
            yield Undetermined(**of_area, missing_field=MISSING)
        elif shape_is_smaller(room.area_m2, room.measured_m2, room.limit_m2):
            yield Failed(
                **of_area, text="measured", observed=format_number(room.measured_m2, 2), observed_value=room.measured_m2,
                table="msr_room", inputs={"area_m2": room.area_m2, "measured_m2": room.measured_m2},
            )  # fmt: skip
        elif is_at_least(room.area_m2, room.limit_m2):
            yield Passed(1)
        else:
            yield Failed(
                **of_area, text="living" if room.is_living else "fail", observed=format_number(room.area_m2, 2),
                observed_value=room.area_m2, table=room.table,
                inputs={"area_m2": room.area_m2, "is_measured": room.table == "msr_room"},
            )  # fmt: skip
        if is_before:
            continue
        of_side: dict[str, Any] = {
            "step_id": room.Index, "subject": "short_side", "expected": f">= {format_number(side_m)}", "limit_value": side_m,
            "unit": "m", "params": params, "table": "msr_room",
        }  # fmt: skip
        if room.short_side_m != room.short_side_m:
            yield Undetermined(**of_side, text="side_unknown", missing_field=SHAPE)
        elif reaches(room.short_side_m, side_m):
            yield Passed(1)
        else:
            inputs = {"short_side_m": room.short_side_m, "rectangle_length_m": room.rectangle_length_m}
            yield Failed(
                **of_side, text="side", observed=format_number(room.short_side_m), observed_value=room.short_side_m, inputs=inputs
            )


RULE = Rule(
    code="FUN-04",
    name="function.dwelling_room_area",
    version=3,
    family=RuleFamily.FUNCTION,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(CLAUSE, BEFORE),
    tables=(*TABLES, "ifc_quantity"),
    parameters=(
        Parameter("bedroom_m2", "m2", baseline=5.0, exemplary=5.0),
        Parameter("bedroom_living_m2", "m2", baseline=9.0, exemplary=9.0),
        Parameter("bedroom_living_before_2025_m2", "m2", baseline=12.0, exemplary=12.0),
        Parameter("short_side_m", "m", baseline=1.80, exemplary=1.80),
    ),
    check=check,
)
