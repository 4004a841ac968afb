"""Bedrooms and living rooms are high enough under what hangs over them.

Why
    Ceilings, beams and ducts eat height that the section still shows.
Fails
    A bedroom with a free height of 2.50 m; a living room with a beam at 2.10 m; one with a lowered ceiling over half of it.
Passes
    2.60 m throughout, or at least 2.20 m over no more than a third of the floor; as declared (FinishCeilingHeight, 净高) and as
    measured under the room's own top, ceilings, slabs, beams, pipes and ducts. Both have to reach it where both are known.
    In projects from before May 2025, 2.40 m and 2.10 m.
Not applicable
    A model without rooms named as bedrooms or living rooms, or with those of a hotel, dormitory or hospital. A room under a
    sloping roof that does not reach these heights is undetermined, since the clause on such rooms is not on hand; so is one
    without a shape and without a declared height.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from checkers.dwellings import SHAPE, TABLES, dwelling_rooms, reaches, room_heights
from checkers.editions import clause_in_force, project_day
from checkers.rooms import are
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number

CLAUSE = Clause("GB 55038-2025", "4.1.2", confirmed=True, effective_from=date(2025, 5, 1))
BEFORE = Clause("GB 50096-2011", "5.5.2", confirmed=True, effective_until=date(2025, 5, 1))


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each bedroom and living room."""
    edition = "_before_2025_m" if clause_in_force((CLAUSE, BEFORE), project_day(tables)) is BEFORE else "_m"
    limit_m, local_m = parameters.number(f"clear_height{edition}"), parameters.number(f"local_clear_height{edition}")
    rooms = dwelling_rooms(tables)
    rooms = rooms[are(rooms, "dwelling")]
    for room in rooms.join(room_heights(tables, rooms)).sort_index().itertuples():
        said: dict[str, Any] = {
            "step_id": room.Index, "unit": "m", "params": {"room": room.label.strip(), "local": format_number(local_m)},
            "table": "msr_room",
            "inputs": {"declared_m": room.declared_m, "least_m": room.least_m, "two_thirds_m": room.two_thirds_m},
        }  # fmt: skip
        wanted: dict[str, Any] = {"expected": f">= {format_number(limit_m)}", "limit_value": limit_m}
        if room.declared_m < limit_m and not reaches(room.declared_m, limit_m):
            observed: dict[str, Any] = {"observed": format_number(room.declared_m), "observed_value": room.declared_m}
            yield Failed(**said | {"table": "ifc_property"}, **wanted, **observed, text="declared")
        elif room.least_m != room.least_m:
            yield Passed(1) if room.declared_m == room.declared_m else Undetermined(**said, **wanted, missing_field=SHAPE)
        elif reaches(room.least_m, limit_m) or (reaches(room.two_thirds_m, limit_m) and reaches(room.least_m, local_m)):
            yield Passed(1)
        elif room.has_sloped_top is True:
            yield Undetermined(**said, **wanted, text="sloped", missing_field="IfcSpace.FinishCeilingHeight")
        else:
            is_local = reaches(room.two_thirds_m, limit_m)
            height_m, least_m = (room.least_m, local_m) if is_local else (room.two_thirds_m, limit_m)
            blamed = (
                (str(int(room.lowest_step_id)),)
                if room.lowest_step_id is not None and room.lowest_step_id == room.lowest_step_id
                else ()
            )
            yield Failed(
                **said, text="local" if is_local else "fail", observed=format_number(height_m, 3), observed_value=height_m,
                expected=f">= {format_number(least_m)}", limit_value=least_m, caused_by=blamed,
            )  # fmt: skip


RULE = Rule(
    code="FUN-02",
    name="function.dwelling_clear_height",
    version=2,
    family=RuleFamily.FUNCTION,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(CLAUSE, BEFORE),
    tables=TABLES,
    parameters=(
        Parameter("clear_height_m", "m", baseline=2.60, exemplary=2.60),
        Parameter("local_clear_height_m", "m", baseline=2.20, exemplary=2.20),
        Parameter("clear_height_before_2025_m", "m", baseline=2.40, exemplary=2.40),
        Parameter("local_clear_height_before_2025_m", "m", baseline=2.10, exemplary=2.10),
    ),
    check=check,
)
