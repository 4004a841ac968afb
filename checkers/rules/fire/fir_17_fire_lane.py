"""Fire lanes are wide and high enough for a fire engine.

Why
    An engine is 2.5 m wide and up to 4 m high, and has minutes; a branch or a bollard in its way costs them.
Fails
    A fire lane of 3.5 m (subject ``width``); one with 4.0 m between its edges of which a lamp post takes 0.5 m; one under a
    gate of 3.6 m (subject ``height``).
Passes
    A clear width of at least 4.0 m as declared (净宽, then Width), else as measured: the widest passage between what stands on the
    lane and its edges. A clear height of at least 4.0 m as declared (净高), else as measured between the lane's top
    and what hangs over it.
Not applicable
    A model without fire lanes. A lane that declares nothing and has no mesh to measure cannot be judged.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from checkers.clear_heights import MISSING, clear_heights, of_declared, of_measured
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.strips import CLEAR_WIDTH, TABLES, stretches, strip_widths
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import EQUALITY_TOLERANCE, format_number

if TYPE_CHECKING:
    import pandas as pd


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each fire lane, at its width and at its height."""
    lanes = stretches(tables, Thing.FIRE_LANE, is_clear=True)
    if lanes.empty:
        return
    yield from _widths(tables, lanes, parameters.number("width_m"))
    yield from _heights(tables, lanes, parameters.number("height_m"))


def _widths(tables: Frames, lanes: "pd.DataFrame", limit_m: float) -> Iterator[Verdict]:
    whole = strip_widths(tables)
    whole = whole[
        whole["table"].ne("msr_strip") & whole.index.isin(lanes.index[lanes["table"].isna() | lanes["table"].eq("msr_strip")])
    ]
    lanes = lanes.copy()
    lanes.loc[whole.index, ["width_m", "table", "slack_m"]] = whole[["width_m", "table", "slack_m"]]
    enough = lanes["width_m"] >= limit_m - lanes["slack_m"]
    yield Passed(int(enough.sum()))
    expected = f">= {format_number(limit_m)}"
    for lane in lanes[~enough].itertuples():
        if lane.width_m != lane.width_m:
            yield Undetermined(
                step_id=lane.Index, subject="width", missing_field=CLEAR_WIDTH, expected=expected,
                limit_value=limit_m, unit="m",
            )  # fmt: skip
            continue
        yield Failed(
            step_id=lane.Index, subject="width", observed=format_number(lane.width_m), observed_value=lane.width_m,
            expected=expected, limit_value=limit_m, unit="m", table=lane.table,
            inputs={"clear_width_m": lane.width_m, "is_measured": lane.table == "msr_strip"},
        )  # fmt: skip


def _heights(tables: Frames, lanes: "pd.DataFrame", limit_m: float) -> Iterator[Verdict]:
    heights = clear_heights(tables)
    for step_id in lanes.index:
        said: dict[str, Any] = {
            "step_id": step_id, "subject": "height", "expected": f">= {format_number(limit_m)}", "limit_value": limit_m,
            "unit": "m",
        }  # fmt: skip
        declared_m, low = heights.declared_m.get(step_id), heights.low_over(step_id, limit_m)
        if declared_m is not None and declared_m < limit_m - EQUALITY_TOLERANCE:
            yield Failed(**said, **of_declared(declared_m), text="declared_height", observed=format_number(declared_m))
        elif declared_m is None and not heights.bodies.get(step_id):
            yield Undetermined(**said, missing_field=MISSING, text="height_unknown")
        elif declared_m is None and low is not None:
            said |= of_measured(low)
            yield Failed(**said, text="height", observed=format_number(said["observed_value"]))
        else:
            yield Passed(1)


RULE = Rule(
    code="FIR-17",
    name="fire.fire_lane",
    version=1,
    family=RuleFamily.FIRE,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.BUILDING, ProjectCategory.HABITAT}),
    obligation=Obligation.ADVISORY,
    # Known from restatements that give the clause's number.
    clauses=(Clause("GB 55037-2022", "3.4.5"),),
    tables=(*TABLES, "msr_thing", "msr_footprint", "msr_clearance"),
    parameters=(
        Parameter("width_m", "m", baseline=4.0, exemplary=4.0),
        Parameter("height_m", "m", baseline=4.0, exemplary=4.0),
    ),
    check=check,
)
