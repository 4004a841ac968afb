"""Roads fall enough for water to run off along them.

Why
    On a level road the water stands in the gutter, and in winter the ice.
Fails
    A constant gradient of 0.1 % along an alignment.
Passes
    Every constant gradient is at least 0.3 %, up or down; or the model says that its gutters are sawtooth ones (边沟形式: 锯齿形).
    Without a vertical alignment, the gradient that a road or carriageway declares as its own (纵坡). That an elevated road wants
    0.5 %, this rule does not ask.
Not applicable
    A model without roads, alignments of railways, and vertical curves, which are level at one point only. A road without vertical
    alignment that declares no more than its greatest gradient (最大纵坡) cannot be judged, unless even that is too small.
"""

from collections.abc import Iterator
from typing import Any

from checkers.properties import effective_slopes, effective_values
from checkers.roads import TABLES, VERTICAL, alignment_segments, format_station, point_on_axis, roads_without_vertical
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.text_values import read_flag
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number, is_at_least

SAWTOOTH = "锯齿"
GREATEST = "最大"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each constant gradient of each alignment of a road."""
    limit = parameters.number("gradient")
    has_sawtooth = _has_sawtooth_gutters(tables)
    segments = alignment_segments(tables, "vertical")
    segments = segments[segments["segment_type"].eq("CONSTANTGRADIENT") & segments["start_gradient"].notna()]
    for row in segments.itertuples():
        gradient = abs(row.start_gradient)
        if has_sawtooth or is_at_least(gradient, limit):
            yield Passed(1)
        else:
            middle = row.distance_along_m + row.segment_length_m / 2
            yield Failed(
                **_said(row.alignment_step_id, gradient, limit, "ifc_alignment_segment"), subject=f"vertical:{row.ordinal}",
                point=point_on_axis(row.axis, middle),
                params={"start": format_station(row.station_m), "end": format_station(row.station_m + row.segment_length_m)},
            )  # fmt: skip
    roads = roads_without_vertical(tables)
    if roads.empty:
        return
    if has_sawtooth:
        yield Passed(1)
        return
    values = effective_slopes(tables, "max_gradient")
    values = values[values.index.isin(roads.index) & values["slope"].notna()]
    is_judged = False
    for row in values.itertuples():
        gradient = abs(row.slope)
        is_greatest = GREATEST in row.property_name or "max" in row.property_name.casefold()
        if is_greatest and is_at_least(gradient, limit):
            continue
        is_judged = True
        if is_at_least(gradient, limit):
            yield Passed(1)
        else:
            yield Failed(**_said(row.Index, gradient, limit, "ifc_property"), text="declared")
    if not is_judged:
        yield Undetermined(
            step_id=int(roads.index[0]), missing_field=VERTICAL, expected=f">= {format_number(limit * 100, 2)}",
            limit_value=limit * 100, unit="%",
        )  # fmt: skip


def _said(step_id: int, gradient: float, limit: float, table: str) -> dict[str, Any]:
    return {
        "step_id": int(step_id), "observed": format_number(gradient * 100, 2), "observed_value": gradient * 100, "unit": "%",
        "expected": f">= {format_number(limit * 100, 2)}", "limit_value": limit * 100, "table": table,
        "inputs": {"gradient": gradient},
    }  # fmt: skip


def _has_sawtooth_gutters(tables: Frames) -> bool:
    values = effective_values(tables, "gutter")
    return any(
        SAWTOOTH in row.value or (SAWTOOTH in row.property_name and read_flag(row.value) is True) for row in values.itertuples()
    )


RULE = Rule(
    code="RD-07",
    name="road.least_gradient",
    version=1,
    family=RuleFamily.ROAD,
    element=SixElement.DESIGN,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("CJJ 37-2012", "6.3.2", edition="2016", confirmed=True),),
    tables=TABLES,
    parameters=(Parameter("gradient", "", baseline=0.003, exemplary=0.003),),
    check=check,
)
