"""Parking bays outdoors fall enough for the rain to run off.

Why
    People step out of their cars into what does not run off, and in winter onto ice.
Fails
    A parking bay that is drawn dead level.
Passes
    At least 0.3 %, as declared (坡度), else the fall of the top in its own direction, the median by area.
Not applicable
    A model without parking bays outdoors. Bays without a shape are left out; if none has one, nothing can be said.
"""

from collections.abc import Iterator
from typing import Any

from checkers.lasting_order import in_lasting_order
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.surface_falls import MESH, TABLES, surface_falls
from checkers.surfaces import outdoor_surfaces
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each parking bay."""
    limit = parameters.number("least")
    bays = in_lasting_order(outdoor_surfaces(tables, Thing.PARKING_BAY)).set_index("step_id")
    falls = bays.join(surface_falls(tables, "mean_fall", "ramp_slope"))
    said: dict[str, Any] = {"unit": "%", "expected": f">= {format_number(limit * 100, 2)}", "limit_value": limit * 100}
    if len(falls) and falls["fall"].isna().all():
        yield Undetermined(**said, step_id=int(falls.index[0]), missing_field=MESH, params={"count": len(falls)})
    falls = falls[falls["fall"].notna()]
    is_well = falls["fall"] >= limit - falls["slack"]
    yield Passed(int(is_well.sum()))
    for bay in falls[~is_well].itertuples():
        yield Failed(
            **said, step_id=int(bay.Index), observed=format_number(bay.fall * 100, 2), observed_value=float(bay.fall * 100),
            table=bay.table, inputs={"fall": float(bay.fall)},
        )  # fmt: skip


RULE = Rule(
    code="HB-05",
    name="habitat.parking_fall",
    version=1,
    family=RuleFamily.HABITAT,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.HABITAT}),
    obligation=Obligation.RECOMMENDED,
    clauses=(Clause("GB 50352-2019", "5.2.5", confirmed=True),),
    tables=(*TABLES, "msr_thing"),
    parameters=(Parameter("least", "", baseline=0.003, exemplary=0.003),),
    check=check,
)
