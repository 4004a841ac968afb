"""Every element has a name.

Why
    A list of faults that says only #1234 sends somebody searching; names are also what tells things of one class apart.
Fails
    Twelve walls without Name whose type has none either: one finding a class names how many, and stands at the first.
Passes
    The element's Name, or its type's, says something.
Not applicable
    A model without elements. Openings, other features and virtual elements need no name.
"""

from collections.abc import Iterator

from checkers.lasting_order import in_lasting_order
from checkers.rule import PLATFORM, Clause, Failed, Frames, Parameters, Passed, Rule, Verdict
from checkers.text_values import is_given
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement

VIRTUAL = "IfcVirtualElement"
OTHERS_SHOWN = 20


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each element."""
    elements = tables["ifc_element"]
    elements = elements[elements["family"].eq("element") & elements["ifc_class"].ne(VIRTUAL)]
    types = tables["ifc_type"]
    named_types = set(types.loc[types["name"].map(is_given).astype(bool), "step_id"]) if len(types) else set()
    given = {name for name in elements["name"].unique() if is_given(name)}
    is_named = elements["name"].isin(given) | elements["type_step_id"].isin(named_types)
    yield Passed(int(is_named.sum()))
    for ifc_class, steps in in_lasting_order(elements[~is_named]).groupby("ifc_class", sort=True)["step_id"]:
        ordered = steps.tolist()
        yield Failed(
            step_id=ordered[0], observed=str(len(ordered)), observed_value=float(len(ordered)), expected="0", limit_value=0.0,
            params={"ifc_class": ifc_class}, caused_by=tuple(str(step) for step in ordered[1 : OTHERS_SHOWN + 1]),
            table="ifc_element", inputs={"count": len(ordered)},
        )  # fmt: skip


RULE = Rule(
    code="DEL-04",
    name="delivery.named_elements",
    version=1,
    family=RuleFamily.DELIVERY,
    element=SixElement.QUALITY,
    categories=frozenset(ProjectCategory),
    obligation=Obligation.ADVISORY,
    clauses=(Clause(PLATFORM, "DEL-04"),),
    tables=("ifc_element", "ifc_type"),
    check=check,
)
