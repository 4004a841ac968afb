"""Rooms that people use are high enough to stand in.

Why
    Corridors, basements and mezzanines lose their height to beams and pipes before anyone has measured it.
Fails
    A corridor whose space is 1.95 m high.
Passes
    A space at least 2.00 m high, measured on its shape from lowest to highest point.
Not applicable
    A model without spaces, or with shafts, cavities and outdoor spaces only.
"""

from collections.abc import Iterator
from typing import Any

from checkers.rooms import are, spaces
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import EQUALITY_TOLERANCE, format_number

OUTSIDE = "EXTERNAL"
SHAPE = "IfcSpace.Representation"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each indoor space that is no shaft."""
    limit_m = parameters.number("height_m")
    rooms = spaces(tables)
    attributes = tables["ifc_attribute"]
    # IFC2X3 says it in an attribute of its own.
    is_outside = attributes["attribute_name"].eq("InteriorOrExteriorSpace") & attributes["value"].eq(OUTSIDE)
    outside = set(attributes.loc[is_outside, "step_id"])
    rooms = rooms[~are(rooms, "unused") & ~rooms["predefined_type"].eq(OUTSIDE) & ~rooms["step_id"].isin(outside)]
    heights = tables["msr_footprint"].set_index("step_id")["height_m"]
    rooms = rooms.set_index("step_id").assign(height_m=heights.reindex(rooms["step_id"]).to_numpy())
    enough = rooms["height_m"] >= limit_m - EQUALITY_TOLERANCE
    yield Passed(int(enough.sum()))
    for room in rooms[~enough].itertuples():
        said: dict[str, Any] = {
            "step_id": room.Index, "expected": f">= {format_number(limit_m)}", "limit_value": limit_m, "unit": "m",
            "params": {"room": room.label.strip()}, "table": "msr_footprint",
        }  # fmt: skip
        if room.height_m != room.height_m:
            yield Undetermined(**said, missing_field=SHAPE)
            continue
        yield Failed(
            **said, observed=format_number(room.height_m), observed_value=room.height_m, inputs={"height_m": room.height_m}
        )


RULE = Rule(
    code="FUN-21",
    name="function.room_height",
    version=1,
    family=RuleFamily.FUNCTION,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 50352-2019", "6.3.3", confirmed=True),),
    tables=("ifc_element", "ifc_attribute", "msr_footprint"),
    parameters=(Parameter("height_m", "m", baseline=2.00, exemplary=2.00),),
    check=check,
)
