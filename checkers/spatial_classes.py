"""Which classes of IFC are what in the spatial tree, and the ways up and down it.

Source: ISO 16739-1 (IFC4X3_ADD2), subtypes of IfcSpatialStructureElement; IFC2X3 and IFC4 know fewer of them.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

BUILDINGS = ("IfcBuilding",)
FACILITIES = ("IfcFacility", "IfcBridge", "IfcRoad", "IfcRailway", "IfcMarineFacility")
STOREYS = ("IfcBuildingStorey",)
FACILITY_PARTS = (
    "IfcFacilityPart", "IfcFacilityPartCommon", "IfcBridgePart", "IfcRoadPart", "IfcRailwayPart", "IfcMarinePart",
)  # fmt: skip
SPACES = ("IfcSpace",)
"""Zones and external spaces lie across the tree and need no place in it."""

WALLS = ("IfcWall", "IfcWallStandardCase", "IfcWallElementedCase")
COLUMNS = ("IfcColumn", "IfcColumnStandardCase")
BEAMS = ("IfcBeam", "IfcBeamStandardCase")
SLABS = ("IfcSlab", "IfcSlabStandardCase", "IfcSlabElementedCase")
DOORS = ("IfcDoor", "IfcDoorStandardCase")
STAIRS = ("IfcStair", "IfcStairFlight")


def in_buildings(rows: "pd.DataFrame", elements: "pd.DataFrame") -> "pd.DataFrame":
    """Give those rows of a model's ``ifc_element`` that are not of a bridge, road or other facility.

    What has no place at all is kept: most models of a building that lack a tree still are one.
    """
    if rows.empty or not elements["ifc_class"].isin(FACILITIES).any():
        return rows
    return rows[rows["step_id"].map(ancestors(elements, FACILITIES)).isna()]


def ancestors(elements: "pd.DataFrame", classes: tuple[str, ...]) -> "pd.Series[float]":
    """Give the nearest thing of these classes that each object is part of or contained in, or is itself.

    Args:
        elements: One model's ``ifc_element``.
        classes: Such as ``BUILDINGS``.

    Returns:
        Its step id, or null; indexed by the ``step_id`` of the object.
    """
    import pandas as pd

    indexed = elements.set_index("step_id")
    up = indexed["parent_step_id"].fillna(indexed["container_step_id"])
    wanted = indexed["ifc_class"].isin(classes)
    here = pd.Series(indexed.index, index=indexed.index, dtype="float64")
    found = here.where(wanted)
    # A tree is some ten levels deep; a ring of objects that contain one another ends the climb too.
    for _ in range(32):
        here = here.map(up)
        if not here.notna().any():
            break
        found = found.fillna(here.where(here.map(wanted).fillna(False).astype(bool)))
    return found
