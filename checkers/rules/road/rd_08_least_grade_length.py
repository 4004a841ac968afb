"""Between two changes of gradient a road goes on long enough.

Why
    Where crests and dips follow too closely, drivers cannot see what lies in the next dip, and water collects in it.
Fails
    A grade of 80 m between two points of vertical intersection on a road of 40 km/h.
Passes
    At 100, 80, 60, 50, 40, 30, 20 km/h at least 250, 200, 150, 130, 110, 85, 60 m.
Not applicable
    A model without vertical alignments of roads. A grade at an end of the alignment may go on outside the model: it is counted
    where it is long enough, and not looked at otherwise. Without a design speed, a grade is judged where all speeds agree.
"""

from collections.abc import Iterator
from typing import Any

from checkers.grades import grades
from checkers.roads import DESIGN_SPEED, SPEEDS_KMH, TABLES, format_station, limit_at, point_on_axis
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number, is_at_least

LIMIT = "length_at_{}_m"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each grade of each alignment of a road."""
    for grade in grades(tables):
        known = limit_at(parameters, LIMIT, grade.speed_kmh)
        limits = [known] if known is not None else [parameters.number(LIMIT.format(speed)) for speed in SPEEDS_KMH]
        enough = [is_at_least(grade.length_m, limit) for limit in limits]
        if all(enough):
            yield Passed(1)
            continue
        if not grade.is_whole:
            continue
        limit = min(limits) if not any(enough) else max(limits)
        said: dict[str, Any] = {
            "step_id": grade.alignment_step_id, "subject": f"grade:{grade.ordinal}", "unit": "m", "limit_value": limit,
            "observed": format_number(grade.length_m, 2), "observed_value": grade.length_m, "table": "ifc_alignment_segment",
            "expected": f">= {format_number(limit)}", "point": point_on_axis(grade.axis, grade.start_m + grade.length_m / 2),
            "params": {
                "start": format_station(grade.station_m), "end": format_station(grade.station_m + grade.length_m),
                "speed": format_number(grade.speed_kmh, 0),
            },
            "inputs": {"length_m": grade.length_m, "gradient": grade.gradient},
        }  # fmt: skip
        if any(enough):
            yield Undetermined(**said, missing_field=DESIGN_SPEED)
        else:
            yield Failed(**said, text="fail" if known is not None else "any_speed")


RULE = Rule(
    code="RD-08",
    name="road.least_grade_length",
    version=1,
    family=RuleFamily.ROAD,
    element=SixElement.DESIGN,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("CJJ 37-2012", "表 6.3.3", edition="2016", confirmed=True),),
    tables=TABLES,
    parameters=(
        Parameter("length_at_20_m", "m", baseline=60.0, exemplary=60.0),
        Parameter("length_at_30_m", "m", baseline=85.0, exemplary=85.0),
        Parameter("length_at_40_m", "m", baseline=110.0, exemplary=110.0),
        Parameter("length_at_50_m", "m", baseline=130.0, exemplary=130.0),
        Parameter("length_at_60_m", "m", baseline=150.0, exemplary=150.0),
        Parameter("length_at_80_m", "m", baseline=200.0, exemplary=200.0),
        Parameter("length_at_100_m", "m", baseline=250.0, exemplary=250.0),
    ),
    check=check,
)
