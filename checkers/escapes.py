"""Ways out as rules read them: the storeys and rooms that people leave, and what sets the limits of their building.

What belongs here: gathering what several rules ask of ways out. What does not: limits.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checkers.buildings import BuildingUse, ToldUse, building_use
from checkers.names import joined_names, words
from checkers.properties import READ as PROPERTIES_READ
from checkers.properties import effective_flags, effective_numbers
from checkers.remembering import worked_out_once
from checkers.spatial_classes import BUILDINGS

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

TABLES = ("ifc_element", "ifc_property", "ifc_classification", "msr_escape", "msr_exit", "msr_building", "msr_storey", "msr_room")
"""What the functions read."""

OCCUPANCY, HEIGHT = "Pset_BuildingCommon.OccupancyType", "JCPset_Building.建筑高度"
SPRINKLERS, DOOR_SHAPE, BOUNDARIES = "Pset_BuildingCommon.SprinklerProtection", "IfcDoor.Representation", "IfcRelSpaceBoundary"

HIGH_DWELLING_M, HIGH_PUBLIC_M = 27.0, 24.0
"""Above these heights a building is high: 高层建筑. Source: GB 50016-2014 (2018), 2.1.1."""


@dataclass(frozen=True)
class BuildingFacts:
    """What limits of ways out hang on."""

    use: ToldUse
    height_m: float | None
    has_sprinklers: bool | None
    storeys_above: int | None

    @property
    def is_dwelling(self) -> bool | None:
        """住宅; None where nothing tells the use."""
        return None if self.use.use is None else self.use.use == BuildingUse.RESIDENTIAL

    @property
    def is_high(self) -> bool | None:
        """Whether it is a high building; None where its height or its use decides and is not known."""
        if self.storeys_above == 1:
            return False
        if self.height_m is None:
            return None
        limit_m = HIGH_DWELLING_M if self.is_dwelling else HIGH_PUBLIC_M
        return self.height_m > limit_m


@worked_out_once(*TABLES, *PROPERTIES_READ)
def building_facts(tables: "Frames") -> BuildingFacts:
    """Tell what limits hang on: the declared height, else the measured one; the highest of several buildings counts."""
    given = {name: tables[name] for name in ("ifc_element", "ifc_property")}
    elements = tables["ifc_element"]
    buildings = set(elements.loc[elements["ifc_class"].isin(BUILDINGS), "step_id"])
    measured = tables["msr_building"]
    declared = effective_numbers(given, "building_height", "m", "m")["number"]
    declared = declared[declared.index.isin(buildings) & declared.gt(0)]
    height_m = declared.max() if len(declared) else measured["height_m"].max()
    flags = effective_flags(given, "sprinkler")
    sprinklers = None if flags.empty else bool(flags.eq(True).any())
    storeys = measured["storeys_above"].max()
    return BuildingFacts(
        building_use(tables),
        None if height_m != height_m else float(height_m),
        sprinklers,
        None if storeys != storeys else int(storeys),
    )


@worked_out_once(*TABLES)
def escape_rooms(tables: "Frames") -> "pd.DataFrame":
    """Give the rooms that people stay in or walk through: rows of ``msr_escape`` with ``label`` and ``floor_area_m2``.

    Shafts and voids, rooms in the open and what lies on roofs are left out.
    """
    elements = tables["ifc_element"]
    rooms = tables["msr_escape"]
    named = elements[elements["step_id"].isin(rooms["step_id"])].drop_duplicates("step_id").set_index("step_id")
    labels = {step_id: label.strip() for step_id, label in joined_names(named).items()}
    rooms = rooms.assign(label=[labels.get(step_id, "") for step_id in rooms["step_id"]])
    roofs = tables["msr_storey"]
    roofs = roofs.loc[roofs["storey_kind"].eq("roof"), "step_id"]
    rooms = rooms[~rooms["storey_step_id"].isin(roofs)]
    unused = words("rooms", "unused").in_texts(rooms["label"]) | words("rooms", "area").in_texts(rooms["label"])
    rooms = rooms[~unused & ~words("rooms", "open_air").in_texts(rooms["label"])]
    areas = tables["msr_room"][["step_id", "room_number", "floor_area_m2"]]
    return rooms.merge(areas, on=["step_id", "room_number"], how="left")


def flat_entrances(tables: "Frames", doors: "pd.DataFrame") -> set[int]:
    """The doors by which flats are entered.

    Args:
        tables: One model's ``ifc_element``, ``ifc_property`` and ``ifc_classification``.
        doors: As ``checkers.doors.doors`` gives them.

    Returns:
        Step ids. Of a dwelling house the doors between a flat and the open, a stairwell or a way that flats share; in other
        buildings, such as a school with a flat, only those between a dwelling's rooms and a shared way.
    """
    elements = tables["ifc_element"]
    rooms = elements[elements["ifc_class"].eq("IfcSpace")].drop_duplicates("step_id").set_index("step_id")
    labels = joined_names(rooms)
    shared = words("rooms", "shared_way").in_texts(labels) | words("rooms", "stair_room").in_texts(labels)
    shared |= words("rooms", "lift").in_texts(labels)
    inside = words("rooms", "dwelling").in_texts(labels) | words("rooms", "flat_passage").in_texts(labels)
    inside &= ~shared
    hall = words("rooms", "flat_passage").in_texts(labels) | words("rooms", "entrance").in_texts(labels)
    is_house = building_use(tables).use == BuildingUse.RESIDENTIAL
    found, from_rooms = set(), set()
    for door in doors.itertuples():
        rooms_of = [None if room is None else room[0] for room in (door.room_a, door.room_b)]
        to_shared = [room is not None and bool(shared.get(room, False)) for room in rooms_of]
        to_flat = [room is not None and bool(inside.get(room, False)) for room in rooms_of]
        leads_out = isinstance(door.exit_kind, str) and is_house
        to_hall = any(room is not None and bool(hall.get(room, False)) for room in rooms_of)
        if (any(to_flat) and any(to_shared)) or (leads_out and to_hall):
            found.add(int(door.Index))
        elif any(to_flat) and leads_out:
            from_rooms.add(int(door.Index))
    # A door between a living room and the garden is an entrance only where there is no other.
    return found or from_rooms
