"""A way without a step leads from the entrance of a public building to its halls and corridors.

Why
    One step keeps a wheelchair, a pram or a walking frame out of all that lies behind it.
Fails
    A ground storey whose corridor lies two steps above its entrance.
Passes
    A way from an entrance at ground level through doors without a difference of floors, and by ramps as modelled, to the
    circulation of the storey; where it has none, to a room of it. Storeys above the ground pass where lifts or ramps reach them,
    and are not asked for otherwise: the clause is about the way to the entrance.
Not applicable
    Dwelling houses, and models without rooms or doors. A building without an outer door is undetermined.
"""

from collections.abc import Iterator
from typing import Any

from checkers.buildings import BuildingUse
from checkers.escapes import DOOR_SHAPE, TABLES, building_facts, escape_rooms
from checkers.rule import Clause, Failed, Frames, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each storey that people walk on."""
    if building_facts(tables).use.use == BuildingUse.RESIDENTIAL:
        return
    rooms = escape_rooms(tables)
    rooms = rooms[rooms["storey_step_id"].notna() & rooms["door_count"].gt(0)]
    final = set(tables["msr_exit"].loc[tables["msr_exit"]["exit_kind"].eq("final"), "storey_step_id"].dropna())
    for storey, here in rooms.groupby("storey_step_id"):
        ways = here[here["use"].eq("circulation") & here["is_reachable"]]
        ways = ways if len(ways) else here
        said: dict[str, Any] = {
            "step_id": int(storey), "table": "msr_escape",
            "inputs": {"rooms": len(ways), "step_free": int(ways["is_step_free"].eq(True).sum())},
        }  # fmt: skip
        if ways["is_step_free"].eq(True).any():
            yield Passed(1)
        elif not final:
            yield Undetermined(**said, missing_field=DOOR_SHAPE)
        elif storey in final:
            yield Failed(**said)


RULE = Rule(
    code="ACC-07",
    name="access.step_free_ways",
    version=1,
    family=RuleFamily.ACCESS,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.ADVISORY,
    clauses=(Clause("GB 55019-2021", "2.1.1"),),
    tables=TABLES,
    check=check,
)
