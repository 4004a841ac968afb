"""One-way cycle tracks beside the carriageway are wide enough for two to pass.

Why
    A cyclist who overtakes a tricycle must not have to go onto the lane for cars.
Fails
    A one-way cycle track of 2.2 m.
Passes
    At least 2.5 m, as declared (Width, 宽度), else at the narrowest place measured on the outline, its ends aside.
Not applicable
    A model without cycle tracks, and tracks for both directions (通行方向), whose clear width another rule asks for. One that does
    not say its direction and is narrower is wrong under either.
"""

from collections.abc import Iterator
from typing import Any

from checkers.properties import effective_values
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.strips import TABLES, WIDTH, stretches
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number

BOTH_WAYS = "双"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each cycle track."""
    limit_m = parameters.number("width_m")
    directions = effective_values(tables, "traffic_direction")["value"]
    tracks = stretches(tables, Thing.CYCLE_TRACK)
    both_ways = [step_id for step_id, value in directions.items() if BOTH_WAYS in str(value)]
    tracks = tracks[~tracks.index.isin(both_ways)]
    enough = tracks["width_m"] >= limit_m - tracks["slack_m"]
    yield Passed(int(enough.sum()))
    for track in tracks[~enough].itertuples():
        said: dict[str, Any] = {
            "step_id": int(track.Index), "expected": f">= {format_number(limit_m)}", "limit_value": limit_m, "unit": "m"
        }  # fmt: skip
        if track.width_m != track.width_m:
            yield Undetermined(**said, missing_field=WIDTH)
        else:
            yield Failed(
                **said, observed=format_number(track.width_m), observed_value=float(track.width_m), table=track.table,
                inputs={"width_m": float(track.width_m)},
            )  # fmt: skip


RULE = Rule(
    code="RD-03",
    name="road.cycle_track_width",
    version=1,
    family=RuleFamily.ROAD,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("CJJ 37-2012", "5.3.3", edition="2016", confirmed=True),),
    tables=(*TABLES, "msr_thing"),
    parameters=(Parameter("width_m", "m", baseline=2.5, exemplary=2.5),),
    check=check,
)
