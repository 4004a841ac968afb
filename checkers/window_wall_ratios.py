"""How much of the wall before a room is window, and which flat the room is of.

What belongs here: bays and the flats that they are of. What does not: limits.
"""

from typing import TYPE_CHECKING

from checkers.dwellings import flat_of
from checkers.energy_buildings import TABLES as BUILDING_TABLES
from checkers.energy_buildings import dwellings
from checkers.rooms import are, spaces

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

TABLES = (*BUILDING_TABLES, "ifc_relation", "msr_facade", "msr_window")
"""What ``dwelling_bays`` reads."""

ORIENTATIONS = {"N": "north", "E": "east_west", "W": "east_west", "S": "south"}
"""Orientation → the name that its limit begins with."""


def dwelling_bays(tables: "Frames") -> "pd.DataFrame":
    """Give the bays of dwellings that have windows.

    Args:
        tables: One model's ``TABLES``.

    Returns:
        Rows of ``msr_facade`` with ``flat``: the zone that is called a flat, null where none is; and ``subject``: what tells
        the bay from others of its room.
    """
    facades = tables["msr_facade"]
    own = [building.building for building in dwellings(tables)]
    bays = facades[facades["building_step_id"].isin(own) & facades["bay"].ne("") & facades["window_area_m2"].gt(0)]
    numbers = bays["bay"].str.partition("/")[2] if len(bays) else bays["bay"]
    return bays.assign(flat=bays["room_step_id"].map(flat_of(tables)), subject=numbers + " " + bays["orientation"])


def glazed_dwellings_without_rooms(tables: "Frames") -> list[int]:
    """Give the dwellings that have outer windows, but no room at any of them."""
    facades, windows = tables["msr_facade"], tables["msr_window"]
    bays = facades.loc[facades["bay"].ne(""), "building_step_id"]
    glazed = windows.loc[windows["is_exterior"].eq(True) & windows["glazed_part"].eq("window"), "building_step_id"]
    return [one.building for one in dwellings(tables) if glazed.eq(one.building).any() and not bays.eq(one.building).any()]


def kitchen_count(tables: "Frames") -> int:
    """How many kitchens a model has: no more flats than these."""
    return int(are(spaces(tables), "kitchen").sum())
