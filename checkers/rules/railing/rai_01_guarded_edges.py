"""Edges over a fall are guarded, and high enough.

Why
    Nobody sees the edge in a crowd, and a railing under one's centre of gravity tips one over it.
Fails
    A landing of which 1.5 m lie open over 2 m of air; the edge of a gallery with a railing of 0.95 m.
Passes
    Edges of floors with rooms, of landings, balconies and galleries with a fall of 0.70 m or more beside them, at which a railing,
    a parapet, a wall or a window stands 1.10 m high over the floor; of railings also what they declare. An open piece of up to
    0.50 m passes: posts and walls end somewhere. What one may step on before a railing is not looked at.
Not applicable
    A model in which no edge of a floor is seen to lie over a fall, and no railing says that it is a guardrail. A guardrail
    without a shape is judged by its declared height; without that it is undetermined.
"""

from collections.abc import Iterator
from typing import Any

from checkers.bridge_railings import HEIGHT_WITHIN_M
from checkers.properties import effective_numbers
from checkers.railings import HEIGHT
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.spatial_classes import in_buildings
from checkers.things import things
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import EQUALITY_TOLERANCE, format_number

OPEN_M = 0.50
"""A shorter piece of an edge at which nothing stands is a gap in the drawing."""


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each edge over a fall, and at what stands there."""
    limit_m, fall_m = parameters.number("guard_height_m"), parameters.number("fall_m")
    given = {name: tables[name] for name in ("ifc_element", "ifc_property")}
    declared = effective_numbers(given, "railing_height", "m")["number"]
    railings = in_buildings(things(tables, Thing.RAILING, Thing.GUARDRAIL), tables["ifc_element"])
    edges = tables["msr_drop_edge"]
    edges = edges[edges["fall_m"] >= fall_m - EQUALITY_TOLERANCE].sort_values(["step_id", "edge_number"])
    said: dict[str, Any] = {
        "expected": f">= {format_number(limit_m)}",
        "limit_value": limit_m,
        "unit": "m",
        "table": "msr_drop_edge",
    }
    for edge in edges[edges["longest_unguarded_m"] > OPEN_M].itertuples():
        length_m = round(edge.longest_unguarded_m, 2)
        yield Failed(
            step_id=int(edge.step_id), subject=f"edge {edge.edge_number}", text="open", observed=format_number(length_m), unit="m",
            observed_value=length_m, table="msr_drop_edge", params={"fall": format_number(round(edge.fall_m, 2))},
            inputs={"fall_m": edge.fall_m, "longest_unguarded_m": edge.longest_unguarded_m},
        )  # fmt: skip
    yield Passed(int((edges["longest_unguarded_m"] <= OPEN_M).sum()))
    heights = edges.dropna(subset=["guard_step_id"]).groupby("guard_step_id")["guard_height_m"].min()
    for step_id, height in heights.items():
        stated = declared.get(step_id) if step_id in set(railings["step_id"]) else None
        sizes = {"measured_m": float(height)} | ({"declared_m": float(stated)} if stated and stated > 0 else {})
        least_m = min(sizes["measured_m"] + HEIGHT_WITHIN_M, sizes.get("declared_m", limit_m) + EQUALITY_TOLERANCE)
        if least_m >= limit_m:
            yield Passed(1)
        else:
            lowest_m = min(sizes.values())
            observed = format_number(round(lowest_m, 3))
            yield Failed(**said, step_id=int(step_id), observed=observed, observed_value=lowest_m, inputs=sizes)
    shaped = set(tables["msr_footprint"]["step_id"])
    for rail in (
        railings[railings["thing"].eq(Thing.GUARDRAIL) & ~railings["step_id"].isin(shaped)].sort_values("step_id").itertuples()
    ):
        height = declared.get(rail.step_id)
        if height is None or not height > 0:
            yield Undetermined(**said | {"table": "ifc_property"}, step_id=int(rail.step_id), missing_field=HEIGHT)
        elif height >= limit_m - EQUALITY_TOLERANCE:
            yield Passed(1)
        else:
            inputs = {"declared_m": float(height)}
            shown: dict[str, Any] = {"observed": format_number(height), "observed_value": float(height), "inputs": inputs}
            yield Failed(**said | {"table": "ifc_property"}, step_id=int(rail.step_id), **shown)


RULE = Rule(
    code="RAI-01",
    name="railing.guarded_edges",
    version=1,
    family=RuleFamily.RAILING,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.ADVISORY,
    # Known from restatements that give the clause's number.
    clauses=(Clause("GB 55031-2022", "6.6.1"),),
    tables=("ifc_element", "ifc_property", "msr_thing", "msr_footprint", "msr_drop_edge"),
    parameters=(
        Parameter("guard_height_m", "m", baseline=1.10, exemplary=1.10),
        Parameter("fall_m", "m", baseline=0.70, exemplary=0.70),
    ),
    check=check,
)
