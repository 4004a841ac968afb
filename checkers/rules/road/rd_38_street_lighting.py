"""A road has street lighting.

Why
    Most who die on a road at night are on foot, and were not seen.
Fails
    A project with a carriageway, and no lamp in any of its parts.
Passes
    Lamps in the road's own model, or in another part of the project, such as that of the electrical works.
Not applicable
    A project without roads. How bright it is, this rule does not ask.
"""

from collections.abc import Iterator

from checkers.rule import Clause, Failed, Frames, Parameters, Passed, Rule, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing

ROAD_THINGS = (Thing.ROAD, Thing.CARRIAGEWAY, Thing.TRAFFIC_LANE)
"""What a road is found by, the first counting first."""


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at the project as a whole; what is said is said at its first road."""
    told = tables["msr_thing"]
    rank = {str(thing): place for place, thing in enumerate(ROAD_THINGS)}
    roads = told[told["thing"].isin(rank)]
    if roads.empty:
        return
    part_of = tables["model_context"].set_index("model_id")["part"]
    roads = roads.assign(rank=roads["thing"].map(rank), part=roads["model_id"].map(part_of))
    first = roads.sort_values(["rank", "part", "model_id", "global_id", "step_id"]).iloc[0]
    if told["thing"].eq(str(Thing.LAMP)).any():
        yield Passed(1, first["model_id"])
    else:
        yield Failed(
            step_id=int(first["step_id"]), model_id=first["model_id"], observed="0", expected=">= 1", observed_value=0.0,
            limit_value=1.0, unit="", table="msr_thing", inputs={"lamps": 0, "roads": len(roads)},
        )  # fmt: skip


RULE = Rule(
    code="RD-38",
    name="road.street_lighting",
    version=1,
    family=RuleFamily.ROAD,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55011-2021", "9.1.2", confirmed=True),),
    tables=("msr_thing",),
    scope="federation",
    check=check,
)
