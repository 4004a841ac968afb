"""Every GlobalId is well formed and stands for one thing.

Why
    Findings, versions and the city's objects are followed by GlobalId. One that repeats joins two things into one; one that is
    malformed is refused or changed by the next tool.
Fails
    Two columns copied with their GlobalId; a GlobalId of 36 characters with hyphens; one that begins with 4.
Passes
    22 characters of ``0-9 A-Z a-z _ $``, the first from 0 to 3, once in the model.
Not applicable
    A model without rooted things.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from checkers.rule import Clause, Failed, Frames, Parameters, Passed, Rule, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.global_id import WELL_FORMED

if TYPE_CHECKING:
    import pandas as pd

OTHERS_SHOWN = 20


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each GlobalId of occurrences, types and relations; one remark on each that is wrong."""
    rooted = _rooted(tables)
    without = rooted[rooted["global_id"].isna()]
    groups = rooted.groupby("global_id", sort=True)["step_id"]
    first, count = groups.first(), groups.count()
    bad = ~first.index.to_series().str.fullmatch(WELL_FORMED).astype(bool)
    repeated = count > 1
    yield Passed(int((~bad & ~repeated).sum()))
    for row in without.itertuples():
        yield Failed(step_id=row.step_id, subject="form", text="missing", expected=WELL_FORMED, table=row.table)
    for global_id, step_id in first[bad].items():
        yield Failed(step_id=step_id, subject="form", text="form", observed=global_id, expected=WELL_FORMED)
    bearers = rooted[rooted["global_id"].isin(repeated.index[repeated & ~bad])].groupby("global_id")["step_id"].agg(list)
    for global_id, steps in bearers.items():
        yield Failed(
            step_id=steps[0], subject="repeated", text="repeated", observed=str(len(steps)), expected="1",
            observed_value=len(steps), limit_value=1, params={"global_id": global_id},
            caused_by=tuple(str(step) for step in steps[1 : OTHERS_SHOWN + 1]), inputs={"global_id": global_id},
        )  # fmt: skip


def _rooted(tables: Frames) -> "pd.DataFrame":
    """One row a rooted instance: step id, GlobalId, table."""
    import pandas as pd

    names = ("ifc_element", "ifc_type", "ifc_relation")
    rows = pd.concat([tables[name][["step_id", "global_id"]].assign(table=name) for name in names], ignore_index=True)
    return rows.drop_duplicates("step_id").sort_values("step_id")


RULE = Rule(
    code="CIM-05",
    name="cim.global_ids",
    version=1,
    family=RuleFamily.CIM,
    element=SixElement.QUALITY,
    categories=frozenset(ProjectCategory),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("ISO 16739-1:2024", "IfcGloballyUniqueId, IfcRoot.UR1", confirmed=True),),
    tables=("ifc_element", "ifc_type", "ifc_relation"),
    check=check,
)
