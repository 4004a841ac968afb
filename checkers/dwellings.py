"""Dwellings as rules read them: which rooms are of flats, how high they are, and which rooms make one flat.

What belongs here: gathering what several rules ask of dwellings. What does not: limits, and what a room is called
(``names/rooms.toml``).
"""

from typing import TYPE_CHECKING, Any

from checkers.buildings import BuildingUse, building_use
from checkers.names import joined_names, words
from checkers.properties import effective_numbers, effective_values
from checkers.rooms import measured_rooms
from cim_schema.units import is_at_least

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

TABLES = ("ifc_element", "ifc_property", "ifc_classification", "msr_room")
"""What ``dwelling_rooms`` and ``is_of_flats`` read."""

NO_DWELLINGS = (
    BuildingUse.HOTEL, BuildingUse.HOSPITAL, BuildingUse.DORMITORY, BuildingUse.KINDERGARTEN, BuildingUse.ELDERLY_CARE,
)  # fmt: skip
"""Whose bedrooms are no dwellings'; a flat in a school or over shops is one."""

SHAPE = "IfcSpace.Representation"

AREA_WITHIN = 0.01
"""Declared areas leave out plaster and ducts: a measured one that differs by no more agrees."""

WITHIN_M = 0.001
"""Heights and widths of meshes are that near to the drawn ones."""


def dwelling_rooms(tables: "Frames") -> "pd.DataFrame":
    """Give the rooms of a model that may be of dwellings, measured: none where the building has other bedrooms.

    Args:
        tables: One model's ``TABLES``.

    Returns:
        As ``measured_rooms``.
    """
    rooms = measured_rooms(tables)
    return rooms.iloc[:0] if building_use(tables).use in NO_DWELLINGS else rooms


def is_of_flats(tables: "Frames") -> bool:
    """Whether the building is a dwelling house: 住宅."""
    return building_use(tables).use == BuildingUse.RESIDENTIAL


def room_heights(tables: "Frames", rooms: "pd.DataFrame") -> "pd.DataFrame":
    """Give the free heights of rooms, declared and measured.

    Args:
        tables: One model's ``ifc_element`` and ``ifc_property``.
        rooms: As ``measured_rooms`` gives them.

    Returns:
        By step id: ``declared_m``, ``least_m`` and ``two_thirds_m``, null where unknown.
    """
    declared = effective_numbers({name: tables[name] for name in ("ifc_element", "ifc_property")}, "room_height", "m", "m")[
        "number"
    ]
    found = rooms[["clear_height_m", "two_thirds_height_m"]].astype("float64")
    found = found.rename(columns={"clear_height_m": "least_m", "two_thirds_height_m": "two_thirds_m"})
    return found.assign(declared_m=declared.where(declared.gt(0)).reindex(rooms.index))


def reaches(value: float, limit: float) -> bool:
    """Whether a measured height or width reaches a limit, to the accuracy of meshes."""
    return is_at_least(value, limit - WITHIN_M)


def shape_is_smaller(area_m2: float, measured_m2: float, limit_m2: float) -> bool:
    """Whether a declared area is large enough and the shape is not, by more than declarations differ."""
    return is_at_least(area_m2, limit_m2) and measured_m2 < limit_m2 * (1 - AREA_WITHIN)


def flat_of(tables: "Frames") -> "pd.Series[Any]":
    """The flat that each room belongs to, by the room's step id: the IfcZone that is one, else what a property of the room says.

    Args:
        tables: One model's ``ifc_element``, ``ifc_property`` and ``ifc_relation``.

    Returns:
        Texts; rooms of which nothing tells the flat are not in it.
    """
    elements, relations = tables["ifc_element"], tables["ifc_relation"]
    zones = elements[elements["ifc_class"].isin(("IfcZone", "IfcSpatialZone"))]
    flats = zones.loc[words("rooms", "flat_zone").in_texts(joined_names(zones)), "step_id"]
    of = relations[relations["relating_step_id"].isin(flats)].sort_values(["related_step_id", "relating_step_id"])
    zoned = of.drop_duplicates("related_step_id").set_index("related_step_id")["relating_step_id"].map(lambda zone: f"#{int(zone)}")
    said = effective_values({name: tables[name] for name in ("ifc_element", "ifc_property")}, "flat")["value"]
    return zoned.astype("object").combine_first(said.astype("object"))
