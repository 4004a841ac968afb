"""Enough of the concrete above ground is precast.

Why
    Precast members save formwork, waste and weeks on site, and are made under a roof; the green building standard scores them.
Fails
    Columns, walls, beams, slabs and stairs of 1,000 m³ concrete above ground, of which 200 m³ are precast.
Passes
    400 m³ of 1,000 m³, by ConstructionMethod, CastingMethod, AssemblyPlace or 施工方式, with declared or measured volumes.
Not applicable
    A model without load-bearing concrete above ground. Where members do not say how they are made, the share lies between two
    bounds, and the rule decides only if both lie on one side of the limit.
"""

from collections.abc import Iterator
from typing import Any

from checkers.lasting_order import in_lasting_order
from checkers.precast import TABLES, precast_volumes
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number, is_at_least

CASTING, VOLUME = "Pset_ConcreteElementGeneral.ConstructionMethod", "NetVolume"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at the model as a whole."""
    volumes = precast_volumes(tables)
    if volumes is None:
        return
    limit = parameters.number("share")
    low, high = volumes.least_share, volumes.greatest_share
    if not volumes.without_volume and is_at_least(low, limit):
        yield Passed(1)
        return
    elements = tables["ifc_element"]
    buildings = in_lasting_order(elements[elements["ifc_class"].eq("IfcBuilding")])["step_id"]
    is_open = bool(volumes.without_volume) or is_at_least(high, limit)
    said: dict[str, Any] = {
        "step_id": None if buildings.empty else int(buildings.iloc[0]),
        "observed": format_number(low) if low == high else f"{format_number(low)}–{format_number(high)}",
        "expected": f">= {format_number(limit)}", "observed_value": low if low == high else None, "limit_value": limit, "unit": "",
        "table": "ifc_quantity",
        "params": {
            "precast": format_number(volumes.precast_m3, 1), "total": format_number(volumes.total_m3, 1),
            "unknown": format_number(volumes.unknown_m3, 1), "members": len(volumes.unknown) or len(volumes.without_volume),
        },
        "inputs": {
            "precast_m3": volumes.precast_m3, "cast_in_place_m3": volumes.cast_in_place_m3, "unknown_m3": volumes.unknown_m3,
            "members_unknown": len(volumes.unknown), "members_without_volume": len(volumes.without_volume),
        },
    }  # fmt: skip
    if not is_open:
        yield Failed(**said)
    elif volumes.without_volume:
        yield Undetermined(**said, missing_field=VOLUME, text="no_volume")
    else:
        yield Undetermined(**said, missing_field=CASTING)


RULE = Rule(
    code="PRE-07",
    name="precast.precast_share",
    version=1,
    family=RuleFamily.PRECAST,
    element=SixElement.GREEN,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.RECOMMENDED,
    clauses=(Clause("GB/T 50378-2019", "9.2.5", confirmed=True),),
    tables=TABLES,
    parameters=(Parameter("share", "", baseline=0.35, exemplary=0.50),),
    check=check,
)
