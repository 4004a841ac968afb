"""Rooms and storeys as rules read them: what a room is by its names, and how large it is."""

from typing import TYPE_CHECKING

from checkers.names import words
from checkers.properties import effective_numbers, effective_values

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
    """Give the floor area of each room: as declared, else as measured on its shape.

    Args:
        tables: One model's ``ifc_element``, ``ifc_property``, ``ifc_quantity``, ``msr_footprint``.

    Returns:
        Indexed by ``step_id``: ``area_m2`` and ``table``, where it was found. Rooms of unknown area are not in it.
    """
    import pandas as pd

    declared = effective_numbers(tables, "space_area", "m2")
    declared = declared.loc[declared["number"].gt(0), ["number", "data_type"]]
    declared["table"] = declared["data_type"].eq("area").map({True: "ifc_quantity", False: "ifc_property"})
    declared = declared.rename(columns={"number": "area_m2"})[["area_m2", "table"]]
    measured = tables["msr_footprint"].set_index("step_id")["footprint_area_m2"].rename("area_m2").to_frame()
    measured = measured[measured["area_m2"].gt(0)].assign(table="msr_footprint")
    return pd.concat([declared, measured[~measured.index.isin(declared.index)]])


def is_residential(tables: "Frames") -> bool:
    """Tell whether a model is of a dwelling: its building says so; where that says nothing, it has dwelling rooms.

    A school with a teacher's flat says that it is a school, and is none.

    Args:
        tables: One model's ``ifc_element`` and ``ifc_property``.
    """
    elements = tables["ifc_element"]
    buildings = elements[elements["ifc_class"].eq("IfcBuilding")]
    residential = words("rooms", "residential")
    told = effective_values(tables, "occupancy_type")
    told = told[told.index.isin(buildings["step_id"])]
    if len(told):
        return bool(residential.in_texts(told["value"]).any())
    if any(residential.in_texts(buildings[column]).any() for column in ("name", "long_name", "object_type")):
        return True
    return bool(are(spaces(tables), "dwelling").any())
