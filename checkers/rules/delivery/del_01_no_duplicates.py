"""No element stands in the same place twice.

Why
    A wall that was copied on itself is counted, ordered and paid for twice, and nobody sees it.
Fails
    Two walls of the same shape in the same place; the finding stands at the first and names the others.
Passes
    No two elements of one class have the same shape in the same place and direction, to the millimetre; of what has no more than a
    box, the same box.
Not applicable
    A model without elements. Elements without a shape are not looked at; where none has one, nothing can be said.
"""

from collections.abc import Iterator

from checkers.lasting_order import in_lasting_order
from checkers.rule import PLATFORM, Clause, Failed, Frames, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement

SHAPE = "IfcProduct.Representation"
BOX = ["min_x_m", "min_y_m", "min_z_m", "max_x_m", "max_y_m", "max_z_m"]
NEAR_M = 1e-3
OTHERS_SHOWN = 20


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each element that has a shape."""
    import numpy as np

    elements = tables["ifc_element"]
    elements = elements.loc[elements["family"].eq("element"), ["step_id", "global_id", "ifc_class"]]
    shapes = elements[["step_id", "ifc_class"]].merge(tables["ifc_geometry"], on="step_id", how="inner")
    if shapes.empty:
        if len(elements):
            yield Undetermined(missing_field=SHAPE, table="ifc_geometry")
        return
    shapes = shapes.assign(
        ifc_class=shapes["ifc_class"].str.removesuffix("StandardCase"), shape_key=shapes["shape_key"].fillna("").astype("str")
    )
    # What is sorted by its first corner lies beside its twin, up to the last digit, which rounding would part.
    shapes = shapes.sort_values(["ifc_class", "shape_key", *BOX, "step_id"], kind="stable")
    # Two crossing braces have one shape and one box: only their directions differ.
    places = np.concatenate([shapes[BOX].to_numpy(float), np.stack(shapes["placement"].to_list()).reshape(-1, 16)], axis=1)
    kinds, keys = shapes["ifc_class"].to_numpy(object), shapes["shape_key"].to_numpy(object)
    is_twin = np.zeros(len(shapes), bool)
    is_twin[1:] = (np.abs(np.diff(places, axis=0)) <= NEAR_M).all(axis=1) & (kinds[1:] == kinds[:-1]) & (keys[1:] == keys[:-1])
    is_one_of_many = is_twin | np.append(is_twin[1:], False)
    place_of = dict(zip(shapes.loc[is_one_of_many, "step_id"], np.cumsum(~is_twin)[is_one_of_many], strict=True))
    alike = in_lasting_order(elements[elements["step_id"].isin(place_of)])
    yield Passed(int((~is_one_of_many).sum()))
    for _, members in alike.groupby(alike["step_id"].map(place_of))["step_id"]:
        steps = members.tolist()
        yield Failed(
            step_id=int(steps[0]), observed=str(len(steps)), observed_value=float(len(steps)), expected="1", limit_value=1.0,
            caused_by=tuple(str(step) for step in steps[1 : OTHERS_SHOWN + 1]), table="ifc_geometry", inputs={"count": len(steps)},
        )  # fmt: skip


RULE = Rule(
    code="DEL-01",
    name="delivery.no_duplicates",
    version=1,
    family=RuleFamily.DELIVERY,
    element=SixElement.QUALITY,
    categories=frozenset(ProjectCategory),
    obligation=Obligation.ADVISORY,
    clauses=(Clause(PLATFORM, "DEL-01"),),
    tables=("ifc_element", "ifc_geometry"),
    check=check,
)
