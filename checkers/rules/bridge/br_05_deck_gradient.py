"""Bridge decks and their ways are not too steep along the bridge.

Why
    A deck freezes before the road does, and there is no verge to slide into.
Fails
    A carriageway on a bridge of 5 %.
Passes
    At most 4.0 %: as declared (纵坡, 最大纵坡), else in the steepest tenth of the top of the mesh, along its run.
Not applicable
    A model without carriageways, lanes, cycle tracks or footways on bridges. Surfaces without a shape that has a run are left out;
    if none has one, nothing can be said.
"""

from collections.abc import Iterator
from typing import Any

from checkers.bridge_decks import TABLES as DECK_TABLES
from checkers.bridge_decks import on_bridges
from checkers.lasting_order import in_lasting_order
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.surface_falls import MESH, TABLES, surface_falls
from checkers.things import things
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number

WAYS = (Thing.CARRIAGEWAY, Thing.TRAFFIC_LANE, Thing.CYCLE_TRACK, Thing.FOOTWAY)


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each way on a bridge."""
    limit = parameters.number("gradient")
    ways = in_lasting_order(on_bridges(tables, things(tables, *WAYS))).set_index("step_id")
    falls = ways.join(surface_falls(tables, "steepest_along_fall", "max_gradient"))
    said: dict[str, Any] = {"unit": "%", "expected": f"<= {format_number(limit * 100, 2)}", "limit_value": limit * 100}
    if len(falls) and falls["fall"].isna().all():
        yield Undetermined(**said, step_id=int(falls.index[0]), missing_field=MESH)
    falls = falls[falls["fall"].notna()]
    is_well = falls["fall"] <= limit + falls["slack"]
    yield Passed(int(is_well.sum()))
    for way in falls[~is_well].itertuples():
        yield Failed(
            **said, step_id=int(way.Index), observed=format_number(way.fall * 100, 2), observed_value=float(way.fall * 100),
            table=way.table, inputs={"gradient": float(way.fall)},
        )  # fmt: skip


RULE = Rule(
    code="BR-05",
    name="bridge.deck_gradient",
    version=1,
    family=RuleFamily.BRIDGE,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.RECOMMENDED,
    clauses=(Clause("CJJ 193-2012", "7.2.4", confirmed=True),),
    tables=(*DECK_TABLES, *(name for name in TABLES if name not in DECK_TABLES)),
    parameters=(Parameter("gradient", "", baseline=0.04, exemplary=0.04),),
    check=check,
)
