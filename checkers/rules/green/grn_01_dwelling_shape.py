"""Dwellings are compact.

Why
    Every square metre of outer surface loses heat all winter; a block that steps in and out has more of it for the same rooms.
Fails
    A six-storey block of flats with 0.38 of outer surface to volume; a house of two storeys with 0.60.
Passes
    At most 0.57 up to three storeys, 0.33 above: as the building says (体形系数), else as measured on the outlines of its
    storeys and its roof. A number of storeys that nobody knows leaves open only what lies between the two limits.
    A design that fails may still be weighed as a whole (appendix C), which this rule does not do.
Not applicable
    Buildings that nobody lives in, or of which nothing tells the use; models without walls that do not say it.
"""

from collections.abc import Iterator
from typing import Any

from checkers.energy_buildings import TABLES, EnergyBuilding, dwellings
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import EQUALITY_TOLERANCE, format_number


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each building that people live in."""
    for building in dwellings(tables):
        if building.shape is None and not building.has_walls:
            continue
        yield _verdict(building, parameters)


def _verdict(building: EnergyBuilding, parameters: Parameters) -> Verdict:
    low, high = parameters.number("shape_low"), parameters.number("shape_high")
    loose, strict = max(low, high), min(low, high)
    if building.storeys is not None:
        loose = strict = low if building.storeys <= parameters.number("low_storeys") else high
    said: dict[str, Any] = {
        "step_id": building.step_id, "expected": f"<= {format_number(loose)}", "limit_value": loose, "unit": "",
        "params": {"storeys": building.storeys},
        "inputs": {"storeys": building.storeys, "declared": building.declared_shape, "measured": building.measured_shape},
    }  # fmt: skip
    if building.shape is None:
        return Undetermined(**said, missing_field="JCPset_Building.体形系数")
    said |= {"observed": format_number(building.shape, 3), "observed_value": building.shape, "table": building.shape_table}
    if building.shape <= strict + EQUALITY_TOLERANCE:
        return Passed(1)
    if building.shape > loose + EQUALITY_TOLERANCE:
        return Failed(**said)
    return Undetermined(**said, text="storeys_unknown", missing_field="Pset_BuildingCommon.NumberOfStoreys")


RULE = Rule(
    code="GRN-01",
    name="green.dwelling_shape",
    version=1,
    family=RuleFamily.GREEN,
    element=SixElement.GREEN,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55015-2021", "3.1.2", confirmed=True),),
    tables=TABLES,
    parameters=(
        Parameter("shape_low", "", baseline=0.57, exemplary=0.57),
        Parameter("shape_high", "", baseline=0.33, exemplary=0.33),
        Parameter("low_storeys", "", baseline=3.0, exemplary=3.0),
    ),
    check=check,
)
