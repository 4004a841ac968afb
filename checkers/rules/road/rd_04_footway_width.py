"""Footways beside roads are wide enough.

Why
    Two people pass each other on 2 m, one of them with a pram or an umbrella; on less somebody steps into the traffic.
Fails
    A footway of 1.80 m.
Passes
    At least 2.0 m (the least width of a footway beside a road; the general one, 3.0 m, in the exemplary ruleset). The width is the
    declared one (Width, 宽度), else the narrowest place measured on the footway's outline, its ends aside.
Not applicable
    A model without footways. Shopping streets, stations and quays want more, which this rule does not know of.
"""

from collections.abc import Iterator
from typing import Any

from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.strips import TABLES, WIDTH, stretches
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each footway."""
    limit_m = parameters.number("width_m")
    footways = stretches(tables, Thing.FOOTWAY)
    enough = footways["width_m"] >= limit_m - footways["slack_m"]
    yield Passed(int(enough.sum()))
    for footway in footways[~enough].itertuples():
        said: dict[str, Any] = {
            "step_id": footway.Index, "expected": f">= {format_number(limit_m)}", "limit_value": limit_m, "unit": "m",
        }  # fmt: skip
        if footway.width_m != footway.width_m:
            yield Undetermined(**said, missing_field=WIDTH)
        else:
            yield Failed(
                **said, observed=format_number(footway.width_m), observed_value=footway.width_m, table=footway.table,
                inputs={"width_m": footway.width_m},
            )  # fmt: skip


RULE = Rule(
    code="RD-04",
    name="road.footway_width",
    version=1,
    family=RuleFamily.ROAD,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("CJJ 37-2012", "表 5.3.4", edition="2016", confirmed=True),),
    tables=(*TABLES, "msr_thing"),
    parameters=(Parameter("width_m", "m", baseline=2.0, exemplary=3.0),),
    check=check,
)
