"""A steep grade is not too long.

Why
    On a long climb lorries slow down to a crawl, and on the way down their brakes fade.
Fails
    A grade of 7 % over 320 m on a road of 60 km/h, where 300 m is the limit.
Passes
    Grades that are not steeper than the general greatest gradient of the speed, and steeper ones up to the length that the
    standard's table has for them. Between two rows of the table that of the gentler one holds, so that what fails is wrong by both.
Not applicable
    A model without vertical alignments of roads that reach beyond the general gradient; roads of 20 and 30 km/h, for which the
    table has no row. A steep grade of an unknown design speed cannot be judged.
"""

from collections.abc import Iterator
from typing import Any

from checkers.grades import Grade, grades
from checkers.roads import DESIGN_SPEED, TABLES, format_station, point_on_axis, tabulated_speed
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number, is_at_least, is_at_most

GENERAL = {100: 0.03, 80: 0.04, 60: 0.05, 50: 0.055, 40: 0.06}
"""General greatest gradient by speed. Source: CJJ 37-2012 (2016), 6.3.1."""

ROWS = {
    100: ((0.04, "100_at_40"),), 80: ((0.05, "80_at_50"),),
    60: ((0.06, "60_at_60"), (0.065, "60_at_65"), (0.07, "60_at_70")),
    50: ((0.06, "50_at_60"), (0.065, "50_at_65"), (0.07, "50_at_70")),
    40: ((0.065, "40_at_65"), (0.07, "40_at_70"), (0.08, "40_at_80")),
}  # fmt: skip
"""Gradients that the table has, by speed, and the parameters of their lengths."""


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each steep grade of each alignment of a road."""
    for grade in grades(tables):
        row = tabulated_speed(grade.speed_kmh)
        if row is None:
            if not is_at_most(abs(grade.gradient), min(GENERAL.values())):
                yield Undetermined(**_said(grade), missing_field=DESIGN_SPEED)
            continue
        if row not in GENERAL:
            continue
        if is_at_most(abs(grade.gradient), GENERAL[row]):
            yield Passed(1)
            continue
        reached = [name for gradient, name in ROWS[row] if is_at_least(abs(grade.gradient), gradient)]
        limit = parameters.number(f"length_{reached[-1] if reached else ROWS[row][0][1]}_m")
        if is_at_most(grade.length_m, limit):
            yield Passed(1)
        else:
            yield Failed(**_said(grade), expected=f"<= {format_number(limit)}", limit_value=limit)


def _said(grade: Grade) -> dict[str, Any]:
    return {
        "step_id": grade.alignment_step_id, "subject": f"grade:{grade.ordinal}", "unit": "m",
        "observed": format_number(grade.length_m, 2), "observed_value": grade.length_m, "table": "ifc_alignment_segment",
        "point": point_on_axis(grade.axis, grade.start_m + grade.length_m / 2),
        "params": {
            "start": format_station(grade.station_m), "end": format_station(grade.station_m + grade.length_m),
            "speed": format_number(grade.speed_kmh, 0), "gradient": format_number(abs(grade.gradient) * 100, 2),
        },
        "inputs": {"length_m": grade.length_m, "gradient": grade.gradient},
    }  # fmt: skip


RULE = Rule(
    code="RD-26",
    name="road.greatest_grade_length",
    version=1,
    family=RuleFamily.ROAD,
    element=SixElement.DESIGN,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("CJJ 37-2012", "表 6.3.4", edition="2016", confirmed=True),),
    tables=TABLES,
    parameters=(
        Parameter("length_40_at_65_m", "m", baseline=300.0, exemplary=300.0),
        Parameter("length_40_at_70_m", "m", baseline=250.0, exemplary=250.0),
        Parameter("length_40_at_80_m", "m", baseline=200.0, exemplary=200.0),
        Parameter("length_50_at_60_m", "m", baseline=350.0, exemplary=350.0),
        Parameter("length_50_at_65_m", "m", baseline=300.0, exemplary=300.0),
        Parameter("length_50_at_70_m", "m", baseline=250.0, exemplary=250.0),
        Parameter("length_60_at_60_m", "m", baseline=400.0, exemplary=400.0),
        Parameter("length_60_at_65_m", "m", baseline=350.0, exemplary=350.0),
        Parameter("length_60_at_70_m", "m", baseline=300.0, exemplary=300.0),
        Parameter("length_80_at_50_m", "m", baseline=600.0, exemplary=600.0),
        Parameter("length_100_at_40_m", "m", baseline=700.0, exemplary=700.0),
    ),
    check=check,
)
