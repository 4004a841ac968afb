"""Landings of stairs are as wide as their flights, and wide enough to turn on.

Why
    People who turn on a landing with a load, and stretchers, need as much room as on the flight.
Fails
    A half-turn landing of 1.00 m, or of 1.40 m between flights of 1.60 m.
Passes
    At least the clear width of the widest flight that ends there and 1.20 m, or 1.30 m where a wall stands between the flights;
    between flights that go straight on, 0.90 m. Measured on the shape, from the end of the flight to the landing's edge or to
    the wall.
Not applicable
    A model without landings between flights: the floors of storeys are rooms, platforms before entrances are none. A landing of
    a stair that no flight is seen to end at, or without a shape, is undetermined.
"""

from collections.abc import Iterator
from typing import Any

from checkers.names import joined_names, words
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.spatial_classes import SLABS, in_buildings
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number

SHAPE = "IfcSlab.Representation"

WITHIN_M = 0.005
"""Sizes of meshes are that near to the drawn ones."""


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each landing."""
    elements = tables["ifc_element"]
    slabs = in_buildings(elements[elements["ifc_class"].isin(SLABS)], elements)
    is_named = words("stairs", "landing").in_texts(joined_names(slabs))
    measured = tables["msr_landing"].set_index("step_id")
    # A platform before an entrance is often said to be a landing, and is none of a stair.
    is_of_stair = measured["stair_step_id"].notna() | measured.index.isin(slabs.loc[is_named, "step_id"])
    measured = measured[is_of_stair | measured["landing_depth_m"].notna()]
    unseen = sorted(set(slabs.loc[is_named, "step_id"]) - set(tables["msr_landing"]["step_id"]))
    for landing in measured.sort_index().itertuples():
        limit_m, text = _limit(landing, parameters)
        said: dict[str, Any] = {
            "step_id": int(landing.Index), "expected": f">= {format_number(limit_m)}", "limit_value": limit_m, "unit": "m",
            "table": "msr_landing",
        }  # fmt: skip
        depth_m = landing.landing_depth_m
        if depth_m != depth_m:
            yield Undetermined(**said, missing_field=SHAPE)
        elif depth_m >= limit_m - WITHIN_M:
            yield Passed(1)
        else:
            sizes = {"landing_depth_m": depth_m, "flight_clear_width_m": landing.flight_clear_width_m}
            yield Failed(**said, text=text, observed=format_number(depth_m), observed_value=depth_m, inputs=sizes)
    limit_m = parameters.number("least_m")
    for step_id in unseen:
        yield Undetermined(
            step_id=int(step_id), missing_field=SHAPE, expected=f">= {format_number(limit_m)}", limit_value=limit_m, unit="m"
        )


def _limit(landing: Any, parameters: Parameters) -> tuple[float, str]:
    """How wide the landing has to be, and which sentence says so."""
    if landing.is_straight == True:  # noqa: E712  (null of landings where fewer than two flights meet)
        return parameters.number("straight_least_m"), "fail"
    least_m = parameters.number("walled_least_m" if landing.has_wall_between else "least_m")
    flight_m = landing.flight_clear_width_m
    return (flight_m, "narrower_than_flight") if flight_m == flight_m and flight_m > least_m else (least_m, "fail")


RULE = Rule(
    code="STR-05",
    name="stair.landing_width",
    version=1,
    family=RuleFamily.STAIR,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.ADVISORY,
    # Known from restatements that give the clause's number.
    clauses=(Clause("GB 55031-2022", "5.3.5"),),
    tables=("ifc_element", "msr_landing"),
    parameters=(
        Parameter("least_m", "m", baseline=1.20, exemplary=1.20),
        Parameter("walled_least_m", "m", baseline=1.30, exemplary=1.30),
        Parameter("straight_least_m", "m", baseline=0.90, exemplary=0.90),
    ),
    check=check,
)
