"""What lies on both sides of a door: rooms, the building's inside, or the open air.

What belongs here: finding rooms around places. What does not: the doors themselves (``doors``).
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from checkers.spatial.projection import Floats, Integers, Outlines
from checkers.spatial_classes import COLUMNS, WALLS
from pipelines.runtime.table_set import Tables, rows_of_model

Room = tuple[int, int]
"""Step id and room number."""

PROBED_M = np.array([0.05, 0.2, 0.4, 0.6, 0.8])
"""Distances from a door's faces at which rooms are looked for: it may stand deep in its wall."""

STEP_M = 0.6
"""A floor that lies no further above or below the threshold is that of the room that the door leads into."""

OUTSIDE_M = 1.0
"""Distance from a door's face at which nothing of the building is left where it leads outside."""

CLOSED_M = 0.5
"""Walls, shafts and voids of twice that between rooms are the building's inside."""

ENCLOSING = (*WALLS, *COLUMNS, "IfcCurtainWall")


@dataclass(frozen=True)
class Stands:
    """Where doors stand, one a row, model frame, metres."""

    step_ids: Integers
    centres: Floats
    """Shape (n, 2)."""
    through: Floats
    """Shape (n, 2): unit vectors across the wall."""
    half_depths_m: Floats
    threshold_z_m: Floats
    storeys: list[int | None]
    """As the model says."""

    def points(self, away_m: Floats) -> Floats:
        """Points behind and before each door: shape (n, 2 sides, distances, 2)."""
        signs = np.array([-1.0, 1.0]).reshape(1, 2, 1, 1)
        away = self.half_depths_m.reshape(-1, 1, 1, 1) + away_m.reshape(1, 1, -1, 1)
        points: Floats = self.centres.reshape(-1, 1, 1, 2) + signs * self.through.reshape(-1, 1, 1, 2) * away
        return points


@dataclass(frozen=True)
class Sides:
    """What a door joins: a lies behind it, b before it."""

    room_a: Room | None
    room_b: Room | None
    is_exterior: bool | None
    """None where no inside is known around it."""
    storey_step_id: int | None


@dataclass(frozen=True)
class Surroundings:
    """Rooms and walls of a model."""

    rooms: list[Room]
    floors: Outlines
    floor_z_m: Floats
    room_storeys: list[int | None]
    walls: Outlines
    wall_storeys: Integers
    """-1: none."""

    @classmethod
    def of(cls, tables: Tables, model_id: str) -> "Surroundings":
        """Take what there is of one model."""
        rooms = rows_of_model(tables, "msr_room", model_id)
        elements = rows_of_model(tables, "ifc_element", model_id)
        walls = elements.filter(pc.is_in(elements["ifc_class"], pa.array(ENCLOSING, elements["ifc_class"].type)))
        storeys = dict(zip(walls["step_id"].to_pylist(), walls["storey_step_id"].to_pylist(), strict=True))
        outlines = rows_of_model(tables, "msr_footprint", model_id)
        outlines = outlines.filter(pc.is_in(outlines["step_id"], pa.array(storeys, pa.int64())))
        return cls(
            list(zip(rooms["step_id"].to_pylist(), rooms["room_number"].to_pylist(), strict=True)),
            shapely.from_wkb(rooms["floor"].to_numpy(zero_copy_only=False)),
            rooms["floor_z_m"].to_numpy(),
            rooms["storey_step_id"].to_pylist(),
            shapely.from_wkb(outlines["footprint"].to_numpy(zero_copy_only=False)),
            np.array([-1 if (storey := storeys[step]) is None else storey for step in outlines["step_id"].to_pylist()], np.int64),
        )

    def sides_of(self, doors: Stands, relations: pa.Table) -> list[Sides]:
        """Find what each door joins.

        Args:
            doors: Of this model.
            relations: The model's ``ifc_relation``; boundaries of spaces tell the room where none is found by its place.
        """
        found = self._rooms_around(doors)
        bounded = _bounded_spaces(relations, doors.step_ids)
        place = {room: number for number, room in enumerate(self.rooms)}
        beyond = doors.points(np.array([OUTSIDE_M]))[:, :, 0]
        hulls: dict[int | None, shapely.Geometry | None] = {}
        sides = []
        for number, step_id in enumerate(doors.step_ids.tolist()):
            rooms = [found[number, 0], found[number, 1]]
            said = [place[(space, 0)] for space in bounded.get(step_id, ()) if (space, 0) in place]
            left = [room for room in said if room not in rooms]
            if len(left) == 1 and -1 in rooms:
                rooms[rooms.index(-1)] = left[0]
            named = [None if room < 0 else self.rooms[room] for room in rooms]
            storey = next((self.room_storeys[room] for room in rooms if room >= 0), doors.storeys[number])
            if storey is None or storey != storey:
                storey = None
            if storey not in hulls:
                hulls[storey] = self._hull(storey)
            sides.append(
                Sides(
                    named[0], named[1], _is_exterior(named, beyond[number], hulls[storey]), None if storey is None else int(storey)
                )
            )
        return sides

    def _rooms_around(self, doors: Stands) -> Integers:
        """The nearest room on each side, as a place in ``rooms``; -1 where there is none: shape (n, 2)."""
        points = doors.points(PROBED_M)
        found = np.full((len(points), 2, len(PROBED_M)), -1, np.int64)
        if len(self.rooms):
            where, room = shapely.STRtree(self.floors).query(shapely.points(points.reshape(-1, 2)), predicate="intersects")
            door = where // (2 * len(PROBED_M))
            level = np.abs(self.floor_z_m[room] - doors.threshold_z_m[door])
            near = level <= STEP_M
            where, room, level = where[near], room[near], level[near]
            # The nearest in height is written last; of equals the first room.
            order = np.lexsort((-room, -np.round(level, 6)))
            found.reshape(-1)[where[order]] = room[order]
        first = np.argmax(found >= 0, axis=2)
        nearest: Integers = np.take_along_axis(found, first[..., None], axis=2)[..., 0]
        return nearest

    def _hull(self, storey: int | None) -> shapely.Geometry | None:
        """All that is inside on a storey; None where nothing is."""
        if storey is None:
            return None
        rooms = [floor for floor, of in zip(self.floors, self.room_storeys, strict=True) if of == storey]
        parts = np.array([*rooms, *self.walls[self.wall_storeys == storey]], object)
        if not len(parts):
            return None
        closed = shapely.buffer(
            shapely.union_all(shapely.buffer(parts, CLOSED_M, join_style="mitre", mitre_limit=2.0)), -CLOSED_M, join_style="mitre"
        )
        filled = [shapely.Polygon(part.exterior) for part in shapely.get_parts(closed) if part.geom_type == "Polygon"]
        hull = shapely.union_all(filled)
        shapely.prepare(hull)
        return hull


def _is_exterior(rooms: list[Room | None], beyond: Floats, hull: shapely.Geometry | None) -> bool | None:
    if rooms[0] is not None and rooms[1] is not None:
        return False
    if hull is None:
        return None
    inside = shapely.intersects_xy(hull, beyond[:, 0], beyond[:, 1])
    return any(room is None and not known for room, known in zip(rooms, inside.tolist(), strict=True))


def _bounded_spaces(relations: pa.Table, step_ids: Integers) -> dict[int, list[int]]:
    """Door → the spaces that it bounds, in order."""
    wanted = pc.and_(
        pc.equal(relations["relation_class"], "IfcRelSpaceBoundary"), pc.is_in(relations["related_step_id"], pa.array(step_ids))
    )
    rows = relations.filter(wanted)
    found: dict[int, set[int]] = {}
    for space, door in zip(rows["relating_step_id"].to_pylist(), rows["related_step_id"].to_pylist(), strict=True):
        found.setdefault(door, set()).add(space)
    return {door: sorted(spaces) for door, spaces in found.items()}
