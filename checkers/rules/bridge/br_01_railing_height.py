"""Railings of footways on bridges are high enough, and a child cannot slip through.

Why
    Behind the railing is the drop; at 1.10 m an adult's weight stays on the bridge, and a gap of 0.11 m holds a small child's head.
Fails
    A railing on a bridge of 1.05 m (subject ``height``); one whose upright bars stand 0.15 m apart, clear (subject ``gap``).
Passes
    A height of at least 1.10 m and gaps of at most 0.110 m: as declared (Height, 栏杆高度; 竖杆净距), else as measured on the mesh,
    the top over the railing's own foot. A railing that calls itself a panel (栏板, 玻璃) is not asked for a gap.
Not applicable
    A model without railings on bridges. A railing is on a bridge if that is above it in the tree, if its names hold 桥, or if the
    model is of nothing but bridges. What neither declares a size nor has a mesh to measure cannot be judged; neither can the gap of
    a railing that is drawn as a block or with level rails alone.
"""

from collections.abc import Iterator

from checkers.bridge_railings import TABLES, bridge_railings, has_no_bars, railing_sizes
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number

MISSING_HEIGHT, MISSING_GAP = "Pset_RailingCommon.Height", "竖杆净距"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each railing on a bridge, at its height and at its gaps."""
    railings = bridge_railings(tables).set_index("step_id")
    limit_m = parameters.number("height_m")
    heights = railings[[]].join(railing_sizes(tables, "railing_height"))
    enough = heights["size_m"] >= limit_m - heights["within_m"]
    yield Passed(int(enough.sum()))
    for railing in heights[~enough].itertuples():
        if railing.size_m != railing.size_m:
            yield Undetermined(
                step_id=railing.Index, subject="height", missing_field=MISSING_HEIGHT,
                expected=f">= {format_number(limit_m)}", limit_value=limit_m, unit="m",
            )  # fmt: skip
            continue
        yield Failed(
            step_id=railing.Index, subject="height", observed=format_number(railing.size_m), observed_value=railing.size_m,
            expected=f">= {format_number(limit_m)}", limit_value=limit_m, unit="m", table=railing.table,
            inputs={"rail_height_m": railing.size_m, "is_measured": railing.table == "msr_railing"},
        )  # fmt: skip

    limit_m = parameters.number("gap_m")
    gaps = railings[["label"]].join(railing_sizes(tables, "bar_gap"))
    gaps = gaps[gaps["size_m"].notna() | ~has_no_bars(gaps)]
    enough = gaps["size_m"] <= limit_m + gaps["within_m"]
    yield Passed(int(enough.sum()))
    for railing in gaps[~enough].itertuples():
        if railing.size_m != railing.size_m:
            yield Undetermined(
                step_id=railing.Index, subject="gap", missing_field=MISSING_GAP, text="gap_unknown",
                expected=f"<= {format_number(limit_m)}", limit_value=limit_m, unit="m",
            )  # fmt: skip
            continue
        yield Failed(
            step_id=railing.Index, subject="gap", text="gap", observed=format_number(railing.size_m), observed_value=railing.size_m,
            expected=f"<= {format_number(limit_m)}", limit_value=limit_m, unit="m", table=railing.table,
            inputs={"bar_gap_m": railing.size_m, "is_measured": railing.table == "msr_railing"},
        )  # fmt: skip


RULE = Rule(
    code="BR-01",
    name="bridge.railing_height",
    version=1,
    family=RuleFamily.BRIDGE,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55011-2021", "6.0.7", confirmed=True),),
    tables=TABLES,
    parameters=(
        Parameter("height_m", "m", baseline=1.10, exemplary=1.10),
        Parameter("gap_m", "m", baseline=0.110, exemplary=0.110),
    ),
    check=check,
)
