"""Flights have neither too few steps nor too many.

Why
    A single step is overlooked, and nobody climbs twenty without a rest.
Fails
    A flight of 19 or more risers; a flight of one.
Passes
    2 to 18, as declared where the shape agrees; else by the shape, which has one riser more than treads, or as many.
Not applicable
    A model without stairs; steps before doors. A flight without shape and number is undetermined, and so is one of which the
    shape leaves open whether it has 18 risers or 19.
"""

from collections.abc import Iterator
from typing import Any

from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.stairs import COUNT, TABLES, stair_flights
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Count the risers of each flight."""
    least, greatest = int(parameters.number("least_risers")), int(parameters.number("greatest_risers"))
    for flight in stair_flights(tables).itertuples():
        counts, table = _possible(flight)
        said: dict[str, Any] = {
            "step_id": int(flight.step_id), "subject": f"flight {flight.flight_number}" if flight.flight_number else "",
            "expected": f"{least}-{greatest}", "table": table, "inputs": {"risers": counts},
            "params": {"least": str(least), "greatest": str(greatest)},
        }  # fmt: skip
        good = [least <= count <= greatest for count in counts]
        if good and all(good):
            yield Passed(1)
        elif good and not any(good):
            yield Failed(**said, observed=str(counts[0]), observed_value=float(counts[0]))
        else:
            yield Undetermined(**said, missing_field=COUNT)


def _possible(flight: Any) -> tuple[tuple[int, ...], str]:
    """The numbers of risers that a flight may have, and where they were read. Treads may be cut where a landing begins."""
    declared, treads = flight.declared_risers, flight.tread_count
    if treads != treads:
        return (
            (int(declared),) if declared == declared and declared > 0 and flight.ifc_class == "IfcStairFlight" else ()
        ), "ifc_property"
    measured = (int(treads), int(treads) + 1)
    if declared == declared and int(declared) in measured:
        return (int(declared),), "ifc_property"
    return measured, "msr_stair_flight"


RULE = Rule(
    code="STR-07",
    name="stair.risers_in_flight",
    version=1,
    family=RuleFamily.STAIR,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.ADVISORY,
    # Known from restatements that give the clause's number.
    clauses=(Clause("GB 55031-2022", "5.3.8"),),
    tables=TABLES,
    parameters=(
        Parameter("least_risers", "", baseline=2.0, exemplary=2.0),
        Parameter("greatest_risers", "", baseline=18.0, exemplary=18.0),
    ),
    check=check,
)
