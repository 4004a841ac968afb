"""Roads climb no more than their design speed allows.

Why
    On a steeper road lorries crawl and brakes fade, in winter most of all.
Fails
    A stretch of 7.5 % on a road of 40 km/h.
Passes
    At 100, 80, 60, 50, 40, 30, 20 km/h at most 4, 5, 6, 6, 7, 8, 8 % (the greatest at all); in the exemplary ruleset 3, 4, 5, 5.5,
    6, 7, 8 % (the general ones). The steepest place of each alignment counts; without a vertical alignment the gradient that the
    road or carriageway declares (最大纵坡). Whether the city counts as a region of snow and ice, where the same clause allows
    3.5 % on expressways and 6 % elsewhere, is for the city to say: the parameters then take those values.
Not applicable
    A model without roads, and alignments of railways. Without alignment and declared gradient, or without a design speed that the
    standard has a row for, the gradient cannot be judged.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from checkers.properties import effective_slopes
from checkers.roads import (
    DESIGN_SPEED,
    TABLES,
    VERTICAL,
    alignment_segments,
    format_station,
    limit_at,
    point_on_axis,
    roads_without_vertical,
)
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import EQUALITY_TOLERANCE, format_number

if TYPE_CHECKING:
    import pandas as pd

LIMIT = "gradient_at_{}"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each alignment of a road, else at each road that declares its gradient."""
    steepest = _steepest(tables)
    if len(steepest):
        for row in steepest.itertuples():
            place = {"station": format_station(row.station), "speed": format_number(row.speed_kmh, 0)}
            yield _judge(row, parameters, table="ifc_alignment_segment", point=point_on_axis(row.axis, row.along), params=place)
        return
    roads = roads_without_vertical(tables)
    if roads.empty:
        return
    gradients = effective_slopes(tables, "max_gradient")["slope"].abs().dropna()
    declared = roads[roads.index.isin(gradients.index)]
    for row in declared.itertuples():
        said = {"station": "—", "speed": format_number(row.speed_kmh, 0)}
        yield _judge(row, parameters, gradient=float(gradients[row.Index]), table="ifc_property", params=said)
    if declared.empty:
        yield Undetermined(step_id=int(roads.index[0]), missing_field=VERTICAL)


def _steepest(tables: Frames) -> "pd.DataFrame":
    """The steepest place of each alignment: ``gradient``, ``along``, ``station``; indexed by the alignment."""
    rows = alignment_segments(tables, "vertical")
    start, end = rows["start_gradient"].abs(), rows["end_gradient"].abs()
    is_end = end.gt(start) | start.isna()
    along = rows["distance_along_m"] + is_end * rows["segment_length_m"]
    station = rows["station_m"] + is_end * rows["segment_length_m"]
    rows = rows.assign(gradient=end.where(is_end, start), along=along, station=station)
    rows = rows[rows["gradient"].notna()].sort_values(["alignment_step_id", "gradient", "ordinal"], ascending=[True, False, True])
    return rows.drop_duplicates("alignment_step_id").set_index("alignment_step_id")


def _judge(row: Any, parameters: Parameters, gradient: float | None = None, **said: Any) -> Verdict:
    gradient = row.gradient if gradient is None else gradient
    limit = limit_at(parameters, LIMIT, row.speed_kmh)
    if limit is not None and gradient <= limit + EQUALITY_TOLERANCE:
        return Passed(1)
    said |= {
        "step_id": row.Index, "observed": format_number(gradient * 100, 2), "observed_value": gradient * 100, "unit": "%",
        "inputs": {"gradient": gradient, "speed_kmh": None if row.speed_kmh != row.speed_kmh else row.speed_kmh},
    }  # fmt: skip
    if limit is None:
        return Undetermined(**said, missing_field=DESIGN_SPEED, text="speed_unknown")
    return Failed(**said, expected=f"<= {format_number(limit * 100, 2)}", limit_value=limit * 100)


RULE = Rule(
    code="RD-06",
    name="road.greatest_gradient",
    version=1,
    family=RuleFamily.ROAD,
    element=SixElement.DESIGN,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("CJJ 37-2012", "6.3.1", edition="2016", confirmed=True),),
    tables=TABLES,
    parameters=(
        Parameter("gradient_at_20", "", baseline=0.08, exemplary=0.08),
        Parameter("gradient_at_30", "", baseline=0.08, exemplary=0.07),
        Parameter("gradient_at_40", "", baseline=0.07, exemplary=0.06),
        Parameter("gradient_at_50", "", baseline=0.06, exemplary=0.055),
        Parameter("gradient_at_60", "", baseline=0.06, exemplary=0.05),
        Parameter("gradient_at_80", "", baseline=0.05, exemplary=0.04),
        Parameter("gradient_at_100", "", baseline=0.04, exemplary=0.03),
    ),
    check=check,
)
