"""Storeys with dwelling rooms are high enough from floor to floor.

Why
    Height cannot be added later; ducts, floor heating and daylight all take from it.
Fails
    A storey with bedrooms at 3.10 and the next one at 6.00.
Passes
    Storeys 3.00 m apart; a top storey whose rooms alone are that high.
    Mezzanines, foundations and levels that only serve drawing are no floors; under a level roof without a level of its own, the
    roof's top counts.
Not applicable
    A model without rooms named as bedrooms or living rooms, or with those of a hotel, dormitory or hospital; a project from before
    the standard. A top storey under a pitched roof is undetermined where no level says how high the roof begins.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from checkers.dwellings import TABLES, dwelling_rooms, reaches
from checkers.editions import is_in_force, project_day
from checkers.rooms import are
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number, is_at_least

ELEVATION = "IfcBuildingStorey.Elevation"
ROOF_THICKNESS_M = 0.4
"""So much of what lies over a top storey may be insulation and ballast, which do not count."""

CLAUSE = Clause("GB 55038-2025", "4.1.2", confirmed=True, effective_from=date(2025, 5, 1))


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each storey that holds a dwelling room."""
    if not is_in_force(CLAUSE, project_day(tables)):
        return
    limit_m = parameters.number("storey_height_m")
    rooms = dwelling_rooms(tables)
    rooms = rooms[are(rooms, "dwelling")]
    clear = rooms.groupby("storey_step_id")["clear_height_m"].max()
    names = tables["ifc_element"].set_index("step_id")["name"]
    measured = tables["msr_storey"].set_index("step_id")
    for step_id in sorted({int(step) for step in rooms["storey_step_id"].dropna()}):
        said: dict[str, Any] = {
            "step_id": step_id, "expected": f">= {format_number(limit_m)}", "limit_value": limit_m, "unit": "m",
            "table": "msr_storey",
        }  # fmt: skip
        storey = measured.loc[step_id] if step_id in measured.index else None
        height_m = float("nan") if storey is None else float(storey["storey_height_m"])
        is_to_level = storey is not None and storey["above_step_id"] == storey["above_step_id"]
        if reaches(clear.get(step_id, float("nan")), limit_m) or is_at_least(
            height_m - (not is_to_level) * ROOF_THICKNESS_M, limit_m
        ):
            yield Passed(1)
        elif storey is None or height_m != height_m or (not is_to_level and is_at_least(height_m, limit_m)):
            yield Undetermined(**said, missing_field=ELEVATION)
        else:
            above = names.get(storey["above_step_id"], None) if is_to_level else None
            params = {"above": above or "—"}
            inputs = {"elevation_m": storey["elevation_m"], "storey_height_m": height_m, "above": above}
            yield Failed(**said, observed=format_number(height_m), observed_value=height_m, params=params, inputs=inputs)


RULE = Rule(
    code="FUN-01",
    name="function.storey_height",
    version=2,
    family=RuleFamily.FUNCTION,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(CLAUSE,),
    tables=(*TABLES, "msr_storey"),
    parameters=(Parameter("storey_height_m", "m", baseline=3.00, exemplary=3.00),),
    check=check,
)
