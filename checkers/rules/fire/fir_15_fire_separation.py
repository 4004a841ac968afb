"""Buildings keep the fire separation to the buildings of other projects and to those that stand already.

Why
    A burning building sets fire to the next one by what it radiates; only distance keeps it off.
Fails
    Two high buildings of the first or second grade whose outer walls are 12.9 m apart in plan; a high one and the podium of
    another 8.9 m apart; two low ones 5.9 m apart. Distances so short fail for any grade, since lower grades ask for more.
Passes
    13 m between two high buildings, 9 m between a high one and a podium or a low one, 6 m between low ones, where both are known
    to be of grade 一级 or 二级. Of a high building, walls that end up to 24 m over its foot count as its podium.
Not applicable
    A check without surroundings (``--context``); a model without walls and buildings; no other building within the distance that
    is looked at. A building that takes up half of the other's ground is the same one, told twice. Where a height or a use is
    missing and decides, where a grade is missing or below 二级, and where the model has no place on the map, it cannot be judged.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from checkers.escapes import HEIGHT
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.standing_buildings import TABLES, StandingBuilding, buildings_near, own_buildings
from checkers.surroundings import PLACE, is_nowhere
from checkers.surroundings import TABLES as SURROUNDINGS
from cim_schema.codes import ContextKind, Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number, is_at_least

FIRE_GRADE, SHAPE = "JCPset_Building.耐火等级", "IfcProduct.Representation"
SECOND_GRADE = 1
SAME_GROUND_SHARE = 0.5
"""A building that takes up so much of another's ground, or the other of its, is the same one."""
DIGITS = 3


@dataclass(frozen=True)
class _Gap:
    """What is asked between two walls, and what is there."""

    limit_m: float
    distance_m: float
    points: tuple[tuple[float, float], tuple[float, float]]
    """Of the own building and of the other, model frame."""

    @property
    def is_enough(self) -> bool:
        return is_at_least(self.distance_m, self.limit_m)


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each pair of an own building and one around it."""
    if tables["ctx_place"].empty:
        return
    own = own_buildings(tables)
    if is_nowhere(tables, ContextKind.EXISTING_BUILDING):
        for building in own:
            yield Undetermined(step_id=building.step_id, text="unplaced", missing_field=PLACE)
        return
    others = list(buildings_near(tables)) if own else []
    for building in own:
        if building.outline is None and others:
            yield Undetermined(step_id=building.step_id, text="shapeless", missing_field=SHAPE)
        elif building.outline is not None:
            for other in others:
                yield from _look(building, other, parameters)


def _look(own: StandingBuilding, other: StandingBuilding, parameters: Parameters) -> Iterator[Verdict]:
    import shapely

    if shapely.distance(own.outline, other.outline) > parameters.number("looked_at_m") or _is_same(own.outline, other.outline):
        return
    branches = [_worst(own, other, is_high, other_is_high, parameters) for is_high, other_is_high in product(
        own.may_be_high, other.may_be_high
    )]  # fmt: skip
    short = [branch for branch in branches if not branch.is_enough]
    gap = min(short or branches, key=lambda one: (one.limit_m, one.distance_m))
    said = _said(own, other, gap)
    if len(short) == len(branches):
        yield Failed(**said)
    elif short:
        yield Undetermined(**said, text="height_unknown", missing_field=HEIGHT)
    elif own.grade is None or other.grade is None:
        yield Undetermined(**said, missing_field=FIRE_GRADE)
    elif max(own.grade, other.grade) > SECOND_GRADE:
        yield Undetermined(**said, text="low_grade", missing_field=FIRE_GRADE)
    else:
        yield Passed(1)


def _is_same(one: Any, other: Any) -> bool:
    """Whether two outlines of walls enclose the same ground."""
    import shapely

    grounds = shapely.convex_hull([one, other])
    shared = shapely.area(shapely.intersection(*grounds))
    return bool(shared > 0 and shared >= SAME_GROUND_SHARE * min(shapely.area(grounds)))


def _worst(own: StandingBuilding, other: StandingBuilding, is_high: bool, other_is_high: bool, parameters: Parameters) -> _Gap:
    """Of what is asked between two buildings, that which is furthest from being kept."""
    asked = [("low_low_m", own.outline, other.outline)]
    if is_high:
        asked.append(("high_low_m", own.high_outline, other.outline))
    if other_is_high:
        asked.append(("high_low_m", own.outline, other.high_outline))
    if is_high and other_is_high:
        asked.append(("high_high_m", own.high_outline, other.high_outline))
    gaps = [_gap(parameters.number(name), one, another) for name, one, another in asked]
    return max(gaps, key=lambda gap: (gap.limit_m - gap.distance_m, gap.limit_m))


def _gap(limit_m: float, one: Any, other: Any) -> _Gap:
    import shapely

    line = shapely.shortest_line(one, other)
    here, there = ((float(x), float(y)) for x, y in shapely.get_coordinates(line).round(DIGITS))
    return _Gap(limit_m, round(float(shapely.length(line)), 6), (here, there))


def _said(own: StandingBuilding, other: StandingBuilding, gap: _Gap) -> dict[str, Any]:
    here, there = gap.points
    return {
        "step_id": own.step_id, "subject": other.identity, "expected": f">= {format_number(gap.limit_m)}",
        "limit_value": gap.limit_m, "unit": "m", "observed": format_number(gap.distance_m, 2),
        "observed_value": gap.distance_m, "table": "ctx_near",
        "point": (*here, round(own.foot_z_m, DIGITS)), "params": {"other": other.name},
        "inputs": {
            "distance_m": gap.distance_m, "own_point": list(here), "other_point": list(there), "own_height_m": own.height_m,
            "other_height_m": other.height_m, "own_grade": own.grade, "other_grade": other.grade,
        },
    }  # fmt: skip


RULE = Rule(
    code="FIR-15",
    name="fire.fire_separation",
    version=1,
    family=RuleFamily.FIRE,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 50016-2014", "表 5.2.2", edition="2018", confirmed=True),),
    tables=(*TABLES, *SURROUNDINGS),
    parameters=(
        Parameter("high_high_m", "m", baseline=13.0, exemplary=13.0),
        Parameter("high_low_m", "m", baseline=9.0, exemplary=9.0),
        Parameter("low_low_m", "m", baseline=6.0, exemplary=6.0),
        Parameter("looked_at_m", "m", baseline=20.0, exemplary=20.0),
    ),
    check=check,
)
