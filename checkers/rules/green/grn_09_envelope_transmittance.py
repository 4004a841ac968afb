"""External walls and roofs of public buildings keep the heat.

Why
    In Jincheng (cold zone A) most energy of a building goes through its envelope, for all the years that it stands.
Fails
    An external wall of K 0.55 W/(m²·K); a roof of K 0.45.
Passes
    K no more than the limit for a shape coefficient over 0.30 (wall 0.45, roof 0.35), which is the stricter one; or no more than
    the other (0.50, 0.40) where the building says that its shape coefficient is at most 0.30. K is the mean with heat bridges.
Not applicable
    Dwellings, which have limits of their own; a model without external walls and roofs. Public buildings are taken for class A
    (over 300 m²). A wall that does not say whether it is external cannot be judged unless its K would do anyway.
    A design that fails may still be weighed as a whole (appendix C), which this rule does not do.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from checkers.ids.document import PropertyFacet
from checkers.names import words
from checkers.properties import effective_flags, effective_numbers, effective_values
from checkers.requirement import IFC4, IFC4X3, Requirement, at_most, exactly, holds_property
from checkers.rooms import is_residential
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.spatial_classes import SLABS, WALLS, in_buildings
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import EQUALITY_TOLERANCE, format_number

if TYPE_CHECKING:
    import pandas as pd

UNIT = "W/(m2.K)"
SHAPE_COEFFICIENT = "体形系数"
IS_EXTERNAL = "Pset_WallCommon.IsExternal"
PSETS = {"wall": "Pset_WallCommon", "roof": "Pset_RoofCommon", "slab": "Pset_SlabCommon"}


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each external wall and each roof."""
    parts = _envelope(tables)
    if parts.empty or is_residential(tables):
        return
    shape = _shape_coefficient(tables)
    for kind in ("wall", "roof"):
        loose, strict = parameters.number(f"{kind}_k"), parameters.number(f"{kind}_k_over_030")
        if shape is not None:
            loose = strict = strict if shape > 0.30 else loose
        of_kind = parts[parts["pset"].eq(PSETS["wall"]) == (kind == "wall")]
        enough = of_kind["k"] <= strict + EQUALITY_TOLERANCE
        yield Passed(int(enough.sum()))
        for part in of_kind[~enough].itertuples():
            yield _remark(part, loose, strict, shape)


def _remark(part: Any, loose: float, strict: float, shape: float | None) -> Verdict:
    is_known = part.k == part.k
    limit = loose if part.k > loose else strict
    said: dict[str, Any] = {
        "step_id": part.Index, "unit": UNIT, "expected": f"<= {format_number(limit)}", "limit_value": limit,
        "observed": format_number(part.k) if is_known else None, "observed_value": part.k if is_known else None,
        "table": "ifc_property", "inputs": {"k": part.k if is_known else None, "shape_coefficient": shape},
    }  # fmt: skip
    if part.is_external is not True:
        return Undetermined(**said, missing_field=IS_EXTERNAL, text="external_unknown")
    if not is_known:
        return Undetermined(**said, missing_field=f"{part.pset}.ThermalTransmittance")
    if part.k > loose + EQUALITY_TOLERANCE:
        return Failed(**said)
    return Undetermined(**said, missing_field=SHAPE_COEFFICIENT, text="shape_unknown", params={"loose": format_number(loose)})


def _envelope(tables: Frames) -> "pd.DataFrame":
    """Indexed by step id: ``pset`` to ask for, ``is_external`` (None where nobody says), ``k``."""
    import pandas as pd

    everything = tables["ifc_element"]
    kinds = everything["ifc_class"].isin((*WALLS, *SLABS, "IfcRoof"))
    elements = in_buildings(everything[kinds], everything).set_index("step_id")
    if elements.empty:
        return elements
    k = effective_numbers(tables, "thermal_transmittance", UNIT, plain_unit="W/(m2.K)")["number"]
    walls = elements[elements["ifc_class"].isin(WALLS)]
    outside = _is_external(tables).reindex(walls.index)
    walls = walls.assign(pset=PSETS["wall"], is_external=outside.where(outside.notna(), None))
    walls = walls[walls["is_external"].map(lambda flag: flag is not False)]

    roofs = elements[elements["ifc_class"].eq("IfcRoof")]
    slabs = elements[elements["ifc_class"].isin(SLABS) & elements["predefined_type"].eq("ROOF")]
    # A roof made of slabs speaks through them where it says nothing itself; the worst counts.
    of_parts = k.reindex(slabs.index).groupby(slabs["parent_step_id"]).max()
    slabs = slabs[~slabs["parent_step_id"].isin(roofs.index)]
    rows = pd.concat([
        walls, roofs.assign(pset=PSETS["roof"], is_external=True), slabs.assign(pset=PSETS["slab"], is_external=True),
    ])  # fmt: skip
    return rows.assign(k=k.reindex(rows.index).fillna(of_parts.reindex(rows.index)))[["pset", "is_external", "k"]]


def _is_external(tables: Frames) -> "pd.Series[bool]":
    """As flagged, else by the wall's function (Revit: 功能 = 外部)."""
    flagged = effective_flags(tables, "is_external")
    function = effective_values(tables, "wall_function")["value"]
    outer, inner = words("walls", "external").in_texts(function), words("walls", "internal").in_texts(function)
    told = outer[outer | inner].astype("object")
    return flagged.combine_first(told[~told.index.isin(flagged.index)])


def _shape_coefficient(tables: Frames) -> float | None:
    """Of the least compact building that says it; None where none does."""
    elements = tables["ifc_element"]
    wholes = elements.loc[elements["ifc_class"].isin(["IfcBuilding", "IfcProject", "IfcSite"]), "step_id"]
    told = effective_numbers(tables, "shape_coefficient", "", plain_unit="")["number"].dropna()
    told = told[told.index.isin(wholes)]
    return None if told.empty else float(told.max())


def _transmittance(kind: str, limit: Parameter) -> PropertyFacet:
    most = at_most(Parameters({limit.name: limit.baseline}).number(limit.name))
    return holds_property(PSETS[kind], "ThermalTransmittance", "IFCTHERMALTRANSMITTANCEMEASURE", most)


WALL_K = Parameter("wall_k", UNIT, baseline=0.50, exemplary=0.50)
ROOF_K = Parameter("roof_k", UNIT, baseline=0.40, exemplary=0.40)

RULE = Rule(
    code="GRN-09",
    name="green.envelope_transmittance",
    version=1,
    family=RuleFamily.GREEN,
    element=SixElement.GREEN,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55015-2021", "表 3.1.10-3", confirmed=True),),
    tables=("ifc_element", "ifc_property"),
    parameters=(
        WALL_K,
        Parameter("wall_k_over_030", UNIT, baseline=0.45, exemplary=0.45),
        ROOF_K,
        Parameter("roof_k_over_030", UNIT, baseline=0.35, exemplary=0.35),
    ),
    requirements=(
        Requirement(
            subject=PSETS["wall"],
            classes=WALLS,
            asked=(_transmittance("wall", WALL_K),),
            where=(holds_property(PSETS["wall"], "IsExternal", "IFCBOOLEAN", exactly("true")),),
        ),
        Requirement(subject=PSETS["roof"], classes=("IfcRoof",), asked=(_transmittance("roof", ROOF_K),), schemas=(IFC4, IFC4X3)),
    ),
    check=check,
)
