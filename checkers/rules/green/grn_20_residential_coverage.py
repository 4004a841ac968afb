"""Houses do not cover too much of a residential site.

Why
    What is covered has neither sun nor air nor green.
Fails
    A site of six-storey blocks that cover 36 % of it, 40 % if it is a dense one.
Passes
    Covered share of at most 40 % with up to three storeys, 30 % with four to six, 28 % with seven to nine, 20 % above (climate
    region II), as the site says it (SiteCoverageRatio), else footprints over land. Dense sites may have 47 % and 38 %: what lies
    between is undetermined.
Not applicable
    Models without dwellings, or whose site says nothing of its land: a single building is no site plan.
"""

from collections.abc import Iterator
from typing import Any

from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.site_indicators import TABLES, residential_sites
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number, is_at_least, is_at_most

DENSE = {"low": "dense_low_share", "multi_4": "dense_multi_share"}


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at the site of dwellings."""
    for site in residential_sites(tables):
        kinds = [site.storey_class] if site.storey_class else ["low", "multi_4", "multi_7", "high_10"]
        kinds = ["high_10" if kind == "high_18" else kind for kind in kinds]
        strict = min(parameters.number(f"{kind}_share") for kind in kinds)
        loose = max(parameters.number(DENSE.get(kind, f"{kind}_share")) for kind in kinds)
        said: dict[str, Any] = {
            "step_id": site.step_id, "expected": f"<= {format_number(strict)}", "limit_value": strict, "table": site.table,
            "params": {"storeys": "—" if site.storeys is None else format_number(site.storeys, 1), "loose": format_number(loose)},
        }  # fmt: skip
        if site.coverage is None:
            yield Undetermined(**said, missing_field="Pset_SiteCommon.SiteCoverageRatio")
            continue
        said |= {"observed": format_number(site.coverage), "observed_value": site.coverage}
        if is_at_most(site.coverage, strict):
            yield Passed(1)
        elif is_at_least(site.coverage, loose + 1e-6):
            yield Failed(**said)
        else:
            yield Undetermined(**said, text="dense_unknown", missing_field="JCPset_SiteIndicators.布局形式")


RULE = Rule(
    code="GRN-20",
    name="green.residential_coverage",
    version=1,
    family=RuleFamily.GREEN,
    element=SixElement.DESIGN,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55038-2025", "表 3.1.1-1", confirmed=True), Clause("GB 55038-2025", "表 3.1.1-2", confirmed=True)),
    tables=TABLES,
    parameters=(
        Parameter("low_share", "", baseline=0.40, exemplary=0.40),
        Parameter("multi_4_share", "", baseline=0.30, exemplary=0.30),
        Parameter("multi_7_share", "", baseline=0.28, exemplary=0.28),
        Parameter("high_10_share", "", baseline=0.20, exemplary=0.20),
        Parameter("dense_low_share", "", baseline=0.47, exemplary=0.47),
        Parameter("dense_multi_share", "", baseline=0.38, exemplary=0.38),
    ),
    check=check,
)
