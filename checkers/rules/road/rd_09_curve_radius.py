"""Curves of roads are wide enough for their design speed.

Why
    In a tighter curve a vehicle at design speed slides outwards, and its driver does not see far enough to stop.
Fails
    An arc of 65 m radius on a road of 40 km/h.
Passes
    At 100, 80, 60, 50, 40, 30 km/h at least 400, 250, 150, 100, 70, 40 m (the least at all); in the exemplary ruleset 650, 400,
    300, 200, 150, 85 and at 20 km/h 40 m (the general ones).
Not applicable
    A model without alignments of roads, or with straight ones only. Without a design speed that the standard has a row for, an arc
    cannot be judged; nor, by the baseline, an arc of less than 40 m at 20 km/h, whose least radius nobody has read in the source.
"""

from collections.abc import Iterator
from typing import Any

from checkers.roads import (
    DESIGN_SPEED,
    SPEED_WITHIN_KMH,
    TABLES,
    alignment_segments,
    format_station,
    limit_at,
    point_on_axis,
)
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number, is_at_least

LIMIT = "radius_at_{}_m"
CLAUSE = ("CJJ 193-2012", "表 6.3.2")


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each arc of each alignment of a road."""
    unread_kmh = parameters.number("unread_to_kmh")
    arcs = alignment_segments(tables, "horizontal")
    arcs = arcs[arcs["segment_type"].eq("CIRCULARARC") & arcs["start_radius_m"].notna()]
    for arc in arcs.itertuples():
        radius = abs(arc.start_radius_m)
        limit = limit_at(parameters, LIMIT, arc.speed_kmh)
        if limit is not None and is_at_least(radius, limit):
            yield Passed(1)
            continue
        said: dict[str, Any] = {
            "step_id": int(arc.alignment_step_id), "subject": f"horizontal:{arc.ordinal}", "unit": "m",
            "observed": format_number(radius, 2), "observed_value": radius, "table": "ifc_alignment_segment",
            "point": point_on_axis(arc.axis, arc.distance_along_m + arc.segment_length_m / 2),
            "params": {
                "start": format_station(arc.station_m), "end": format_station(arc.station_m + arc.segment_length_m),
                "speed": format_number(arc.speed_kmh, 0),
            },
            "inputs": {"radius_m": radius, "speed_kmh": None if arc.speed_kmh != arc.speed_kmh else arc.speed_kmh},
        }  # fmt: skip
        if limit is None:
            yield Undetermined(**said, missing_field=DESIGN_SPEED, text="speed_unknown")
            continue
        said |= {"expected": f">= {format_number(limit)}", "limit_value": limit}
        if arc.speed_kmh <= unread_kmh + SPEED_WITHIN_KMH:
            yield Undetermined(**said, missing_field=" ".join(CLAUSE))
        else:
            yield Failed(**said)


RULE = Rule(
    code="RD-09",
    name="road.curve_radius",
    version=1,
    family=RuleFamily.ROAD,
    element=SixElement.DESIGN,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause(*CLAUSE, confirmed=True),),
    tables=TABLES,
    parameters=(
        Parameter("radius_at_20_m", "m", baseline=40.0, exemplary=40.0),
        Parameter("radius_at_30_m", "m", baseline=40.0, exemplary=85.0),
        Parameter("radius_at_40_m", "m", baseline=70.0, exemplary=150.0),
        Parameter("radius_at_50_m", "m", baseline=100.0, exemplary=200.0),
        Parameter("radius_at_60_m", "m", baseline=150.0, exemplary=300.0),
        Parameter("radius_at_80_m", "m", baseline=250.0, exemplary=400.0),
        Parameter("radius_at_100_m", "m", baseline=400.0, exemplary=650.0),
        Parameter("unread_to_kmh", "km/h", baseline=20.0, exemplary=0.0),
    ),
    check=check,
)
