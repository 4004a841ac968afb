"""No element, and no model, has more triangles than the platform can show.

Why
    One tap with its thread modelled weighs more than the building, and holds up every view of the city.
Fails
    A piece of furniture of 120 000 triangles; models of more than ten million altogether.
Passes
    At most 100 000 triangles an element and 10 000 000 a model; shapes that repeat count once in the model.
Not applicable
    A model without shapes.
"""

from collections.abc import Iterator

from checkers.rule import PLATFORM, Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number

SHAPE = "IfcProduct.Representation"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each shape, and at all of them."""
    shapes = tables["ifc_geometry"]
    if shapes.empty:
        if tables["ifc_element"]["family"].eq("element").any():
            yield Undetermined(missing_field=SHAPE, table="ifc_geometry")
        return
    limit, whole = parameters.number("element_triangles"), parameters.number("model_triangles")
    is_heavy = shapes["triangle_count"] > limit
    yield Passed(int((~is_heavy).sum()))
    for row in shapes[is_heavy].sort_values("step_id").itertuples():
        yield Failed(
            step_id=int(row.step_id), observed=str(row.triangle_count), observed_value=float(row.triangle_count),
            expected=f"<= {format_number(limit)}", limit_value=limit, table="ifc_geometry",
        )  # fmt: skip
    held = shapes[shapes["shape_key"].notna()].drop_duplicates("shape_key")
    total = int(held["triangle_count"].sum())
    if total > whole:
        yield Failed(
            text="whole", subject="whole", observed=str(total), observed_value=float(total), expected=f"<= {format_number(whole)}",
            limit_value=whole, table="ifc_geometry",
        )  # fmt: skip


RULE = Rule(
    code="CIM-11",
    name="cim.triangle_budget",
    version=1,
    family=RuleFamily.CIM,
    element=SixElement.QUALITY,
    categories=frozenset(ProjectCategory),
    obligation=Obligation.ADVISORY,
    clauses=(Clause(PLATFORM, "CIM-11"),),
    tables=("ifc_element", "ifc_geometry"),
    parameters=(
        Parameter("element_triangles", "", baseline=100000.0, exemplary=100000.0),
        Parameter("model_triangles", "", baseline=10000000.0, exemplary=10000000.0),
    ),
    check=check,
)
