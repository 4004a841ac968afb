"""Bedrooms and kitchens of dwellings are large enough.

Why
    Below these areas a bed, a wardrobe and a way past them, or sink, stove and worktop, do not fit.
Fails
    A bedroom of 4.6 m²; a bedroom that is the living room too (起居兼卧室) of 8 m²; a kitchen of 3.2 m².
Passes
    Usable area as declared (NetFloorArea, 使用面积); where none is declared, as measured on the room's shape.
Not applicable
    A model without rooms named as bedrooms, or with kitchens but no bedroom: that is no dwelling.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from checkers.rooms import are, room_areas, spaces
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import EQUALITY_TOLERANCE, format_number

MISSING = "Qto_SpaceBaseQuantities.NetFloorArea"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each bedroom, and at each kitchen beside one."""
    rooms = spaces(tables).set_index("step_id")
    bedroom, kitchen = are(rooms, "bedroom"), are(rooms, "kitchen")
    if not bedroom.any():
        return
    rooms.loc[kitchen, ["limit_m2", "text"]] = parameters.number("kitchen_m2"), "kitchen"
    rooms.loc[bedroom, ["limit_m2", "text"]] = parameters.number("bedroom_m2"), "fail"
    rooms.loc[bedroom & are(rooms, "living_room"), ["limit_m2", "text"]] = parameters.number("bedroom_living_m2"), "living"
    rooms = rooms[rooms["limit_m2"].notna()].join(room_areas(tables))
    enough = rooms["area_m2"] >= rooms["limit_m2"] - EQUALITY_TOLERANCE
    yield Passed(int(enough.sum()))
    for room in rooms[~enough].itertuples():
        said: dict[str, Any] = {
            "step_id": room.Index, "expected": f">= {format_number(room.limit_m2)}", "limit_value": room.limit_m2, "unit": "m2",
        }  # fmt: skip
        params = {"room": room.label.strip()}
        if room.area_m2 != room.area_m2:
            yield Undetermined(**said, params=params, missing_field=MISSING)
            continue
        yield Failed(
            **said, text=room.text, params=params, observed=format_number(room.area_m2, 2), observed_value=room.area_m2,
            table=room.table, inputs={"area_m2": room.area_m2, "is_measured": room.table == "msr_footprint"},
        )  # fmt: skip


RULE = Rule(
    code="FUN-04",
    name="function.dwelling_room_area",
    version=1,
    family=RuleFamily.FUNCTION,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(
        Clause("GB 55038-2025", "4.1.1", confirmed=True, effective_from=date(2025, 5, 1)),
        Clause("GB 55038-2025", "4.1.4", confirmed=True, effective_from=date(2025, 5, 1)),
    ),
    tables=("ifc_element", "ifc_property", "ifc_quantity", "msr_footprint"),
    parameters=(
        Parameter("bedroom_m2", "m2", baseline=5.0, exemplary=5.0),
        Parameter("bedroom_living_m2", "m2", baseline=9.0, exemplary=9.0),
        Parameter("kitchen_m2", "m2", baseline=3.5, exemplary=3.5),
    ),
    check=check,
)
