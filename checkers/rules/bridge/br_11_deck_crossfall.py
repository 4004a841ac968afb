"""Carriageways on bridges fall to the side as much as their road asks for.

Why
    Water that stays on a deck finds its way to the steel.
Fails
    A lane on the bridge of a secondary road with a crossfall of 0.5 %; on that of an arterial road one of 1.5 %.
Passes
    2.0 % on expressways and arterial roads, 1.5 % to 2.0 % on secondary and branch roads; as declared (横坡), else as measured on
    the top of the mesh across its run, the median by area.
Not applicable
    A model without carriageways and lanes on bridges. Footways and cycle tracks are not looked at. A surface without a shape that
    has a run cannot be judged, nor one whose crossfall is right for one class, where nobody says the class.
"""

from collections.abc import Iterator
from typing import Any

from checkers.bridge_decks import TABLES as DECK_TABLES
from checkers.bridge_decks import on_bridges
from checkers.lasting_order import in_lasting_order
from checkers.road_classes import MISSING_CLASS, possible_classes
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.surface_falls import MESH, TABLES, surface_falls
from checkers.things import things
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number

HIGH = ("expressway", "arterial")


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each carriageway and lane on a bridge."""
    most = parameters.number("most")
    leasts = {parameters.number("least_high" if one in HIGH else "least_low") for one in possible_classes(tables)}
    ways = in_lasting_order(on_bridges(tables, things(tables, Thing.CARRIAGEWAY, Thing.TRAFFIC_LANE))).set_index("step_id")
    falls = ways.join(surface_falls(tables, "crossfall", "crossfall"))
    if len(falls) and falls["fall"].isna().all():
        yield Undetermined(step_id=int(falls.index[0]), missing_field=MESH)
    for way in falls[falls["fall"].notna()].itertuples():
        reached = [least for least in leasts if least - way.slack <= way.fall <= most + way.slack]
        if len(reached) == len(leasts):
            yield Passed(1)
            continue
        least = max(leasts) if reached else min(leasts)
        said: dict[str, Any] = {
            "step_id": int(way.Index), "observed": format_number(way.fall * 100, 2), "observed_value": float(way.fall * 100),
            "unit": "%", "expected": f"{format_number(least * 100, 2)}–{format_number(most * 100, 2)}",
            "limit_value": (least if way.fall < least else most) * 100, "table": way.table,
            "inputs": {"crossfall": float(way.fall)},
            "params": {"least": format_number(least * 100, 2), "most": format_number(most * 100, 2)},
        }  # fmt: skip
        if reached:
            yield Undetermined(**said, missing_field=MISSING_CLASS, text="class_unknown")
        else:
            yield Failed(**said)


RULE = Rule(
    code="BR-11",
    name="bridge.deck_crossfall",
    version=1,
    family=RuleFamily.BRIDGE,
    element=SixElement.DESIGN,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.RECOMMENDED,
    clauses=(Clause("CJJ 11-2011", "6.0.8", confirmed=True),),
    tables=(*DECK_TABLES, *(name for name in TABLES if name not in DECK_TABLES)),
    parameters=(
        Parameter("least_high", "", baseline=0.02, exemplary=0.02),
        Parameter("least_low", "", baseline=0.015, exemplary=0.015),
        Parameter("most", "", baseline=0.02, exemplary=0.02),
    ),
    check=check,
)
