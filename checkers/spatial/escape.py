"""The way out of each room: how far it is from its farthest point to the nearest exit of the building or of its storey.

People walk through the middle of each door and may touch walls; furniture and columns do not stand in their way.
What belongs here: one row a room. What does not: what a storey is made of (``escape_storeys``), lengths (``walk_graph``), limits.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from checkers.spatial.escape_steps import StepFree
from checkers.spatial.escape_storeys import Storey, storeys_of
from checkers.spatial.projection import Floats, Integers
from checkers.spatial.walk_graph import ALIKE_M, Farthest, LocalArea, LocalAreas, StoreyWays
from checkers.spatial.walk_regions import Region
from cim_schema.tables import TABLES
from pipelines.runtime.mesh import MeshStore
from pipelines.runtime.table_set import Tables

SAMPLED_M = 0.5
"""Farthest points between two doors are looked for at such distances along the walls, then nearer."""

FINE_M = 0.05
DECIMALS = 6


def measure_escape(tables: Tables) -> dict[str, pa.Table]:
    """Measure the ways out of the rooms of models.

    Args:
        tables: ``ifc_element``, ``ifc_geometry``, ``ifc_shape``, ``ifc_relation``, ``msr_room``, ``msr_door``, ``msr_footprint``
            and ``msr_storey``.

    Returns:
        ``msr_escape``: one row a room, lifts aside, and stairwells but on the ground; ``msr_exit``: one row an exit. Exits are
        doors to the open at ground level; on other storeys doors of stairwells, and the first step of stairs that stand in none.
        Distances of rooms without a way out are null.
    """
    rows: list[dict[str, object]] = []
    exits: list[dict[str, object]] = []
    meshes = MeshStore([tables["ifc_shape"]])
    for model_id in pc.unique(tables["msr_room"]["model_id"]).to_pylist():
        known = LocalAreas()
        storeys = list(storeys_of(tables, model_id, meshes))
        exits += _exits_of(model_id, storeys)
        step_free = StepFree.of(tables, model_id, storeys)
        for storey in storeys:
            ways = StoreyWays([region.area for region in storey.regions], storey.crossings, known)
            for number, region in enumerate(storey.regions):
                rows += _rows_of_region(model_id, storey, ways, number, region, step_free)
    return {"msr_escape": TABLES["msr_escape"].from_rows(rows), "msr_exit": TABLES["msr_exit"].from_rows(exits)}


def _exits_of(model_id: str, storeys: list[Storey]) -> list[dict[str, object]]:
    counted: dict[int, int] = {}
    rows = []
    for storey in sorted(storeys, key=lambda storey: float(storey.rooms["floor_z_m"].median())):
        for crossing in storey.crossings:
            if crossing.is_exit:
                counted[crossing.step_id] = counted.get(crossing.step_id, 0) + 1
                rows.append({
                    "model_id": model_id, "step_id": crossing.step_id, "exit_number": counted[crossing.step_id],
                    "global_id": crossing.global_id, "exit_kind": crossing.exit_kind, "storey_step_id": storey.step_id,
                    "centre_x_m": round(crossing.place[0], DECIMALS), "centre_y_m": round(crossing.place[1], DECIMALS),
                })  # fmt: skip
    return rows


def _rows_of_region(
    model_id: str, storey: Storey, ways: StoreyWays, number: int, region: Region, step_free: StepFree
) -> list[dict[str, object]]:
    here = ways.at[number]
    exits = {
        storey.crossings[ways.exits[place]].step_id for place in np.flatnonzero(np.isfinite(ways.to_exits[:, here]).any(axis=1))
    }
    rows = []
    for room in region.rooms:
        row = storey.records[room]
        rows.append({
            "model_id": model_id, "step_id": int(row["step_id"]), "global_id": row["global_id"],
            "room_number": int(row["room_number"]), "storey_step_id": storey.step_id, "use": row["use"],
            "door_count": len(here), "exit_count": len(exits), "is_reachable": bool(exits),
            "is_step_free": step_free.reaches(storey, number),
            **(_way_out(storey, ways, number, storey.floors[room], float(row["floor_z_m"])) if exits else {}),
        })  # fmt: skip
    return rows


@dataclass(frozen=True)
class _Ways:
    """The ways on from an area: what its crossings, and the corners on the way to them, cost."""

    local: LocalArea
    nodes: Floats
    costs: Floats
    by: Integers
    """The crossing that each node leads to."""

    @classmethod
    def of(cls, local: LocalArea, beyond_m: Floats) -> "_Ways":
        over = local.to_turns + beyond_m[:, None]
        return cls(
            local,
            np.concatenate([local.crossings, local.area.turns]),
            np.concatenate([beyond_m, over.min(axis=0)]),
            np.concatenate([np.arange(len(beyond_m)), over.argmin(axis=0)]),
        )

    def farthest(self, floor: shapely.Geometry) -> tuple[Floats, float, int]:
        """The point of a floor from which the best way is longest, its length, and the crossing by which it goes."""
        several = len(self.local.crossings) > 1
        border = shapely.boundary(floor)
        points = np.unique(shapely.get_coordinates(shapely.segmentize(border, SAMPLED_M) if several else border), axis=0)
        found = self._worst(points)
        if several:
            near = shapely.intersection(border, shapely.buffer(shapely.points(found[0]), SAMPLED_M))
            finer = shapely.get_coordinates(shapely.segmentize(near, FINE_M))
            if len(finer):
                found = self._worst(np.concatenate([found[0][None], finer]))
        return found

    def _worst(self, points: Floats) -> tuple[Floats, float, int]:
        best, node = self.local.area.least(points, self.nodes, self.costs)
        # What sees no way lies behind a pillar or in another part: it says nothing of the way.
        place = int(np.argmax(np.where(np.isfinite(best), np.round(best, DECIMALS), -1.0)))
        return points[place], float(best[place]), int(self.by[node[place]])


def _way_out(storey: Storey, ways: StoreyWays, number: int, floor: shapely.Geometry, floor_z_m: float) -> dict[str, object]:
    """Distances and the way of one room that has one."""
    here = ways.at[number]
    local, origin = ways.areas[number]
    to_exit, which = ways.nearest_exit()
    floor = shapely.transform(floor, lambda points: points - origin)
    found = _farthest(local, floor, ways.offsets[number] + to_exit[here], ways.offsets[number])
    if not np.isfinite(found.length_m):
        return {"is_reachable": False}
    crossing = here[found.by]
    on_way = ways.to_exit(crossing, int(which[crossing]))
    path = [found.way + origin, np.array([storey.crossings[crossing].place])]
    path += [ways.leg(one, other) for one, other in pairwise(on_way)]
    exit_crossing = storey.crossings[on_way[-1]]
    nearest = min((float(to_exit[place]) for place in here), default=np.inf)
    return {
        "exit_step_id": exit_crossing.step_id, "exit_kind": exit_crossing.exit_kind,
        "distance_m": _rounded(found.length_m), "room_distance_m": _rounded(found.own_m), "door_to_exit_m": _rounded(nearest),
        "direct_distance_m": _rounded(found.direct_m), "is_dead_end": _is_dead_end(storey, ways, number, here),
        "path": _line(np.concatenate(path), floor_z_m),
    }  # fmt: skip


def _farthest(local: LocalArea, floor: shapely.Geometry, beyond_m: Floats, offsets_m: Floats) -> Farthest:
    """The farthest point of a floor; storeys and buildings that repeat are looked at once."""
    corners = shapely.get_coordinates(floor)
    for costs, known, found in local.farthest:
        if known.shape == corners.shape and _is_alike(known, corners) and _is_alike(costs, beyond_m):
            return found
    point, length_m, by = _Ways.of(local, beyond_m).farthest(floor)
    direct = np.hypot(*(corners[:, None] - local.crossings[None]).transpose(2, 0, 1)).min(axis=1).max()
    own_m = _Ways.of(local, offsets_m).farthest(floor)[1]
    found = Farthest(length_m, by, local.area.way(point, local.crossings[by]), own_m, float(direct))
    local.farthest.append((beyond_m, corners, found))
    return found


def _is_alike(one: Floats, other: Floats) -> bool:
    with np.errstate(invalid="ignore"):
        return bool(((np.abs(one - other) <= ALIKE_M) | (one == other)).all())


def _is_dead_end(storey: Storey, ways: StoreyWays, number: int, here: list[int]) -> bool | None:
    """Whether every door of a room leads to exits in one direction only; null where the room has an exit itself."""
    if any(storey.crossings[place].is_exit for place in here):
        return None
    said = []
    for place in here:
        for beyond in storey.crossings[place].regions:
            if beyond != number and np.isfinite(ways.to_exits[:, place]).any():
                said.append(ways.leads_one_way(place, beyond))
    return all(said) if said else None


def _line(points: Floats, floor_z_m: float) -> bytes:
    kept = np.concatenate([[True], np.hypot(*np.diff(points, axis=0).T) > 1e-6])
    points = points[kept]
    if len(points) < 2:
        points = np.repeat(points, 2, axis=0)
    line = shapely.linestrings(np.column_stack([np.round(points, DECIMALS), np.full(len(points), round(floor_z_m, DECIMALS))]))
    return bytes(shapely.to_wkb(line, output_dimension=3))


def _rounded(length_m: float) -> float | None:
    return round(float(length_m), DECIMALS) if np.isfinite(length_m) else None
