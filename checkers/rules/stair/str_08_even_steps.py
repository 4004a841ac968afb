"""Steps of a stair are equally high.

Why
    Feet remember the height of the last step; one that differs makes people fall.
Fails
    A stair with risers of 0.150 m and one of 0.165 m; two flights one above the other of 0.150 m and 0.170 m.
Passes
    Heights over all flights of a stair that differ by at most 10 mm, measured from tread to tread; where there is no shape, as
    declared of its flights. The first riser, from the floor, and the last, to the landing, are not seen in the shape.
Not applicable
    A model without stairs; steps before doors. A stair without shape of which not every flight gives its risers is undetermined.
"""

from collections.abc import Iterator
from typing import Any

from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.stairs import RISER, TABLES, WITHIN_M, stair_flights
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Compare the risers of each stair."""
    limit_m = parameters.number("difference_m")
    for stair, flights in stair_flights(tables).groupby("stair_step_id", sort=True):
        least = flights["riser_height_least_m"].astype("float64").fillna(flights["declared_riser_m"])
        greatest = flights["riser_height_greatest_m"].astype("float64").fillna(flights["declared_riser_m"])
        difference = float(greatest.max() - least.min())
        is_measured = bool(flights["riser_height_m"].notna().any())
        said: dict[str, Any] = {
            "step_id": int(stair), "expected": f"<= {format_number(limit_m)}", "limit_value": limit_m, "unit": "m",
            "table": "msr_stair_flight" if is_measured else "ifc_property",
        }  # fmt: skip
        if difference > limit_m + WITHIN_M:
            observed = format_number(round(difference, 4), 4)
            yield Failed(**said, observed=observed, observed_value=difference, inputs={"difference_m": difference})
        elif least.isna().any():
            yield Undetermined(**said, missing_field=RISER)
        else:
            yield Passed(1)


RULE = Rule(
    code="STR-08",
    name="stair.even_steps",
    version=1,
    family=RuleFamily.STAIR,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.ADVISORY,
    # Known from restatements that give the clause's number.
    clauses=(Clause("GB 55031-2022", "5.3.10"),),
    tables=TABLES,
    parameters=(Parameter("difference_m", "m", baseline=0.010, exemplary=0.010),),
    check=check,
)
