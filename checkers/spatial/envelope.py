"""The envelope of buildings measured once: windows, façades, outer surface and volume.

What belongs here: which models have one, and the order of measuring. What does not: each measurement (``windows``, ``facades``,
``envelope_sizes``).
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from checkers.properties import rows_of_properties
from checkers.spatial.envelope_faces import outer_faces
from checkers.spatial.envelope_sizes import envelope_rows
from checkers.spatial.envelope_storeys import EnclosedStorey, enclosed_storeys
from checkers.spatial.facades import facade_rows, outer_wall_rows, outline_edges
from checkers.spatial.roof_surface import RoofSurface
from checkers.spatial.true_north import north_of
from checkers.spatial.windows import windows_of
from cim_schema.tables import TABLES
from pipelines.runtime.mesh import MeshStore
from pipelines.runtime.table_set import Tables, frames, tables_of_model

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

NEEDED = (
    "ifc_element", "ifc_spatial", "ifc_geometry", "ifc_attribute", "ifc_type", "ifc_material", "ifc_relation", "ifc_property",
    "ifc_model", "ifc_map_conversion", "msr_footprint", "msr_room",
)  # fmt: skip


OVERALL = ("OverallWidth", "OverallHeight")


def measure_envelopes(tables: Tables) -> dict[str, pa.Table]:
    """Measure windows, façades and envelopes.

    Args:
        tables: ``NEEDED`` and ``ifc_shape``; one that is not there counts as empty, but for ``ifc_element`` and the shapes.

    Returns:
        ``msr_window``, ``msr_facade``, ``msr_envelope`` and ``msr_outer_wall``.
    """
    rows: dict[str, list[dict[str, object]]] = {"msr_window": [], "msr_facade": [], "msr_envelope": [], "msr_outer_wall": []}
    meshes = MeshStore([tables["ifc_shape"]])
    for model_id, of_model in _models(tables):
        storeys = enclosed_storeys(of_model)
        windows = windows_of(of_model, tables["ifc_shape"], storeys)
        found = TABLES["msr_window"].from_rows({"model_id": model_id, **window} for window in windows)
        own: dict[str, list[dict[str, object]]] = {"msr_window": windows}
        if storeys:
            own |= _sizes(of_model, meshes, storeys, found.to_pandas())
        for name, some in own.items():
            rows[name] += [{"model_id": model_id, **row} for row in some]
    return {name: TABLES[name].from_rows(found) for name, found in rows.items()}


def _sizes(
    tables: "Frames", meshes: MeshStore, storeys: Sequence[EnclosedStorey], windows: "pd.DataFrame"
) -> dict[str, list[dict[str, object]]]:
    north = north_of(tables)
    roof = RoofSurface(tables["ifc_element"], tables["ifc_geometry"], meshes)
    edges = outline_edges(storeys, roof, north)
    faces = outer_faces(tables, meshes, storeys)
    facades = facade_rows(storeys, edges, faces, windows, tables["msr_room"], north)
    walls = {
        (int(str(row["building_step_id"])), str(row["orientation"])): float(str(row["facade_area_m2"]))
        for row in facades
        if not row["bay"]
    }
    return {
        "msr_facade": facades,
        "msr_envelope": envelope_rows(storeys, walls, roof, windows),
        "msr_outer_wall": outer_wall_rows(storeys, faces),
    }


def _models(tables: Tables) -> "Iterator[tuple[str, Frames]]":
    for model_id in sorted(pc.unique(tables["ifc_element"]["model_id"]).to_pylist()):
        own = dict(tables_of_model(tables, model_id, NEEDED))
        # Of the long tables only these rows are read.
        if "ifc_property" in own:
            own["ifc_property"] = rows_of_properties(own["ifc_property"], ("is_external",))
        if "ifc_attribute" in own:
            own["ifc_attribute"] = own["ifc_attribute"].filter(pc.is_in(own["ifc_attribute"]["attribute_name"], pa.array(OVERALL)))
        yield model_id, frames(own, NEEDED)
