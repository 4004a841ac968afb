"""Ways out of real models, by a second method: a fine grid walked cell by cell, straightened where nothing is between.

The grid knows rooms, doors and exits of the tables, but neither corners nor visibility: each cell of 25 mm is linked to sixteen
neighbours, lengths are carried by Dijkstra, and the way found is pulled straight by leaving out cells between which all is free.
"""

from heapq import heappop, heappush
from math import hypot

import numpy as np
import pytest
import shapely

from checkers.measurements import measure

pytestmark = pytest.mark.slow

CELL_M, SLACK_M = 0.025, 0.02
STEPS = [(1, 0), (0, 1), (1, 1), (1, -1), (2, 1), (1, 2), (2, -1), (1, -2)]
STEPS += [(-a, -b) for a, b in STEPS]


@pytest.fixture(scope="module")
def measured(shared, read, shapes):
    def of(path):
        tables = dict(read(shared / "ifc" / path)) | dict(shapes(shared / "ifc" / path))
        return tables | measure(tables)

    return of


class Grid:
    """A storey as cells: rooms, and a line as wide as a cell through the middle of each door."""

    def __init__(self, free):
        self.west, self.south, east, north = shapely.bounds(free)
        self.size = (int((east - self.west) / CELL_M) + 2, int((north - self.south) / CELL_M) + 2)
        x, y = np.meshgrid(np.arange(self.size[0]), np.arange(self.size[1]), indexing="ij")
        shapely.prepare(free)
        self.free = shapely.intersects_xy(free, self.west + x * CELL_M, self.south + y * CELL_M)

    def cell(self, point):
        near = np.round([(point[0] - self.west) / CELL_M, (point[1] - self.south) / CELL_M]).astype(int)
        cells = np.argwhere(self.free)
        return tuple(cells[np.argmin(((cells - near) ** 2).sum(axis=1))].tolist())

    def place(self, cell):
        return np.array([self.west + cell[0] * CELL_M, self.south + cell[1] * CELL_M])

    def way(self, start, goals):
        goals = {self.cell(goal) for goal in goals}
        came, heap = {}, [(0.0, self.cell(start), None)]
        while heap:
            length, cell, before = heappop(heap)
            if cell in came:
                continue
            came[cell] = before
            if cell in goals:
                way = [cell]
                while came[way[-1]] is not None:
                    way.append(came[way[-1]])
                return way[::-1]
            for dx, dy in STEPS:
                there = (cell[0] + dx, cell[1] + dy)
                inside = 0 <= there[0] < self.size[0] and 0 <= there[1] < self.size[1]
                if inside and there not in came and self.free[there]:
                    heappush(heap, (length + hypot(dx, dy), there, cell))
        return None


def straightened(way, grid, free):
    """The shortest of the ways over some of the way's cells, from each to one that it sees."""
    places = np.array([grid.place(cell) for cell in way])
    shapely.prepare(free)
    lengths = np.full(len(places), np.inf)
    lengths[0] = 0.0
    for at in range(len(places) - 1):
        ahead = places[at + 1 :]
        lines = shapely.linestrings(np.stack([np.broadcast_to(places[at], ahead.shape), ahead], axis=1))
        over = lengths[at] + np.hypot(*(ahead - places[at]).T)
        lengths[at + 1 :] = np.where(shapely.covers(free, lines), np.minimum(lengths[at + 1 :], over), lengths[at + 1 :])
    return float(lengths[-1])


def storey_of(tables, storey, uses=("room", "circulation", "stair")):
    """The floors that people walk on, thin lines through its doors, and its exits."""
    rooms, escape = tables["msr_room"].to_pandas(), tables["msr_escape"].to_pandas()
    walked = escape[escape["storey_step_id"].eq(storey) & escape["use"].isin(uses)]
    rooms = rooms.set_index("step_id").loc[walked["step_id"]]
    floors = [shapely.from_wkb(floor) for floor in rooms["floor"]]
    doors = tables["msr_door"].to_pandas()
    exits = tables["msr_exit"].to_pandas()
    exits = exits[exits["storey_step_id"].eq(storey)]
    on_storey = doors[doors["room_a_step_id"].isin(rooms.index) | doors["room_b_step_id"].isin(rooms.index)]
    lines = []
    for door in on_storey.itertuples():
        centre = shapely.points(door.centre_x_m, door.centre_y_m)
        for floor in floors:
            if shapely.distance(floor, centre) < 0.6:
                lines.append(shapely.buffer(shapely.shortest_line(floor, centre), 0.025, cap_style="square"))
    return shapely.union_all([*(shapely.buffer(floor, 0.012, join_style="mitre") for floor in floors), *lines]), exits


FZK, DUPLEX, OFFICE = "fzk/AC20-FZK-Haus.ifc", "duplex/Duplex_A_20110907.ifc", "office/Office_A_20110811.ifc"


@pytest.mark.parametrize(
    ("path", "names"),
    [
        (FZK, ["Schlafzimmer", "Bad", "Buero"]),
        (DUPLEX, ["A104", "A203", "A204"]),
        (OFFICE, ["S102", "108", "218"]),
    ],
)
def test_the_way_out_is_as_long_as_on_a_grid(measured, path, names):
    tables = measured(path)
    elements = tables["ifc_element"].to_pandas().set_index("step_id")
    escape = tables["msr_escape"].to_pandas()
    called = escape["step_id"].map(elements["name"].fillna("") + " " + elements["long_name"].fillna(""))
    for name in names:
        row = escape[called.str.split().apply(lambda words, name=name: name in words)].iloc[0]
        free, exits = storey_of(tables, row["storey_step_id"])
        goals = exits[["centre_x_m", "centre_y_m"]].to_numpy()
        start = shapely.get_coordinates(shapely.from_wkb(row["path"]))[0]
        grid = Grid(free)
        way = grid.way(start, goals)
        ends = np.hypot(*(start - grid.place(way[0]))) + np.hypot(*(goals - grid.place(way[-1])).T).min()
        length = straightened(way, grid, shapely.buffer(free, SLACK_M)) + ends
        assert row["distance_m"] == pytest.approx(length, abs=0.1), name
        line = shapely.from_wkb(row["path"])
        assert shapely.length(line) == pytest.approx(row["distance_m"], abs=0.01), "the path drawn is the distance told"


def test_exits_of_real_models(measured):
    """Office_A: outside at level 1 six doors; level 2 has two stairwells. Duplex: two entrances, two garden doors, two stairs."""
    exits = measured(OFFICE)["msr_exit"].to_pandas()
    assert exits["exit_kind"].value_counts().to_dict() == {"final": 6, "stair_room": 2}
    exits = measured(DUPLEX)["msr_exit"].to_pandas()
    assert exits["exit_kind"].value_counts().to_dict() == {"final": 4, "stair": 2}


def test_a_model_without_doors_has_rooms_that_nobody_leaves(measured):
    escape = measured("pcert_ifc4/Building-Architecture.ifc")["msr_escape"].to_pandas()
    assert len(escape) == 2
    assert not escape["is_reachable"].any()
    assert escape["distance_m"].isna().all()
