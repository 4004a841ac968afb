"""Crests and sags of roads are round enough for their design speed.

Why
    Over a sharp crest a driver does not see what lies behind it; in a sharp sag the vehicle is pressed into the road.
Fails
    A crest of 350 m radius on a road of 40 km/h.
Passes
    Crests at 100, 80, 60, 50, 40, 30, 20 km/h at least 6500, 3000, 1200, 900, 400, 250, 100 m, sags 3000, 1800, 1000, 700, 450,
    250, 100 m (the least at all); in the exemplary ruleset 10000, 4500, 1800, 1350, 600, 400, 150 m and 4500, 2700, 1500, 1050,
    700, 400, 150 m (the general ones).
Not applicable
    A model without vertical curves of roads. Without a design speed that the standard has a row for, a curve cannot be judged. The
    radius is the declared one, else the length of the curve over its change of gradient.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from checkers.roads import DESIGN_SPEED, TABLES, alignment_segments, format_station, limit_at, point_on_axis
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number, is_at_least

if TYPE_CHECKING:
    import pandas as pd

LIMITS = {"crest": "crest_at_{}_m", "sag": "sag_at_{}_m"}


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each vertical curve of each alignment of a road."""
    for curve in _curves(tables).itertuples():
        form = "crest" if curve.bend < 0 else "sag"
        limit = limit_at(parameters, LIMITS[form], curve.speed_kmh)
        if limit is not None and is_at_least(curve.radius, limit):
            yield Passed(1)
            continue
        said: dict[str, Any] = {
            "step_id": int(curve.alignment_step_id), "subject": f"vertical:{curve.ordinal}", "unit": "m",
            "observed": format_number(curve.radius, 1), "observed_value": curve.radius, "table": "ifc_alignment_segment",
            "point": point_on_axis(curve.axis, curve.distance_along_m + curve.segment_length_m / 2),
            "params": {
                "start": format_station(curve.station_m), "end": format_station(curve.station_m + curve.segment_length_m),
                "speed": format_number(curve.speed_kmh, 0),
            },
            "inputs": {
                "radius_m": curve.radius, "bend": curve.bend,
                "speed_kmh": None if curve.speed_kmh != curve.speed_kmh else curve.speed_kmh,
            },
        }  # fmt: skip
        if limit is None:
            yield Undetermined(**said, missing_field=DESIGN_SPEED)
            continue
        said |= {"expected": f">= {format_number(limit)}", "limit_value": limit}
        yield Failed(**said, text="crest") if form == "crest" else Failed(**said, text="sag")


def _curves(tables: Frames) -> "pd.DataFrame":
    """Vertical curves that bend, with ``bend`` (change of gradient, positive in sags) and ``radius``."""
    curves = alignment_segments(tables, "vertical")
    curves = curves[curves["segment_type"].isin(["PARABOLICARC", "CIRCULARARC"])]
    bend = curves["end_gradient"] - curves["start_gradient"]
    radius = curves["vertical_radius_m"].abs().fillna(curves["segment_length_m"] / bend.abs())
    curves = curves.assign(bend=bend, radius=radius)
    return curves[bend.abs().gt(0) & radius.notna()]


RULE = Rule(
    code="RD-11",
    name="road.vertical_curve_radius",
    version=1,
    family=RuleFamily.ROAD,
    element=SixElement.DESIGN,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("CJJ 193-2012", "表 7.5.1", confirmed=True),),
    tables=TABLES,
    parameters=(
        Parameter("crest_at_20_m", "m", baseline=100.0, exemplary=150.0),
        Parameter("crest_at_30_m", "m", baseline=250.0, exemplary=400.0),
        Parameter("crest_at_40_m", "m", baseline=400.0, exemplary=600.0),
        Parameter("crest_at_50_m", "m", baseline=900.0, exemplary=1350.0),
        Parameter("crest_at_60_m", "m", baseline=1200.0, exemplary=1800.0),
        Parameter("crest_at_80_m", "m", baseline=3000.0, exemplary=4500.0),
        Parameter("crest_at_100_m", "m", baseline=6500.0, exemplary=10000.0),
        Parameter("sag_at_20_m", "m", baseline=100.0, exemplary=150.0),
        Parameter("sag_at_30_m", "m", baseline=250.0, exemplary=400.0),
        Parameter("sag_at_40_m", "m", baseline=450.0, exemplary=700.0),
        Parameter("sag_at_50_m", "m", baseline=700.0, exemplary=1050.0),
        Parameter("sag_at_60_m", "m", baseline=1000.0, exemplary=1500.0),
        Parameter("sag_at_80_m", "m", baseline=1800.0, exemplary=2700.0),
        Parameter("sag_at_100_m", "m", baseline=3000.0, exemplary=4500.0),
    ),
    check=check,
)
