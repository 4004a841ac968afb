"""Bends of roads, transitions included, are long enough for their design speed.

Why
    In a bend that is over in two seconds the driver turns the wheel and turns it back at once.
Fails
    A bend of 50 m, transitions included, on a road of 40 km/h.
Passes
    At 100, 80, 60, 50, 40, 30, 20 km/h at least 170, 140, 100, 85, 70, 50, 40 m (the least at all); in the exemplary ruleset 260,
    210, 150, 130, 70, 80, 60 m: the general ones, but for 40 km/h, whose general one nobody has read in the source.
Not applicable
    A model without bends in the alignments of roads. A bend is all that turns to one side without a straight between. One at an end
    of the alignment may go on outside the model: it is counted where it is long enough, and not looked at otherwise. Without a
    design speed, a bend is judged where all speeds agree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from checkers.roads import DESIGN_SPEED, SPEEDS_KMH, TABLES, alignment_segments, format_station, limit_at, point_on_axis
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number, is_at_least

LIMIT = "length_at_{}_m"
STRAIGHT = "LINE"


@dataclass(frozen=True)
class _Bend:
    segments: tuple[Any, ...]
    is_whole: bool

    @property
    def length_m(self) -> float:
        return float(sum(segment.segment_length_m for segment in self.segments))


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each bend of each alignment of a road."""
    rows = alignment_segments(tables, "horizontal")
    rows = rows[rows["segment_length_m"].notna()]
    for _, of_one in rows.groupby("alignment_step_id", sort=True):
        for bend in _bends(list(of_one.itertuples())):
            yield from _judge(bend, parameters)


def _judge(bend: _Bend, parameters: Parameters) -> Iterator[Verdict]:
    first = bend.segments[0]
    known = limit_at(parameters, LIMIT, first.speed_kmh)
    limits = [known] if known is not None else [parameters.number(LIMIT.format(speed)) for speed in SPEEDS_KMH]
    enough = [is_at_least(bend.length_m, limit) for limit in limits]
    if all(enough):
        yield Passed(1)
    elif bend.is_whole:
        limit = min(limits) if not any(enough) else max(limits)
        said: dict[str, Any] = {
            "step_id": int(first.alignment_step_id), "subject": f"horizontal:{first.ordinal}", "unit": "m", "limit_value": limit,
            "observed": format_number(bend.length_m, 2), "observed_value": bend.length_m, "expected": f">= {format_number(limit)}",
            "table": "ifc_alignment_segment", "point": point_on_axis(first.axis, first.distance_along_m + bend.length_m / 2),
            "params": {
                "start": format_station(first.station_m), "end": format_station(first.station_m + bend.length_m),
                "speed": format_number(first.speed_kmh, 0),
            },
            "inputs": {"length_m": bend.length_m},
        }  # fmt: skip
        if any(enough):
            yield Undetermined(**said, missing_field=DESIGN_SPEED)
        else:
            yield Failed(**said, text="fail" if known is not None else "any_speed")


def _bends(segments: list[Any]) -> Iterator[_Bend]:
    """Runs of segments that turn to one side."""
    run: list[Any] = []
    begins_whole = False
    for place, segment in enumerate(segments):
        side = _side(segment)
        if run and side != _side(run[-1]):
            yield _Bend(tuple(run), begins_whole)
            run = []
        if side:
            if not run:
                begins_whole = place > 0
            run.append(segment)
    if run:
        yield _Bend(tuple(run), is_whole=False)


def _side(segment: Any) -> int:
    """1 to the left, -1 to the right, 0 straight on."""
    radii = [radius for radius in (segment.start_radius_m, segment.end_radius_m) if radius == radius and radius]
    return 0 if segment.segment_type == STRAIGHT or not radii else 1 if radii[0] > 0 else -1


RULE = Rule(
    code="RD-39",
    name="road.curve_length",
    version=1,
    family=RuleFamily.ROAD,
    element=SixElement.DESIGN,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("CJJ 37-2012", "表 6.2.3", edition="2016", confirmed=True),),
    tables=TABLES,
    parameters=(
        Parameter("length_at_20_m", "m", baseline=40.0, exemplary=60.0),
        Parameter("length_at_30_m", "m", baseline=50.0, exemplary=80.0),
        Parameter("length_at_40_m", "m", baseline=70.0, exemplary=70.0),
        Parameter("length_at_50_m", "m", baseline=85.0, exemplary=130.0),
        Parameter("length_at_60_m", "m", baseline=100.0, exemplary=150.0),
        Parameter("length_at_80_m", "m", baseline=140.0, exemplary=210.0),
        Parameter("length_at_100_m", "m", baseline=170.0, exemplary=260.0),
    ),
    check=check,
)
