"""From a model's tables and its place on the map to city objects."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from cim_schema.codes import Outcome
from cim_schema.tables import TABLES
from pipelines.cim.attributes import attributes_json
from pipelines.cim.axes import alignment_attributes, axes_on_map, heights_of
from pipelines.cim.classifications import classifications_json
from pipelines.cim.levels import building_codes, cim_level
from pipelines.cim.measured_attributes import MEASURED, measured_attributes
from pipelines.cim.object_tree import ObjectTree, object_tree
from pipelines.cim.outlines import (
    Geometries,
    as_multipolygon,
    as_wkb,
    from_wkb,
    moved,
    outline_of_parts,
    outline_of_sheet,
    to_lonlat,
)
from pipelines.cim.placement import Place, place_of
from pipelines.runtime.mesh import MeshStore
from pipelines.runtime.table_set import Tables, frames, rows_of_model

_NEEDED = (
    "ifc_element", "ifc_spatial", "ifc_property", "ifc_quantity", "ifc_geometry", "ifc_alignment",
    "ifc_linear_placement", "ifc_classification", "msr_footprint", "msr_thing", *MEASURED, "chk_finding", "geo_reference",
)  # fmt: skip
_WORST_FIRST = (Outcome.FAIL, Outcome.UNDETERMINED)
Heights = tuple[float, float]


def build_city_objects(tables: Tables, *, model_id: str, project_code: str, part: str, version_id: str) -> dict[str, pa.Table]:
    """The city objects of one model, and the meshes they are drawn by.

    What has no shape of its own but is made of others (a storey, a stair) takes its outline and heights from these.
    An alignment has its axis instead: ``axis_map`` and, as a line, ``geom``.
    Where the model has no place on the map, outlines and matrices stay in its own frame, ``crs`` and ``geom`` are null and
    ``is_placed`` is false.

    Args:
        tables: ``ifc_``, ``msr_``, ``geo_`` and ``chk_`` tables; rows of other models are passed over, missing tables are empty.
        model_id: The model.
        project_code: Its project.
        part: The part of the project that it is.
        version_id: The part's version.

    Returns:
        ``cim_city_object`` and ``cim_shape``.

    Raises:
        UnknownCrs: The reference names a coordinate reference system that nobody knows.
    """
    own = {name: rows_of_model(tables, name, model_id) for name in _NEEDED}
    own |= {"ifc_shape": tables["ifc_shape"]} if "ifc_shape" in tables else {}
    data = frames(own, ("ifc_element", "ifc_spatial", "chk_finding"))
    alignments = _rows_by_step(own, "ifc_alignment")
    things = dict(zip(own["msr_thing"]["step_id"].to_pylist(), own["msr_thing"]["thing"].to_pylist(), strict=True))
    railways = [step for step, row in alignments.items() if row["has_cant"]]
    tree = object_tree(data["ifc_element"], data["ifc_spatial"], f"{project_code}/{part}", things, railways)
    elements = data["ifc_element"][data["ifc_element"]["step_id"].isin(list(tree.families))].sort_values("step_id")
    steps = [int(step) for step in elements["step_id"]]
    place = place_of(own, model_id)
    geometry = _rows_by_step(own, "ifc_geometry")
    outlines, heights = _extents(own, tree, dict(zip(elements["step_id"], elements["ifc_class"], strict=True)))
    axes_map = axes_on_map(alignments, place)
    for step in alignments:
        outlines.pop(step, None)  # A line has no outline, whatever is nested in it.
    outlines_map = moved(np.array([outlines.get(step) for step in steps], object), place.matrix) if steps else np.array([], object)
    heights_map = {step: (place.height(low), place.height(high)) for step, (low, high) in heights.items()}
    heights_map |= {step: heights_of(axis) for step, axis in axes_map.items()}
    axes = np.array([axes_map.get(step) for step in steps], object)
    worst = _worst_outcomes(data["chk_finding"], part)
    shapes = [geometry.get(step, {}).get("shape_key") for step in steps]
    further = alignment_attributes(alignments, own["ifc_linear_placement"]) | measured_attributes(own)
    columns: dict[str, list[object]] = {
        "city_object_id": [tree.ids[step] for step in steps],
        "parent_city_object_id": [None if (parent := tree.parents[step]) is None else tree.ids[parent] for step in steps],
        "project_code": [project_code] * len(steps),
        "part": [part] * len(steps),
        "version_id": [version_id] * len(steps),
        "model_id": [model_id] * len(steps),
        "step_id": list(steps),
        "city_family": [str(tree.families[step]) for step in steps],
        "city_object_type": [tree.types[step] for step in steps],
        "cim_level": [cim_level(tree.families[step], name) for step, name in zip(steps, elements["ifc_class"], strict=True)],
        "building_code": list(building_codes(own["ifc_property"], own["ifc_classification"], elements)),
        "classifications": list(classifications_json(own["ifc_classification"], elements)),
        "attributes": list(attributes_json(own, elements, further)),
        "worst_outcome": [worst.get(step) for step in steps],
        "crs": [place.crs] * len(steps),
        "footprint_map": list(as_wkb(outlines_map)),
        "min_height_m": [heights_map[step][0] if step in heights_map else None for step in steps],
        "max_height_m": [heights_map[step][1] if step in heights_map else None for step in steps],
        "shape_key": shapes,
        "is_closed": [geometry[step]["is_closed"] if key else None for step, key in zip(steps, shapes, strict=True)],
        "map_matrix": [_map_matrix(geometry[step], place) if key else None for step, key in zip(steps, shapes, strict=True)],
        "kernel": [geometry.get(step, {}).get("kernel") for step in steps],
        "axis_map": list(as_wkb(axes)),
        **_searchable(np.where(shapely.is_missing(axes), outlines_map, shapely.force_2d(axes)), place),
    }
    for name in ("global_id", "ifc_class", "predefined_type", "name", "storey"):
        columns[name] = list(elements[name].where(elements[name].notna(), None))
    return {"cim_city_object": TABLES["cim_city_object"].from_columns(columns), "cim_shape": _shapes(tables, shapes)}


def _rows_by_step(tables: Tables, name: str) -> dict[int, dict[str, Any]]:
    return {row["step_id"]: row for row in tables[name].drop_columns(["model_id"]).to_pylist()}


def _map_matrix(geometry: Mapping[str, object], place: Place) -> list[float]:
    placement: NDArray[np.float64] = np.array(geometry["placement"], float).reshape(4, 4)
    matrix: list[float] = (place.matrix @ placement).ravel().tolist()
    return matrix


def _extents(
    tables: Tables, tree: ObjectTree, classes: Mapping[int, str]
) -> tuple[dict[int, shapely.Geometry], dict[int, Heights]]:
    """Outline and least and greatest z of each object that has any, model frame."""
    footprints = _rows_by_step(tables, "msr_footprint")
    geometry = _rows_by_step(tables, "ifc_geometry")
    known = dict(zip(footprints, from_wkb(row["footprint"] for row in footprints.values()), strict=True))
    below: dict[int, list[int]] = defaultdict(list)
    for step, parent in tree.parents.items():
        if parent is not None:
            below[parent].append(step)
    meshes = MeshStore([tables["ifc_shape"]] if "ifc_shape" in tables else [])
    outlines: dict[int, shapely.Geometry] = {}
    heights: dict[int, Heights] = {}
    for step in tree.from_the_leaves():
        box = geometry.get(step)
        outline = known.get(step)
        if box is not None:
            heights[step] = (box["min_z_m"], box["max_z_m"])
            if outline is None or outline.is_empty:
                outline = outline_of_sheet(_seen_from_above(box, meshes))
        else:
            parts = sorted(below[step])
            outline = outline_of_parts((classes[child], outlines.get(child)) for child in parts)
            spans = [heights[child] for child in parts if child in heights]
            if spans:
                heights[step] = (min(low for low, _ in spans), max(high for _, high in spans))
        outline = as_multipolygon(outline)
        if outline is not None:
            outlines[step] = outline
    return outlines, heights


def _seen_from_above(geometry: Mapping[str, Any], meshes: MeshStore) -> NDArray[np.float64]:
    """Corners of a shape in the plane of the model frame; of its box where there is no mesh."""
    if geometry["shape_key"] in meshes:
        return meshes[geometry["shape_key"]].placed(np.array(geometry["placement"], float).reshape(4, 4))[:, :2]
    return np.array([[geometry[f"{end}_x_m"], geometry[f"{end}_y_m"]] for end in ("min", "max")], float)


def _searchable(on_map: Geometries, place: Place) -> dict[str, list[object]]:
    if place.crs is None or not len(on_map):
        return {"geom": [None] * len(on_map), "is_placed": [False] * len(on_map)}
    blobs = as_wkb(to_lonlat(on_map, place.crs))
    return {"geom": list(blobs), "is_placed": [blob is not None for blob in blobs]}


def _worst_outcomes(findings: pd.DataFrame, part: str) -> dict[int, str]:
    of_elements = findings[findings["step_id"].notna() & (findings["part"] == part)]
    worst: dict[int, str] = {}
    for outcome in reversed(_WORST_FIRST):
        worst.update(dict.fromkeys(of_elements.loc[of_elements["outcome"] == outcome, "step_id"].astype("int64"), str(outcome)))
    return worst


def _shapes(tables: Tables, keys: list[object]) -> pa.Table:
    table = TABLES["cim_shape"]
    if "ifc_shape" not in tables:
        return table.empty()
    wanted = pa.array(sorted({key for key in keys if isinstance(key, str)}), pa.string())
    shapes = tables["ifc_shape"]
    return table.checked(shapes.filter(pc.is_in(shapes["shape_key"], wanted)).select(list(table.columns)))
