"""Public buildings are compact.

Why
    What a school or an office loses through its surface, no equipment brings back; of public buildings this cannot be traded for
    better insulation.
Fails
    A school of 2400 m² with 0.45 of outer surface to volume.
Passes
    At most 0.50 from 300 m² to 800 m² of floor area, 0.40 above: as the building says (体形系数), else as measured on the outlines
    of its storeys and its roof.
Not applicable
    Dwellings, works, car parks; public buildings of 300 m² or less; buildings of which nothing tells the use; models
    without walls that do not say it.
"""

from collections.abc import Iterator
from typing import Any

from checkers.energy_buildings import CLASS_A_M2, TABLES, EnergyBuilding, public_buildings
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import EQUALITY_TOLERANCE, format_number


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each public building."""
    for building in public_buildings(tables):
        if building.shape is None and not building.has_walls:
            continue
        if building.floor_area_m2 is None or building.floor_area_m2 > CLASS_A_M2:
            yield _verdict(building, parameters)


def _verdict(building: EnergyBuilding, parameters: Parameters) -> Verdict:
    small, large = parameters.number("shape_small"), parameters.number("shape_large")
    area = building.floor_area_m2
    limits = (small, large) if area is None else (small, small) if area <= parameters.number("small_m2") else (large, large)
    loose, strict = max(limits), min(limits)
    said: dict[str, Any] = {
        "step_id": building.step_id, "expected": f"<= {format_number(loose)}", "limit_value": loose, "unit": "",
        "params": {"area": None if area is None else format_number(area, 0)},
        "inputs": {"floor_area_m2": area, "declared": building.declared_shape, "measured": building.measured_shape},
    }  # fmt: skip
    if building.shape is None:
        return Undetermined(**said, missing_field="JCPset_Building.体形系数")
    said |= {"observed": format_number(building.shape, 3), "observed_value": building.shape, "table": building.shape_table}
    if building.shape <= strict + EQUALITY_TOLERANCE:
        return Passed(1)
    if area is not None and building.shape > loose + EQUALITY_TOLERANCE:
        return Failed(**said)
    return Undetermined(**said, text="area_unknown", missing_field="Qto_BuildingBaseQuantities.GrossFloorArea")


RULE = Rule(
    code="GRN-02",
    name="green.public_shape",
    version=1,
    family=RuleFamily.GREEN,
    element=SixElement.GREEN,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55015-2021", "3.1.3", confirmed=True),),
    tables=TABLES,
    parameters=(
        Parameter("shape_small", "", baseline=0.50, exemplary=0.50),
        Parameter("shape_large", "", baseline=0.40, exemplary=0.40),
        Parameter("small_m2", "m2", baseline=800.0, exemplary=800.0),
    ),
    check=check,
)
