"""Squares fall enough for the rain, and not so much that people feel it.

Why
    On a level square puddles stand between the slabs; on a steep one neither stalls nor wheelchairs stay where they are.
Fails
    A square that is drawn dead level; one of 5 %.
Passes
    Between 0.3 % and 3.0 %, as declared (坡度), else the fall of the top in its own direction, the median by area.
Not applicable
    A model without squares outdoors. A square without a shape cannot be judged.
"""

from collections.abc import Iterator
from typing import Any

from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.surface_falls import MESH, TABLES, surface_falls
from checkers.surfaces import outdoor_surfaces
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each square."""
    least, most = parameters.number("least"), parameters.number("most")
    squares = outdoor_surfaces(tables, Thing.PLAZA).sort_values("step_id").set_index("step_id")
    for square in squares.join(surface_falls(tables, "mean_fall", "ramp_slope")).itertuples():
        said: dict[str, Any] = {
            "step_id": int(square.Index), "unit": "%",
            "expected": f"{format_number(least * 100, 2)}–{format_number(most * 100, 2)}",
            "params": {"least": format_number(least * 100, 2), "most": format_number(most * 100, 2)},
        }  # fmt: skip
        if square.fall != square.fall:
            yield Undetermined(**said, missing_field=MESH)
        elif least - square.slack <= square.fall <= most + square.slack:
            yield Passed(1)
        else:
            yield Failed(
                **said, observed=format_number(square.fall * 100, 2), observed_value=float(square.fall * 100), table=square.table,
                limit_value=(least if square.fall < least else most) * 100, inputs={"fall": float(square.fall)},
            )  # fmt: skip


RULE = Rule(
    code="RD-33",
    name="road.plaza_fall",
    version=1,
    family=RuleFamily.ROAD,
    element=SixElement.DESIGN,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE, ProjectCategory.HABITAT}),
    obligation=Obligation.RECOMMENDED,
    clauses=(Clause("CJJ 37-2012", "11.3.4", edition="2016", confirmed=True),),
    tables=(*TABLES, "msr_thing"),
    parameters=(
        Parameter("least", "", baseline=0.003, exemplary=0.003),
        Parameter("most", "", baseline=0.03, exemplary=0.03),
    ),
    check=check,
)
