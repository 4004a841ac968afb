"""The drawing board: axes, levels, rooms, doors and windows of the school, and where it stands. Metres.

The local frame: x runs along the building from axis 1, y from axis A towards the corridor, z up from the ground floor (±0.000).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shapely.geometry import Polygon, box

from sample_ifc.shapes import Outline, Point2

X = (0.0, 3.9, 12.9, 21.9, 29.7, 38.7, 47.7, 51.6, 59.4, 67.2)
"""Axes 1 to 10."""
Y = (0.0, 7.8, 10.4)
"""Axes A, B and C: classrooms between A and B, the corridor between B and C."""
HALF_COLUMN = 0.25
FACE = 0.25
"""From an outer axis to the inner face of the external wall, which passes outside the columns."""
WALL = 0.30
GROUND_Z = -0.45
FINISH = 0.05
SLAB = 0.12
BEAM = 0.48
"""Beam below the slab."""

STAIR_BAYS, CLASS_BAYS, HALL_BAY, TOILET_BAY, OFFICE_BAY = (0, 6), (1, 2, 4, 5), 3, 7, 8

EASTINGS, NORTHINGS, HEIGHT = 395728.460, 3929541.275, 752.350
ROTATION = 12.5
"""Degrees from map east to the building's long axis."""
TRUE_NORTH = (0.227793022, 0.973709576)
"""12.5° and the meridian convergence of −0.667° at this place."""
LATITUDE, LONGITUDE = (35, 29, 23, 292927), (112, 51, 3, 282683)


Flights = tuple[tuple[int, float], tuple[int, float]]
"""Number and height of the risers of a stair's two flights."""


@dataclass(frozen=True)
class Window:
    """A window in an external or internal wall."""

    type_path: str
    centre: float
    """Along the wall's line: x for walls in x, y for walls in y."""
    sill: float
    width: float
    height: float


@dataclass(frozen=True)
class Door:
    """A door in a wall."""

    type_path: str
    centre: float
    width: float
    height: float
    is_exit: bool = False
    """Whether people are to leave through it in a fire."""


@dataclass(frozen=True)
class Room:
    """A room of a storey."""

    number: str
    usage: str
    outline: Outline
    height: float
    finish: str = "floor_terrazzo"
    zone: str = "教学及辅助用房"
    ceiling: float | None = None
    """Height of a suspended ceiling, where there is one."""
    floor: Outline | None = None
    """What is paved of it, where that is not all: a stair's room has a well."""


@dataclass(frozen=True)
class Storey:
    """A storey with its rooms."""

    index: int
    name: str
    long_name: str
    elevation: float
    height: float


@dataclass(frozen=True)
class SchoolPlan:
    """The whole building; what a design may get wrong is a parameter."""

    heights: tuple[float, float, float] = (3.9, 3.9, 3.9)
    has_small_bedroom: bool = False
    store_height: float = 2.1
    ramp_run: float = 5.2
    """Length of the ramp before the main entrance, seen from above."""
    narrow_doors: tuple[float, float] | None = None
    """Widths of the two doors of the second storey's first classroom, where they are not as all others."""
    low_doors: float | None = None
    """Height of the doors of the ground storey's first classroom, where it is not as of all others."""
    odd_stairs: Mapping[tuple[int, int], Flights] = field(default_factory=dict)
    """Number of a stair and index of a storey → flights that are not as all others."""
    has_blind_landing: bool = False
    """Whether the second storey has no door to the first stair."""
    has_fixed_windows: bool = False
    """Whether the windows of the second storey's last classroom cannot be opened."""
    bath_ceiling: float | None = None
    """Height of the ceiling of the flat's bathroom, where it is not as in the flat's other rooms."""
    kitchen_south: float = 5.4
    """Wall between bathroom and kitchen of the flat."""

    @property
    def storeys(self) -> tuple[Storey, ...]:
        """The three storeys with rooms."""
        levels = (0.0, self.heights[0], self.heights[0] + self.heights[1])
        names = ("首层", "二层", "三层")
        return tuple(Storey(i, f"{i + 1}F", names[i], round(levels[i], 3), self.heights[i]) for i in range(3))

    @property
    def roof_elevation(self) -> float:
        """Elevation of the roof level."""
        return round(sum(self.heights), 3)

    def beam_soffit(self, storey: Storey) -> float:
        """From the storey's finish to the underside of the beams above."""
        return round(storey.height - FINISH - SLAB - BEAM, 3)

    def slab_soffit(self, storey: Storey) -> float:
        """From the storey's finish to the underside of the slab above."""
        return round(storey.height - FINISH - SLAB, 3)

    def ceiling(self, storey: Storey) -> float:
        """From the storey's finish to the suspended ceiling of corridor and toilets, below the beams."""
        return round(min(3.0, self.beam_soffit(storey) - 0.05), 3)

    def flights(self, stair: int, storey: Storey) -> Flights:
        """Risers of a stair's two flights: 150 mm each, the first flight longer where a store lies under the landing."""
        total = round(storey.height / 0.15)
        first = 15 if storey.index == 0 else total // 2
        riser = storey.height / total
        return self.odd_stairs.get((stair, storey.index), ((first, riser), (total - first, riser)))

    def window_height(self, storey: Storey, sill: float, wanted: float) -> float:
        """The height a window can have below the beam."""
        return round(min(wanted, self.beam_soffit(storey) - sill), 2)

    def rooms(self, storey: Storey) -> tuple[Room, ...]:
        """The rooms of a storey, their outlines free of columns."""
        low = (storey.index + 1) * 100
        clear = self.slab_soffit(storey)
        ceiling = self.ceiling(storey)
        south, north = -FACE, Y[1] - 0.1
        rooms = []
        for order, bay in enumerate(CLASS_BAYS):
            usage = ("普通教室", "普通教室", "普通教室", "普通教室" if storey.index < 2 else "音乐教室")[order]
            rooms.append(Room(f"{low + order + 1}", usage, clear_outline(X[bay] + 0.1, south, X[bay + 1] - 0.1, north), clear))
        hall_usage = ("门厅", "图书阅览室", "多功能教室")[storey.index]
        hall_top = north if storey.index else Y[1] + 0.15
        hall = clear_outline(X[HALL_BAY] + 0.1, south, X[HALL_BAY + 1] - 0.1, hall_top)
        rooms.append(Room(f"{low + 5}", hall_usage, hall, clear, "floor_tile" if not storey.index else "floor_terrazzo"))
        middle = (X[TOILET_BAY] + X[TOILET_BAY + 1]) / 2
        for order, (x0, x1, usage) in enumerate(
            ((X[TOILET_BAY] + 0.1, middle - 0.05, "男卫生间"), (middle + 0.05, X[TOILET_BAY + 1] - 0.1, "女卫生间"))
        ):
            outline = clear_outline(x0, south, x1, north)
            rooms.append(Room(f"{low + 6 + order}", usage, outline, ceiling, "floor_tile", "服务用房", ceiling))
        rooms += self._east_rooms(storey, low, clear, south, north)
        corridor_low = Y[1] + 0.1 if storey.index else Y[1] + 0.15
        corridor = clear_outline(-FACE, corridor_low, X[-1] + FACE, Y[2] + FACE)
        rooms.append(Room(f"{low + 20}", "走廊", corridor, ceiling, "floor_terrazzo", "交通空间", ceiling))
        for order, bay in enumerate(STAIR_BAYS):
            x0 = -FACE if bay == 0 else X[bay] + 0.1
            outline = clear_outline(x0, STORE_FRONT if storey.index == 0 else south, X[bay + 1] - 0.1, north)
            floor = clear_outline(x0, STAIR_TOP, X[bay + 1] - 0.1, north) if storey.index else None
            rooms.append(Room(f"{low + 21 + order}", "楼梯间", outline, clear, "floor_terrazzo", "交通空间", floor=floor))
            if storey.index == 0:
                store = clear_outline(x0, south, X[bay + 1] - 0.1, STORE_FRONT - 0.1)
                usage = ("储藏室", "工具间")[order]
                rooms.append(
                    Room(f"{low + 31 + order}", usage, store, self.store_height if order == 0 else 2.1, "floor_tile", "服务用房")
                )
        return tuple(rooms)

    def _east_rooms(self, storey: Storey, low: int, clear: float, south: float, north: float) -> list[Room]:
        west, east = X[OFFICE_BAY] + 0.1, X[-1] + FACE
        if storey.index < 2:
            usage = ("教师办公室", "德育办公室")[storey.index]
            return [Room(f"{low + 8}", usage, clear_outline(west, south, east, north), clear, "floor_tile", "办公用房")]
        zone, ceiling = "教师周转房", min(2.8, self.ceiling(storey))
        rooms = [
            Room(f"{low + 8}", "起居室", clear_outline(west, south, FLAT_X - 0.05, north), ceiling, "floor_tile", zone, ceiling)
        ]
        bath_north = round(self.kitchen_south - 0.05, 3)
        east_rooms = [("卫生间", BATH_SOUTH + 0.05, bath_north), ("厨房", self.kitchen_south + 0.05, north)]
        if self.has_small_bedroom:
            split = BATH_SOUTH - 0.05 - SMALL_BEDROOM
            east_rooms = [("卧室", south, split - 0.1), ("次卧室", split, BATH_SOUTH - 0.05), *east_rooms]
        else:
            east_rooms = [("卧室", south, BATH_SOUTH - 0.05), *east_rooms]
        for order, (usage, y0, y1) in enumerate(east_rooms):
            outline = clear_outline(FLAT_X + 0.05, y0, east, y1)
            height = self.bath_ceiling or ceiling if usage == "卫生间" else ceiling
            rooms.append(Room(f"{low + 9 + order}", usage, outline, height, "floor_tile", zone, height))
        return rooms


FLAT_X = 63.4
BATH_SOUTH = 3.6
"""Walls of the teacher's flat: living room west of FLAT_X; bedroom, bath and kitchen east of it, from south to north."""
DOOR_HEIGHT = 2.2
"""Of doors that people leave by; the frame's head leaves 2.15 m."""
CLASS_DOOR = 1.1
SMALL_BEDROOM = 1.125
"""Depth of a bedroom that is too small: 4.0 × 1.125 = 4.5 m²."""
STORE_FRONT = 1.95
"""Outer face of the wall before the store under the stair's landing."""
STAIR_TOP = 5.6
"""Where a stair's well ends and the floor's landing begins."""
TREAD = 0.26


def columns() -> tuple[Point2, ...]:
    """Centres of all columns."""
    return tuple((x, y) for y in Y for x in X)


def clear_outline(x0: float, y0: float, x1: float, y1: float) -> Outline:
    """A rectangle less the columns that stand in it, counter-clockwise from its lowest leftmost corner."""
    shape = box(x0, y0, x1, y1)
    for x, y in columns():
        shape = shape.difference(box(x - HALF_COLUMN, y - HALF_COLUMN, x + HALF_COLUMN, y + HALF_COLUMN))
    return tidy(shape)


def tidy(shape: Polygon) -> Outline:
    """The exterior of a rectilinear polygon without points on straight lines, in an order that does not depend on GEOS."""
    points = [(round(x, 4), round(y, 4)) for x, y in shape.exterior.coords[:-1]]
    if not shape.exterior.is_ccw:
        points.reverse()
    kept = [
        point
        for before, point, after in zip([points[-1], *points[:-1]], points, [*points[1:], points[0]], strict=True)
        if abs((point[0] - before[0]) * (after[1] - point[1]) - (point[1] - before[1]) * (after[0] - point[0])) > 1e-9
    ]
    first = kept.index(min(kept, key=lambda point: (point[1], point[0])))
    return tuple(kept[first:] + kept[:first])


def outer(offset: float) -> tuple[float, float, float, float]:
    """The building's outline, ``offset`` beyond the inner face of its external walls: x0, y0, x1, y1."""
    reach = FACE + offset
    return X[0] - reach, Y[0] - reach, X[-1] + reach, Y[2] + reach
