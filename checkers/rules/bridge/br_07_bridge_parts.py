"""A bridge is modelled as superstructure, substructure and foundations.

Why
    Inspection, repair and cost are kept by these parts for a hundred years; a bridge that is one heap cannot be asked for its
    piers.
Fails
    An IfcBridge without a foundation part below it.
Passes
    IfcBridgePart of SUPERSTRUCTURE or DECK, of SUBSTRUCTURE, PIER, PYLON or ABUTMENT, and of FOUNDATION, at any depth below the
    bridge. A part that gives no such type is told by its name (下部结构, 桥墩, 承台).
Not applicable
    A model without IfcBridge, as every model before IFC4X3 is; a bridge that is itself a part (PARTIAL). Where one of the three is
    missing and some part says neither by type nor by name what it is, nothing can be said.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from checkers.names import joined_names, words
from checkers.rule import PLATFORM, Clause, Failed, Frames, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.spatial_classes import ancestors
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement

if TYPE_CHECKING:
    import pandas as pd

PARTS = {
    "superstructure": ("SUPERSTRUCTURE", "DECK", "DECK_SEGMENT", "SURFACESTRUCTURE"),
    "substructure": ("SUBSTRUCTURE", "PIER", "PIER_SEGMENT", "PYLON", "ABUTMENT"),
    "foundation": ("FOUNDATION",),
}
MISSING = "IfcBridgePart.PredefinedType"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each bridge."""
    elements = tables["ifc_element"]
    partial = tables["ifc_spatial"].loc[tables["ifc_spatial"]["composition_type"].eq("PARTIAL"), "step_id"]
    wholes = elements.loc[elements["ifc_class"].eq("IfcBridge") & ~elements["step_id"].isin(partial), "step_id"]
    if wholes.empty:
        return
    parts = elements[elements["ifc_class"].eq("IfcBridgePart")]
    label = joined_names(parts)
    has_type = parts["predefined_type"].isin({one for of_part in PARTS.values() for one in of_part})
    is_part = {
        part: parts["predefined_type"].isin(types) | (~has_type & words("bridges", part).in_texts(label))
        for part, types in PARTS.items()
    }
    is_untold = ~(is_part["superstructure"] | is_part["substructure"] | is_part["foundation"])
    whole = _whole_of(tables, set(wholes)).reindex(parts["step_id"]).to_numpy()
    for step_id in sorted(int(step_id) for step_id in wholes):
        missing = [part for part in PARTS if not (is_part[part] & (whole == step_id)).any()]
        if not missing:
            yield Passed(1)
            continue
        params = {"missing": [f"@rule.BR-07.{part}" for part in missing]}
        untold = sorted(str(part) for part in parts.loc[is_untold & (whole == step_id), "step_id"])
        if untold:
            yield Undetermined(
                step_id=step_id, missing_field=MISSING, params=params | {"count": len(untold)}, caused_by=tuple(untold),
                table="ifc_element",
            )  # fmt: skip
        else:
            yield Failed(step_id=step_id, params=params, observed="—", table="ifc_element", inputs={"missing": missing})


def _whole_of(tables: Frames, wholes: set[int]) -> "pd.Series[float]":
    """The bridge that each object is of: the nearest above it that is a whole, by step id."""
    elements = tables["ifc_element"]
    shown = elements.assign(ifc_class=elements["ifc_class"].where(elements["step_id"].isin(wholes), ""))
    return ancestors(shown, ("IfcBridge",))


RULE = Rule(
    code="BR-07",
    name="bridge.bridge_parts",
    version=1,
    family=RuleFamily.BRIDGE,
    element=SixElement.QUALITY,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.ADVISORY,
    clauses=(Clause(PLATFORM, "BR-07"),),
    tables=("ifc_element", "ifc_spatial"),
    check=check,
)
