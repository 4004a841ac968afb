"""Zebra crossings are wide enough for those who cross.

Why
    Where all start at once, those at the edge of a narrow crossing walk beside the markings.
Fails
    A crossing of 2.5 m; one of 4 m over an arterial road.
Passes
    At least 5 m over arterial roads, 3 m over others. The width is the declared one (Width, 宽度), else that along the stripes,
    else the shorter side of its outline.
Not applicable
    A model without crossings. A crossing without a shape is left to its markings; where nothing has one it cannot be judged. Over a
    road of unknown class it is judged where both widths agree.
"""

from collections.abc import Iterator
from typing import Any

from checkers.lasting_order import in_lasting_order
from checkers.properties import effective_numbers
from checkers.road_classes import MISSING_CLASS, possible_classes
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.strips import MEASURED_WITHIN_M, WIDTH
from checkers.surfaces import outlines
from checkers.things import things
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each crossing."""
    crossings = in_lasting_order(things(tables, Thing.CROSSING))
    if crossings.empty:
        return
    declared = effective_numbers(tables, "strip_width", "m")["number"].dropna()
    shapes = outlines(tables)
    widths = {step_id: float(declared[step_id]) for step_id in crossings["step_id"] if step_id in declared.index}
    widths |= {
        step_id: _width_m(shapes[step_id]) for step_id in crossings["step_id"] if step_id not in widths and step_id in shapes.index
    }
    classes = possible_classes(tables)
    limits = {parameters.number("arterial_m" if one == "arterial" else "other_m") for one in classes}
    if not widths:
        yield Undetermined(step_id=int(crossings["step_id"].iloc[0]), missing_field=WIDTH, limit_value=max(limits), unit="m")
    for step_id, width_m in widths.items():
        reached = [limit for limit in limits if width_m >= limit - MEASURED_WITHIN_M]
        if len(reached) == len(limits):
            yield Passed(1)
            continue
        limit = max(limits) if reached else min(limits)
        said: dict[str, Any] = {
            "step_id": int(step_id), "observed": format_number(width_m), "observed_value": width_m, "unit": "m",
            "expected": f">= {format_number(limit)}", "limit_value": limit, "inputs": {"width_m": width_m},
            "table": "ifc_property" if step_id in declared.index else "msr_footprint",
        }  # fmt: skip
        if reached:
            yield Undetermined(**said, missing_field=MISSING_CLASS, text="class_unknown")
        else:
            yield Failed(**said)


def _width_m(outline: Any) -> float:
    """Along the stripes where there are several, else the shorter side."""
    import numpy as np
    import shapely

    parts = shapely.get_parts(outline)
    stripe = max(parts, key=lambda part: part.area)
    sides = np.diff(shapely.get_coordinates(shapely.minimum_rotated_rectangle(stripe)), axis=0)[:2]
    lengths = np.hypot(*sides.T)
    if len(parts) == 1:
        return float(lengths.min())
    along = sides[lengths.argmax()] / lengths.max()
    reach = shapely.get_coordinates(outline) @ along
    return float(np.ptp(reach))


RULE = Rule(
    code="RD-19",
    name="road.crossing_width",
    version=1,
    family=RuleFamily.ROAD,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.RECOMMENDED,
    clauses=(Clause("CJJ 37-2012", "9.2.4", edition="2016", confirmed=True),),
    tables=("ifc_element", "ifc_property", "ifc_quantity", "msr_thing", "msr_footprint"),
    parameters=(
        Parameter("arterial_m", "m", baseline=5.0, exemplary=5.0),
        Parameter("other_m", "m", baseline=3.0, exemplary=3.0),
    ),
    check=check,
)
