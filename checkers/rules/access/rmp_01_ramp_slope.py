"""Ramps are gentle enough to walk on.

Why
    On a steep ramp people slip when it is wet, and trolleys run away.
Fails
    A ramp of 1:9 before an entrance; a ramp of 1:7, wherever it is.
Passes
    At most 1:8 indoors and 1:10 outdoors: as declared (Slope, 坡度), else as measured on the top of the shape.
Not applicable
    A model without ramps; ramps of vehicles and kerb ramps have limits of their own. A ramp made of flights is judged by its
    flights. One between the two limits that does not say whether it is outdoors (IsExternal, or in its name) is undetermined,
    and so is one without shape or slope.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from checkers.names import joined_names, words
from checkers.properties import effective_flags, effective_slopes
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.spatial_classes import in_buildings
from checkers.things import things
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import EQUALITY_TOLERANCE, format_number

if TYPE_CHECKING:
    import pandas as pd

SLOPE, EXTERNAL = "Pset_RampFlightCommon.Slope", "Pset_RampCommon.IsExternal"

WITHIN = 1e-4
"""Slopes of meshes are that near to the drawn ones."""


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at the slope of each ramp that people walk on."""
    indoors, outdoors = 1 / parameters.number("indoor_run_per_rise"), 1 / parameters.number("outdoor_run_per_rise")
    for ramp in _ramps(tables).itertuples():
        said: dict[str, Any] = {
            "step_id": int(ramp.step_id), "unit": "", "table": "msr_slope" if ramp.is_measured else "ifc_property",
        }  # fmt: skip
        if ramp.slope != ramp.slope:
            yield Undetermined(**said, missing_field=SLOPE)
            continue
        limits = {True: (outdoors,), False: (indoors,)}.get(ramp.is_outdoors, (indoors, outdoors))
        slack = WITHIN if ramp.is_measured else EQUALITY_TOLERANCE
        kept = [ramp.slope <= limit + slack for limit in limits]
        limit = max(limits)
        said |= {
            "observed": f"1:{format_number(1 / ramp.slope, 1)}" if ramp.slope > 0 else "0", "observed_value": ramp.slope,
            "expected": f"<= 1:{format_number(1 / limit)}", "limit_value": limit, "inputs": {"slope": ramp.slope},
            "params": {"run": format_number(1 / limit)},
        }  # fmt: skip
        if all(kept):
            yield Passed(1)
        elif not any(kept):
            yield Failed(**said)
        else:
            yield Undetermined(**said, text="place_unknown", missing_field=EXTERNAL)


def _ramps(tables: Frames) -> "pd.DataFrame":
    ramps = in_buildings(things(tables, Thing.RAMP), tables["ifc_element"])
    label = joined_names(ramps)
    is_other = words("access", "vehicle_ramp").in_texts(label) | words("access", "kerb_ramp").in_texts(label)
    is_whole = ramps["step_id"].isin(ramps["parent_step_id"].dropna())
    given = ramps["step_id"].map(effective_slopes(tables, "ramp_slope")["slope"].abs())
    measured = ramps["step_id"].map(tables["msr_slope"].set_index("step_id")["top_slope"])
    outdoors = ramps["step_id"].map(effective_flags(tables, "is_external")).astype("object")
    by_name = [
        True if outside and not inside else False if inside and not outside else None
        for outside, inside in zip(
            words("access", "outdoors").in_texts(label), words("access", "indoors").in_texts(label), strict=True
        )
    ]
    outdoors = [own if isinstance(own, bool) else named for own, named in zip(outdoors, by_name, strict=True)]
    ramps = ramps.assign(slope=given.fillna(measured).astype("float64"), is_measured=given.isna(), is_outdoors=outdoors)
    return ramps[~is_other & ~is_whole].sort_values("step_id")


RULE = Rule(
    code="RMP-01",
    name="access.ramp_slope",
    version=1,
    family=RuleFamily.ACCESS,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.RECOMMENDED,
    clauses=(Clause("GB 50352-2019", "6.7.2", confirmed=True),),
    tables=("ifc_element", "ifc_property", "msr_thing", "msr_slope"),
    parameters=(
        Parameter("indoor_run_per_rise", "", baseline=8.0, exemplary=8.0),
        Parameter("outdoor_run_per_rise", "", baseline=10.0, exemplary=10.0),
    ),
    check=check,
)
