"""Rooms and storeys as rules read them: what a room is by its names, and how large it is."""

from typing import TYPE_CHECKING

from checkers.buildings import DWELT_IN, building_use
from checkers.names import words
from checkers.properties import effective_numbers

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames


def spaces(tables: "Frames") -> "pd.DataFrame":
    """Give the rooms of a model: rows of ``ifc_element``, with ``label``: all that the room is called.

    Areas drawn as spaces (gross floor areas, fire compartments) are left out.
    """
    elements = tables["ifc_element"]
    rows = elements[elements["ifc_class"].eq("IfcSpace")]
    names = [rows[column].fillna("") for column in ("long_name", "name", "object_type")]
    rows = rows.assign(label=names[0] + " " + names[1] + " " + names[2])
    return rows[~words("rooms", "area").in_texts(rows["label"]) & ~rows["predefined_type"].eq("GFA")]


def are(rooms: "pd.DataFrame", thing: str) -> "pd.Series[bool]":
    """Tell which of the rooms are such: ``dwelling``, ``bedroom``, ``kitchen``, … of ``names/rooms.toml``."""
    return words("rooms", thing).in_texts(rooms["label"])


def room_areas(tables: "Frames") -> "pd.DataFrame":
    """Give the floor area of each room: as declared, and as measured on its shape.

    Args:
        tables: One model's ``ifc_element``, ``ifc_property``, ``ifc_quantity``, ``msr_room``.

    Returns:
        Indexed by ``step_id``: ``area_m2``, the declared one where there is one, ``table``, where it was found, and
        ``measured_m2``. Rooms of unknown area are not in it.
    """
    declared = effective_numbers(tables, "space_area", "m2")
    declared = declared.loc[declared["number"].gt(0), ["number", "data_type"]]
    measured = tables["msr_room"]
    measured = measured[measured["is_derived"].eq(False) & measured["floor_area_m2"].gt(0)].set_index("step_id")["floor_area_m2"]
    found = declared.join(measured.rename("measured_m2"), how="outer")
    found["table"] = found["data_type"].map(lambda kind: "ifc_quantity" if kind == "area" else "ifc_property")
    found.loc[found["number"].isna(), "table"] = "msr_room"
    return found.assign(area_m2=found["number"].fillna(found["measured_m2"]))[["area_m2", "table", "measured_m2"]]


def measured_rooms(tables: "Frames") -> "pd.DataFrame":
    """Give the rooms of a model with what was measured of each.

    Args:
        tables: One model's ``ifc_element`` and ``msr_room``.

    Returns:
        What ``spaces`` gives, by ``step_id``, and the columns of ``msr_room``: null where a room has no shape.
    """
    rooms = spaces(tables).set_index("step_id")
    measured = tables["msr_room"]
    measured = measured[measured["is_derived"].eq(False)].set_index("step_id")
    return rooms.join(measured[[column for column in MEASURED if column in measured]])


MEASURED = (
    "floor", "floor_z_m", "ceiling_z_m", "floor_area_m2", "clear_height_m", "two_thirds_height_m", "has_sloped_top",
    "lowest_step_id", "short_side_m", "rectangle_width_m", "rectangle_length_m",
)  # fmt: skip
"""Columns of ``msr_room`` that ``measured_rooms`` joins."""


def is_residential(tables: "Frames") -> bool:
    """Tell whether people live in a model's building (居住建筑); ``checkers.buildings`` says what tells.

    Args:
        tables: One model's ``ifc_element`` and ``ifc_property``.
    """
    return building_use(tables).use in DWELT_IN
