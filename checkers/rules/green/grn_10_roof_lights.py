"""Roofs of public buildings are glazed on a fifth at most.

Why
    A glazed roof loses heat in winter as six roofs do, and brings in the sun of summer noon.
Fails
    A hall of which 25 % of the roof is glass.
Passes
    Roof lights of at most 20 % of the roof, both as measured. A roof without lights passes.
Not applicable
    Dwellings, works, car parks; public buildings of 300 m² or less; buildings without a roof that could be measured.
"""

from collections.abc import Iterator

from checkers.energy_buildings import CLASS_A_M2, TABLES, public_buildings
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number, is_at_most


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at the roof of each public building."""
    most = parameters.number("share")
    for building in public_buildings(tables):
        roof, lights = building.roof_area_m2, building.roof_light_area_m2
        if not roof or lights is None or (building.floor_area_m2 or 0.0) <= CLASS_A_M2:
            continue
        windows = tables["msr_window"]
        own = windows[windows["building_step_id"].eq(building.building) & windows["glazed_part"].eq("roof_light")]
        if own["area_m2"].isna().any():
            yield Undetermined(step_id=building.step_id, missing_field="IfcWindow.OverallWidth", table="msr_window")
        elif is_at_most(lights / roof, most):
            yield Passed(1)
        else:
            yield Failed(
                step_id=building.step_id, observed=format_number(lights / roof, 3), expected=f"<= {format_number(most)}",
                observed_value=lights / roof, limit_value=most, table="msr_envelope",
                caused_by=tuple(str(one) for one in own["step_id"]),
                inputs={"roof_light_area_m2": lights, "roof_area_m2": roof},
            )  # fmt: skip


RULE = Rule(
    code="GRN-10",
    name="green.roof_lights",
    version=1,
    family=RuleFamily.GREEN,
    element=SixElement.GREEN,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55015-2021", "3.1.6", confirmed=True),),
    tables=(*TABLES, "msr_window"),
    parameters=(Parameter("share", "", baseline=0.20, exemplary=0.20),),
    check=check,
)
