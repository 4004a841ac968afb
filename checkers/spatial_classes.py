"""Which classes of IFC are what in the spatial tree, and the ways up and down it.

Source: ISO 16739-1 (IFC4X3_ADD2), subtypes of IfcSpatialStructureElement; IFC2X3 and IFC4 know fewer of them.
"""

from collections.abc import Iterator
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
WINDOWS = ("IfcWindow", "IfcWindowStandardCase")
DOORS = ("IfcDoor", "IfcDoorStandardCase")
STAIRS = ("IfcStair", "IfcStairFlight")
RAMPS = ("IfcRamp", "IfcRampFlight")
SERVICE_RUNS = (
    "IfcFlowSegment", "IfcPipeSegment", "IfcDuctSegment", "IfcCableCarrierSegment", "IfcFlowFitting", "IfcPipeFitting",
    "IfcDuctFitting", "IfcCableCarrierFitting",
)  # fmt: skip
"""Pipes, ducts and cable trays."""


DEEPEST = 32
"""A tree of wholes and containers is some ten levels deep; a ring of objects that contain one another ends the climb too."""


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
    wanted = indexed["ifc_class"].isin(classes)
    found = pd.Series(indexed.index, index=indexed.index, dtype="float64").where(wanted)
    for above in ancestry(elements):
        found = found.fillna(above.where(above.map(wanted).fillna(False).astype(bool)))
    return found


def ancestry(elements: "pd.DataFrame") -> "Iterator[pd.Series[float]]":
    """Give what each object is part of or contained in, then what that is, and so on.

    Args:
        elements: One model's ``ifc_element``.

    Yields:
        Step ids, null where there is nothing further up; indexed by the ``step_id`` of the object.
    """
    indexed = elements.set_index("step_id")
    up = indexed["parent_step_id"].fillna(indexed["container_step_id"])
    above = up
    for _ in range(DEEPEST):
        if not above.notna().any():
            return
        yield above
        above = above.map(up)
