"""Buildings of the base layer as neighbours: the outlines of their outer walls, and what is told of them.

What belongs here: reading buildings out of city objects. What does not: which of them a model is to see (``surroundings``).
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from cim_schema.codes import ContextKind
from pipelines.cim.context_attributes import read_value
from pipelines.cim.outlines import GRID_M, from_wkb
from pipelines.cim.search import LAYERS, Box, Search
from pipelines.cim.store import Store

WALL_CLASSES = ("IfcCurtainWall", "IfcWall", "IfcWallElementedCase", "IfcWallStandardCase")
OUTER_WALL, HEIGHT, STOREYS = "msr_outer_wall.outer_area_m2", "msr_building.height_m", "msr_building.storeys_above"
"""What city objects say of what was measured."""
LEAST_WALLS = 3
"""Fewer enclose nothing: the posts of a gate, a screen."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Neighbour:
    """One building."""

    told: Row
    """Columns of ``ctx_near``, but for those of a part."""
    crs: str | None
    parts: tuple[tuple[float | None, shapely.Geometry], ...]
    """How high over the foot its outer walls reach, and the outline of those that do, in ``crs``."""


def buildings_in(store: Store, box: Box, names: Mapping[str, Collection[str]]) -> Iterator[Neighbour]:
    """Give the buildings that meet a box, those of the structure, the pipes or the grounds alone left out.

    Args:
        store: The base layer.
        box: Longitude and latitude.
        names: Names of properties that give ``fire_grade``, ``building_use`` and ``height_m`` of a building.
    """
    walls: dict[str, _Walls] = {}
    for building in _found(store, box, {"city_object_type": "Building"}):
        attributes = json.loads(building["attributes"])
        told = {
            "context_kind": ContextKind.EXISTING_BUILDING.value, "context_source": building["project_code"],
            "feature_id": building["city_object_id"], "name": building["name"],
            "storeys_above": _whole(attributes.get(STOREYS)),
            "height_m": _number_said(attributes, names["height_m"]) or attributes.get(HEIGHT),
            "fire_grade": _said(attributes, names["fire_grade"]),
            "building_use": _said(attributes, names["building_use"]) or building["name"],
        }  # fmt: skip
        version_id = building["version_id"]
        if version_id not in walls:
            walls[version_id] = _walls_of_version(store, box, version_id)
        parts = tuple(_outlines(building, walls[version_id].of(building, told["storeys_above"])))
        yield Neighbour(told, building["crs"], parts)


def _outlines(building: Row, walls: list[Row]) -> Iterator[tuple[float | None, shapely.Geometry]]:
    """The outlines of a building's outer walls by how high they reach over its foot; of one without walls, its own."""
    if not walls:
        if building["shape_key"] is None:
            return  # Of the structure, the pipes or the grounds alone: another part of the project has the walls.
        (own,) = from_wkb([building["footprint_map"]])
        low, high = building["min_height_m"], building["max_height_m"]
        if own is not None:
            yield None if low is None or high is None else round(high - low, 2), own
        return
    foot_m = min(wall["min_height_m"] for wall in walls)
    by_height = defaultdict(list)
    for wall in walls:
        by_height[round(wall["max_height_m"] - foot_m, 2)].append(wall["footprint_map"])
    for reaches_m, blobs in sorted(by_height.items()):
        shapes = shapely.make_valid(np.array(from_wkb(blobs), object))
        yield reaches_m, shapely.union_all(shapes, grid_size=GRID_M)


@dataclass(frozen=True)
class _Walls:
    """The walls of one version, near the model."""

    rows: tuple[Row, ...]
    parents: Mapping[str, str | None]

    def of(self, building: Row, storeys: int | None) -> list[Row]:
        """Those of a building that look outside, where that was measured; else all that are in it, if they may enclose it."""
        own = [row for row in self.rows if _is_under(row["city_object_id"], building["city_object_id"], self.parents)]
        outer = [row for row in own if row["ifc_class"] == "IfcCurtainWall" or OUTER_WALL in json.loads(row["attributes"])]
        return outer or (own if len(own) >= LEAST_WALLS and storeys != 0 else [])


def _walls_of_version(store: Store, box: Box, version_id: str) -> _Walls:
    of_version = {"version_id": version_id}
    walls = [row for name in WALL_CLASSES for row in _found(store, box, {**of_version, "ifc_class": name})]
    families = ("building", "part", "storey", "space")
    above = [row for family in families for row in _found(store, None, {**of_version, "city_family": family})]
    parents = {row["city_object_id"]: row["parent_city_object_id"] for row in (*above, *walls)}
    return _Walls(tuple(row for row in walls if row["footprint_map"] is not None and row["max_height_m"] is not None), parents)


def _is_under(child: str, wanted: str, parents: Mapping[str, str | None]) -> bool:
    at: str | None = child
    for _ in range(len(parents) + 1):
        if at is None or at == wanted:
            break
        at = parents.get(at)
    return at == wanted


def _found(store: Store, box: Box | None, equal: Mapping[str, object]) -> list[Row]:
    search = Search(LAYERS["cim_city_object"], box=box, equal=equal)
    return [row for batch in store.find(search) for row in batch]


def _said(attributes: Mapping[str, object], names: Collection[str]) -> str | None:
    """The first text that a property of one of these names gives; sets by name."""
    return next((value.strip() for value in _given(attributes, names) if isinstance(value, str) and value.strip()), None)


def _number_said(attributes: Mapping[str, object], names: Collection[str]) -> float | None:
    """The first length over nought that a property of one of these names gives; sets by name."""
    read = (read_value("height_m", value) for value in _given(attributes, names))
    return next((value for value in read if isinstance(value, float)), None)


def _given(attributes: Mapping[str, object], names: Collection[str]) -> Iterator[object]:
    wanted = {name.casefold() for name in names}
    yield from (value for key, value in sorted(attributes.items()) if key.rpartition(".")[2].casefold() in wanted)


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) else None
