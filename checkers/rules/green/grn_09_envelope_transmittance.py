"""External walls and roofs of public buildings keep the heat.

Why
    In Jincheng (cold zone) most energy of a building goes through its envelope, for all the years that it stands.
Fails
    An external wall of K 0.55 W/(m²·K); a roof of K 0.45; a wall whose layers cannot do better than that.
Passes
    K no more than the limit for a shape coefficient over 0.30 (wall 0.45, roof 0.35), which is the stricter one; or no more than
    the other (0.50, 0.40) where the shape coefficient is at most 0.30, as the building says it or as it was measured. K is the mean
    with heat bridges, as declared; else what the layers give, whatever of the plausible their materials are, without bridges.
Not applicable
    Dwellings, which have limits of their own; public buildings of 300 m² or less (class B); a model without external walls and
    roofs. A wall that neither says nor shows whether it is external cannot be judged unless its K would do anyway.
    A design that fails may still be weighed as a whole (appendix C), which this rule does not do.
"""

from collections.abc import Iterator

from checkers.energy_buildings import CLASS_A_M2, EnergyBuilding, energy_buildings
from checkers.ids.document import PropertyFacet
from checkers.requirement import IFC4, IFC4X3, Requirement, at_most, exactly, holds_property
from checkers.rule import Clause, Frames, Parameter, Parameters, Rule, Verdict
from checkers.spatial_classes import WALLS
from checkers.transmittances import PSETS, TABLES, UNIT, Limits, envelope_parts, transmittance_verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement

SHAPE_COEFFICIENT = "JCPset_Building.体形系数"
COMPACT = 0.30


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each external wall and each roof."""
    parts = envelope_parts(tables)
    for building in energy_buildings(tables):
        if not (building.is_public or building.is_unknown) or (building.floor_area_m2 or CLASS_A_M2 + 1) <= CLASS_A_M2:
            continue
        own = parts[parts["building"].eq(building.building)]
        for kind in ("wall", "roof"):
            limits = _limits(kind, building, parameters)
            for part in own[own["part"].eq(kind)].sort_index().itertuples():
                yield transmittance_verdict(part, limits)


def _limits(kind: str, building: EnergyBuilding, parameters: Parameters) -> Limits:
    loose, strict = parameters.number(f"{kind}_k"), parameters.number(f"{kind}_k_over_030")
    if building.shape is None:
        return Limits(loose, strict, SHAPE_COEFFICIENT)
    return Limits(strict, strict) if building.shape > COMPACT else Limits(loose, loose)


def _transmittance(kind: str, limit: Parameter) -> PropertyFacet:
    most = at_most(Parameters({limit.name: limit.baseline}).number(limit.name))
    return holds_property(PSETS[kind], "ThermalTransmittance", "IFCTHERMALTRANSMITTANCEMEASURE", most)


WALL_K = Parameter("wall_k", UNIT, baseline=0.50, exemplary=0.50)
ROOF_K = Parameter("roof_k", UNIT, baseline=0.40, exemplary=0.40)

RULE = Rule(
    code="GRN-09",
    name="green.envelope_transmittance",
    version=2,
    family=RuleFamily.GREEN,
    element=SixElement.GREEN,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55015-2021", "表 3.1.10-3", confirmed=True),),
    tables=TABLES,
    parameters=(
        WALL_K,
        Parameter("wall_k_over_030", UNIT, baseline=0.45, exemplary=0.45),
        ROOF_K,
        Parameter("roof_k_over_030", UNIT, baseline=0.35, exemplary=0.35),
    ),
    requirements=(
        Requirement(
            subject=PSETS["wall"],
            classes=WALLS,
            asked=(_transmittance("wall", WALL_K),),
            where=(holds_property(PSETS["wall"], "IsExternal", "IFCBOOLEAN", exactly("true")),),
        ),
        Requirement(subject=PSETS["roof"], classes=("IfcRoof",), asked=(_transmittance("roof", ROOF_K),), schemas=(IFC4, IFC4X3)),
    ),
    check=check,
)
