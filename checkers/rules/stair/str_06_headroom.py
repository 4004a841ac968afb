"""Nobody's head meets anything on a stair.

Why
    Who climbs looks at the steps, not at the beam above them.
Fails
    A flight that passes 2.05 m under the edge of a slab; a landing with 1.95 m under a beam.
Passes
    2.20 m over the fronts of all steps and 0.3 m before and behind them, and 2.00 m over landings, as deep as people walk there;
    both as declared and as measured under all that hangs above, but doors, windows, railings and furniture. A flight that
    nothing hangs over passes in a model that has slabs or roofs.
Not applicable
    A model without stairs; steps before doors. A flight without shape and height is undetermined, and so is one that nothing
    hangs over in a model without slabs and roofs.
"""

from collections.abc import Iterator
from typing import Any

from checkers.properties import effective_numbers
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.spatial_classes import SLABS
from checkers.stairs import TABLES, stair_flights
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import EQUALITY_TOLERANCE, format_number

HEADROOM = "Pset_StairFlightCommon.Headroom"

COVERS = (*SLABS, "IfcRoof")

WITHIN_M = 0.005
"""Free heights under meshes are that near to the drawn ones."""


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each flight and at each landing."""
    has_covers = bool(tables["ifc_element"]["ifc_class"].isin(COVERS).any())
    given = {name: tables[name] for name in ("ifc_element", "ifc_property")}
    declared = effective_numbers(given, "headroom", "m")["number"]
    measured = tables["msr_stair_clearance"].set_index(["step_id", "flight_number"])
    for flight in stair_flights(tables).itertuples():
        key = (flight.step_id, flight.flight_number)
        place = measured.loc[key] if key in measured.index else None
        said = declared.get(flight.step_id, declared.get(flight.stair_step_id))
        subject = f"flight {flight.flight_number}" if flight.flight_number else ""
        is_free = place is not None and has_covers
        yield from _judged(int(flight.step_id), subject, place, said, parameters.number("flight_headroom_m"), "fail", is_free)
    for landing in tables["msr_landing"].sort_values("step_id").itertuples():
        limit_m = parameters.number("landing_headroom_m")
        yield from _judged(int(landing.step_id), "landing", landing, None, limit_m, "landing", has_covers)


def _judged(
    step_id: int, subject: str, place: Any, declared: float | None, limit_m: float, text: str, is_free: bool
) -> Iterator[Verdict]:
    """Judge one; ``is_free`` tells that what nothing was seen over has nothing over it."""
    measured = None if place is None else place.headroom_m
    sizes = {"declared_m": declared, "measured_m": measured}
    known = {name: float(size) for name, size in sizes.items() if size is not None and size > 0}
    slack = {"declared_m": EQUALITY_TOLERANCE, "measured_m": WITHIN_M}
    broken = [size for name, size in known.items() if size < limit_m - slack[name]]
    said: dict[str, Any] = {
        "step_id": step_id, "subject": subject, "expected": f">= {format_number(limit_m)}", "limit_value": limit_m, "unit": "m",
        "table": "msr_stair_clearance" if subject != "landing" else "msr_landing", "inputs": known,
    }  # fmt: skip
    if broken:
        hit = place is not None and "measured_m" in known and known["measured_m"] in broken
        above = (str(int(place.lowest_step_id)),) if hit else ()
        yield Failed(**said, text=text, observed=format_number(min(broken)), observed_value=min(broken), caused_by=above)
    elif known or is_free:
        yield Passed(1)
    else:
        yield Undetermined(**said, missing_field=HEADROOM)


RULE = Rule(
    code="STR-06",
    name="stair.headroom",
    version=1,
    family=RuleFamily.STAIR,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 50352-2019", "6.8.6", confirmed=True),),
    tables=(*TABLES, "msr_stair_clearance", "msr_landing"),
    parameters=(
        Parameter("flight_headroom_m", "m", baseline=2.20, exemplary=2.20),
        Parameter("landing_headroom_m", "m", baseline=2.00, exemplary=2.00),
    ),
    check=check,
)
