"""Wheelchair ramps are gentle and wide enough.

Why
    A ramp of 1:10 cannot be climbed by one's own arms, and on one of a metre nobody can push.
Fails
    A ramp named 无障碍坡道 or flagged HandicapAccessible that rises by 1:10, or whose clear width is 1.10 m.
Passes
    At most 1:12 and at least 1.20 m: as declared (Slope, 坡度; ClearWidth, 净宽, 宽度), else as measured on the top and on the
    outline of its shape.
Not applicable
    A model without ramps that say that they are for wheelchairs, by a flag, by 无障碍 or 轮椅 in a name, or by the ramp that they
    are a flight of. Kerb ramps (缘石坡道) have limits of their own. A ramp made of flights is judged by its flights; one
    without shape or values cannot be judged.
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


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at the slope and at the width of each wheelchair ramp."""
    ramps = _wheelchair_ramps(tables)
    if ramps.empty:
        return
    ramps = ramps.assign(**_slopes(tables, ramps), **_widths(tables, ramps))
    run, width_m = parameters.number("run_per_rise"), parameters.number("clear_width_m")
    is_gentle = ramps["slope"] <= 1 / run + EQUALITY_TOLERANCE
    is_wide = ramps["width_m"] >= width_m - EQUALITY_TOLERANCE
    yield Passed(int(is_gentle.sum()) + int(is_wide.sum()))
    for ramp in ramps[~is_gentle].itertuples():
        is_known = ramp.slope == ramp.slope
        said: dict[str, Any] = {
            "step_id": ramp.Index, "subject": "slope", "expected": f"<= 1:{format_number(run)}", "limit_value": 1 / run,
            "params": {"run": format_number(run)}, "unit": "", "table": "msr_slope" if ramp.slope_is_measured else "ifc_property",
        }  # fmt: skip
        if is_known:
            observed = f"1:{format_number(1 / ramp.slope, 1)}"
            yield Failed(**said, text="slope", observed=observed, observed_value=ramp.slope, inputs={"slope": ramp.slope})
        else:
            yield Undetermined(**said, missing_field=SLOPE)
    for ramp in ramps[~is_wide].itertuples():
        said = {
            "step_id": ramp.Index, "subject": "width", "expected": f">= {format_number(width_m)}", "limit_value": width_m,
            "unit": "m", "table": "msr_strip" if ramp.width_is_measured else "ifc_property",
        }  # fmt: skip
        if ramp.width_m == ramp.width_m:
            observed = format_number(ramp.width_m)
            yield Failed(**said, text="width", observed=observed, observed_value=ramp.width_m, inputs={"width_m": ramp.width_m})
        else:
            yield Undetermined(**said, text="width_unknown", missing_field=WIDTH)


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


def _slopes(tables: Frames, ramps: "pd.DataFrame") -> dict[str, Any]:
    given = effective_slopes(tables, "ramp_slope")["slope"].abs().reindex(ramps.index)
    measured = tables["msr_slope"].set_index("step_id")["top_slope"].reindex(ramps.index)
    return {"slope": given.fillna(measured), "slope_is_measured": given.isna()}


def _widths(tables: Frames, ramps: "pd.DataFrame") -> dict[str, Any]:
    clear = effective_numbers(tables, "clear_strip_width", "m")["number"].reindex(ramps.index)
    given = clear.fillna(effective_numbers(tables, "strip_width", "m")["number"].reindex(ramps.index))
    measured = tables["msr_strip"].set_index("step_id")["width_m"].reindex(ramps.index)
    return {"width_m": given.where(given > 0).fillna(measured), "width_is_measured": given.isna()}


RULE = Rule(
    code="ACC-02",
    name="access.wheelchair_ramp",
    version=1,
    family=RuleFamily.ACCESS,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.BUILDING, ProjectCategory.HABITAT, ProjectCategory.LANDSCAPE}),
    obligation=Obligation.ADVISORY,
    # Known from two restatements that give the clause's number and agree.
    clauses=(Clause("GB 55019-2021", "2.3.1"),),
    tables=("ifc_element", "ifc_property", "msr_thing", "msr_slope", "msr_strip"),
    parameters=(
        Parameter("run_per_rise", "", baseline=12.0, exemplary=12.0),
        Parameter("clear_width_m", "m", baseline=1.20, exemplary=1.20),
    ),
    check=check,
)
