"""Residential sites are green enough.

Why
    Green between the houses is air, shade and a place for children, and cannot be added once the ground is built over.
Fails
    A site of six-storey blocks of which 26 % is green.
Passes
    Green share of at least 28 % with up to three storeys, 30 % with up to nine, 35 % above (climate region II), as the site says it
    (绿地率). Dense sites of low and middle-high blocks have 23 % and 28 %: what lies between is undetermined unless the site says
    that it is one.
Not applicable
    Models without dwellings, or whose site says nothing of its land: a single building is no site plan.
"""

from collections.abc import Iterator
from typing import Any

from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.site_indicators import TABLES, residential_sites
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number, is_at_least, is_at_most

LEAST = {"low": "low", "multi_4": "multi", "multi_7": "multi", "high_10": "high", "high_18": "high"}


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at the site of dwellings."""
    for site in residential_sites(tables):
        kinds = [LEAST[site.storey_class]] if site.storey_class else sorted(set(LEAST.values()))
        strict = max(parameters.number(f"{kind}_share") for kind in kinds)
        loose = min(parameters.number(f"dense_{kind}_share" if kind != "high" else "high_share") for kind in kinds)
        said: dict[str, Any] = {
            "step_id": site.step_id, "expected": f">= {format_number(strict)}", "limit_value": strict, "table": "ifc_property",
            "params": {"storeys": "—" if site.storeys is None else format_number(site.storeys, 1), "loose": format_number(loose)},
        }  # fmt: skip
        if site.green_ratio is None:
            yield Undetermined(**said, missing_field="JCPset_SiteIndicators.绿地率")
            continue
        said |= {"observed": format_number(site.green_ratio), "observed_value": site.green_ratio}
        if is_at_least(site.green_ratio, strict):
            yield Passed(1)
        elif is_at_most(site.green_ratio, loose - 1e-6):
            yield Failed(**said)
        else:
            yield Undetermined(**said, text="dense_unknown", missing_field="JCPset_SiteIndicators.布局形式")


RULE = Rule(
    code="GRN-19",
    name="green.residential_green",
    version=1,
    family=RuleFamily.GREEN,
    element=SixElement.GREEN,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55038-2025", "表 3.1.1-1", confirmed=True), Clause("GB 55038-2025", "表 3.1.1-2", confirmed=True)),
    tables=TABLES,
    parameters=(
        Parameter("low_share", "", baseline=0.28, exemplary=0.28),
        Parameter("multi_share", "", baseline=0.30, exemplary=0.30),
        Parameter("high_share", "", baseline=0.35, exemplary=0.35),
        Parameter("dense_low_share", "", baseline=0.23, exemplary=0.23),
        Parameter("dense_multi_share", "", baseline=0.28, exemplary=0.28),
    ),
    check=check,
)
