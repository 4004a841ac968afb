"""``ifc_spatial`` from columns."""

import numpy as np
import pyarrow as pa

from pipelines.ingest.columnar.elements import global_ids
from pipelines.ingest.columnar.finish import finish
from pipelines.ingest.columnar.instances import numbers_where
from pipelines.ingest.columnar.marks import UNSET
from pipelines.ingest.columnar.quantities import to_si
from pipelines.ingest.columnar.source import ColumnInstance, ColumnSource
from pipelines.ingest.placements import Placements
from pipelines.ingest.spatial import _elevation
from pipelines.ingest.tree import Tree
from pipelines.ingest.units import Units
from pipelines.ingest.values import compound_degrees


def read_spatial(source: ColumnSource, units: Units, tree: Tree, placements: Placements) -> pa.Table:
    """``ifc_spatial``: storeys and sites, of which there are few, say more than the others."""
    instances = source.instances
    rows = instances.rows_of("IfcSpatialElement", "IfcSpatialStructureElement")
    step_ids = instances.step_ids[rows].tolist()
    elevations: list[float | None] = [None] * len(rows)
    for place in np.flatnonzero(instances.is_a(rows, "IfcBuildingStorey")).tolist():
        elevations[place] = _elevation(source, units, tree, placements, ColumnInstance(instances, int(rows[place])))
    angles: dict[str, list[float | None]] = {}
    for name in ("RefLatitude", "RefLongitude"):
        angles[name] = [None] * len(rows)
        for place in np.flatnonzero(instances.cells(rows, name).kinds != UNSET).tolist():
            angles[name][place] = compound_degrees(source.get(ColumnInstance(instances, int(rows[place])), name))
    return finish("ifc_spatial", source.model_id, {
        "step_id": instances.step_ids[rows], "global_id": global_ids(instances, rows), "ifc_class": instances.class_names(rows),
        "name": instances.labels(rows, "Name"), "long_name": instances.labels(rows, "LongName"),
        "composition_type": instances.labels(rows, "CompositionType"), "elevation_m": elevations,
        "ref_latitude_deg": angles["RefLatitude"],
        "ref_longitude_deg": angles["RefLongitude"],
        "ref_elevation_m": numbers_where(to_si(units.length, instances.numbers(rows, "RefElevation"))),
        "parent_step_id": [tree.parents.get(step_id) for step_id in step_ids],
    })  # fmt: skip
