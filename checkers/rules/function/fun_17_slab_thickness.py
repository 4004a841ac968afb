"""Solid concrete floors of dwelling houses are thick enough.

Why
    Thin floors carry every step into the flat below, and their reinforcement has no cover.
Fails
    A solid floor slab of 90 mm concrete.
Passes
    100 mm: of the concrete layers of its material, else as declared (Depth, 厚度), else as measured on its shape.
    Slabs on the ground, roofs, landings and floors of other materials are not looked at; one of unknown material that is thick
    enough passes.
Not applicable
    A building that is no dwelling house, or has no floor slabs; a project from before the standard. A thin slab whose material is
    not told is undetermined.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from checkers.dwellings import is_of_flats, reaches
from checkers.editions import is_in_force, project_day
from checkers.names import joined_names, words
from checkers.properties import effective_numbers, with_types
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.spatial_classes import SLABS
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number

if TYPE_CHECKING:
    import pandas as pd

NO_FLOORS = ("ROOF", "LANDING", "BASESLAB", "PAVING", "SIDEWALK", "APPROACH_SLAB", "WEARING", "TRACKSLAB")
MATERIAL = "IfcRelAssociatesMaterial"
LEAST_FLOOR_M2 = 2.0
"""Smaller slabs are sills, steps and supports."""

CLAUSE = Clause("GB 55038-2025", "5.0.4", effective_from=date(2025, 5, 1))


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each floor slab that may be of concrete."""
    if not is_in_force(CLAUSE, project_day(tables)) or not is_of_flats(tables):
        return
    limit_m = parameters.number("thickness_m")
    for slab in _floor_slabs(tables).sort_index().itertuples():
        said: dict[str, Any] = {
            "step_id": slab.Index, "expected": f">= {format_number(limit_m)}", "limit_value": limit_m, "unit": "m",
        }  # fmt: skip
        known = slab.thickness_m == slab.thickness_m
        if known and reaches(slab.thickness_m, limit_m):
            yield Passed(1)
        elif not known:
            yield Undetermined(**said, text="thickness_unknown", missing_field="Qto_SlabBaseQuantities.Depth")
        else:
            said |= {
                "observed": format_number(slab.thickness_m), "observed_value": slab.thickness_m, "table": slab.table,
                "inputs": {"thickness_m": slab.thickness_m, "is_concrete": slab.is_concrete},
            }  # fmt: skip
            yield Failed(**said) if slab.is_concrete == "yes" else Undetermined(**said, missing_field=MATERIAL)


def _floor_slabs(tables: Frames) -> "pd.DataFrame":
    """Floor slabs but those of other materials, by step id: ``thickness_m``, ``table`` and ``is_concrete`` (yes, unknown)."""
    elements = tables["ifc_element"]
    slabs = elements[elements["ifc_class"].isin(SLABS) & ~elements["predefined_type"].isin(NO_FLOORS)]
    slabs = slabs[~words("rooms", "no_upper_floor").in_texts(joined_names(slabs))].set_index("step_id")
    shapes = tables["msr_footprint"].set_index("step_id")
    slabs = slabs[~slabs.index.isin(shapes.index[shapes["footprint_area_m2"].lt(LEAST_FLOOR_M2)])]
    layers = with_types(elements, tables["ifc_material"])
    layers = layers[layers["step_id"].isin(slabs.index)]
    label = layers["material_name"].fillna("").astype("str") + " " + layers["material_category"].fillna("").astype("str")
    is_concrete = words("materials", "concrete").in_texts(label) | label.str.contains(r"(?<![A-Za-z0-9])C\d{2}(?!\d)", regex=True)
    is_other = words("materials", "other_floor").in_texts(label)
    concrete, other = set(layers.loc[is_concrete, "step_id"]), set(layers.loc[is_other, "step_id"])
    slabs = slabs[slabs.index.isin(concrete) | ~slabs.index.isin(other)]
    of_layers = layers[is_concrete & layers["thickness_m"].gt(0)].groupby("step_id")["thickness_m"].sum()
    declared = effective_numbers(tables, "slab_depth", "m")["number"]
    declared = declared[declared.gt(0)]
    measured = shapes["height_m"][shapes["height_m"].gt(0) & shapes["has_surface"].eq(True)]
    found = slabs.assign(thickness_m=float("nan"), table=None)
    for thickness, table in ((of_layers, "ifc_material"), (declared, "ifc_quantity"), (measured, "msr_footprint")):
        lacking = found["thickness_m"].isna() & found.index.isin(thickness.index)
        found.loc[lacking, "thickness_m"] = thickness.reindex(found.index[lacking]).to_numpy()
        found.loc[lacking, "table"] = table
    return found.assign(is_concrete=["yes" if step in concrete else "unknown" for step in found.index])


RULE = Rule(
    code="FUN-17",
    name="function.slab_thickness",
    version=1,
    family=RuleFamily.FUNCTION,
    element=SixElement.QUALITY,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.ADVISORY,
    clauses=(CLAUSE,),
    tables=("ifc_element", "ifc_property", "ifc_quantity", "ifc_classification", "ifc_material", "msr_footprint"),
    parameters=(Parameter("thickness_m", "m", baseline=0.10, exemplary=0.10),),
    check=check,
)
