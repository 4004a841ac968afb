"""Nothing hangs into the clearance of carriageways, cycle tracks and footways.

Why
    A lorry is 4.0 m high and sways; a rider's or a walker's head meets what hangs lower than 2.5 m.
Fails
    A girder 4.3 m over a carriageway; the crown of a street tree 2.2 m over a footway. The finding stands at the surface, at the
    lowest place, and names all that hangs too low over it.
Passes
    4.5 m over carriageways and lanes (3.5 m where they are declared for cars alone), 2.5 m over cycle tracks and footways, measured
    from the surface's own top. What stands on the ground (a trunk, a pole, a bench) does not hang; its crown or arm does.
Not applicable
    A model without such surfaces. A surface without a mesh, its own or that of the pavement in it, is judged by its declared clear
    height (净高), and cannot be judged without.
"""

from collections.abc import Iterator
from typing import Any

from checkers.clear_heights import MISSING, TABLES, clear_heights, of_declared, of_measured
from checkers.properties import effective_values
from checkers.roads import is_for_cars_alone
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import EQUALITY_TOLERANCE, format_number

MOTOR = (Thing.CARRIAGEWAY, Thing.TRAFFIC_LANE)
OTHER = (Thing.CYCLE_TRACK, Thing.FOOTWAY)


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each surface."""
    told = tables["msr_thing"].set_index("step_id")["thing"]
    uses = effective_values(tables, "lane_use")["value"]
    for_cars = {step_id for step_id, use in uses.items() if is_for_cars_alone(use)}
    heights = clear_heights(tables)
    for step_id, bodies in heights.bodies.items():
        if told[step_id] not in (*MOTOR, *OTHER):
            continue
        limit_m = parameters.number("other_m" if told[step_id] in OTHER else "car_m" if step_id in for_cars else "motor_m")
        said: dict[str, Any] = {
            "step_id": step_id, "expected": f">= {format_number(limit_m)}", "limit_value": limit_m, "unit": "m",
        }  # fmt: skip
        declared_m, low = heights.declared_m.get(step_id), heights.low_over(step_id, limit_m)
        if low is not None:
            said |= of_measured(low)
            yield Failed(**said, observed=format_number(said["observed_value"]))
        elif bodies or (declared_m is not None and declared_m >= limit_m - EQUALITY_TOLERANCE):
            yield Passed(1)
        elif declared_m is None:
            yield Undetermined(**said, missing_field=MISSING)
        else:
            yield Failed(**said, **of_declared(declared_m), text="declared", observed=format_number(declared_m))


RULE = Rule(
    code="RD-22",
    name="road.clearance",
    version=1,
    family=RuleFamily.ROAD,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55011-2021", "表 3.1.4", confirmed=True),),
    tables=TABLES,
    parameters=(
        Parameter("motor_m", "m", baseline=4.5, exemplary=4.5),
        Parameter("car_m", "m", baseline=3.5, exemplary=3.5),
        Parameter("other_m", "m", baseline=2.5, exemplary=2.5),
    ),
    check=check,
)
