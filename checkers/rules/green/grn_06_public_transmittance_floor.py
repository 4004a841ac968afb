"""Walls and windows of public buildings are no worse than a design may trade for anything else.

Why
    Where a design is weighed as a whole (appendix C), better parts may pay for worse ones, but only so far.
Fails
    An outer wall of K 0.70 W/(m²·K); a window of K 2.9; a wall whose layers cannot do better than the limit.
Passes
    Walls at most 0.55, windows at most 2.7: K as declared, else as the layers give it, whatever of the plausible their materials
    are.
Not applicable
    Dwellings, works, car parks; buildings of which nothing tells the use. A part of which neither K nor all layers are known cannot
    be judged, unless what is known suffices.
"""

from collections.abc import Iterator

from checkers.energy_buildings import public_buildings
from checkers.rule import Clause, Frames, Parameter, Parameters, Rule, Verdict
from checkers.transmittances import TABLES, UNIT, Limits, envelope_parts, transmittance_verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each outer wall and window."""
    buildings = [building.building for building in public_buildings(tables)]
    if not buildings:
        return
    parts = envelope_parts(tables)
    for kind in ("wall", "window"):
        limit = parameters.number(f"{kind}_k")
        for part in parts[parts["building"].isin(buildings) & parts["part"].eq(kind)].sort_index().itertuples():
            yield transmittance_verdict(part, Limits(limit, limit))


RULE = Rule(
    code="GRN-06",
    name="green.public_transmittance_floor",
    version=1,
    family=RuleFamily.GREEN,
    element=SixElement.GREEN,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55015-2021", "表 C.0.1-1", confirmed=True),),
    tables=TABLES,
    parameters=(
        Parameter("wall_k", UNIT, baseline=0.55, exemplary=0.55),
        Parameter("window_k", UNIT, baseline=2.7, exemplary=2.7),
    ),
    check=check,
)
