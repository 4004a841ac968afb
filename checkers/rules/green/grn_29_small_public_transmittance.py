"""Walls, roofs and windows of small public buildings keep the heat.

Why
    A gatehouse or a kiosk has more surface for its size than any school; its limits are looser, but cannot be traded for anything.
Fails
    An outer wall of K 0.70 W/(m²·K); a roof of K 0.60; a window of K 2.8.
Passes
    Walls at most 0.60, roofs 0.55, windows 2.50: K as declared, else as the layers give it, whatever of the plausible their
    materials are.
Not applicable
    Dwellings, works, car parks; public buildings of more than 300 m² (class A), or whose floor area could not be measured. A part
    of which neither K nor all layers are known cannot be judged, unless what is known suffices.
"""

from collections.abc import Iterator

from checkers.energy_buildings import CLASS_A_M2, public_buildings
from checkers.rule import Clause, Frames, Parameter, Parameters, Rule, Verdict
from checkers.transmittances import TABLES, UNIT, Limits, envelope_parts, transmittance_verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each outer wall, roof and outer window."""
    small = [one.building for one in public_buildings(tables) if one.floor_area_m2 and one.floor_area_m2 <= CLASS_A_M2]
    if not small:
        return
    parts = envelope_parts(tables)
    for kind in ("wall", "roof", "window"):
        limit = parameters.number(f"{kind}_k")
        for part in parts[parts["building"].isin(small) & parts["part"].eq(kind)].sort_index().itertuples():
            yield transmittance_verdict(part, Limits(limit, limit))


RULE = Rule(
    code="GRN-29",
    name="green.small_public_transmittance",
    version=1,
    family=RuleFamily.GREEN,
    element=SixElement.GREEN,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55015-2021", "表 3.1.11", confirmed=True),),
    tables=TABLES,
    parameters=(
        Parameter("wall_k", UNIT, baseline=0.60, exemplary=0.60),
        Parameter("roof_k", UNIT, baseline=0.55, exemplary=0.55),
        Parameter("window_k", UNIT, baseline=2.50, exemplary=2.50),
    ),
    check=check,
)
