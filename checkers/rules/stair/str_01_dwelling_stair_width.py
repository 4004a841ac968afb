"""Stairs that all dwellers of a house use are wide enough.

Why
    Two people pass one another here, and stretchers and furniture are carried over them.
Fails
    A flight with 0.95 m between wall and handrail; in a house higher than 15 m, one of 1.05 m.
Passes
    Between the middle of the handrail or the wall on both sides, the narrower of the declared and the measured width counts:
    1.10 m, or 1.00 m in houses up to 15 m high where a railing stands on one side.
Not applicable
    Buildings that are no dwellings, projects from before the standard, and stairs inside one flat. A flight without shape and
    width is undetermined, and so is one between the two limits in a building of unknown height.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from checkers.editions import is_in_force, project_day
from checkers.properties import effective_numbers
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.stairs import TABLES, shared_dwelling_flights
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import EQUALITY_TOLERANCE, format_number

CLAUSE = Clause("GB 55038-2025", "4.2.2", confirmed=True, effective_from=date(2025, 5, 1))

WIDTH, HEIGHT = "JCPset_Stair.梯段净宽", "IfcBuildingStorey.Elevation"

WITHIN_M = 0.005
"""Clear widths of meshes are that near to the drawn ones."""


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each flight that is shared."""
    if not is_in_force(CLAUSE, project_day(tables)):
        return
    flights = shared_dwelling_flights(tables)
    if flights.empty:
        return
    wide_m, narrow_m = parameters.number("clear_width_m"), parameters.number("railed_clear_width_m")
    height_m = tables["msr_building"]["height_m"].max()
    elements = tables["ifc_element"]
    railed = set(elements.loc[elements["ifc_class"].eq("IfcRailing"), "parent_step_id"].dropna())
    given = {name: tables[name] for name in ("ifc_element", "ifc_property")}
    declared = effective_numbers(given, "flight_width", "m")["number"]
    measured = tables["msr_stair_clearance"].set_index(["step_id", "flight_number"])["clear_width_m"]
    for flight in flights.itertuples():
        sizes = {
            "declared_m": declared.get(flight.step_id, declared.get(flight.stair_step_id)),
            "measured_m": measured.get((flight.step_id, flight.flight_number)),
        }
        known = {name: float(size) for name, size in sizes.items() if size is not None and size > 0}
        is_low = None if height_m != height_m else height_m <= parameters.number("low_building_m") + EQUALITY_TOLERANCE
        limit_m = narrow_m if is_low and flight.stair_step_id in railed else wide_m
        slack = {"declared_m": EQUALITY_TOLERANCE, "measured_m": WITHIN_M}
        short_m = {name: size + slack[name] for name, size in known.items()}
        said: dict[str, Any] = {
            "step_id": int(flight.step_id), "subject": f"flight {flight.flight_number}" if flight.flight_number else "",
            "expected": f">= {format_number(limit_m)}", "limit_value": limit_m, "unit": "m", "inputs": known,
            "table": "msr_stair_clearance" if "measured_m" in known else "ifc_property",
        }  # fmt: skip
        if not known:
            yield Undetermined(**said, missing_field=WIDTH)
        elif min(short_m.values()) >= limit_m:
            yield Passed(1)
        else:
            least_m = min(known.values())
            shown = said | {"observed": format_number(least_m), "observed_value": least_m}
            if min(short_m.values()) >= narrow_m and is_low is None and flight.stair_step_id in railed:
                yield Undetermined(**shown, text="height_unknown", missing_field=HEIGHT)
            else:
                yield Failed(**shown)


RULE = Rule(
    code="STR-01",
    name="stair.dwelling_stair_width",
    version=1,
    family=RuleFamily.STAIR,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(CLAUSE,),
    tables=(*TABLES, "ifc_classification", "msr_building", "msr_stair_clearance"),
    parameters=(
        Parameter("clear_width_m", "m", baseline=1.10, exemplary=1.10),
        Parameter("railed_clear_width_m", "m", baseline=1.00, exemplary=1.00),
        Parameter("low_building_m", "m", baseline=15.0, exemplary=15.0),
    ),
    check=check,
)
