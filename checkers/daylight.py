"""The rooms of dwellings and the glazing that lights them.

What belongs here: which windows are whose, and of what area. What does not: how much is enough.
"""

from typing import TYPE_CHECKING

from checkers.dwellings import TABLES as DWELLING_TABLES
from checkers.dwellings import dwelling_rooms
from checkers.rooms import are, room_areas

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

TABLES = (*DWELLING_TABLES, "ifc_quantity", "msr_window")
"""What ``lit_rooms`` reads."""


def lit_rooms(tables: "Frames", kinds: tuple[str, ...]) -> "pd.DataFrame":
    """Give rooms of dwellings with the outer glazing that lights each of them.

    Args:
        tables: One model's ``TABLES``.
        kinds: Of ``names/rooms.toml``, such as ``bedroom``.

    Returns:
        What ``dwelling_rooms`` gives of those that are such, by step id; with ``area_m2`` and ``table`` (null where unknown),
        ``glazed_m2`` (null where a window's size is unknown), ``window_count``, and ``other_count``: windows at the room's
        height of which nobody knows what they light or whether they are outer ones.
    """
    rooms = dwelling_rooms(tables)
    if not are(rooms, "dwelling").any():
        return rooms.iloc[:0].assign(area_m2=0.0, table="", glazed_m2=0.0, window_count=0, other_count=0)
    wanted = are(rooms, kinds[0])
    for kind in kinds[1:]:
        wanted |= are(rooms, kind)
    rooms = rooms[wanted].join(room_areas(tables)[["area_m2", "table"]])
    windows = tables["msr_window"]
    outer = windows[windows["is_exterior"].eq(True) & windows["room_step_id"].notna() & windows["room_number"].eq(0)]
    by_room = outer.assign(room=outer["room_step_id"].astype("int64")).groupby("room")["area_m2"]
    is_open = windows["room_step_id"].isna() & ~windows["is_exterior"].eq(False)
    glazed = by_room.sum(min_count=1).where(by_room.count().eq(by_room.size()))
    count = by_room.size().reindex(rooms.index).fillna(0).astype("int64")
    return rooms.assign(
        glazed_m2=glazed.reindex(rooms.index).where(count.gt(0), 0.0),
        window_count=count,
        other_count=_count_beside(rooms, windows[is_open]),
    )


def _count_beside(rooms: "pd.DataFrame", windows: "pd.DataFrame") -> list[int]:
    """How many windows are not wholly below or above each room; those of unknown height may be beside any."""
    sill_m, head_m = windows["sill_z_m"].astype("float64"), windows["head_z_m"].astype("float64")
    # What is unknown compares as false.
    return [
        int((~(head_m.le(low_m) | sill_m.ge(high_m))).sum())
        for low_m, high_m in zip(rooms["floor_z_m"].astype("float64"), rooms["ceiling_z_m"].astype("float64"), strict=True)
    ]
