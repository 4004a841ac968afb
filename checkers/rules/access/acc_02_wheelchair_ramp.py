"""Wheelchair ramps are gentle and wide enough, rise little at a time, and do not tilt.

Why
    A ramp of 1:10 cannot be climbed by one's own arms, on one of a metre nobody can push, and after 0.75 m arms need a rest.
Fails
    A ramp named 无障碍坡道 or flagged HandicapAccessible that rises by 1:10, whose clear width is 1.10 m, of which one flight
    rises by 0.90 m, or that falls by 3 % to one side.
Passes
    At most 1:12 and at least 1.20 m: as declared (Slope, 坡度; ClearWidth, 净宽, 宽度), else as measured on the top of the shape
    and between the walls and handrails beside it. At most 0.75 m of rise a flight and 1:50 across, as measured.
Not applicable
    A model without ramps that say that they are for wheelchairs, by a flag, by 无障碍 or 轮椅 in a name, or by the ramp that they
    are a flight of. Kerb ramps (缘石坡道) have limits of their own. A ramp made of flights is judged by its flights; one
    without shape or values cannot be judged, and rise and tilt are not known of one without a shape that rises. The tilt of a
    flight that bends is not looked at.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from checkers.names import joined_names, words
from checkers.properties import effective_flags, effective_numbers, effective_slopes
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.things import things
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import EQUALITY_TOLERANCE, format_number

if TYPE_CHECKING:
    import pandas as pd

SLOPE, WIDTH = "Pset_RampFlightCommon.Slope", "Pset_RampFlightCommon.ClearWidth"
SHAPE = "IfcRampFlight.Representation"
MEASURED = "msr_ramp_flight"

WITHIN, WITHIN_M = 1e-4, 0.005
"""Slopes and sizes of meshes are that near to the drawn ones."""


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at the slope, the width, the rise and the tilt of each wheelchair ramp."""
    ramps = _wheelchair_ramps(tables)
    if ramps.empty:
        return
    flights = tables["msr_ramp_flight"].groupby("step_id")
    ramps = ramps.assign(**_slopes(tables, ramps, flights), **_widths(tables, ramps, flights))
    ramps = ramps.assign(
        rise_m=flights["rise_m"].max().reindex(ramps.index), crossfall=flights["crossfall"].max().reindex(ramps.index)
    )
    yield from _judge_slopes(ramps, parameters.number("run_per_rise"))
    yield from _judge_widths(ramps, parameters.number("clear_width_m"))
    yield from _judge_rises(ramps, parameters.number("rise_m"))
    yield from _judge_tilts(ramps, parameters.number("crossfall"))


def _judge_slopes(ramps: "pd.DataFrame", run: float) -> Iterator[Verdict]:
    slack = ramps["slope_is_measured"].map({True: WITHIN, False: EQUALITY_TOLERANCE})
    is_gentle = ramps["slope"] <= 1 / run + slack
    yield Passed(int(is_gentle.sum()))
    for ramp in ramps[~is_gentle].itertuples():
        said: dict[str, Any] = {
            "step_id": ramp.Index, "subject": "slope", "expected": f"<= 1:{format_number(run)}", "limit_value": 1 / run,
            "params": {"run": format_number(run)}, "unit": "", "table": MEASURED if ramp.slope_is_measured else "ifc_property",
        }  # fmt: skip
        if ramp.slope == ramp.slope:
            observed = f"1:{format_number(1 / ramp.slope, 1)}"
            yield Failed(**said, text="slope", observed=observed, observed_value=ramp.slope, inputs={"slope": ramp.slope})
        else:
            yield Undetermined(**said, missing_field=SLOPE)


def _judge_widths(ramps: "pd.DataFrame", limit_m: float) -> Iterator[Verdict]:
    slack = ramps["width_is_measured"].map({True: WITHIN_M, False: EQUALITY_TOLERANCE})
    is_wide = ramps["width_m"] >= limit_m - slack
    yield Passed(int(is_wide.sum()))
    for ramp in ramps[~is_wide].itertuples():
        said: dict[str, Any] = {
            "step_id": ramp.Index, "subject": "width", "expected": f">= {format_number(limit_m)}", "limit_value": limit_m,
            "unit": "m", "table": MEASURED if ramp.width_is_measured else "ifc_property",
        }  # fmt: skip
        if ramp.width_m == ramp.width_m:
            observed = format_number(ramp.width_m)
            yield Failed(**said, text="width", observed=observed, observed_value=ramp.width_m, inputs={"width_m": ramp.width_m})
        else:
            yield Undetermined(**said, text="width_unknown", missing_field=WIDTH)


def _judge_rises(ramps: "pd.DataFrame", limit_m: float) -> Iterator[Verdict]:
    is_low = ramps["rise_m"] <= limit_m + WITHIN_M
    yield Passed(int(is_low.sum()))
    for ramp in ramps[~is_low].itertuples():
        said: dict[str, Any] = {
            "step_id": ramp.Index, "subject": "rise", "expected": f"<= {format_number(limit_m)}", "limit_value": limit_m,
            "unit": "m", "table": MEASURED,
        }  # fmt: skip
        if ramp.rise_m == ramp.rise_m:
            observed = format_number(ramp.rise_m)
            yield Failed(**said, text="rise", observed=observed, observed_value=ramp.rise_m, inputs={"rise_m": ramp.rise_m})
        else:
            yield Undetermined(**said, text="rise_unknown", missing_field=SHAPE)


def _judge_tilts(ramps: "pd.DataFrame", limit: float) -> Iterator[Verdict]:
    known = ramps[ramps["crossfall"].notna()]
    is_flat = known["crossfall"] <= limit + WITHIN
    yield Passed(int(is_flat.sum()))
    for ramp in known[~is_flat].itertuples():
        yield Failed(
            step_id=ramp.Index, subject="crossfall", text="crossfall", observed=f"1:{format_number(1 / ramp.crossfall, 1)}",
            expected=f"<= 1:{format_number(1 / limit)}", observed_value=ramp.crossfall, limit_value=limit, unit="", table=MEASURED,
            params={"run": format_number(1 / limit)}, inputs={"crossfall": ramp.crossfall},
        )  # fmt: skip


def _wheelchair_ramps(tables: Frames) -> "pd.DataFrame":
    """Indexed by step id."""
    ramps = things(tables, Thing.RAMP).sort_values("step_id").set_index("step_id")
    label = joined_names(ramps)
    flagged = effective_flags(tables, "accessible").reindex(ramps.index)
    by_name = words("access", "wheelchair_ramp").in_texts(label) & flagged.isna()
    said = (by_name | flagged.eq(True)) & ~words("access", "kerb_ramp").in_texts(label)
    of_whole = ramps["parent_step_id"].map(said).fillna(False).astype(bool)
    is_made_of_flights = ramps.index.isin(ramps["parent_step_id"].dropna())
    return ramps[(said | of_whole) & ~is_made_of_flights]


def _slopes(tables: Frames, ramps: "pd.DataFrame", flights: Any) -> dict[str, Any]:
    given = effective_slopes(tables, "ramp_slope")["slope"].abs().reindex(ramps.index)
    measured = flights["top_slope"].max().reindex(ramps.index)
    of_top = tables["msr_slope"].set_index("step_id")["top_slope"].reindex(ramps.index)
    return {"slope": given.fillna(measured).fillna(of_top), "slope_is_measured": given.isna()}


def _widths(tables: Frames, ramps: "pd.DataFrame", flights: Any) -> dict[str, Any]:
    clear = effective_numbers(tables, "clear_strip_width", "m")["number"].reindex(ramps.index)
    given = clear.fillna(effective_numbers(tables, "strip_width", "m")["number"].reindex(ramps.index))
    # A flight that bends has no width between its handrails.
    measured = flights["clear_width_m"].min().fillna(flights["width_m"].min()).reindex(ramps.index)
    of_outline = tables["msr_strip"].set_index("step_id")["width_m"].reindex(ramps.index)
    return {"width_m": given.where(given > 0).fillna(measured).fillna(of_outline), "width_is_measured": given.isna()}


RULE = Rule(
    code="ACC-02",
    name="access.wheelchair_ramp",
    version=2,
    family=RuleFamily.ACCESS,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.BUILDING, ProjectCategory.HABITAT, ProjectCategory.LANDSCAPE}),
    obligation=Obligation.ADVISORY,
    # Known from two restatements that agree; one of them gives the clause's number.
    clauses=(Clause("GB 55019-2021", "2.3.1"),),
    tables=("ifc_element", "ifc_property", "msr_thing", "msr_ramp_flight", "msr_slope", "msr_strip"),
    parameters=(
        Parameter("run_per_rise", "", baseline=12.0, exemplary=12.0),
        Parameter("clear_width_m", "m", baseline=1.20, exemplary=1.20),
        Parameter("rise_m", "m", baseline=0.75, exemplary=0.75),
        Parameter("crossfall", "", baseline=0.02, exemplary=0.02),
    ),
    check=check,
)
