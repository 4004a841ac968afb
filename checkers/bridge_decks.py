"""What lies on the decks of bridges, or hangs beneath them, told by where it is and by what it is called.

What belongs here: from decks and girders to what they carry. What does not: which bridges there are (``bridges``).
"""

from typing import TYPE_CHECKING

from checkers.bridges import labels
from checkers.names import words
from checkers.spatial_classes import ancestry
from checkers.surfaces import outlines
from checkers.things import things
from cim_schema.codes import Thing

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

TABLES = ("ifc_element", "ifc_type", "ifc_geometry", "msr_thing", "msr_footprint")
"""What ``on_bridges`` reads."""

DECKS = (Thing.BRIDGE_DECK, Thing.GIRDER)

LEAST_SHARE = 0.5
"""So much of what is on a bridge lies over or under its deck, seen from above."""

BELOW_M = 2.0
"""Pipes hang between girders and no deeper; what lies further down is the ground's."""

ABOVE_M = 3.0
"""What begins higher over the deck belongs to something above."""


def on_bridges(tables: "Frames", rows: "pd.DataFrame") -> "pd.DataFrame":
    """Give those rows of ``ifc_element`` that are on a bridge.

    Told by a bridge above it in the tree, by a name there or of its own that says so, or by lying on or just under a deck.

    Args:
        tables: One model's ``TABLES``.
        rows: Of ``ifc_element``.
    """
    import pandas as pd

    if rows.empty:
        return rows
    elements = tables["ifc_element"]
    said = words("bridges", "bridge").in_texts(labels(elements, tables["ifc_type"]))
    is_bridge = pd.Series((said | elements["ifc_class"].eq("IfcBridge")).to_numpy(), index=elements["step_id"])
    # Of a project or site that is named after its bridge not all is on it.
    is_bridge &= ~elements.set_index("step_id")["ifc_class"].isin(["IfcProject", "IfcSite"])
    of_bridge = rows["step_id"].map(is_bridge).fillna(False).astype(bool)
    for above in ancestry(elements):
        of_bridge |= rows["step_id"].map(above).map(is_bridge).fillna(False).astype(bool)
    return rows[of_bridge | rows["step_id"].isin(_over_decks(tables, rows))]


def _over_decks(tables: "Frames", rows: "pd.DataFrame") -> set[int]:
    """Step ids of what lies on or just under a deck."""
    import numpy as np
    import shapely

    shapes, boxes = outlines(tables), tables["ifc_geometry"].set_index("step_id")[["min_z_m", "max_z_m"]]
    decks = shapes[shapes.index.isin(things(tables, *DECKS)["step_id"]) & shapes.index.isin(boxes.index)]
    found = shapes[shapes.index.isin(rows["step_id"]) & shapes.index.isin(boxes.index)]
    if decks.empty or found.empty:
        return set()
    which, deck = shapely.STRtree(decks.to_numpy(object)).query(found.to_numpy(object), predicate="intersects")
    heights, deck_heights = boxes.loc[found.index], boxes.loc[decks.index]
    is_level = (heights["min_z_m"].to_numpy()[which] <= deck_heights["max_z_m"].to_numpy()[deck] + ABOVE_M) & (
        heights["max_z_m"].to_numpy()[which] >= deck_heights["min_z_m"].to_numpy()[deck] - BELOW_M
    )
    on = set()
    for place in np.unique(which[is_level]):
        under = shapely.union_all(decks.to_numpy(object)[deck[is_level & (which == place)]])
        outline = found.iloc[place]
        if shapely.intersection(outline, under).area >= LEAST_SHARE * outline.area:
            on.add(int(found.index[place]))
    return on
