"""Walls, roofs and windows of dwellings keep the heat.

Why
    In Jincheng (cold zone) most energy of a dwelling goes through its envelope, for all the years that it stands.
Fails
    An outer wall of K 0.50 W/(m²·K); a window of K 2.4 in a block of six storeys; a wall whose layers cannot do better than 0.48.
Passes
    K no more than the limit: walls 0.35 up to three storeys and 0.45 above, roofs 0.25 (zone B 0.30), windows 1.8 and 2.2 where
    the bay is up to 0.30 window, 1.5 and 2.0 where it is more, roof lights 1.8. K as declared, else as the layers give it,
    whatever of the plausible their materials are. Calculated values have no heat bridges in them.
    A design that fails may still be weighed as a whole (appendix C), which this rule does not do.
Not applicable
    Buildings that nobody lives in, or of which nothing tells the use. A part of which neither K nor all layers are known cannot
    be judged, unless what is known suffices.
"""

from collections.abc import Iterator
from typing import Any

from checkers.energy_buildings import EnergyBuilding, dwellings
from checkers.rule import Clause, Frames, Parameter, Parameters, Rule, Verdict
from checkers.transmittances import TABLES, UNIT, Limits, envelope_parts, transmittance_verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement

STOREYS = "Pset_BuildingCommon.NumberOfStoreys"
ZONE = "JCPset_Building.热工二级区"
RATIO = 0.30
"""Over it windows have a stricter limit."""


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each part of the envelope of each dwelling."""
    buildings = {building.building: building for building in dwellings(tables)}
    if not buildings:
        return
    parts = envelope_parts(tables)
    ratios = _ratios(tables)
    for part in parts[parts["building"].isin(list(buildings))].sort_index().itertuples():
        yield transmittance_verdict(part, _limits(part, buildings[part.building], ratios, parameters))


def _limits(part: Any, building: EnergyBuilding, ratios: dict[int, float], parameters: Parameters) -> Limits:
    if part.part == "roof":
        return Limits(parameters.number("roof_k_zone_b"), parameters.number("roof_k"), ZONE)
    if part.part == "roof_light":
        return Limits(parameters.number("roof_light_k"), parameters.number("roof_light_k"))
    heights = ("low", "high") if building.storeys is None else ("low",) if building.storeys <= 3 else ("high",)
    if part.part == "wall":
        values = [parameters.number(f"wall_k_{height}") for height in heights]
        return Limits(max(values), min(values), STOREYS)
    ratio = ratios.get(part.Index)
    shares = ("small", "large") if ratio is None else ("small",) if ratio <= RATIO else ("large",)
    values = [parameters.number(f"{share}_window_k_{height}") for share in shares for height in heights]
    return Limits(max(values), min(values), "IfcSpace.Representation" if len(shares) > 1 else STOREYS)


def _ratios(tables: Frames) -> dict[int, float]:
    """Window over wall in the bay that each window is in."""
    from checkers.spatial.facades import orientation_of

    windows = tables["msr_window"].dropna(subset=["room_step_id", "azimuth_deg"])
    bays = tables["msr_facade"]
    keys = zip(bays["building_step_id"], bays["bay"], bays["orientation"], strict=True)
    by_bay = dict(zip(keys, bays["window_wall_ratio"], strict=True))
    found = {}
    for window in windows.itertuples():
        bay = f"{int(window.room_step_id)}/{int(window.room_number)}"
        ratio = by_bay.get((window.building_step_id, bay, orientation_of(window.azimuth_deg)))
        if ratio is not None:
            found[int(window.step_id)] = float(ratio)
    return found


RULE = Rule(
    code="GRN-08",
    name="green.dwelling_transmittance",
    version=1,
    family=RuleFamily.GREEN,
    element=SixElement.GREEN,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55015-2021", "表 3.1.8-4", confirmed=True), Clause("GB 55015-2021", "表 3.1.9-2", confirmed=True)),
    tables=(*TABLES, "msr_facade"),
    parameters=(
        Parameter("wall_k_low", UNIT, baseline=0.35, exemplary=0.35),
        Parameter("wall_k_high", UNIT, baseline=0.45, exemplary=0.45),
        Parameter("roof_k", UNIT, baseline=0.25, exemplary=0.25),
        Parameter("roof_k_zone_b", UNIT, baseline=0.30, exemplary=0.30),
        Parameter("small_window_k_low", UNIT, baseline=1.8, exemplary=1.8),
        Parameter("small_window_k_high", UNIT, baseline=2.2, exemplary=2.2),
        Parameter("large_window_k_low", UNIT, baseline=1.5, exemplary=1.5),
        Parameter("large_window_k_high", UNIT, baseline=2.0, exemplary=2.0),
        Parameter("roof_light_k", UNIT, baseline=1.8, exemplary=1.8),
    ),
    check=check,
)
