"""Fire lanes go on into a street of the city.

Why
    An engine comes from the street; a lane that ends before it can be as wide as it likes.
Fails
    A lane whose end stays 2.0 m short of the road's land (道路红线) and of every road around, a hedge or a wall between them.
Passes
    A lane that reaches a street, or lanes that join one another and of which one does. What is no further apart than a joint or a
    kerb is joined (0.5 m, a tolerance of drawing and no number of the standard).
Not applicable
    A check without surroundings (``--context``), no fire lanes, no street around. A lane without a shape and a model without a
    place on the map cannot be judged.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from checkers.lasting_order import in_lasting_order
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.strips import TABLES, stretches
from checkers.surfaces import outlines
from checkers.surroundings import PLACE, features_near, is_nowhere, label_of
from checkers.surroundings import TABLES as SURROUNDINGS
from cim_schema.codes import ContextKind, Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import EQUALITY_TOLERANCE, format_number

if TYPE_CHECKING:
    import pandas as pd

STREETS = (ContextKind.ROAD, ContextKind.ROAD_RED_LINE)
SHAPE = "IfcProduct.Representation"
DIGITS = 3


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each lane, or lanes that join one another."""
    import shapely

    if tables["ctx_place"].empty:
        return
    lanes = in_lasting_order(stretches(tables, Thing.FIRE_LANE).reset_index())
    if len(lanes) and is_nowhere(tables, *STREETS):
        yield Undetermined(text="unplaced", missing_field=PLACE)
    streets = [found for kind in STREETS for found in features_near(tables, kind)]
    if lanes.empty or not streets:
        return
    shapes = outlines(tables)
    for step_id in lanes["step_id"][~lanes["step_id"].isin(shapes.index)]:
        yield Undetermined(step_id=int(step_id), missing_field=SHAPE)
    joint_m = parameters.number("joint_m")
    lands = [land for _, land in streets]
    for joined in _joined(lanes, shapes, joint_m):
        ground = shapely.union_all(list(joined.values()))
        distances = shapely.distance(ground, lands)
        nearest = int(distances.argmin())
        distance_m = float(distances[nearest])
        if distance_m <= joint_m + EQUALITY_TOLERANCE:
            yield Passed(len(joined))
            continue
        step_id = min(joined, key=lambda step: float(shapely.distance(joined[step], lands[nearest])))
        x, y = shapely.get_coordinates(shapely.shortest_line(joined[step_id], lands[nearest]))[0].round(DIGITS)
        yield Failed(
            step_id=step_id, subject="street", observed=format_number(distance_m, 2), observed_value=round(distance_m, 6),
            expected=f"<= {format_number(joint_m)}", limit_value=joint_m, unit="m", table="ctx_near",
            params={"other": label_of(streets[nearest][0]), "count": len(joined)}, point=(float(x), float(y), 0.0),
            inputs={"distance_m": round(distance_m, 6), "lanes": len(joined)},
        )  # fmt: skip


def _joined(lanes: "pd.DataFrame", shapes: "pd.Series[Any]", joint_m: float) -> Iterator[dict[int, Any]]:
    """Lanes that join one another, each group as step id → outline, in a lasting order."""
    import shapely

    own = {int(step): shapely.make_valid(shapes[step]) for step in lanes["step_id"] if step in shapes.index}
    widened = shapely.union_all([shapely.buffer(shape, (joint_m + EQUALITY_TOLERANCE) / 2) for shape in own.values()])
    groups = [
        {step: shape for step, shape in own.items() if shapely.intersects(part, shape)} for part in shapely.get_parts(widened)
    ]
    order = list(own)
    yield from sorted(groups, key=lambda group: order.index(next(iter(group))))


RULE = Rule(
    code="FIR-22",
    name="fire.fire_lane_to_street",
    version=1,
    family=RuleFamily.FIRE,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.BUILDING, ProjectCategory.HABITAT}),
    obligation=Obligation.ADVISORY,
    # The second asks it of the plot and was read; of the first only the neighbouring articles were seen.
    clauses=(Clause("GB 55037-2022", "3.4"), Clause("GB 50352-2019", "4.2.1", confirmed=True)),
    tables=(*TABLES, "msr_thing", "msr_footprint", *SURROUNDINGS),
    parameters=(Parameter("joint_m", "m", baseline=0.5, exemplary=0.5),),
    check=check,
)
