"""Traffic lanes are wide enough for the speed they are designed for.

Why
    At speed a vehicle needs room to sway, and a bus or lorry is 2.5 m wide without its mirrors.
Fails
    A lane of 3.40 m for mixed traffic on a road of 50 km/h; a lane for cars only of 3.20 m.
Passes
    Above 60 km/h at least 3.75 m, for cars only 3.50 m; up to 60 km/h at least 3.50 m, for cars only 3.25 m. The width is the
    declared one (Width, 车道宽度), else the narrowest place measured on the lane's outline, its ends aside.
Not applicable
    A model without traffic lanes. The speed is the lane's own, else that of its road part or road, else of the model's only road.
    A lane that does not say its speed or its use (车道类型) is judged where the width decides under each that it may have. Added
    lanes at the mouth of a junction may be narrower by another clause, which this rule does not know of.
"""

from collections.abc import Iterator
from typing import Any

from checkers.properties import effective_values
from checkers.roads import DESIGN_SPEED, SPEED_WITHIN_KMH, design_speeds, is_for_cars_alone
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.strips import TABLES, WIDTH, stretches
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number

FAST_KMH = 60.0
"""Above this the wider widths hold."""

USE = "车道类型"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each lane."""
    lanes = stretches(tables, Thing.TRAFFIC_LANE)
    if lanes.empty:
        return
    lanes = lanes.assign(speed_kmh=design_speeds(tables, lanes.index))
    uses = effective_values(tables, "lane_use")["value"].to_dict()
    passed = 0
    for lane in lanes.itertuples():
        verdict = _judge(lane, uses.get(lane.Index), parameters)
        if verdict is None:
            passed += 1
        else:
            yield verdict
    yield Passed(passed)


def _judge(lane: Any, use: str | None, parameters: Parameters) -> Verdict | None:
    """None where the lane is well."""
    knows_speed = lane.speed_kmh == lane.speed_kmh
    speeds = ("fast" if lane.speed_kmh > FAST_KMH + SPEED_WITHIN_KMH else "slow",) if knows_speed else ("fast", "slow")
    uses = ("cars", "mixed") if use is None else ("cars",) if is_for_cars_alone(use) else ("mixed",)
    limits = {parameters.number(f"{speed}_{use}_m") for speed in speeds for use in uses}
    knows_width = lane.width_m == lane.width_m
    reached = [limit for limit in limits if knows_width and lane.width_m >= limit - lane.slack_m]
    if len(reached) == len(limits):
        return None
    limit = min(limits) if knows_width and not reached else max(limits)
    said: dict[str, Any] = {
        "step_id": lane.Index, "expected": f">= {format_number(limit)}", "limit_value": limit, "unit": "m",
        "observed": format_number(lane.width_m) if knows_width else None, "observed_value": lane.width_m if knows_width else None,
        "table": lane.table if knows_width else None,
        "params": {"speed": format_number(lane.speed_kmh, 0), "least": format_number(min(limits)), "use": use or "—"},
        "inputs": {
            "width_m": lane.width_m if knows_width else None, "speed_kmh": lane.speed_kmh if knows_speed else None, "use": use,
        },
    }  # fmt: skip
    if not knows_width:
        return Undetermined(**said, missing_field=WIDTH)
    if not reached:
        return Failed(**said)
    if not knows_speed:
        return Undetermined(**said, missing_field=DESIGN_SPEED, text="speed_unknown")
    return Undetermined(**said, missing_field=USE, text="use_unknown")


RULE = Rule(
    code="RD-02",
    name="road.lane_width",
    version=1,
    family=RuleFamily.ROAD,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("CJJ 37-2012", "5.3.2", edition="2016", confirmed=True),),
    tables=(*TABLES, "ifc_relation", "msr_thing"),
    parameters=(
        Parameter("fast_mixed_m", "m", baseline=3.75, exemplary=3.75),
        Parameter("fast_cars_m", "m", baseline=3.50, exemplary=3.50),
        Parameter("slow_mixed_m", "m", baseline=3.50, exemplary=3.50),
        Parameter("slow_cars_m", "m", baseline=3.25, exemplary=3.25),
    ),
    check=check,
)
