"""Every classification that the model uses says which edition it is of.

Why
    Codes move between editions; one without its year is read by the wrong table in ten years.
Fails
    A classification named Uniclass without edition.
Passes
    A name, and an edition, or a year in name, source or address: GB/T 51269-2017.
Not applicable
    A model that uses no classification.
"""

import re
from collections.abc import Iterator

from checkers.rule import Clause, Failed, Frames, Parameters, Passed, Rule, Verdict
from checkers.text_values import is_given
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement

YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
SAID_IN = ("system_name", "system_source", "system_edition", "location")


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each classification once."""
    rows = tables["ifc_classification"]
    systems = rows.loc[rows["system_name"].notna() | rows["system_source"].notna(), list(SAID_IN)].fillna("").astype("str")
    known = systems.groupby("system_name", sort=True)
    for name, of_system in known:
        has_edition = of_system["system_edition"].map(is_given).any()
        has_year = any(YEAR.search(text) for column in SAID_IN for text in of_system[column].unique())
        if is_given(name) and (has_edition or has_year):
            yield Passed(1)
        else:
            yield Failed(
                subject=f"system:{name}", observed=name or "—", params={"system": name or "—"}, table="ifc_classification",
                inputs={"system": name},
            )  # fmt: skip


RULE = Rule(
    code="CIM-13",
    name="cim.classification_edition",
    version=1,
    family=RuleFamily.CIM,
    element=SixElement.QUALITY,
    categories=frozenset(ProjectCategory),
    obligation=Obligation.ADVISORY,
    # Read in the draft of its revision, which is not in force.
    clauses=(Clause("GB/T 51301", "3.1.7", edition="修订草案"),),
    tables=("ifc_classification",),
    check=check,
)
