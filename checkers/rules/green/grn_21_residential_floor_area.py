"""Not too much floor stands on a residential site.

Why
    Schools, roads and drains are laid out for so many people on so much land.
Fails
    A site of six-storey blocks with a floor area ratio of 1.8.
Passes
    Floor area over land of at most 1.1 with up to three storeys, 1.5 with four to six, 1.9 with seven to nine, 2.6 with ten to
    seventeen, 2.9 with up to twenty-six (climate region II), as the site says it (FloorAreaRatio), else floors over land.
Not applicable
    Models without dwellings, or whose site says nothing of its land: a single building is no site plan.
"""

from collections.abc import Iterator
from typing import Any

from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.site_indicators import TABLES, residential_sites
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number, is_at_least, is_at_most


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at the site of dwellings."""
    for site in residential_sites(tables):
        kinds = [site.storey_class] if site.storey_class else ["low", "multi_4", "multi_7", "high_10", "high_18"]
        limits = [parameters.number(f"{kind}_ratio") for kind in kinds]
        said: dict[str, Any] = {
            "step_id": site.step_id, "table": site.table, "expected": f"<= {format_number(max(limits))}",
            "limit_value": max(limits),
            "params": {"storeys": "—" if site.storeys is None else format_number(site.storeys, 1)},
        }  # fmt: skip
        if site.floor_area_ratio is None:
            yield Undetermined(**said, missing_field="Pset_SiteCommon.FloorAreaRatio")
            continue
        said |= {"observed": format_number(site.floor_area_ratio), "observed_value": site.floor_area_ratio}
        if is_at_most(site.floor_area_ratio, min(limits)):
            yield Passed(1)
        elif is_at_least(site.floor_area_ratio, max(limits) + 1e-6):
            yield Failed(**said)
        else:
            yield Undetermined(**said, text="storeys_unknown", missing_field="Pset_BuildingCommon.NumberOfStoreys")


RULE = Rule(
    code="GRN-21",
    name="green.residential_floor_area",
    version=1,
    family=RuleFamily.GREEN,
    element=SixElement.DESIGN,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55038-2025", "表 3.1.1-1", confirmed=True),),
    tables=TABLES,
    parameters=(
        Parameter("low_ratio", "", baseline=1.1, exemplary=1.1),
        Parameter("multi_4_ratio", "", baseline=1.5, exemplary=1.5),
        Parameter("multi_7_ratio", "", baseline=1.9, exemplary=1.9),
        Parameter("high_10_ratio", "", baseline=2.6, exemplary=2.6),
        Parameter("high_18_ratio", "", baseline=2.9, exemplary=2.9),
    ),
    check=check,
)
