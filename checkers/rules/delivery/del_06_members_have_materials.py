"""Walls, slabs, columns, beams and the like say what they are made of.

Why
    Quantities by material, embodied carbon, fire resistance and heat loss are all asked of it.
Fails
    A wall without material whose type has none either.
Passes
    A material, layers, profiles or constituents with a name, of the element or of its type.
Not applicable
    A model without such elements.
"""

from collections.abc import Iterator

from checkers.lasting_order import in_lasting_order
from checkers.rule import PLATFORM, Clause, Failed, Frames, Parameters, Passed, Rule, Verdict
from checkers.spatial_classes import BEAMS, COLUMNS, SLABS, WALLS
from checkers.text_values import is_given
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement

MEMBERS = (*WALLS, *COLUMNS, *BEAMS, *SLABS, "IfcRoof", "IfcFooting", "IfcPile", "IfcCourse")
OTHERS_SHOWN = 20


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each such element that has a shape of its own."""
    elements = tables["ifc_element"]
    wholes = set(elements.loc[elements["family"].ne("feature"), "parent_step_id"].dropna())
    members = elements[elements["ifc_class"].isin(MEMBERS)]
    # A roof or slab that is made of parts has its material in them.
    members = members[~members["step_id"].isin(wholes)]
    if members.empty:
        return
    rows = tables["ifc_material"]
    given = {name for name in rows["material_name"].unique() if is_given(name)}
    having = set(rows.loc[rows["material_name"].isin(given), "step_id"])
    has_material = members["step_id"].isin(having) | members["type_step_id"].isin(having)
    yield Passed(int(has_material.sum()))
    for ifc_class, steps in in_lasting_order(members[~has_material]).groupby("ifc_class", sort=True)["step_id"]:
        ordered = steps.tolist()
        yield Failed(
            step_id=ordered[0], observed=str(len(ordered)), observed_value=float(len(ordered)), expected="0", limit_value=0.0,
            params={"ifc_class": ifc_class}, caused_by=tuple(str(step) for step in ordered[1 : OTHERS_SHOWN + 1]),
            table="ifc_material", inputs={"count": len(ordered)},
        )  # fmt: skip


RULE = Rule(
    code="DEL-06",
    name="delivery.members_have_materials",
    version=1,
    family=RuleFamily.DELIVERY,
    element=SixElement.QUALITY,
    categories=frozenset(ProjectCategory),
    obligation=Obligation.ADVISORY,
    clauses=(Clause(PLATFORM, "DEL-06"),),
    tables=("ifc_element", "ifc_material"),
    check=check,
)
