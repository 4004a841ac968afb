"""Footways and cycle tracks leave a clear way between what stands on them.

Why
    A footway is as wide as it is beside its lamp posts: where trees, poles and bins leave a metre, a wheelchair turns back.
Fails
    A footway of 2.5 m on which a lamp post leaves 1.3 m; a two-way cycle track of 2.8 m.
Passes
    At least 1.5 m for a footway and for a cycle track of one direction, 3.0 m for one of two (通行方向). The width is the declared
    one (有效通行宽度, ClearWidth), else the narrowest place of the widest way past the feet of lamps, signs, trees, bollards, seats
    and bins on the outline.
Not applicable
    A model without footways and cycle tracks. A cycle track that does not say its direction is judged where both would agree.
"""

from collections.abc import Iterator
from typing import Any

from checkers.properties import effective_values
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.strips import CLEAR_WIDTH, TABLES, stretches
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number

DIRECTION = "通行方向"
TWO_WAY, ONE_WAY = ("双向", "双", "two", "both"), ("单向", "单", "one", "single")


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each footway and each cycle track."""
    strips = stretches(tables, Thing.FOOTWAY, Thing.CYCLE_TRACK, is_clear=True)
    if strips.empty:
        return
    directions = effective_values(tables, "traffic_direction")["value"].to_dict()
    least, two_way = parameters.number("clear_width_m"), parameters.number("two_way_cycle_track_m")
    passed = 0
    for strip in strips.itertuples():
        is_track = strip.thing == Thing.CYCLE_TRACK
        limits = _limits(directions.get(strip.Index, ""), least, two_way) if is_track else (least,)
        verdict = _judge(strip, limits, text="cycle_track" if is_track else "fail")
        if verdict is None:
            passed += 1
        else:
            yield verdict
    yield Passed(passed)


def _limits(direction: str, one_way: float, two_way: float) -> tuple[float, ...]:
    """All that may hold."""
    folded = direction.casefold()
    if any(word in folded for word in TWO_WAY):
        return (two_way,)
    return (one_way,) if any(word in folded for word in ONE_WAY) else (one_way, two_way)


def _judge(strip: Any, limits: tuple[float, ...], text: str) -> Verdict | None:
    """None where the strip is well."""
    is_known = strip.width_m == strip.width_m
    reached = [limit for limit in limits if is_known and strip.width_m >= limit - strip.slack_m]
    if len(reached) == len(limits):
        return None
    limit = max(limits) if reached else min(limits)
    said: dict[str, Any] = {
        "step_id": strip.Index, "expected": f">= {format_number(limit)}", "limit_value": limit, "unit": "m",
        "observed": format_number(strip.width_m) if is_known else None, "observed_value": strip.width_m if is_known else None,
        "table": strip.table if is_known else None, "inputs": {"clear_width_m": strip.width_m if is_known else None},
    }  # fmt: skip
    if not is_known:
        return Undetermined(**said, missing_field=CLEAR_WIDTH)
    if reached:
        return Undetermined(**said, missing_field=DIRECTION, text="direction_unknown", params={"least": format_number(min(limits))})
    return Failed(**said, text=text)


RULE = Rule(
    code="RD-20",
    name="road.clear_width",
    version=1,
    family=RuleFamily.ROAD,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55011-2021", "3.4.5", confirmed=True),),
    tables=(*TABLES, "msr_thing"),
    parameters=(
        Parameter("clear_width_m", "m", baseline=1.5, exemplary=1.5),
        Parameter("two_way_cycle_track_m", "m", baseline=3.0, exemplary=3.0),
    ),
    check=check,
)
