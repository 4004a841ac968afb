"""Buildings are no higher than the plan allows where they stand.

Why
    Height limits keep light, views, old towns and flight paths; a building cannot be made lower afterwards.
Fails
    A building of 24.3 m in an area whose height limit (控制高度) is 24 m.
Passes
    A height, as the building declares it, else as measured, of at most the limit. Where only a lower part of the building stands
    in the area, the height of that part counts. The limit is the plan's own, as the layer ``height_limit`` has it.
Not applicable
    A check without surroundings (``--context``), or no height limit where the building stands. A building whose height or place
    is not known cannot be judged. Limits above sea level are not read.
"""

from collections.abc import Iterator
from typing import Any

from checkers.escapes import HEIGHT
from checkers.red_lines import reach_over_m
from checkers.rule import PLATFORM, Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.standing_buildings import TABLES, StandingBuilding, own_buildings
from checkers.surroundings import PLACE, features_near, is_nowhere, label_of
from checkers.surroundings import TABLES as SURROUNDINGS
from cim_schema.codes import ContextKind, Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import EQUALITY_TOLERANCE, format_number, is_at_most


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each building in each area with a limit."""
    if tables["ctx_place"].empty:
        return
    buildings = own_buildings(tables)
    if is_nowhere(tables, ContextKind.HEIGHT_LIMIT):
        for building in buildings:
            yield Undetermined(step_id=building.step_id, text="unplaced", missing_field=PLACE)
        return
    zones = list(features_near(tables, ContextKind.HEIGHT_LIMIT)) if buildings else []
    for building in buildings:
        for row, zone in zones:
            if building.outline is not None and _stands_in(building.outline, zone, parameters):
                yield _judged(building, row, zone, parameters)


def _judged(building: StandingBuilding, row: Any, zone: Any, parameters: Parameters) -> Verdict:
    limit_m = float(row.limit_m)
    said: dict[str, Any] = {
        "step_id": building.step_id, "subject": row.feature_id, "expected": f"<= {format_number(limit_m)}", "limit_value": limit_m,
        "unit": "m", "table": "ctx_near", "params": {"zone": label_of(row)},
    }  # fmt: skip
    if building.height_m is None:
        return Undetermined(**said, missing_field=HEIGHT)
    inside = [reaches_m for reaches_m, outline in building.parts if _stands_in(outline, zone, parameters)]
    heights = [building.height_m if reaches_m is None else min(reaches_m, building.height_m) for reaches_m in inside]
    height_m = max(heights, default=building.height_m)
    if is_at_most(height_m, limit_m):
        return Passed(1)
    return Failed(**said, observed=format_number(height_m, 2), observed_value=height_m, inputs={"height_m": height_m})


def _stands_in(outline: Any, zone: Any, parameters: Parameters) -> bool:
    return reach_over_m(outline, zone) > parameters.number("tolerance_m") + EQUALITY_TOLERANCE


RULE = Rule(
    code="DES-09",
    name="design.height_limit",
    version=1,
    family=RuleFamily.DESIGN,
    element=SixElement.DESIGN,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.ADVISORY,
    # The limit is written in the plan of the place and nowhere else; that it is looked at is a convention of ours.
    clauses=(Clause(PLATFORM, "DES-09"),),
    tables=(*TABLES, *SURROUNDINGS),
    parameters=(Parameter("tolerance_m", "m", baseline=0.001, exemplary=0.001),),
    check=check,
)
