"""Between bollards there is room for a wheelchair.

Why
    What keeps cars out must not keep out those on wheels who have no other way.
Fails
    Two bollards with 0.70 m of free width between them.
Passes
    At least 0.90 m between each bollard and its neighbours, measured between what stands on the ground.
Not applicable
    A model with fewer than two bollards. Where no bollard has a shape, nothing can be said.
"""

from collections.abc import Iterator
from typing import Any

from checkers.lasting_order import in_lasting_order, lasting_names
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.surface_falls import MESH
from checkers.surfaces import outlines
from checkers.things import things
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number

MEASURED_WITHIN_M = 0.01
JOINED_M = 0.05
"""What is nearer than this is one bollard in two pieces."""


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each bollard and its neighbours."""
    import shapely

    limit_m = parameters.number("gap_m")
    bollards = in_lasting_order(things(tables, Thing.BOLLARD))
    if len(bollards) < 2:
        return
    standing = outlines(tables, "msr_standing")
    feet = standing.reindex([step_id for step_id in bollards["step_id"] if step_id in standing.index])
    names = lasting_names(bollards)
    said: dict[str, Any] = {"expected": f">= {format_number(limit_m)}", "limit_value": limit_m, "unit": "m"}
    if feet.empty:
        yield Undetermined(**said, step_id=int(bollards["step_id"].iloc[0]), missing_field=MESH)
        return
    shapes = feet.to_numpy(object)
    pairs = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=limit_m - MEASURED_WITHIN_M)
    close = [
        (a, b, float(shapely.distance(shapes[a], shapes[b]))) for a, b in sorted(zip(*pairs.tolist(), strict=True)) if a < b
    ]  # fmt: skip
    close = [(a, b, gap_m) for a, b, gap_m in close if gap_m > JOINED_M]
    yield Passed(len(feet) - len({place for a, b, _ in close for place in (a, b)}))
    for a, b, gap_m in close:
        yield Failed(
            **said, step_id=int(feet.index[a]), subject=f"bollard:{names[int(feet.index[b])]}", observed=format_number(gap_m, 2),
            observed_value=gap_m, caused_by=(str(feet.index[b]),), table="msr_standing", inputs={"gap_m": gap_m},
        )  # fmt: skip


RULE = Rule(
    code="HB-12",
    name="habitat.bollard_gaps",
    version=1,
    family=RuleFamily.HABITAT,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE, ProjectCategory.HABITAT, ProjectCategory.LANDSCAPE}),
    obligation=Obligation.ADVISORY,
    # Known from a restatement that gives the section.
    clauses=(Clause("GB 55019-2021", "2.4"),),
    tables=("ifc_element", "msr_thing", "msr_standing"),
    parameters=(Parameter("gap_m", "m", baseline=0.9, exemplary=0.9),),
    check=check,
)
