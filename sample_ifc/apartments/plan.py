"""The drawing board of the block of flats: storeys, rooms, openings, and where it stands. Metres.

The local frame: x along the street from the outer south-western corner, y away from it, z up from the ground floor (±0.000).
Two flats to a storey, mirrored about the middle of the house, the stairwell with its lift between them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sample_ifc.school.plan import FINISH, SLAB, Room, Storey
from sample_ifc.shapes import Outline, rectangle

LENGTH, DEPTH = 24.0, 13.0
WALL = 0.3
MIDDLE = 12.0
STOREYS = 4
PUBLIC = "交通空间"
STAIR = (9.7, 12.3, 8.2, 12.7)
"""West, east, south and north face of the stairwell."""
LANDING_NORTH, FLIGHT_SOUTH = 12.7, 9.4
"""The half landing's far edge, and where flights begin."""
SHAFT = (12.5, 14.3, 8.2, 10.3)

EASTINGS, NORTHINGS, HEIGHT = 395980.0, 3929720.0, 749.6
ROTATION = 6.0
"""Degrees from map east to the house's long axis."""


@dataclass(frozen=True)
class Opening:
    """A door or window by its centre along its wall."""

    centre: float
    width: float
    height: float
    sill: float = 0.0


@dataclass(frozen=True)
class HousePlan:
    """The whole house; what a design may get wrong is a parameter."""

    storey_height: float = 3.0
    has_lift: bool = True
    duct_bottom: float | None = None
    """Underside of a duct in the corridor of the third storey; None: there is none."""
    has_low_pipe: bool = False
    """Whether a pipe hangs over the first flight."""
    narrow_passage: float = 7.5
    """Northern face of the passage of the western flat on the second storey."""
    has_moved_bathroom: bool = False
    """Whether bathroom and northern bedroom have changed places in the western flat of the third storey."""
    risers: Mapping[int, int] = field(default_factory=dict)
    """Index of a storey → risers of one flight, where they are not nine."""
    has_pipe_casing: bool = False
    """Whether pipes are cased in beside the first flight."""
    thin_slab: float = SLAB
    """Thickness of the eastern slab under the third storey."""
    low_balcony: float = 1.2
    """Height of the railing of the eastern balcony on the fourth storey."""
    low_sill: float = 0.9
    """Sill of the western bedroom to the south on the third storey."""
    large_windows: float | None = None
    """Width of the western flat's windows to the north on the second storey, where they are not as all others."""
    narrow_door: float = 1.0
    """Width of the door of the eastern bedroom to the south on the second storey."""
    has_blind_study: bool = False
    """Whether the eastern study of the fourth storey has no window and is called a bedroom."""

    @property
    def storeys(self) -> tuple[Storey, ...]:
        """The four storeys."""
        names = ("首层", "二层", "三层", "四层")
        return tuple(Storey(i, f"{i + 1}F", names[i], round(i * self.storey_height, 3), self.storey_height) for i in range(STOREYS))

    @property
    def roof_elevation(self) -> float:
        """Elevation of the roof level."""
        return round(STOREYS * self.storey_height, 3)

    @property
    def clear_height(self) -> float:
        """From the finished floor to the underside of the slab above."""
        return round(self.storey_height - FINISH - SLAB, 3)

    def passage_north(self, storey: Storey, *, is_east: bool) -> float:
        """Northern face of a flat's passage."""
        return self.narrow_passage if storey.index == 1 and not is_east else 7.5

    def is_moved(self, storey: Storey, *, is_east: bool) -> bool:
        """Whether bathroom and northern bedroom have changed places."""
        return self.has_moved_bathroom and storey.index == 2 and not is_east

    def north_walls(self, storey: Storey, *, is_east: bool) -> tuple[float, float]:
        """Middles of the partitions between the northern rooms, as in the western flat."""
        return (2.15, 5.55) if self.is_moved(storey, is_east=is_east) else (3.65, 5.55)

    def rooms(self, storey: Storey) -> tuple[Room, ...]:
        """The rooms of a storey."""
        rooms = [*self._flat(storey, is_east=False), *self._flat(storey, is_east=True)]
        low = (storey.index + 1) * 100
        clear = self.clear_height
        west, east, south, north = STAIR
        floor = rectangle(west, south, east, FLIGHT_SOUTH) if storey.index else None
        rooms.append(Room(f"{low + 31}", "楼梯间", rectangle(west, south, east, north), clear, "floor_tile", PUBLIC, floor=floor))
        shaft = rectangle(SHAFT[0], SHAFT[2], SHAFT[1], SHAFT[3])
        rooms.append(Room(f"{low + 32}", "电梯井" if self.has_lift else "管道井", shaft, clear, "floor_tile", PUBLIC))
        if storey.index:
            rooms.append(Room(f"{low + 33}", "走廊", rectangle(9.7, 6.1, 14.3, 8.0), clear, "floor_tile", PUBLIC))
        else:
            rooms.append(Room(f"{low + 33}", "门厅", rectangle(9.7, 0.3, 14.3, 8.0), clear, "floor_tile", PUBLIC))
        return tuple(rooms)

    def _flat(self, storey: Storey, *, is_east: bool) -> list[Room]:
        number = f"{storey.index + 1}0{2 if is_east else 1}"
        north = self.passage_north(storey, is_east=is_east)
        first, second = self.north_walls(storey, is_east=is_east)
        northern = ("卫生间", "次卧室") if self.is_moved(storey, is_east=is_east) else ("次卧室", "卫生间")
        drawn: list[tuple[str, Outline]] = [
            ("主卧室", rectangle(0.3, 0.3, 4.4, 6.0)),
            ("起居室", rectangle(4.5, 0.3, 9.5, 6.0)),
            ("过道", rectangle(0.3, 6.1, 9.5, north)),
            (northern[0], rectangle(0.3, round(north + 0.1, 3), round(first - 0.05, 3), 12.7)),
            (northern[1], rectangle(round(first + 0.05, 3), round(north + 0.1, 3), round(second - 0.05, 3), 12.7)),
            ("厨房", rectangle(round(second + 0.05, 3), round(north + 0.1, 3), 9.5, 12.7)),
        ]
        if storey.index:
            is_blind = self.has_blind_study and is_east and storey.index == 3
            drawn.append(("客卧" if is_blind else "书房", rectangle(9.7, 0.3, 11.9, 5.9)))
        if is_east:
            drawn = [(usage, mirrored(outline)) for usage, outline in drawn]
            drawn.append(("储藏室", rectangle(12.5, 10.5, 14.3, 12.7)))
        return [
            Room(f"{number}-{order}", usage, outline, self.clear_height, "floor_tile", f"{number}户")
            for order, (usage, outline) in enumerate(drawn, start=1)
        ]


def mirrored(outline: Outline) -> Outline:
    """An outline in the other flat, counter-clockwise."""
    return tuple((round(2 * MIDDLE - x, 4), y) for x, y in reversed(outline))
