"""Vertical curves of roads are long enough for their design speed.

Why
    A curve that is passed in a moment is felt as a jolt, whatever its radius.
Fails
    A crest of 20 m length on a road of 40 km/h.
Passes
    At 100, 80, 60, 50, 40, 30, 20 km/h at least 85, 70, 50, 40, 35, 25, 20 m (the least at all); in the exemplary ruleset 210, 170,
    120, 100, 90, 60, 50 m (the general ones).
Not applicable
    A model without vertical curves of roads. Without a design speed, a curve is judged where all speeds agree.
"""

from collections.abc import Iterator
from typing import Any

from checkers.roads import DESIGN_SPEED, SPEEDS_KMH, TABLES, alignment_segments, format_station, limit_at, point_on_axis
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number, is_at_least

LIMIT = "length_at_{}_m"
CURVES = ("PARABOLICARC", "CIRCULARARC", "CLOTHOID")


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each vertical curve of each alignment of a road."""
    curves = alignment_segments(tables, "vertical")
    curves = curves[curves["segment_type"].isin(CURVES) & curves["segment_length_m"].notna()]
    for curve in curves.itertuples():
        known = limit_at(parameters, LIMIT, curve.speed_kmh)
        limits = [known] if known is not None else [parameters.number(LIMIT.format(speed)) for speed in SPEEDS_KMH]
        length_m = float(curve.segment_length_m)
        enough = [is_at_least(length_m, limit) for limit in limits]
        if all(enough):
            yield Passed(1)
            continue
        limit = min(limits) if not any(enough) else max(limits)
        said: dict[str, Any] = {
            "step_id": int(curve.alignment_step_id), "subject": f"vertical:{curve.ordinal}", "unit": "m", "limit_value": limit,
            "observed": format_number(length_m, 2), "observed_value": length_m, "expected": f">= {format_number(limit)}",
            "table": "ifc_alignment_segment", "point": point_on_axis(curve.axis, curve.distance_along_m + length_m / 2),
            "params": {
                "start": format_station(curve.station_m), "end": format_station(curve.station_m + length_m),
                "speed": format_number(curve.speed_kmh, 0),
            },
            "inputs": {"length_m": length_m},
        }  # fmt: skip
        if any(enough):
            yield Undetermined(**said, missing_field=DESIGN_SPEED)
        else:
            yield Failed(**said, text="fail" if known is not None else "any_speed")


RULE = Rule(
    code="RD-28",
    name="road.vertical_curve_length",
    version=1,
    family=RuleFamily.ROAD,
    element=SixElement.DESIGN,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("CJJ 193-2012", "表 7.5.1", confirmed=True),),
    tables=TABLES,
    parameters=(
        Parameter("length_at_20_m", "m", baseline=20.0, exemplary=50.0),
        Parameter("length_at_30_m", "m", baseline=25.0, exemplary=60.0),
        Parameter("length_at_40_m", "m", baseline=35.0, exemplary=90.0),
        Parameter("length_at_50_m", "m", baseline=40.0, exemplary=100.0),
        Parameter("length_at_60_m", "m", baseline=50.0, exemplary=120.0),
        Parameter("length_at_80_m", "m", baseline=70.0, exemplary=170.0),
        Parameter("length_at_100_m", "m", baseline=85.0, exemplary=210.0),
    ),
    check=check,
)
