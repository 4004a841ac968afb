"""Kerbs stand high enough over the lanes to hold wheels back, and not so high as to hurt them.

Why
    A low kerb is driven over and parked on; a high one tears tyres and stops nobody better.
Fails
    A kerb of 60 mm beside the carriageway; one of 250 mm at a reserve.
Passes
    100 to 150 mm beside the road, 150 to 200 mm at a reserve; as declared (Upstand, 外露高度), else as measured over the surface
    for vehicles beside it, the median along the kerb. A kerb with planted ground or a reserve behind it may be either.
Not applicable
    A model without upright kerbs: flush ones (平缘石), by name or with less than 30 mm, mark an edge or a ramp. A kerb with nothing
    beside it that vehicles go on is not looked at.
"""

from collections.abc import Iterator
from typing import Any

from checkers.names import joined_names, words
from checkers.properties import effective_numbers
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.things import things
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import EQUALITY_TOLERANCE, format_number

MEASURED_WITHIN_M = 0.005
"""Upstands measured between meshes are that near to those of the drawn shapes: the lane falls toward the kerb."""

FLUSH_M = 0.03
"""What stands less high is meant to be driven or rolled over."""

MISSING = "Pset_KerbCommon.Upstand"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each upright kerb."""
    kerbs = things(tables, Thing.KERB).sort_values("step_id").set_index("step_id")
    kerbs = kerbs[~words("roads", "flush_kerb").in_texts(joined_names(kerbs))]
    declared = effective_numbers(tables, "kerb_upstand", "m")["number"].dropna()
    measured = tables["msr_kerb"].set_index("step_id")[["upstand_m", "is_at_reserve"]]
    kerbs = kerbs.join(declared.rename("declared_m")).join(measured)
    footprints = tables["msr_footprint"]
    shaped = set(footprints.loc[footprints["has_surface"].eq(True), "step_id"])
    for kerb in kerbs.itertuples():
        is_told = kerb.declared_m == kerb.declared_m
        upstand_m = float(kerb.declared_m if is_told else kerb.upstand_m)
        if upstand_m != upstand_m:
            if kerb.Index not in shaped:
                yield Undetermined(step_id=int(kerb.Index), missing_field=MISSING)
            continue
        if upstand_m < FLUSH_M:
            continue
        slack = EQUALITY_TOLERANCE if is_told else MEASURED_WITHIN_M
        least_m = parameters.number("least_m")
        most_m = parameters.number("most_m") if kerb.is_at_reserve is False else parameters.number("most_at_reserve_m")
        if least_m - slack <= upstand_m <= most_m + slack:
            yield Passed(1)
            continue
        said: dict[str, Any] = {
            "step_id": int(kerb.Index), "observed": format_number(upstand_m), "observed_value": upstand_m, "unit": "m",
            "expected": f"{format_number(least_m)}–{format_number(most_m)}",
            "limit_value": least_m if upstand_m < least_m else most_m,
            "params": {"least": format_number(least_m), "most": format_number(most_m)},
            "table": "ifc_property" if is_told else "msr_kerb", "inputs": {"upstand_m": upstand_m},
        }  # fmt: skip
        yield Failed(**said)


RULE = Rule(
    code="RD-30",
    name="road.kerb_upstand",
    version=1,
    family=RuleFamily.ROAD,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.RECOMMENDED,
    clauses=(Clause("CJJ 37-2012", "5.5.2", edition="2016", confirmed=True),),
    tables=("ifc_element", "ifc_property", "msr_thing", "msr_footprint", "msr_kerb"),
    parameters=(
        Parameter("least_m", "m", baseline=0.10, exemplary=0.10),
        Parameter("most_m", "m", baseline=0.15, exemplary=0.15),
        Parameter("most_at_reserve_m", "m", baseline=0.20, exemplary=0.20),
    ),
    check=check,
)
