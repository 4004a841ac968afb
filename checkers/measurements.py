"""All that is measured of models, once, for every rule and for the city layer."""

import pyarrow as pa

from checkers.spatial.footprints import measure_footprints
from checkers.things import recognise_things
from pipelines.runtime.table_set import Tables


def measure(tables: Tables) -> dict[str, pa.Table]:
    """Measure models.

    Args:
        tables: ``ifc_element`` and ``ifc_type``; ``ifc_geometry`` and ``ifc_shape`` where geometry was read.

    Returns:
        ``msr_thing``; with geometry also ``msr_footprint``.
    """
    return recognise_things(tables) | (measure_footprints(tables) if "ifc_geometry" in tables else {})
