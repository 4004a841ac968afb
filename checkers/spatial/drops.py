"""Edges over which somebody could fall: of floors that people walk on, where nothing lies beside them and how they are guarded.

What belongs here: measuring. What does not: how deep a fall counts to a standard, and how high a guard has to be.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from checkers.names import joined_names, words
from checkers.spatial.projection import Floats, Outlines
from checkers.spatial.solids import Solids
from checkers.spatial_classes import FACILITIES, SLABS, STAIRS, ancestors
from cim_schema.tables import TABLES
from pipelines.runtime.table_set import Tables, rows_of_model

FALL_M = 0.5
"""A lesser difference is a step, a ramp or a kerb, and has no row."""

APART_M = 0.25
"""Edges are looked at in places no further apart."""

SHORTEST_M = 0.3
"""A shorter edge is a corner of the drawing."""

BESIDE_M = 0.15
"""So far beside the edge it is asked what lies below."""

INSIDE_M = 0.3
"""So far before the edge it is asked whether people walk there."""

REACH_M = 0.35
"""What stands so near to the edge guards it."""

KNEE_M, BREAST_M = 0.3, 0.7
"""A guard stands in this range over the floor."""

ROOM_LEVEL_M = 0.35
"""A room's floor lies so near to the top of its slab: finishes, raised floors."""

TOP_M = 0.02
LEVEL = 0.98

SHAFT_M = 0.55
"""Where a wall stands no further beside the edge, the drawing leaves a gap, not a place to fall into."""

WALL_M = 2.0
"""What stands so high, with what stands on it, closes the edge like a wall; such edges have no row."""

JOINT_M = 0.25
"""What begins no higher over the top of a thing goes on with it: a beam on a wall, the next storey's wall on a slab."""

NO_GUARDS = (*SLABS, "IfcSpace", "IfcCovering", "IfcRoof", "IfcSite", "IfcStair", "IfcRamp", "IfcFooting", "IfcOpening")
"""Beginnings of classes that guard nothing."""

DECIMALS = 6


@dataclass(frozen=True)
class Surface:
    """The level top of a slab, model frame, metres."""

    step_id: int
    global_id: str | None
    outline: shapely.Geometry
    z_m: float
    is_walked: bool
    """Whether it is a landing or a balcony by its class or name; else rooms tell where people walk."""
    is_landing: bool


@dataclass(frozen=True)
class Samples:
    """Places along the edges of surfaces."""

    edge: Floats
    """Ends of the edge that each place is on: shape (n, 4)."""
    number: Floats
    """Of the edge, counted through the surface."""
    place: Floats
    """Shape (n, 2)."""
    outward: Floats
    """Unit vectors, shape (n, 2)."""
    surface: Floats
    """Which surface, shape (n,)."""
    share_m: Floats
    """Length of the edge that each place stands for."""


def measure_drops(tables: Tables) -> dict[str, pa.Table]:
    """Look for edges beside which somebody could fall.

    Args:
        tables: ``ifc_element``, ``ifc_geometry``, ``ifc_shape``, ``msr_footprint`` and ``msr_room``.

    Returns:
        ``msr_drop_edge``. What lies under the model's lowest floor is not known, so that its edges have no row.
    """
    rows: list[dict[str, Any]] = []
    for model_id in sorted(set(tables["msr_room"]["model_id"].to_pylist())):
        rows += [{"model_id": model_id, **row} for row in _Edges(tables, str(model_id)).rows()]
    return {"msr_drop_edge": TABLES["msr_drop_edge"].from_rows(rows)}


class _Edges:
    """One model's."""

    def __init__(self, tables: Tables, model_id: str) -> None:
        self._solids = Solids(tables, model_id)
        elements = rows_of_model(tables, "ifc_element", model_id).select(
            ["step_id", "global_id", "ifc_class", "predefined_type", "parent_step_id", "container_step_id", "name", "long_name",
             "object_type"]
        ).to_pandas()  # fmt: skip
        rooms = rows_of_model(tables, "msr_room", model_id).select(["floor", "floor_z_m"])
        self._floors: Outlines = np.array(shapely.from_wkb(rows_floor(rooms)), object)
        self._floor_z_m = rooms["floor_z_m"].to_numpy()
        self._floor_tree = shapely.STRtree(self._floors)
        self.surfaces = tuple(self._surfaces(elements))
        outlines = rows_of_model(tables, "msr_footprint", model_id).select(["step_id", "footprint"]).to_pandas()
        boxes = rows_of_model(tables, "ifc_geometry", model_id).select(["step_id", "min_z_m", "max_z_m"]).to_pandas()
        guards = elements[~elements["ifc_class"].str.startswith(NO_GUARDS)][["step_id", "ifc_class"]].merge(outlines, on="step_id")
        guards = guards.merge(boxes, on="step_id").sort_values("step_id")
        stairs = elements[elements["ifc_class"].isin(STAIRS)][["step_id"]].merge(outlines, on="step_id").merge(boxes, on="step_id")
        floor, stair = self._floor_tree.query(shapely.from_wkb(stairs["footprint"].to_numpy(object)), predicate="intersects")[::-1]
        leads_down = stairs["min_z_m"].to_numpy()[stair] < self._floor_z_m[floor] - FALL_M
        leads_down &= stairs["max_z_m"].to_numpy()[stair] > self._floor_z_m[floor] - FALL_M
        self._is_stairwell = np.isin(np.arange(len(self._floors)), floor[leads_down])
        self._guard_outlines: Outlines = np.array(shapely.from_wkb(guards["footprint"].to_numpy(object)), object)
        self._guard_tree = shapely.STRtree(self._guard_outlines)
        self._is_wall = guards["ifc_class"].str.startswith("IfcWall").to_numpy(bool)
        self._guard_ids, self._guard_low, self._guard_high = (
            guards[column].to_numpy() for column in ("step_id", "min_z_m", "max_z_m")
        )

    def _surfaces(self, elements: Any) -> Iterator[Surface]:
        slabs = elements[elements["ifc_class"].isin(SLABS) & ~elements["predefined_type"].eq("ROOF")]
        if elements["ifc_class"].isin(FACILITIES).any():
            slabs = slabs[slabs["step_id"].map(ancestors(elements, FACILITIES)).isna()]
        slabs = slabs.sort_values("step_id")
        landings = words("stairs", "landing").in_texts(joined_names(slabs)) | slabs["predefined_type"].eq("LANDING")
        walked = words("stairs", "walked_slab").in_texts(joined_names(slabs)) | landings
        for slab, is_walked, is_landing in zip(slabs.itertuples(), walked, landings, strict=True):
            corners = self._solids.corners_of(int(slab.step_id))
            normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
            level = corners[normals[:, 2] > LEVEL * np.linalg.norm(normals, axis=1)]
            if not len(level):
                continue
            highest = float(level[:, :, 2].max())
            level = level[level[:, :, 2].min(axis=1) >= highest - TOP_M]
            triangles = shapely.polygons(np.round(level[:, :, :2], 4))
            outline = shapely.union_all(triangles[shapely.area(triangles) > 1e-8])
            yield Surface(int(slab.step_id), slab.global_id, outline, highest, bool(is_walked), bool(is_landing))

    def rows(self) -> Iterator[dict[str, Any]]:
        """Rows of ``msr_drop_edge`` without the model."""
        samples = _samples(self.surfaces)
        if not len(samples.place) or not len(self._floors):
            return
        ground_m = float(self._floor_z_m.min())
        z_m = np.array([surface.z_m for surface in self.surfaces])[samples.surface]
        is_walked, z_m = self._is_walked(samples, z_m)
        is_candidate = is_walked & (z_m - ground_m > FALL_M)
        is_candidate &= ~self._goes_on(samples, z_m)
        at = np.flatnonzero(is_candidate)
        is_between = np.array([surface.is_landing for surface in self.surfaces], bool)[samples.surface]
        guards = self._guards(samples.place[at], z_m[at], is_between[at])
        is_open = np.array([guard is None or guard[1] < WALL_M for guard in guards], bool)
        at, guards = at[is_open], [guard for guard in guards if guard is None or guard[1] < WALL_M]
        beside = np.column_stack([samples.place[at] + BESIDE_M * samples.outward[at], z_m[at] + KNEE_M])
        falls = z_m[at] - np.maximum(self._solids.highest_under(beside), ground_m)
        deep = falls >= FALL_M
        keys = np.stack([samples.surface[at], samples.number[at]], axis=1)
        for key in np.unique(keys[deep], axis=0):
            own = np.flatnonzero((keys == key).all(axis=1) & deep)
            yield self._row(self.surfaces[key[0]], int(key[1]), samples, at[own], falls[own], [guards[one] for one in own])

    def _row(
        self, surface: Surface, number: int, samples: Samples, at: Any, falls: Floats, guards: list[tuple[int, float] | None]
    ) -> dict[str, Any]:
        shares = samples.share_m[at]
        is_guarded = np.array([guard is not None for guard in guards])
        heights = [(height, step_id) for guard in guards if guard is not None for step_id, height in (guard,)]
        lowest = min(heights, default=None)
        longest = run = 0.0
        for place, (share, guarded) in enumerate(zip(shares, is_guarded, strict=True)):
            is_next = place and np.hypot(*(samples.place[at[place]] - samples.place[at[place - 1]])) <= 1.5 * APART_M
            run = 0.0 if guarded else (run if is_next else 0.0) + float(share)
            longest = max(longest, run)
        ends = samples.edge[at[0]].reshape(2, 2)
        line = shapely.LineString([(*np.round(end, DECIMALS), round(surface.z_m, DECIMALS)) for end in ends])
        return {
            "step_id": surface.step_id, "edge_number": number, "global_id": surface.global_id,
            "edge_length_m": round(float(shares.sum()), DECIMALS), "fall_m": round(float(falls.max()), DECIMALS),
            "guarded_length_m": round(float(shares[is_guarded].sum()), DECIMALS), "longest_unguarded_m": round(longest, DECIMALS),
            "guard_height_m": None if lowest is None else round(lowest[0], DECIMALS),
            "guard_step_id": None if lowest is None else lowest[1], "edge": bytes(shapely.to_wkb(line)),
        }  # fmt: skip

    def _is_walked(self, samples: Samples, z_m: Floats) -> tuple[Any, Floats]:
        """Whether people walk before each place, in a room of that level or on a surface that says so; and at which height."""
        found = np.array([surface.is_walked for surface in self.surfaces])[samples.surface]
        which, floor = self._floor_tree.query(shapely.points(samples.place - INSIDE_M * samples.outward), predicate="intersects")
        is_level = np.abs(self._floor_z_m[floor] - z_m[which]) <= ROOM_LEVEL_M
        found[which[is_level]] = True
        walked_m = z_m.copy()
        np.maximum.at(walked_m, which[is_level], self._floor_z_m[floor[is_level]])
        return found, walked_m

    def _goes_on(self, samples: Samples, z_m: Floats) -> Any:
        """Whether another surface or a room's floor lies beside each place, hardly deeper; floors of stairwells have holes."""
        found = np.zeros(len(samples.place), bool)
        beside = shapely.points(samples.place + BESIDE_M * samples.outward)
        tops = np.array([surface.z_m for surface in self.surfaces])
        tree = shapely.STRtree([surface.outline for surface in self.surfaces])
        for heights, areas, holds in (
            (tops, tree, np.ones(len(tops), bool)),
            (self._floor_z_m, self._floor_tree, ~self._is_stairwell),
        ):
            which, other = areas.query(beside, predicate="intersects")
            which, other = which[holds[other]], other[holds[other]]
            below = z_m[which] - heights[other]
            found[which[(below < FALL_M) & (below > -FALL_M)]] = True
        return found

    def _guards(self, places: Floats, z_m: Floats, is_between: Any) -> list[tuple[int, float] | None]:
        """What stands at each place, and how high it reaches over the floor with what stands on it."""
        found: list[tuple[int, float] | None] = [None] * len(places)
        spots = shapely.points(places)
        which, guard = self._guard_tree.query(spots, predicate="dwithin", distance=SHAFT_M)
        near = self._is_wall[guard] | shapely.dwithin(spots[which], self._guard_outlines[guard], REACH_M)
        near &= self._guard_high[guard] >= z_m[which] + KNEE_M
        order = np.lexsort((guard[near], self._guard_low[guard[near]], which[near]))
        for place, one in zip(which[near][order].tolist(), guard[near][order].tolist(), strict=True):
            low, high = self._guard_low[one] - z_m[place], self._guard_high[one] - z_m[place]
            known = found[place]
            if known is None:
                # Between two storeys the wall of the lower one ends under a beam that is often in another part's model.
                is_closed = self._is_wall[one] and is_between[place] and high - low >= WALL_M
                if low <= KNEE_M and high >= BREAST_M:
                    found[place] = (int(self._guard_ids[one]), WALL_M if is_closed else float(high))
            elif low <= known[1] + JOINT_M and high > known[1]:
                found[place] = (known[0] if low > KNEE_M else int(self._guard_ids[one]), float(high))
        return found


def rows_floor(rooms: pa.Table) -> Any:
    """The floors of rooms as WKB, as numpy takes them."""
    return np.array(rooms["floor"].to_pylist(), object)


def _samples(surfaces: tuple[Surface, ...]) -> Samples:
    """Places along the borders of surfaces, each ring taken apart into straight edges."""
    parts: list[tuple[Floats, ...]] = []
    for place, surface in enumerate(surfaces):
        number = 0
        for polygon in shapely.get_parts(shapely.orient_polygons(shapely.simplify(surface.outline, 0.005))):
            for ring in (polygon.exterior, *polygon.interiors):
                corners = shapely.get_coordinates(ring)
                for start, end in pairwise(corners):
                    number += 1
                    length = float(np.hypot(*(end - start)))
                    if length < SHORTEST_M:
                        continue
                    count = max(int(np.ceil(length / APART_M)), 1)
                    along = (end - start) / length
                    places = start + np.outer((np.arange(count) + 0.5) / count, end - start)
                    ones = np.ones(count)
                    parts.append((
                        np.outer(ones, [*start, *end]), ones * number, places, np.outer(ones, (along[1], -along[0])), ones * place,
                        ones * length / count,
                    ))  # fmt: skip
    if not parts:
        empty = np.zeros(0)
        return Samples(np.zeros((0, 4)), empty, np.zeros((0, 2)), np.zeros((0, 2)), empty, empty)
    edge, numbers, places, outward, of, share = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Samples(edge, numbers.astype(np.int64), places, outward, of.astype(np.int64), share)
