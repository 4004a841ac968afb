"""``ifc_map_conversion`` from columns: nothing where no instance can declare one, else as the other reader has it."""

import pyarrow as pa

from cim_schema.tables import TABLES
from pipelines.ingest.columnar.source import ColumnSource
from pipelines.ingest.map_conversion import read_map_conversions as read_one_by_one
from pipelines.ingest.units import Units

_SETS = frozenset({"epset_mapconversion", "epset_projectedcrs"})


def read_map_conversions(source: ColumnSource, units: Units) -> pa.Table:
    """``ifc_map_conversion``."""
    instances = source.instances
    names = instances.texts_of(instances.cells(instances.rows_of("IfcPropertySet"), "Name")).dictionary.to_pylist()
    is_declared = not _SETS.isdisjoint(name.strip().lower() for name in names)
    if is_declared or len(instances.rows_of("IfcCoordinateOperation")):
        return read_one_by_one(source, units)
    return TABLES["ifc_map_conversion"].empty()
