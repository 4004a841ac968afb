"""Load-bearing walls, columns, beams and floor slabs resist fire for as long as the building's grade asks.

Why
    The grade of a building is a promise about the time that its structure stands in a fire; every member has to keep it.
Fails
    A column of FireRating 1.5h in a building of grade 二级, which asks for 2.50 h.
Passes
    2.5h, 150 min, R150, ``A2.50``: the value is read from what people write. The grade is the building's own, else the ruleset's.
Not applicable
    A model without load-bearing members. A wall that does not say whether it bears is judged only once its rating is too low or
    missing; a rating that cannot be read is not judged.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from checkers.fire_grades import GRADES, read_fire_grade
from checkers.properties import effective_flags, effective_values
from checkers.requirement import Requirement, exactly, holds_property
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.spatial_classes import BEAMS, BUILDINGS, COLUMNS, SLABS, WALLS, ancestors, in_buildings
from checkers.text_values import read_fire_resistance_h
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import EQUALITY_TOLERANCE, format_number

if TYPE_CHECKING:
    import pandas as pd

HOURS: dict[str, tuple[float | None, ...]] = {
    "wall": (3.00, 2.50, 2.00, 0.50),
    "column": (3.00, 2.50, 2.00, 0.50),
    "beam": (2.00, 1.50, 1.00, 0.50),
    "slab": (1.50, 1.00, 0.50, None),
}
"""Member → hours by grade. Source: GB 50016-2014 (2018), table 5.1.2; slabs of the fourth grade may burn."""
KINDS = {"wall": WALLS, "column": COLUMNS, "beam": BEAMS, "slab": SLABS}
MEMBERS = {ifc_class: kind for kind, classes in KINDS.items() for ifc_class in classes}
PSETS = {"wall": "Pset_WallCommon", "column": "Pset_ColumnCommon", "beam": "Pset_BeamCommon", "slab": "Pset_SlabCommon"}
OTHER_SLABS = ("ROOF", "BASESLAB", "LANDING", "PAVING", "SIDEWALK", "APPROACH_SLAB", "TRACKSLAB", "WEARING")
"""Not floors: other rows of the table, or on the ground."""


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each member that bears, or may bear."""
    members = _members(tables, read_fire_grade(parameters.text("grade")) or 0)
    if members.empty:
        return
    members["rating"] = effective_values(tables, "fire_rating")["value"].reindex(members.index)
    members["hours"] = members["rating"].map(read_fire_resistance_h).astype("float64")
    enough = members["hours"] >= members["limit_h"] - EQUALITY_TOLERANCE
    yield Passed(int(enough.sum()))
    for member in members[~enough].itertuples():
        pset = PSETS[member.member]
        has_rating = isinstance(member.rating, str)
        is_read = member.hours == member.hours
        said: dict[str, Any] = {
            "step_id": member.Index, "expected": f">= {format_number(member.limit_h)}", "limit_value": member.limit_h, "unit": "h",
            "observed": member.rating if has_rating else None, "observed_value": member.hours if is_read else None,
            "table": "ifc_property", "params": {"grade": member.grade},
            "inputs": {"FireRating": member.rating if has_rating else None, "hours": member.hours if is_read else None},
        }  # fmt: skip
        if member.bears is not True:
            yield Undetermined(**said, missing_field=f"{pset}.LoadBearing", text="bearing_unknown")
        elif is_read:
            yield Failed(**said)
        else:
            yield Undetermined(**said, missing_field=f"{pset}.FireRating", text="unreadable" if has_rating else "undetermined")


def _members(tables: Frames, default_grade: int) -> "pd.DataFrame":
    """Indexed by step id: what it is, whether it bears, its building's grade and the hours asked."""
    elements = tables["ifc_element"]
    rows = elements.assign(member=elements["ifc_class"].map(MEMBERS)).dropna(subset=["member"])
    rows = rows[~(rows["member"].eq("slab") & rows["predefined_type"].isin(OTHER_SLABS))]
    rows = in_buildings(rows, elements).set_index("step_id")
    bears = effective_flags(tables, "load_bearing").reindex(rows.index)
    # A column, beam or slab bears unless it says that it does not; of walls most do not.
    rows["bears"] = bears.where(bears.notna() | rows["member"].eq("wall"), True)
    grades = effective_values(tables, "building_fire_grade")["value"].map(read_fire_grade).dropna()
    building_of = ancestors(elements, BUILDINGS).reindex(rows.index)
    index = building_of.map(grades).fillna(default_grade).astype(int)
    rows["grade"] = index.map(lambda grade: GRADES[grade])
    rows["limit_h"] = [HOURS[member][grade] for member, grade in zip(rows["member"], index, strict=True)]
    is_subject = rows["bears"].map(lambda bears: bears is not False) & rows["limit_h"].notna()
    return rows.loc[is_subject, ["member", "bears", "grade", "limit_h"]].astype({"limit_h": "float64"})


RULE = Rule(
    code="FIR-16",
    name="fire.fire_resistance",
    version=1,
    family=RuleFamily.FIRE,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 50016-2014", "5.1.2", edition="2018", confirmed=True),),
    tables=("ifc_element", "ifc_property"),
    parameters=(Parameter("grade", "", baseline="二级", exemplary="二级"),),
    requirements=tuple(
        Requirement(
            subject=PSETS[member],
            classes=classes,
            predefined_type=exactly("FLOOR") if member == "slab" else None,
            where=(holds_property(PSETS[member], "LoadBearing", "IFCBOOLEAN", exactly("true")),),
            asked=(holds_property(PSETS[member], "FireRating", "IFCLABEL"),),
        )
        for member, classes in KINDS.items()
    ),
    check=check,
)
