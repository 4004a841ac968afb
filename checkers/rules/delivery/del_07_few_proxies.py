"""What IFC has a class for is not delivered as a proxy.

Why
    A stair, a railing or a roof that comes as IfcBuildingElementProxy is seen by people and by no rule.
Fails
    A building of which a third of the elements are proxies.
Passes
    No more than a tenth of the elements of a building are proxies.
Not applicable
    A model without elements. Asked of buildings alone: before IFC4X3 roads, bridges and gardens had no classes of their own.
"""

from collections.abc import Iterator

from checkers.rule import PLATFORM, Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number, is_at_most

PROXY = "IfcBuildingElementProxy"
OTHERS_SHOWN = 20


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at all elements together."""
    limit = parameters.number("share")
    elements = tables["ifc_element"]
    elements = elements[elements["family"].eq("element") & elements["is_product"].eq(True)]
    if elements.empty:
        return
    proxies = sorted(elements.loc[elements["ifc_class"].eq(PROXY), "step_id"].tolist())
    share = len(proxies) / len(elements)
    if is_at_most(share, limit):
        yield Passed(1)
        return
    yield Failed(
        observed=format_number(share), observed_value=share, expected=f"<= {format_number(limit)}", limit_value=limit,
        params={"count": len(proxies), "elements": len(elements)}, caused_by=tuple(str(step) for step in proxies[:OTHERS_SHOWN]),
        table="ifc_element", inputs={"share": share},
    )  # fmt: skip


RULE = Rule(
    code="DEL-07",
    name="delivery.few_proxies",
    version=1,
    family=RuleFamily.DELIVERY,
    element=SixElement.QUALITY,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.ADVISORY,
    clauses=(Clause(PLATFORM, "DEL-07"),),
    tables=("ifc_element",),
    parameters=(Parameter("share", "", baseline=0.1, exemplary=0.1),),
    check=check,
)
