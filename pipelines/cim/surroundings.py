"""What lies around a model: features of context layers, buildings and roads of other projects, in the model's own frame.

What belongs here: finding them in a store and moving them. What does not: what rules want of them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from cim_schema.codes import ContextKind
from cim_schema.tables import TABLES
from pipelines.cim.context_store import open_context
from pipelines.cim.neighbour_roads import road_projects, roads_in
from pipelines.cim.neighbours import Neighbour, buildings_in
from pipelines.cim.outlines import from_wkb, moved
from pipelines.cim.placement import Place, place_of
from pipelines.cim.search import Box
from pipelines.cim.store import Store
from pipelines.runtime.projection import to_lonlat, transform
from pipelines.runtime.table_set import Tables, rows_of_model

REACH_M = 200.0
"""What is further from the model's extent is none of its surroundings."""
SAME_GROUND_SHARE = 0.5
"""Two buildings that share so much of the ground of the smaller are one, told twice."""
DIGITS = 6
"""Coordinates are rounded to so many digits after the metre: the same on every machine."""

Row = dict[str, Any]


def find_surroundings(
    store: Store, tables: Tables, model_ids: Iterable[str], project_code: str | None, names: Mapping[str, Collection[str]]
) -> dict[str, pa.Table]:
    """Find what lies around some models.

    Args:
        store: The base layer, which is there.
        tables: ``geo_reference`` and ``ifc_geometry`` of the models.
        model_ids: Which.
        project_code: The project they are of, whose own buildings in the store are passed over, and with them what stands on
            the same ground: the same building told twice. None where nobody knows it.
        names: Names of properties that give ``fire_grade``, ``building_use`` and ``height_m`` of a building.

    Returns:
        ``ctx_place``, one row a model, and ``ctx_near``. Both are empty where the store holds nothing that is no project's own.
    """
    context = open_context(store)
    kinds = {row["context_kind"] for row in context.layers()}
    if any(code != project_code for code in store.projects()):
        kinds.add(ContextKind.EXISTING_BUILDING.value)
    roads = road_projects(store) - {project_code}
    if roads:
        kinds.add(ContextKind.ROAD.value)
    places, near = [], []
    for model_id in dict.fromkeys(model_ids) if kinds else ():
        place = place_of(tables, model_id)
        places.append({"model_id": model_id, "is_placed": place.crs is not None, "known_kinds": ",".join(sorted(kinds))})
        if place.crs is not None:
            box = _box_around(place, rows_of_model(tables, "ifc_geometry", model_id))
            neighbours = chain(buildings_in(store, box, names), roads_in(store, box, roads))
            rows = [*_of_layers(context.features(box), place), *_of_projects(neighbours, place)]
            rows = _without_own(rows, project_code)
            near += [{"model_id": model_id, "ordinal": ordinal, **row} for ordinal, row in enumerate(rows)]
    return {"ctx_place": TABLES["ctx_place"].from_rows(places), "ctx_near": TABLES["ctx_near"].from_rows(near)}


def _without_own(rows: list[Row], project_code: str | None) -> list[Row]:
    """The rows but for the project's own buildings and those that stand on the ground of one of them."""
    grounds: dict[str, shapely.Geometry] = {}
    for row in rows:
        if row["context_kind"] == ContextKind.EXISTING_BUILDING:
            parts = [shapely.from_wkb(row["shape_local"]), *([grounds[row["feature_id"]]] if row["feature_id"] in grounds else [])]
            grounds[row["feature_id"]] = shapely.convex_hull(shapely.geometrycollections(parts))
    own = {row["feature_id"] for row in rows if row["context_source"] == project_code}
    twins = {
        identity
        for identity, ground in grounds.items()
        for one in own
        if _shared_area_m2(ground, grounds[one]) >= SAME_GROUND_SHARE * min(ground.area, grounds[one].area)
    }
    return [row for row in rows if row["feature_id"] not in own | twins]


def _shared_area_m2(one: shapely.Geometry, other: shapely.Geometry) -> float:
    return float(shapely.area(shapely.intersection(one, other)))


def _box_around(place: Place, geometry: pa.Table) -> Box:
    """The model's extent and ``REACH_M`` around it, longitude and latitude."""
    corners = np.zeros((1, 2))
    if len(geometry):
        low, high = (
            [np.nanmin(geometry[f"min_{axis}_m"].to_numpy()) for axis in "xy"],
            [np.nanmax(geometry[f"max_{axis}_m"].to_numpy()) for axis in "xy"],
        )
        corners = np.array([[x, y] for x in (low[0], high[0]) for y in (low[1], high[1])])
    on_map = corners @ place.matrix[:2, :2].T + place.matrix[:2, 3]
    steps = REACH_M * np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])
    around = (on_map[:, None, :] + steps).reshape(-1, 2)
    lonlat = to_lonlat(around, str(place.crs))
    (west, south), (east, north) = lonlat.min(axis=0).tolist(), lonlat.max(axis=0).tolist()
    return west, south, east, north


def _of_layers(features: pa.Table, place: Place) -> Iterator[Row]:
    for row in features.to_pylist():
        shape = _into_frame(from_wkb([row["shape_map"]])[0], row["crs"], place)
        if shape is not None:
            yield {name: row[name] for name in (
                "context_kind", "name", "storeys_above", "height_m", "limit_m", "fire_grade", "building_use", "pipe_kind",
                "pipe_diameter_m",
            )} | {
                "context_source": row["context_layer"], "feature_id": f"{row['context_layer']}#{row['feature_number']}",
                "shape_local": shape, "reaches_m": row["height_m"],
            }  # fmt: skip


def _of_projects(neighbours: Iterable[Neighbour], place: Place) -> Iterator[Row]:
    for neighbour in neighbours:
        for reaches_m, outline in neighbour.parts:
            shape = _into_frame(outline, neighbour.crs, place)
            if shape is not None:
                yield neighbour.told | {"reaches_m": reaches_m, "shape_local": shape}


def _into_frame(shape: shapely.Geometry | None, crs: str | None, place: Place) -> bytes | None:
    """A shape of the map in the model's frame as WKB; None where it has no place there."""
    if shape is None or crs is None:
        return None
    back = np.linalg.inv(place.matrix).astype(np.float64)
    on_map = shapely.transform(shape, lambda xy: transform(xy, crs, str(place.crs)))
    if not np.isfinite(shapely.bounds(on_map)).all():
        return None
    (local,) = moved(np.array([on_map], object), back)
    rounded = shapely.transform(shapely.force_2d(local), lambda xy: np.round(xy, DIGITS))
    return bytes(shapely.to_wkb(shapely.normalize(rounded), byte_order=1))
