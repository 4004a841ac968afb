"""A residential area has points where waste is sorted.

Why
    Sorted waste begins where people throw it away; a point that is not drawn gets the corner that nobody else wanted.
Fails
    Houses with dwellings in some model of the project, and no point for waste in any.
Passes
    Houses with dwellings, and a shelter, a container or a bin for sorted waste in any model. The finding stands at the first
    house, by part and step id.
Not applicable
    A project without a building, or whose buildings all say that they are no dwellings. Where no building is known to be one,
    and one says nothing of its use, neither by property nor by name, that one cannot be judged.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from checkers.names import joined_names, words
from checkers.properties import effective_values
from checkers.rule import Clause, Failed, Frames, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.things import things
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing

if TYPE_CHECKING:
    import pandas as pd

OCCUPANCY = "Pset_BuildingCommon.OccupancyType"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at all models of the project together."""
    contexts = tables["model_context"].sort_values(["part", "model_id"])
    dwellings: list[tuple[str, int]] = []
    silent: list[tuple[str, int]] = []
    has_waste_point = False
    for model_id in contexts["model_id"]:
        of_model = {name: frame[frame["model_id"].eq(model_id)] for name, frame in tables.items()}
        has_waste_point |= not things(of_model, Thing.WASTE_POINT).empty
        buildings = things(of_model, Thing.BUILDING).sort_values("step_id")
        is_dwelling, is_silent = _uses(of_model, buildings)
        dwellings += [(model_id, int(step_id)) for step_id in buildings.loc[is_dwelling, "step_id"]]
        silent += [(model_id, int(step_id)) for step_id in buildings.loc[is_silent, "step_id"]]
    if has_waste_point:
        for model_id, _ in dwellings:
            yield Passed(1, model_id=model_id)
    elif dwellings:
        model_id, step_id = dwellings[0]
        yield Failed(model_id=model_id, step_id=step_id, table="msr_thing", params={"dwellings": len(dwellings)})
    elif silent:
        model_id, step_id = silent[0]
        yield Undetermined(model_id=model_id, step_id=step_id, missing_field=OCCUPANCY, table="ifc_property")


def _uses(tables: Frames, buildings: "pd.DataFrame") -> "tuple[pd.Series[bool], pd.Series[bool]]":
    """Which buildings are dwellings, and which say nothing of their use."""
    residential = words("rooms", "residential")
    occupancy = effective_values(tables, "occupancy_type")["value"]
    declared = buildings["step_id"].map(occupancy).astype("object").fillna("").astype("str").str.strip()
    label = joined_names(buildings).str.strip()
    is_declared = declared.ne("")
    is_dwelling = residential.in_texts(declared.where(is_declared, label))
    return is_dwelling, ~is_declared & label.eq("")


RULE = Rule(
    code="HB-04",
    name="habitat.waste_sorting",
    version=1,
    family=RuleFamily.HABITAT,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.HABITAT}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55038-2025", "3.3.2", confirmed=True),),
    tables=("ifc_element", "ifc_property", "msr_thing"),
    scope="federation",
    properties=("occupancy_type",),
    check=check,
)
