"""What ways out are made of on each storey of a model: rooms, doors, openings without doors, and where stairs begin.

What belongs here: gathering and telling exits. What does not: measuring ways (``walk_graph``, ``escape``).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from checkers.names import joined_names, words
from checkers.spatial.doors_openings import wall_direction
from checkers.spatial.doors_sides import ENCLOSING, Room, Stands, Surroundings
from checkers.spatial.projection import Floats, Outlines
from checkers.spatial.walk_graph import Crossing
from checkers.spatial.walk_regions import Region, join_rooms
from pipelines.runtime.mesh import MeshStore
from pipelines.runtime.table_set import Tables, rows_of_model

SPLIT_LEVEL_M = 1.5
"""Storeys that begin no higher over the lowest one above ground have doors to the ground too."""

LOWEST_PASSAGE_M, NARROWEST_PASSAGE_M, HIGHEST_SILL_M = 1.8, 0.6, 0.3
"""A hole in a wall that is lower, narrower or begins higher is no way through."""

STAIR_END_M = 0.4
"""What of a stair lies so near to a floor is its step there."""

BESIDE_M = 1.0
"""A stair that ends so near to a room is reached from it."""

STAIR_FLIGHTS, STAIRS = ("IfcStairFlight",), ("IfcStair",)


@dataclass(frozen=True)
class Storey:
    """One storey, ready to walk."""

    step_id: int | None
    is_ground: bool
    rooms: pd.DataFrame
    """Rows of ``msr_room`` with ``use``."""
    floors: Outlines
    regions: list[Region]
    crossings: list[Crossing]

    @cached_property
    def records(self) -> list[dict[str, Any]]:
        """The rooms, one by one."""
        rows: list[dict[str, Any]] = self.rooms.to_dict("records")
        return rows


def storeys_of(tables: Tables, model_id: str, meshes: MeshStore) -> Iterator[Storey]:
    """Give the storeys of a model that have rooms.

    Args:
        tables: ``ifc_element``, ``ifc_geometry``, ``ifc_relation``, ``msr_room``, ``msr_door``, ``msr_footprint``, ``msr_storey``.
        model_id: Which.
        meshes: Of all shapes.
    """
    rooms = rows_of_model(tables, "msr_room", model_id).to_pandas()
    if rooms.empty:
        return
    rooms["use"] = room_uses(rows_of_model(tables, "ifc_element", model_id), rooms)
    rooms["storey"] = rooms["storey_step_id"].fillna(-1).astype("int64")
    floors = shapely.from_wkb(rooms["floor"].to_numpy(object))
    ground = _ground_storeys(rows_of_model(tables, "msr_storey", model_id).to_pandas(), rooms)
    doors = _ways_through(tables, model_id, meshes)
    stairs = _stairs(tables, model_id, meshes)
    walls = _Walls.of(tables, model_id)
    room_at = {room: place for place, room in enumerate(zip(rooms["step_id"], rooms["room_number"], strict=True))}
    doors_of: dict[int, list[int]] = {}
    for number, door in enumerate(doors):
        for room in door.rooms:
            if room in room_at:
                doors_of.setdefault(room_at[room], []).append(number)
    for storey in sorted(set(rooms["storey"])):
        here = np.flatnonzero(rooms["storey"].to_numpy() == storey)
        is_ground = storey in ground
        # On a storey above, who has reached the stairwell is out; on the ground it is a room to pass through.
        uses = rooms["use"].to_numpy(object)[here]
        walked = [place for place, use in zip(here.tolist(), uses, strict=True) if use != "lift" and (is_ground or use != "stair")]
        levels = rooms["floor_z_m"].to_numpy()
        joined = join_rooms(floors[walked], levels[walked], walls.standing_on(levels[here]))
        regions = [Region(tuple(walked[place] for place in region.rooms), region.area) for region in joined]
        region_of = {place: number for number, region in enumerate(regions) for place in region.rooms}
        near = sorted({number for place in region_of for number in doors_of.get(place, ())})
        crossings = [_crossing(doors[number], room_at, rooms, region_of, is_ground) for number in near]
        if not is_ground:
            crossings += _first_steps(stairs, regions, region_of, rooms.iloc[here], floors[here], here)
        yield Storey(
            None if storey < 0 else int(storey), is_ground, rooms.iloc[here], floors[here],
            [Region(tuple(np.searchsorted(here, region.rooms).tolist()), region.area) for region in regions], crossings,
        )  # fmt: skip


def room_uses(elements: pa.Table, rooms: pd.DataFrame) -> list[str]:
    """What each room is on a way out, by what it is called."""
    named = elements.filter(pc.is_in(elements["step_id"], pa.array(rooms["step_id"].unique()))).to_pandas().set_index("step_id")
    labels = (
        joined_names(named).reindex(rooms["step_id"]).fillna("").where(~rooms["is_derived"].to_numpy(), "").reset_index(drop=True)
    )
    uses = pd.Series("room", index=labels.index, dtype="object")
    for use, thing in (("circulation", "circulation"), ("lift", "lift"), ("stair", "stair_room")):
        uses[words("rooms", thing).in_texts(labels)] = use
    return [str(use) for use in uses]


def _ground_storeys(storeys: pd.DataFrame, rooms: pd.DataFrame) -> set[int]:
    """The storeys whose doors lead to the ground: of each building the lowest above ground, and split levels beside it."""
    peopled = set(rooms["storey"])
    storeys = storeys[storeys["step_id"].isin(peopled) & storeys["elevation_m"].notna()]
    ground: set[int] = set()
    for _, of in storeys.groupby(storeys["building_step_id"].fillna(-1)):
        above = of[~of["storey_kind"].isin(("below_ground", "roof"))]
        above = above if len(above) else of
        lowest = above["elevation_m"].min()
        ground |= set(above.loc[above["elevation_m"] <= lowest + SPLIT_LEVEL_M, "step_id"].astype(int))
    if not ground:
        lowest = rooms["floor_z_m"].min()
        ground = set(rooms.loc[rooms["floor_z_m"] <= lowest + SPLIT_LEVEL_M, "storey"])
    return ground


@dataclass(frozen=True)
class _Walls:
    """What cannot be walked through."""

    outlines: Outlines
    bottom_m: Floats
    top_m: Floats

    @classmethod
    def of(cls, tables: Tables, model_id: str) -> "_Walls":
        elements = rows_of_model(tables, "ifc_element", model_id)
        ids = elements.filter(pc.is_in(elements["ifc_class"], pa.array(ENCLOSING, elements["ifc_class"].type)))["step_id"]
        outlines = rows_of_model(tables, "msr_footprint", model_id).select(["step_id", "footprint"])
        geometry = rows_of_model(tables, "ifc_geometry", model_id).select(["step_id", "min_z_m", "max_z_m"])
        rows = outlines.filter(pc.is_in(outlines["step_id"], ids.combine_chunks())).join(geometry, "step_id").sort_by("step_id")
        return cls(
            shapely.from_wkb(rows["footprint"].to_numpy(zero_copy_only=False)),
            rows["min_z_m"].to_numpy(),
            rows["max_z_m"].to_numpy(),
        )

    def standing_on(self, levels_m: Floats) -> Outlines:
        """What stands in the way on a storey: neither a plinth nor a wall over people's heads."""
        stands = (self.bottom_m < np.median(levels_m) + LOWEST_PASSAGE_M) & (self.top_m > np.median(levels_m) + HIGHEST_SILL_M)
        return self.outlines[stands]


@dataclass(frozen=True)
class _Way:
    """A door or an opening without one."""

    step_id: int
    centre: tuple[float, float]
    rooms: tuple[Room | None, Room | None]
    is_exterior: bool
    global_id: str | None = None


def _ways_through(tables: Tables, model_id: str, meshes: MeshStore) -> list[_Way]:
    doors = rows_of_model(tables, "msr_door", model_id)
    columns = (
        "step_id",
        "centre_x_m",
        "centre_y_m",
        "room_a_step_id",
        "room_a_number",
        "room_b_step_id",
        "room_b_number",
        "is_exterior",
        "global_id",
    )
    ways = []
    for step_id, x_m, y_m, a, a_number, b, b_number, is_exterior, global_id in zip(
        *(doors[name].to_pylist() for name in columns), strict=True
    ):
        rooms = (None if a is None else (a, a_number), None if b is None else (b, b_number))
        ways.append(_Way(step_id, (x_m, y_m), rooms, bool(is_exterior), global_id))
    return ways + _open_ways(tables, model_id, meshes)


def _open_ways(tables: Tables, model_id: str, meshes: MeshStore) -> list[_Way]:
    """Holes in walls that nothing fills and that reach down to the floor."""
    elements = rows_of_model(tables, "ifc_element", model_id)
    relations = rows_of_model(tables, "ifc_relation", model_id)
    filled = relations.filter(pc.equal(relations["relation_class"], "IfcRelFillsElement"))["relating_step_id"]
    voids = relations.filter(pc.equal(relations["relation_class"], "IfcRelVoidsElement"))
    walls = elements.filter(pc.is_in(elements["ifc_class"], pa.array(ENCLOSING, elements["ifc_class"].type)))["step_id"]
    in_walls = voids.filter(pc.is_in(voids["relating_step_id"], walls.combine_chunks()))["related_step_id"]
    geometry = rows_of_model(tables, "ifc_geometry", model_id)
    tall = pc.greater_equal(pc.subtract(geometry["max_z_m"], geometry["min_z_m"]), LOWEST_PASSAGE_M)
    wanted = pc.and_(pc.is_in(geometry["step_id"], in_walls.combine_chunks()), tall)
    wanted = pc.and_(wanted, pc.invert(pc.is_in(geometry["step_id"], filled.combine_chunks())))
    storeys = (
        dict(zip(elements["step_id"].to_pylist(), elements["storey_step_id"].to_pylist(), strict=True)) if len(in_walls) else {}
    )
    stands: list[tuple[int, Floats, Floats, float, float, int | None]] = []
    for row in geometry.filter(wanted).to_pylist():
        if row["shape_key"] is None:
            continue
        mesh = meshes[row["shape_key"]]
        placed = mesh.placed(np.array(row["placement"]).reshape(4, 4))
        along = wall_direction(placed[mesh.faces.astype(np.int64)])
        if along is None:
            continue
        across = np.array([-along[1], along[0]])
        spans = [placed[:, :2] @ axis for axis in (along, across)]
        if np.ptp(spans[0]) >= NARROWEST_PASSAGE_M:
            centre = sum((span.min() + span.max()) / 2 * axis for span, axis in zip(spans, (along, across), strict=True))
            stands.append(
                (row["step_id"], centre, across, float(np.ptp(spans[1])) / 2, row["min_z_m"], storeys.get(row["step_id"]))
            )
    if not stands:
        return []
    ids, centres, through, depths, sills, storey_ids = zip(*stands, strict=True)
    given = Stands(np.array(ids), np.array(centres), np.array(through), np.array(depths), np.array(sills), list(storey_ids))
    sides = Surroundings.of(tables, model_id).sides_of(given, relations)
    levels = {
        (step_id, number): z_m
        for step_id, number, z_m in zip(
            *(rows_of_model(tables, "msr_room", model_id)[name].to_pylist() for name in ("step_id", "room_number", "floor_z_m")),
            strict=True,
        )
    }
    return [
        _Way(step_id, (float(centre[0]), float(centre[1])), (side.room_a, side.room_b), False)
        for step_id, centre, side, sill_m in zip(ids, centres, sides, sills, strict=True)
        if side.room_a is not None and side.room_b is not None and side.room_a != side.room_b
        and sill_m <= levels[side.room_a] + HIGHEST_SILL_M
    ]  # fmt: skip


def _crossing(way: _Way, room_at: dict[Room, int], rooms: pd.DataFrame, region_of: dict[int, int], is_ground: bool) -> Crossing:
    """The way through as a crossing of this storey, to which it leads."""
    places = [room_at[room] for room in way.rooms if room is not None and room in room_at]
    regions = tuple(dict.fromkeys(region_of[place] for place in places if place in region_of))
    if is_ground:
        is_exit = way.is_exterior and len(places) == 1
        return Crossing(way.step_id, way.centre, regions, is_exit, "final" if is_exit else None, way.global_id)
    to_stair = any(rooms["use"].iat[place] == "stair" for place in places)
    return Crossing(way.step_id, way.centre, regions, to_stair, "stair_room" if to_stair else None, way.global_id)


def _stairs(tables: Tables, model_id: str, meshes: MeshStore) -> list[tuple[int, str | None, Floats]]:
    """Stairs, or the flights that they are made of, with their placed corners."""
    elements = rows_of_model(tables, "ifc_element", model_id)
    some = elements.filter(pc.is_in(elements["ifc_class"], pa.array((*STAIRS, *STAIR_FLIGHTS), elements["ifc_class"].type)))
    parents = {
        row["parent_step_id"]
        for row in some.select(["parent_step_id", "ifc_class"]).to_pylist()
        if row["ifc_class"] in STAIR_FLIGHTS
    }
    wanted = [step_id for step_id in some["step_id"].to_pylist() if step_id not in parents]
    geometry = rows_of_model(tables, "ifc_geometry", model_id)
    rows = geometry.filter(pc.is_in(geometry["step_id"], pa.array(wanted, pa.int64()))).to_pylist()
    return [
        (row["step_id"], row["global_id"], meshes[row["shape_key"]].placed(np.array(row["placement"]).reshape(4, 4)))
        for row in sorted(rows, key=lambda row: int(row["step_id"]))
        if row["shape_key"] is not None
    ]


def _first_steps(
    stairs: list[tuple[int, str | None, Floats]], regions: list[Region], region_of: dict[int, int], rooms: pd.DataFrame,
    floors: Outlines,
    here: "np.ndarray[tuple[int], np.dtype[np.int64]]",
) -> list[Crossing]:  # fmt: skip
    """Where a stair that stands in no stairwell begins on this storey."""
    found = []
    level_m = float(np.median(rooms["floor_z_m"]))
    for step_id, global_id, corners in stairs:
        heights = corners[:, 2]
        if heights.max() - heights.min() < STAIR_END_M or not heights.min() - STAIR_END_M <= level_m <= heights.max() + STAIR_END_M:
            continue
        near = corners[np.abs(heights - level_m) <= STAIR_END_M]
        if not len(near):
            continue
        middle = shapely.get_coordinates(shapely.centroid(shapely.convex_hull(shapely.multipoints(near[:, :2]))))[0]
        away = shapely.distance(floors, shapely.points(middle))
        room = int(np.argmin(away))
        if away[room] > BESIDE_M or rooms["use"].iat[room] == "stair" or int(here[room]) not in region_of:
            continue
        region = region_of[int(here[room])]
        found.append(Crossing(step_id, (float(middle[0]), float(middle[1])), (region,), True, "stair", global_id))
    return found
