"""What the city already has there leaves fire lanes wide enough.

Why
    A model holds its own trees and walls alone; an old tree that stays, or the neighbour's wall, narrows the lane that is built.
Fails
    A lane of 5.0 m with an existing tree 1.5 m from its edge: 3.5 m are left beside it. A lane of 4.0 m over whose edge an
    existing building reaches by 0.3 m. A lane that a wall of another project crosses.
Passes
    At least 4.0 m left from one end to the other, past existing trees (as points, where they stand) and outlines of buildings; of
    a lane that is narrower by itself, all of its width, since its own width is another rule's matter (FIR-17).
Not applicable
    A check without surroundings (``--context``), no fire lanes, or none of these around. A lane without a shape and a model
    without a place on the map cannot be judged.
"""

from collections.abc import Iterator
from typing import Any

from checkers.lasting_order import in_lasting_order
from checkers.passages import STEP_M, passage_width_m
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.strips import TABLES, stretches
from checkers.surfaces import outlines
from checkers.surroundings import PLACE, features_near, is_nowhere, label_of
from checkers.surroundings import TABLES as SURROUNDINGS
from cim_schema.codes import ContextKind, Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number

OBSTACLES = (ContextKind.EXISTING_BUILDING, ContextKind.TREE)
SHAPE = "IfcProduct.Representation"
DIGITS = 3


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each lane."""
    import shapely

    if tables["ctx_place"].empty:
        return
    lanes = in_lasting_order(stretches(tables, Thing.FIRE_LANE).reset_index())
    if len(lanes) and is_nowhere(tables, *OBSTACLES):
        yield Undetermined(text="unplaced", missing_field=PLACE)
    around = [found for kind in OBSTACLES for found in features_near(tables, kind)]
    if lanes.empty or not around:
        return
    shapes = outlines(tables)
    limit_m = parameters.number("width_m")
    standing = [shape for _, shape in around]
    for step_id in lanes["step_id"].astype(int):
        if step_id not in shapes.index:
            yield Undetermined(step_id=step_id, missing_field=SHAPE)
            continue
        lane = shapely.make_valid(shapes[step_id])
        in_it = [
            place for place, shape in enumerate(standing) if shapely.intersects(lane, shape) and not shapely.touches(lane, shape)
        ]
        own_m = passage_width_m(lane, [], limit_m) if in_it else limit_m
        left_m = passage_width_m(lane, [standing[place] for place in in_it], limit_m) if in_it else limit_m
        if left_m >= own_m - STEP_M:
            yield Passed(1)
            continue
        worst = min(in_it, key=lambda place: (passage_width_m(lane, [standing[place]], limit_m), place))
        yield Failed(
            step_id=step_id, subject=around[worst][0].feature_id, observed=format_number(left_m, 2), observed_value=left_m,
            expected=f">= {format_number(limit_m)}", limit_value=limit_m, unit="m", table="ctx_near",
            params={"other": label_of(around[worst][0])}, point=_point_in(lane, standing[worst]),
            inputs={"clear_width_m": left_m, "own_width_m": own_m, "in_it": len(in_it)},
        )  # fmt: skip


def _point_in(lane: Any, obstacle: Any) -> tuple[float, float, float]:
    import shapely

    point = shapely.point_on_surface(shapely.intersection(lane, obstacle))
    return round(float(point.x), DIGITS), round(float(point.y), DIGITS), 0.0


RULE = Rule(
    code="FIR-23",
    name="fire.fire_lane_kept_clear",
    version=1,
    family=RuleFamily.FIRE,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.BUILDING, ProjectCategory.HABITAT}),
    obligation=Obligation.ADVISORY,
    # Known from restatements that give the clause's number.
    clauses=(Clause("GB 55037-2022", "3.4.5"),),
    tables=(*TABLES, "msr_thing", "msr_footprint", *SURROUNDINGS),
    parameters=(Parameter("width_m", "m", baseline=4.0, exemplary=4.0),),
    check=check,
)
