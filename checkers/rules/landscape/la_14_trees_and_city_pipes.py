"""Trees keep away from the pipes and cables that the city already has there, and new pipes from its trees.

Why
    Roots grow into pipes and lift cables; who digs there next cuts the roots. The pipes of the street are in no project's model.
Fails
    A tree 1.4 m from a sewer of the pipe layer; a new gas pipe 1.1 m from a tree of the tree layer.
Passes
    1.5 m from water and sewer pipes, 1.2 m from gas, 0.7 m from power and 1.5 m from heating (1.0 m and 2.0 m in the exemplary
    ruleset), in plan, from the point where the tree stands to the outside of the pipe; to its axis where no diameter is told.
Not applicable
    A check without surroundings (``--context``); no trees, or nothing of the other within 10 m. A pipe that does not say what runs
    in it is judged where all kinds agree; a model without a place on the map is not judged.
"""

from collections.abc import Iterator
from typing import Any

from checkers.lasting_order import in_lasting_order
from checkers.names import joined_names, words
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.surfaces import outlines
from checkers.surroundings import PLACE, features_near, is_nowhere, label_of
from checkers.surroundings import TABLES as SURROUNDINGS
from checkers.things import things
from checkers.trees import TABLES, tree_points
from cim_schema.codes import ContextKind, Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number, is_at_least

MEDIA = ("heat", "power", "gas", "water")
"""In the order in which words are asked: 热力 goes before 给水 in 热力给水管."""
LOOKED_AT_M = 10.0
MEDIUM = "JCPset_Pipe.介质"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each own tree and each pipe around, and at each own pipe and each tree around."""
    import shapely

    if tables["ctx_place"].empty:
        return
    trees = in_lasting_order(things(tables, Thing.TREE))
    pipes = in_lasting_order(things(tables, Thing.PIPE))
    for kind, own in ((ContextKind.PIPE, trees), (ContextKind.TREE, pipes)):
        if len(own) and is_nowhere(tables, kind):
            yield Undetermined(subject=str(kind), text="unplaced", missing_field=PLACE)
    points = tree_points(tables, trees["step_id"]) if len(trees) else {}
    for row, axis in features_near(tables, ContextKind.PIPE):
        radius_m = row.pipe_diameter_m / 2 if row.pipe_diameter_m == row.pipe_diameter_m and row.pipe_diameter_m else 0.0
        medium = _medium(f"{row.pipe_kind or ''} {row.name or ''} {row.context_source}")
        for step_id, point in points.items():
            distance_m = max(0.0, float(shapely.distance(point, axis)) - radius_m)
            yield from _judged(step_id, row, medium, distance_m, parameters, "fail")
    shapes = outlines(tables) if len(pipes) else {}
    labels = dict(zip(pipes["step_id"], joined_names(pipes, "name", "object_type", "description"), strict=True))
    for row, point in features_near(tables, ContextKind.TREE):
        for step_id in (step for step in labels if step in shapes):
            distance_m = float(shapely.distance(point, shapes[step_id]))
            yield from _judged(step_id, row, _medium(labels[step_id]), distance_m, parameters, "new_pipe")


def _judged(
    step_id: int, row: Any, medium: str | None, distance_m: float, parameters: Parameters, text: str
) -> Iterator[Verdict]:  # fmt: skip
    if distance_m > LOOKED_AT_M:
        return
    media = MEDIA if medium is None else (medium,)
    limits = sorted(parameters.number(f"{one}_m") for one in media)
    distance_m = round(distance_m, 6)
    said: dict[str, Any] = {
        "step_id": step_id, "subject": row.feature_id, "expected": f">= {format_number(limits[0])}", "limit_value": limits[0],
        "unit": "m", "observed": format_number(distance_m, 2), "observed_value": distance_m, "table": "ctx_near",
        "params": {"other": label_of(row)}, "inputs": {"distance_m": distance_m, "medium": medium},
    }  # fmt: skip
    if is_at_least(distance_m, limits[-1]):
        yield Passed(1)
    elif not is_at_least(distance_m, limits[0]):
        yield Failed(**said, text=text)
    else:
        yield Undetermined(**said, missing_field=MEDIUM)


def _medium(label: str) -> str | None:
    return next((medium for medium in MEDIA if words("pipes", medium).is_in(label)), None)


RULE = Rule(
    code="LA-14",
    name="landscape.trees_and_city_pipes",
    version=1,
    family=RuleFamily.LANDSCAPE,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.LANDSCAPE, ProjectCategory.HABITAT, ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.ADVISORY,
    # Nobody has seen either table; the distances are remembered, as are the two values for power and heating.
    clauses=(Clause("CJJ/T 75-2023", ""), Clause("GB 50289-2016", "")),
    tables=("ifc_element", "msr_thing", *TABLES, *SURROUNDINGS),
    parameters=(
        Parameter("water_m", "m", baseline=1.5, exemplary=1.5),
        Parameter("gas_m", "m", baseline=1.2, exemplary=1.2),
        Parameter("power_m", "m", baseline=0.7, exemplary=1.0),
        Parameter("heat_m", "m", baseline=1.5, exemplary=2.0),
    ),
    check=check,
)
