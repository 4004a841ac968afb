"""Every tree says what it is and how large it is, every shrub what it is and how high or wide.

Why
    Plants are bought, accepted and cared for by species and size; a ball named 乔木 tells a gardener nothing.
Fails
    A tree with a species and no diameter of the trunk: one finding a plant lists all that is missing.
Passes
    A tree, or its type, with name (学名, 树种, …), trunk diameter (胸径), crown (冠幅) and height (株高); a shrub with name, and
    height or crown. A dash, 待定 or a size of 0 says nothing.
Not applicable
    A model without trees and shrubs. What a plant's Name alone says (国槐) is no declared species, since exports number names.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from checkers.properties import effective_values
from checkers.requirement import IFC4X3, Requirement, exactly, holds_attribute, holds_property, like
from checkers.rule import PLATFORM, Clause, Failed, Frames, Parameters, Passed, Rule, Verdict
from checkers.text_values import is_given
from checkers.things import things, words_of_thing
from cim_schema.codes import ObjectFamily, Obligation, ProjectCategory, RuleFamily, SixElement, Thing

if TYPE_CHECKING:
    import pandas as pd

DATA = ("plant_name", "trunk_diameter", "crown_diameter", "plant_height")


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each tree and shrub."""
    plants = things(tables, Thing.TREE, Thing.SHRUB).sort_values("step_id").set_index("step_id")
    plants = plants[plants["family"].eq(ObjectFamily.ELEMENT)]
    if plants.empty:
        return
    missing = _missing(tables, plants)
    lacks = missing.any(axis=1)
    yield Passed(int((~lacks).sum()))
    for step_id, lacking in missing[lacks].iterrows():
        fields = [field for field, is_missing in lacking.items() if is_missing]
        yield Failed(
            step_id=step_id, observed="—", table="ifc_property", params={"missing": [f"@rule.LA-13.{field}" for field in fields]},
            inputs={"missing": fields},
        )  # fmt: skip


def _missing(tables: Frames, plants: "pd.DataFrame") -> "pd.DataFrame":
    """Indexed as the plants: what each lacks; ``size`` is a shrub's height or crown."""
    import pandas as pd

    is_tree = plants["thing"].eq(Thing.TREE)
    is_said = pd.DataFrame({field: plants.index.isin(_said(tables, field)) for field in DATA}, index=plants.index)
    missing = ~is_said
    missing["size"] = ~is_tree & missing["crown_diameter"] & missing["plant_height"]
    for field in ("trunk_diameter", "crown_diameter", "plant_height"):
        missing[field] &= is_tree
    return missing


def _said(tables: Frames, field: str) -> "pd.Index[int]":
    """Step ids of the plants that say it, or whose types do."""
    values = effective_values(tables, field)
    said = [step_id for step_id, value in values["value"].items() if is_given(value)]
    return values.index[values.index.isin(said) & ~values["value_number"].le(0)]


RULE = Rule(
    code="LA-13",
    name="landscape.plant_data",
    version=1,
    family=RuleFamily.LANDSCAPE,
    element=SixElement.QUALITY,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE, ProjectCategory.HABITAT, ProjectCategory.LANDSCAPE}),
    obligation=Obligation.ADVISORY,
    clauses=(Clause(PLATFORM, "LA-13"),),
    tables=("ifc_element", "ifc_property", "msr_thing"),
    requirements=tuple(
        Requirement(
            subject=thing.value,
            classes=("IfcGeographicElement",),
            schemas=(IFC4X3,),
            predefined_type=exactly("VEGETATION"),
            where=(holds_attribute("Name", like(f".*({'|'.join(words_of_thing(thing))}).*")),),
            asked=(
                holds_property("Pset_VegetationCommon", "BotanicalName"),
                *(holds_property("JCPset_Planting", name, "IFCPOSITIVELENGTHMEASURE") for name in sizes),
            ),
        )
        for thing, sizes in ((Thing.TREE, ("胸径", "冠幅", "株高")), (Thing.SHRUB, ()))
    ),
    check=check,
)
