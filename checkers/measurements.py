"""All that is measured of models, once, for every rule and for the city layer."""

import pyarrow as pa

from checkers.spatial.clearances import measure_clearances
from checkers.spatial.footprints import measure_footprints
from checkers.spatial.railings import measure_railings
from checkers.spatial.slopes import measure_slopes
from checkers.spatial.standing import measure_standing
from checkers.spatial.surface_strips import measure_strips
from checkers.things import recognise_things
from pipelines.runtime.table_set import Tables

READ = ("ifc_element", "ifc_type", "ifc_geometry", "ifc_shape")
"""Of what the file says, all that is measured."""


def measure(tables: Tables) -> dict[str, pa.Table]:
    """Measure models.

    Args:
        tables: ``READ``, of which ``ifc_geometry`` and ``ifc_shape`` only where geometry was read.

    Returns:
        ``msr_thing``; with geometry also ``msr_footprint``, ``msr_standing``, ``msr_strip``, ``msr_slope``,
        ``msr_clearance`` and ``msr_railing``.
    """
    held = {name: tables[name] for name in READ if name in tables}
    measured = recognise_things(held)
    if "ifc_geometry" in held:
        shaped = {**held, **measured}
        measured |= measure_footprints(shaped) | measure_standing(shaped) | measure_slopes(shaped)
        measured |= measure_strips({**shaped, **measured}) | measure_clearances({**shaped, **measured}) | measure_railings(shaped)
    return measured
