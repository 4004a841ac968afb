"""Pavements are designed for as many years as their road and their surface ask for.

Why
    The thickness of every layer follows from it; without it nobody can say whether the pavement wore out early.
Fails
    An asphalt pavement of an arterial road designed for 10 years.
Passes
    Asphalt at least 15 years on expressways, arterial and secondary roads and 10 on branch roads; cement concrete 30 on expressways
    and arterial roads and 20 on others; blocks 10. As declared (路面设计使用年限) of the pavement, or of its road.
Not applicable
    A model without carriageways and roads. A model that declares no such years cannot be judged; neither can years that are enough
    for one surface or class and not for another, where nothing tells which it is.
"""

from collections.abc import Iterator
from typing import Any

from checkers.bridges import read_years
from checkers.lasting_order import in_lasting_order
from checkers.names import joined_names, words
from checkers.properties import effective_values, with_types
from checkers.road_classes import possible_classes
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.things import things
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number, is_at_least

KINDS = ("asphalt", "cement", "block")
MISSING, MISSING_KIND = "路面设计使用年限", "路面类型"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each declared life of a pavement."""
    paved = in_lasting_order(things(tables, Thing.CARRIAGEWAY, Thing.ROAD))
    lives = {int(step_id): read_years(value) for step_id, value in effective_values(tables, "pavement_life")["value"].items()}
    known = {step_id: years for step_id, years in sorted(lives.items()) if years is not None}
    if not known:
        if len(paved):
            yield Undetermined(step_id=int(paved["step_id"].iloc[0]), missing_field=MISSING)
        return
    classes, kinds = possible_classes(tables), _kinds(tables)
    limits = {parameters.number(f"{kind}_{one}_a") for kind in kinds for one in classes}
    for step_id, years in known.items():
        reached = [limit for limit in limits if is_at_least(years, limit)]
        if len(reached) == len(limits):
            yield Passed(1)
            continue
        limit = max(limits) if reached else min(limits)
        said: dict[str, Any] = {
            "step_id": step_id, "observed": format_number(years), "observed_value": years, "unit": "a", "limit_value": limit,
            "expected": f">= {format_number(limit)}", "table": "ifc_property", "inputs": {"years": years},
        }  # fmt: skip
        if reached:
            yield Undetermined(**said, missing_field=MISSING_KIND, text="kind_unknown")
        else:
            yield Failed(**said)


def _kinds(tables: Frames) -> tuple[str, ...]:
    """What the surface may be made of: as declared, else as carriageways, lanes and their materials are called; else anything."""
    told = [str(value) for value in effective_values(tables, "pavement_kind")["value"]]
    if not told:
        surfaces = things(tables, Thing.CARRIAGEWAY, Thing.TRAFFIC_LANE, Thing.PAVEMENT_COURSE)
        materials = with_types(tables["ifc_element"], tables["ifc_material"])
        materials = materials[materials["step_id"].isin(surfaces["step_id"])]
        told = [*joined_names(surfaces), *materials["material_name"].dropna()]
    found = tuple(kind for kind in KINDS if any(words("roads", kind).is_in(text) for text in told))
    return found or KINDS


RULE = Rule(
    code="RD-37",
    name="road.pavement_life",
    version=1,
    family=RuleFamily.ROAD,
    element=SixElement.QUALITY,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.ADVISORY,
    # The rows for asphalt are known from a restatement only.
    clauses=(Clause("CJJ 37-2012", "表 3.5.2", edition="2016"),),
    tables=("ifc_element", "ifc_property", "ifc_material", "msr_thing"),
    parameters=(
        Parameter("asphalt_expressway_a", "a", baseline=15.0, exemplary=15.0),
        Parameter("asphalt_arterial_a", "a", baseline=15.0, exemplary=15.0),
        Parameter("asphalt_secondary_a", "a", baseline=15.0, exemplary=15.0),
        Parameter("asphalt_branch_a", "a", baseline=10.0, exemplary=10.0),
        Parameter("cement_expressway_a", "a", baseline=30.0, exemplary=30.0),
        Parameter("cement_arterial_a", "a", baseline=30.0, exemplary=30.0),
        Parameter("cement_secondary_a", "a", baseline=20.0, exemplary=20.0),
        Parameter("cement_branch_a", "a", baseline=20.0, exemplary=20.0),
        Parameter("block_expressway_a", "a", baseline=10.0, exemplary=10.0),
        Parameter("block_arterial_a", "a", baseline=10.0, exemplary=10.0),
        Parameter("block_secondary_a", "a", baseline=10.0, exemplary=10.0),
        Parameter("block_branch_a", "a", baseline=10.0, exemplary=10.0),
    ),
    check=check,
)
