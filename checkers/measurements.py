"""All that is measured of models, once, for every rule and for the city layer."""

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa

from checkers.resolution.mapping import PropertyMapping
from checkers.resolution.resolve import resolve
from checkers.spatial.clearances import measure_clearances
from checkers.spatial.doors import READ as DOORS_READ
from checkers.spatial.doors import measure_doors
from checkers.spatial.drops import measure_drops
from checkers.spatial.envelope import NEEDED as ENVELOPE_READ
from checkers.spatial.envelope import measure_envelopes
from checkers.spatial.escape import measure_escape
from checkers.spatial.falls import measure_falls
from checkers.spatial.footprints import measure_footprints
from checkers.spatial.kerbs import measure_kerbs
from checkers.spatial.railings import measure_railings
from checkers.spatial.ramps import measure_ramps
from checkers.spatial.rooms import measure_rooms
from checkers.spatial.slopes import measure_slopes
from checkers.spatial.stair_clearances import measure_stair_clearances
from checkers.spatial.stair_landings import measure_landings
from checkers.spatial.stairs import measure_stairs
from checkers.spatial.standing import measure_standing
from checkers.spatial.storeys import measure_storeys
from checkers.spatial.surface_strips import measure_strips
from checkers.thermal import NEEDED as THERMAL_READ
from checkers.thermal import measure_thermal
from checkers.things import recognise_things
from pipelines.runtime.collecting import put_off_collecting
from pipelines.runtime.compute import Compute
from pipelines.runtime.progress import SILENT, Progress
from pipelines.runtime.table_set import Tables, read_columns

READ = ("ifc_element", "ifc_type", "ifc_classification", "ifc_spatial", "ifc_geometry", "ifc_shape")
"""Of what the file says, all that is measured."""


MANY_ELEMENTS = 5_000
"""From here on measuring in two processes is worth starting them."""


@put_off_collecting()
def measure(
    tables: Tables,
    mapping: PropertyMapping | None = None,
    compute: Compute | None = None,
    progress: Progress = SILENT,
    file: str = "",
) -> dict[str, pa.Table]:
    """Measure models.

    Args:
        tables: ``READ`` and ``resolution.resolve.READ``, of which ``ifc_geometry`` and ``ifc_shape`` only where geometry was read.
        mapping: What the project's or the institute's own property names mean.
        compute: Where large models are measured; in this process where nothing is given.
        progress: Where to tell how far it is.
        file: Name of the model, for telling.

    Returns:
        ``msr_thing``, ``res_property`` and ``res_unresolved``; with geometry also ``msr_footprint``, ``msr_standing``,
        ``msr_strip``, ``msr_slope``, ``msr_clearance``, ``msr_railing``, ``msr_fall``, ``msr_kerb``,
        ``msr_stair_flight``, ``msr_stair_clearance``, ``msr_landing``, ``msr_ramp_flight``, ``msr_drop_edge``, ``msr_room``,
        ``msr_door`` and ``msr_escape``, and what ``measure_envelopes`` gives; ``msr_thermal``.
        ``msr_storey`` and ``msr_building`` where ``ifc_spatial`` was given.

    Raises:
        ProcessLost: A process that measured a large model ended or hung.
    """
    is_large = (
        compute is not None and compute.workers > 1 and read_columns(tables, "ifc_element", ("step_id",)).num_rows >= MANY_ELEMENTS
    )
    near = compute if compute is not None and is_large else Compute(1)
    with (progress if is_large else SILENT).stage("progress.measure", 3, "task", file=file) as stage:
        with near.beside(_measure_share, Share(_names, tables, {}, mapping)) as resolved:
            first = _bodies(tables)
            first |= resolved()
        stage.advance()
        with near.beside(_measure_share, Share(_surroundings, tables, first, mapping)) as surrounding:
            ways = _ways(tables, first, mapping)
            stage.advance()
            found = first | ways | surrounding()
        stage.advance()
    return found


@dataclass(frozen=True)
class Share:
    """Some of what is measured of a model, which may be done in a process of its own. Travels by pickle."""

    measure: "Callable[[Tables, dict[str, pa.Table], PropertyMapping | None], dict[str, pa.Table]]"
    tables: Tables
    measured: dict[str, pa.Table]
    """What it starts from."""
    mapping: PropertyMapping | None


@put_off_collecting()
def _measure_share(share: Share) -> dict[str, pa.Table]:
    return share.measure(share.tables, share.measured, share.mapping)


def _names(tables: Tables, first: dict[str, pa.Table], mapping: PropertyMapping | None) -> dict[str, pa.Table]:
    """What the names of properties mean."""
    return resolve(tables, mapping)


def _bodies(tables: Tables) -> dict[str, pa.Table]:
    """What things are, how they lie, and the rooms."""
    held = {name: tables[name] for name in READ if name in tables}
    measured = recognise_things(held)
    if "ifc_geometry" in held:
        measured |= measure_footprints({**held, **measured})
        if "ifc_spatial" in held:
            measured |= measure_rooms({**held, **measured})
    return measured


def _ways(tables: Tables, first: dict[str, pa.Table], mapping: PropertyMapping | None) -> dict[str, pa.Table]:
    """Doors, storeys and the ways out."""
    held = {name: tables[name] for name in READ if name in tables}
    if "ifc_spatial" not in held:
        return {}
    measured: dict[str, pa.Table] = {}
    beside = {name: tables[name] for name in DOORS_READ if name in tables}
    if "ifc_geometry" in held and len(beside) == len(DOORS_READ):
        measured |= measure_doors({**held, **beside, **first})
    measured |= measure_storeys({**held, **first, **measured})
    if "msr_door" in measured:
        measured |= measure_escape({**held, **beside, **first, **measured})
    return measured


def _surroundings(tables: Tables, first: dict[str, pa.Table], mapping: PropertyMapping | None) -> dict[str, pa.Table]:
    """Surfaces, and the hull of buildings."""
    measured: dict[str, pa.Table] = {}
    held = {name: tables[name] for name in READ if name in tables}
    if "ifc_geometry" in held:
        shaped = {**held, **first, **measured}
        measured |= measure_standing(shaped) | measure_slopes(shaped) | measure_railings(shaped)
        measured |= measure_strips({**shaped, **measured}) | measure_clearances({**shaped, **measured})
        measured |= measure_falls({**shaped, **measured}) | measure_kerbs({**shaped, **measured})
        measured |= measure_stairs(shaped)
        measured |= measure_stair_clearances({**shaped, **measured})
        measured |= measure_landings({**shaped, **measured})
        measured |= measure_ramps(shaped)
        if "ifc_spatial" in held:
            measured |= measure_drops({**shaped, **measured})
            envelope = {name: tables[name] for name in ENVELOPE_READ if name in tables}
            measured |= measure_envelopes({**held, **envelope, **first, **measured})
    thermal = {name: tables[name] for name in THERMAL_READ if name in tables}
    return measured | measure_thermal({**held, **thermal, **first, **measured})
