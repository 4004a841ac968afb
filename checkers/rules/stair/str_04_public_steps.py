"""Steps of stairs in public buildings suit those who climb them.

Why
    Small children and old people cannot climb what adults do, and crowds stumble on steep stairs.
Fails
    An office with risers of 0.18 m; a primary school with treads of 0.25 m.
Passes
    Risers and treads of table 6.8.10 by the building's use, both as declared and as measured on the shape. Where the use is not
    told so closely that one line of the table holds, what keeps all possible lines passes and what breaks all fails.
Not applicable
    Dwellings, works and car parks, and steps before doors. Undetermined is a flight of a building whose use nothing tells, one
    whose steps keep one possible line and break another, one without shape or values, and the treads of winders.
"""

from collections.abc import Iterator

from checkers.buildings import BuildingUse, building_use
from checkers.names import joined_names, words
from checkers.rule import Clause, Frames, Parameter, Parameters, Rule, Undetermined, Verdict
from checkers.spatial_classes import BUILDINGS
from checkers.stairs import TABLES, stair_flights
from checkers.step_sizes import judge_steps, keeps_steps
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement

OCCUPANCY = "Pset_BuildingCommon.OccupancyType"

TOWER_M = 100.0
"""Higher buildings (超高层) may have steeper stairs in their core."""

LINES = {
    BuildingUse.KINDERGARTEN: ("kindergarten",),
    BuildingUse.ELDERLY_CARE: ("elderly",),
    BuildingUse.SCHOOL: ("primary_school", "crowded"),
    BuildingUse.OFFICE: ("other",),
    BuildingUse.HOTEL: ("other",),
}
"""Lines of the table by use; of the other uses some are crowded and some are not."""

WHERE_UNCLEAR = ("crowded", "other")


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each flight by the lines that may hold."""
    told = building_use(tables)
    if told.use is not None and not told.is_public:
        return
    flights = stair_flights(tables)
    if flights.empty:
        return
    lines = _lines(tables, told.use, told.said)
    limits = [(parameters.number(f"{line}_riser_m"), parameters.number(f"{line}_tread_m")) for line in lines]
    loosest = max(limits, key=lambda limit: (limit[0], -limit[1]))
    for flight in flights.itertuples():
        said = [keeps_steps(flight, *limit) for limit in limits]
        if (told.use is not None and len(set(said)) == 1) or all(said):
            yield from judge_steps(flight, *loosest)
        else:
            yield Undetermined(step_id=int(flight.step_id), missing_field=OCCUPANCY, table="ifc_property")


def _lines(tables: Frames, use: BuildingUse | None, said: str) -> tuple[str, ...]:
    heights = tables["msr_building"]["height_m"]
    core = ("core",) if heights.max() > TOWER_M else ()
    if use is None:
        return ("kindergarten", "elderly", "primary_school", "crowded", "other", *core)
    if use is BuildingUse.SCHOOL:
        elements = tables["ifc_element"]
        names = [said, *joined_names(elements[elements["ifc_class"].isin((*BUILDINGS, "IfcProject"))]).tolist()]
        is_primary, is_secondary = (
            any(words("stairs", kind).is_in(name) for name in names) for kind in ("primary_school", "secondary_school")
        )
        if is_primary != is_secondary:
            return ("primary_school",) if is_primary else ("crowded",)
    return (*LINES.get(use, WHERE_UNCLEAR), *core)


RULE = Rule(
    code="STR-04",
    name="stair.public_steps",
    version=1,
    family=RuleFamily.STAIR,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 50352-2019", "6.8.10", confirmed=True),),
    tables=(*TABLES, "ifc_classification", "msr_building"),
    parameters=(
        Parameter("kindergarten_riser_m", "m", baseline=0.13, exemplary=0.13),
        Parameter("kindergarten_tread_m", "m", baseline=0.26, exemplary=0.26),
        Parameter("elderly_riser_m", "m", baseline=0.13, exemplary=0.13),
        Parameter("elderly_tread_m", "m", baseline=0.32, exemplary=0.32),
        Parameter("primary_school_riser_m", "m", baseline=0.15, exemplary=0.15),
        Parameter("primary_school_tread_m", "m", baseline=0.26, exemplary=0.26),
        Parameter("crowded_riser_m", "m", baseline=0.165, exemplary=0.165),
        Parameter("crowded_tread_m", "m", baseline=0.28, exemplary=0.28),
        Parameter("other_riser_m", "m", baseline=0.175, exemplary=0.175),
        Parameter("other_tread_m", "m", baseline=0.26, exemplary=0.26),
        Parameter("core_riser_m", "m", baseline=0.18, exemplary=0.18),
        Parameter("core_tread_m", "m", baseline=0.25, exemplary=0.25),
    ),
    check=check,
)
