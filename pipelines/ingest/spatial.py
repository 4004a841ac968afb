"""What only spatial elements say (``ifc_spatial``)."""

import pyarrow as pa

from cim_schema.codes import Severity
from pipelines.ingest.placements import Placements
from pipelines.ingest.rows import Rows
from pipelines.ingest.source import Instance, Source
from pipelines.ingest.tree import Tree
from pipelines.ingest.units import Units
from pipelines.ingest.values import compound_degrees

SAME_HEIGHT_M = 0.001
"""Within this, Elevation and placement of a storey say the same."""


def read_spatial(source: Source, units: Units, tree: Tree, placements: Placements) -> pa.Table:
    """Every spatial element. The elevation of a storey is where its placement puts it."""
    rows = Rows("ifc_spatial", source.model_id)
    for instance in source.by_type("IfcSpatialElement", "IfcSpatialStructureElement"):
        rows.add({
            "step_id": instance.id(), "global_id": source.global_id(instance), "ifc_class": instance.is_a(),
            "name": source.text(instance, "Name"), "long_name": source.text(instance, "LongName"),
            "composition_type": source.text(instance, "CompositionType"),
            "elevation_m": _elevation(source, units, tree, placements, instance),
            "ref_latitude_deg": compound_degrees(source.get(instance, "RefLatitude")),
            "ref_longitude_deg": compound_degrees(source.get(instance, "RefLongitude")),
            "ref_elevation_m": units.length.to_si(source.number(instance, "RefElevation")),
            "parent_step_id": tree.parents.get(instance.id()),
        })  # fmt: skip
    return rows.table()


def _elevation(source: Source, units: Units, tree: Tree, placements: Placements, storey: Instance) -> float | None:
    """In the model frame: the placement's height, else Elevation above the building's.

    Source:
        ISO 16739-1, IfcBuildingStorey: where a placement is given, Elevation equals its height above the building.
    """
    if not source.is_a(storey, "IfcBuildingStorey"):
        return None
    relative = units.length.to_si(source.number(storey, "Elevation"))
    base = placements.height_of(tree.parents.get(storey.id()))
    declared = None if relative is None else relative + (base or 0.0)
    placed = placements.height_of(storey.id())
    if placed is not None and declared is not None and abs(placed - declared) > SAME_HEIGHT_M:
        source.problems.add(
            "storey_elevation", Severity.WARNING, step_id=storey.id(), global_id=source.global_id(storey),
            name=source.text(storey, "Name") or "", placed_m=round(placed, 3), elevation_m=round(declared, 3),
        )  # fmt: skip
    return declared if placed is None else placed
