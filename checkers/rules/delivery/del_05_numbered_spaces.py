"""Spaces have a number and a name, and no two of a storey the same number.

Why
    Rooms are found, handed over and maintained by number; by name alone there are twenty classrooms.
Fails
    A space that says neither number nor name; two spaces of the ground floor with the number 101.
Passes
    Name or LongName says something, and no other space of the storey has the same Name and LongName.
Not applicable
    A model without spaces.
"""

from collections.abc import Iterator

from checkers.lasting_order import in_lasting_order
from checkers.rule import PLATFORM, Clause, Failed, Frames, Parameters, Passed, Rule, Verdict
from checkers.spatial_classes import SPACES
from checkers.text_values import is_given
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement

OTHERS_SHOWN = 20


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each space."""
    elements = tables["ifc_element"]
    spaces = in_lasting_order(elements[elements["ifc_class"].isin(SPACES)])
    is_said = spaces["name"].map(is_given).astype(bool) | spaces["long_name"].map(is_given).astype(bool)
    said = spaces[is_said]
    keys = [said["storey_step_id"].fillna(-1), said["name"].fillna("").str.strip(), said["long_name"].fillna("").str.strip()]
    groups = said.groupby(keys, sort=True)["step_id"].agg(list)
    repeated = groups[groups.map(len) > 1] if len(groups) else groups
    yield Passed(len(said) - sum(len(steps) for steps in repeated))
    for step_id in spaces.loc[~is_said, "step_id"].tolist():
        yield Failed(step_id=step_id, text="unnamed", observed="—", table="ifc_element")
    for steps in repeated:
        yield Failed(
            step_id=int(steps[0]), observed=str(len(steps)), observed_value=float(len(steps)), expected="1", limit_value=1.0,
            caused_by=tuple(str(step) for step in steps[1 : OTHERS_SHOWN + 1]), table="ifc_element", inputs={"count": len(steps)},
        )  # fmt: skip


RULE = Rule(
    code="DEL-05",
    name="delivery.numbered_spaces",
    version=1,
    family=RuleFamily.DELIVERY,
    element=SixElement.QUALITY,
    categories=frozenset(ProjectCategory),
    obligation=Obligation.ADVISORY,
    clauses=(Clause(PLATFORM, "DEL-05"),),
    tables=("ifc_element",),
    check=check,
)
