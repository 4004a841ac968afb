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
from typing import TYPE_CHECKING

from checkers.passable_surfaces import surface_bodies
from checkers.properties import effective_numbers
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.strips import CLEAR_WIDTH, TABLES, stretches, strip_widths
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import EQUALITY_TOLERANCE, format_number

if TYPE_CHECKING:
    import pandas as pd

MISSING_HEIGHT = "净高"
HEIGHT_WITHIN_M = 0.005
"""Heights measured between meshes are that near to those of the drawn shapes."""


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
    footprints = tables["msr_footprint"]
    meshed = set(footprints.loc[footprints["has_surface"].eq(True), "step_id"])
    bodies = surface_bodies(tables["ifc_element"], tables["msr_thing"], meshed)
    declared = effective_numbers(tables, "clear_height", "m")["number"].dropna()
    clearances = tables["msr_clearance"].sort_values(["clear_height_m", "other_step_id"])
    expected = f">= {format_number(limit_m)}"
    for step_id in lanes.index:
        over = clearances[clearances["step_id"].eq(step_id) & clearances["clear_height_m"].lt(limit_m - HEIGHT_WITHIN_M)]
        if step_id in declared:
            if declared[step_id] >= limit_m - EQUALITY_TOLERANCE:
                yield Passed(1)
                continue
            yield Failed(
                step_id=step_id, subject="height", text="declared_height", observed=format_number(declared[step_id]),
                observed_value=float(declared[step_id]), expected=expected, limit_value=limit_m, unit="m", table="ifc_property",
                inputs={"clear_height_m": float(declared[step_id]), "is_measured": False},
            )  # fmt: skip
        elif not bodies.get(step_id):
            yield Undetermined(
                step_id=step_id, subject="height", missing_field=MISSING_HEIGHT, text="height_unknown", expected=expected,
                limit_value=limit_m, unit="m",
            )  # fmt: skip
        elif over.empty:
            yield Passed(1)
        else:
            lowest = over.iloc[0]
            yield Failed(
                step_id=step_id, subject="height", text="height", observed=format_number(lowest["clear_height_m"]),
                observed_value=float(lowest["clear_height_m"]), expected=expected, limit_value=limit_m, unit="m",
                params={"count": len(over)}, caused_by=tuple(str(other) for other in over["other_step_id"]),
                point=(float(lowest["point_x_m"]), float(lowest["point_y_m"]), float(lowest["point_z_m"])),
                table="msr_clearance", inputs={"clear_height_m": float(lowest["clear_height_m"]), "is_measured": True},
            )  # fmt: skip


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
