"""The doors of dwellings are wide enough for people with a walking frame, a pram, a piece of furniture.

Why
    A flat is lived in for decades; who can no longer pass its doors has to move.
Fails
    A bedroom door with a clear width of 0.75 m; a bathroom door of 0.65 m; an entrance of 0.85 m.
Passes
    0.90 m at the entrance of a flat, 0.80 m of bedrooms and living rooms, 0.70 m of kitchens and bathrooms, as declared or as
    measured between the jamb and the leaf that stands open.
Not applicable
    Doors of rooms that are no dwelling's, hotels, dormitories and hospitals; a project from before the standard.
"""

from collections.abc import Iterator
from datetime import date

from checkers.doors import TABLES, doors, judge_width
from checkers.dwellings import dwelling_rooms
from checkers.editions import is_in_force, project_day
from checkers.escapes import flat_entrances
from checkers.names import words
from checkers.rule import Clause, Frames, Parameter, Parameters, Rule, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement

CLAUSE = Clause("GB 55038-2025", "4.1.14", confirmed=True, effective_from=date(2025, 5, 1))


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each door of a dwelling."""
    if not is_in_force(CLAUSE, project_day(tables)):
        return
    rooms = dwelling_rooms(tables)
    if not (words("rooms", "dwelling").in_texts(rooms["label"])).any():
        return
    found = doors(tables, parameters.number("frame_allowance_m"))
    entrances = flat_entrances(tables, found)
    served = _served_rooms(rooms["label"].to_dict())
    for door in found.itertuples():
        kinds = {served[room[0]] for room in (door.room_a, door.room_b) if room is not None and room[0] in served}
        if door.Index in entrances:
            kind = "entrance"
        elif "kitchen_bathroom" in kinds:
            kind = "kitchen_bathroom"
        elif "room" in kinds and not isinstance(door.exit_kind, str):
            kind = "room"
        else:
            continue
        limit_m = parameters.number(f"{kind}_m")
        yield judge_width(door.Index, door.width, limit_m, door_kind=f"@rule.FUN-08.{kind}")


def _served_rooms(labels: dict[int, str]) -> dict[int, str]:
    """Room → which kind of door it asks for."""
    kinds = {}
    for step_id, label in labels.items():
        if words("rooms", "kitchen").is_in(label) or words("rooms", "flat_bathroom").is_in(label):
            kinds[step_id] = "kitchen_bathroom"
        elif words("rooms", "dwelling").is_in(label):
            kinds[step_id] = "room"
    return kinds


RULE = Rule(
    code="FUN-08",
    name="function.dwelling_door_width",
    version=1,
    family=RuleFamily.FUNCTION,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(CLAUSE,),
    tables=(*TABLES, "ifc_classification", "msr_room"),
    parameters=(
        Parameter("entrance_m", "m", baseline=0.90, exemplary=0.90),
        Parameter("room_m", "m", baseline=0.80, exemplary=0.80),
        Parameter("kitchen_bathroom_m", "m", baseline=0.70, exemplary=0.70),
        Parameter("frame_allowance_m", "m", baseline=0.10, exemplary=0.10),
    ),
    check=check,
)
