"""Width and length of the surfaces that people, vehicles and plants have: lanes, footways, paths, green belts.

What belongs here: which surfaces, and what stands on them. What does not: how wide an outline is (``strips``).
"""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import shapely

from checkers.passable_surfaces import LAYERS, PASSABLE, surface_bodies
from checkers.spatial.strips import passage_width, strip_of
from cim_schema.codes import Thing
from cim_schema.tables import TABLES
from pipelines.runtime.table_set import Tables

if TYPE_CHECKING:
    import pandas as pd

SURFACES = (*PASSABLE, Thing.DIVIDER, Thing.PLANTED_AREA, Thing.CROSSING, Thing.PARKING_BAY, Thing.RAMP)

FOOT_ABOVE_M = 0.3
"""What begins higher above a surface does not stand on it."""

FOOT_BELOW_M = 2.0
"""So deep may a foundation that belongs to what stands reach under the surface."""

LEAST_OVERLAP_M2 = 1e-4


def measure_strips(tables: Tables) -> dict[str, pa.Table]:
    """Measure each surface that has a shape, its own or that of the paving in it.

    Args:
        tables: ``ifc_element``, ``ifc_geometry``, ``msr_thing``, ``msr_footprint`` and ``msr_standing``.

    Returns:
        ``msr_strip``.
    """
    surfaces = shaped_surfaces(tables, SURFACES)
    standing = _with_heights(tables, "msr_standing")
    rows = []
    for model_id, of_model in surfaces.groupby("model_id", sort=True):
        feet = standing[standing["model_id"].eq(model_id)]
        rows += list(_rows(of_model, feet))
    return {"msr_strip": TABLES["msr_strip"].from_rows(rows)}


def _rows(surfaces: "pd.DataFrame", feet: "pd.DataFrame") -> Iterator[dict[str, Any]]:
    outlines = feet["outline"].to_numpy(object)
    tree = shapely.STRtree(outlines)
    bottoms, tops = feet["min_z_m"].to_numpy(), feet["max_z_m"].to_numpy()
    for row in surfaces.itertuples():
        strip = strip_of(row.outline)
        if strip is None:
            continue
        near = np.sort(tree.query(row.outline, predicate="intersects"))
        is_on = (
            (bottoms[near] <= row.max_z_m + FOOT_ABOVE_M)
            & (bottoms[near] >= row.min_z_m - FOOT_BELOW_M)
            & (tops[near] > row.min_z_m + FOOT_ABOVE_M)
            & (shapely.area(shapely.intersection(outlines[near], row.outline)) >= LEAST_OVERLAP_M2)
        )
        on_it = outlines[near[is_on]]
        yield {
            "model_id": row.model_id, "step_id": row.step_id, "global_id": row.global_id, "width_m": strip.width_m,
            "mean_width_m": strip.mean_width_m, "strip_length_m": strip.length_m,
            "clear_width_m": passage_width(row.outline, on_it) if len(on_it) else None,
        }  # fmt: skip


def shaped_surfaces(tables: Tables, wanted: Collection[Thing]) -> "pd.DataFrame":
    """Give the surfaces that have a shape, their own, else that of all the paving in them.

    Args:
        tables: ``ifc_element``, ``ifc_geometry``, ``msr_thing`` and ``msr_footprint`` of any number of models.
        wanted: Which surfaces.

    Returns:
        ``model_id``, ``step_id``, ``global_id``, ``thing``, ``bodies`` (step ids of what has the shapes), ``outline`` (shapely,
        model frame, metres), ``min_z_m`` and ``max_z_m``; by model and step id.
    """
    import pandas as pd

    told = tables["msr_thing"].to_pandas()
    told = told[told["thing"].isin([str(thing) for thing in (*wanted, *LAYERS)])]
    elements = tables["ifc_element"].to_pandas()
    shapes = _with_heights(tables, "msr_footprint")
    shapes = shapes[shapes["has_surface"].astype(bool)]
    rows = []
    for model_id, things in told.groupby("model_id", sort=True):
        of_model = elements[elements["model_id"].eq(model_id)]
        shape_of = shapes[shapes["model_id"].eq(model_id)].set_index("step_id")
        bodies = surface_bodies(of_model, things, set(shape_of.index))
        is_surface = things["thing"].isin([str(thing) for thing in wanted])
        bodies |= {step_id: (step_id,) for step_id in things.loc[is_surface, "step_id"] if step_id in shape_of.index}
        global_ids = of_model.set_index("step_id")["global_id"]
        thing_of = dict(zip(things["step_id"], things["thing"], strict=True))
        for step_id in sorted(bodies):
            of_surface = shape_of.loc[list(bodies[step_id])]
            if len(of_surface):
                rows.append({
                    "model_id": model_id, "step_id": step_id, "global_id": global_ids[step_id],
                    "thing": thing_of[step_id], "bodies": bodies[step_id],
                    "outline": shapely.union_all(of_surface["outline"].to_numpy(object)),
                    "min_z_m": of_surface["min_z_m"].min(), "max_z_m": of_surface["max_z_m"].max(),
                })  # fmt: skip
    return pd.DataFrame(rows, columns=["model_id", "step_id", "global_id", "thing", "bodies", "outline", "min_z_m", "max_z_m"])


def _with_heights(tables: Tables, name: str) -> "pd.DataFrame":
    rows = tables[name].to_pandas()
    boxes = tables["ifc_geometry"].select(["model_id", "step_id", "min_z_m", "max_z_m"]).to_pandas()
    rows = rows.merge(boxes, on=["model_id", "step_id"])
    outlines = np.empty(len(rows), object)
    outlines[:] = shapely.from_wkb(rows["footprint"].to_numpy(object))
    return rows.assign(outline=outlines)
