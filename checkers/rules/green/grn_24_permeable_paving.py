"""Half of the hard paving outdoors lets rain through.

Why
    What seeps into the ground floods no street, and comes back in summer as shade and cool.
Fails
    A yard of 1,000 m² paving, of which 300 m² are permeable bricks and the rest granite on concrete.
Passes
    500 m² of 1,000 m²: paths, squares, parking bays, footways and other paving outdoors, by their outlines seen from above; as
    flagged (Permeable, 透水), else by the words of names, else of materials. The finding stands at the model's first site.
Not applicable
    A model without paving outdoors: what belongs to a storey lies indoors, but for the proxies of models without better classes.
    Carriageways and fire lanes are no such paving, and count on neither side.
    Where paving does not say what it is, the share lies between two bounds, and the rule decides only if both lie on one side
    of the limit; paving without a shape leaves it open.
"""

from collections.abc import Iterator
from typing import Any

from checkers.lasting_order import in_lasting_order
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.surfaces import TABLES, paved_area
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number, is_at_least

PERMEABLE, SHAPE = "JCPset_Paving.透水", "IfcProduct.Representation"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at the model as a whole."""
    paved = paved_area(tables)
    if paved is None:
        return
    limit = parameters.number("share")
    low, high = paved.least_share, paved.greatest_share
    if not paved.without_outline and is_at_least(low, limit):
        yield Passed(1)
        return
    elements = tables["ifc_element"]
    sites = in_lasting_order(elements[elements["ifc_class"].eq("IfcSite")])["step_id"]
    is_measured = paved.total_m2 > 0
    said: dict[str, Any] = {
        "step_id": None if sites.empty else int(sites.iloc[0]), "expected": f">= {format_number(limit)}", "limit_value": limit,
        "observed": (format_number(low) if low == high else f"{format_number(low)}–{format_number(high)}") if is_measured else None,
        "observed_value": low if low == high and is_measured else None, "unit": "", "table": "msr_footprint",
        "params": {
            "permeable": format_number(paved.permeable_m2, 1), "total": format_number(paved.total_m2, 1),
            "unknown": format_number(paved.unknown_m2, 1), "surfaces": len(paved.without_outline) or len(paved.unknown),
        },
        "inputs": {"permeable_m2": paved.permeable_m2, "sealed_m2": paved.sealed_m2, "unknown_m2": paved.unknown_m2},
    }  # fmt: skip
    if paved.without_outline:
        yield Undetermined(**said, missing_field=SHAPE, text="no_shape")
    elif is_at_least(high, limit):
        yield Undetermined(**said, missing_field=PERMEABLE)
    else:
        yield Failed(**said)


RULE = Rule(
    code="GRN-24",
    name="green.permeable_paving",
    version=1,
    family=RuleFamily.GREEN,
    element=SixElement.GREEN,
    categories=frozenset({ProjectCategory.BUILDING, ProjectCategory.HABITAT, ProjectCategory.LANDSCAPE}),
    obligation=Obligation.RECOMMENDED,
    clauses=(Clause("GB/T 50378-2019", "8.2.5", edition="2024", confirmed=True),),
    tables=TABLES,
    parameters=(Parameter("share", "", baseline=0.50, exemplary=0.50),),
    check=check,
)
