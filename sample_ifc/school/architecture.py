"""Where the walls, doors and windows of the school are."""

from sample_ifc.school import fittings
from sample_ifc.school.plan import (
    BATH_SOUTH,
    CLASS_BAYS,
    CLASS_DOOR,
    DOOR_HEIGHT,
    FACE,
    FINISH,
    FLAT_X,
    HALF_COLUMN,
    HALL_BAY,
    OFFICE_BAY,
    SMALL_BEDROOM,
    STAIR_BAYS,
    STORE_FRONT,
    TOILET_BAY,
    WALL,
    SchoolPlan,
    Storey,
    X,
    Y,
    outer,
)
from sample_ifc.school.rooms import build_roof, build_rooms, build_zones
from sample_ifc.school.walls import EXTERNAL, EXTERNAL_BASE, INTERNAL, PARTITION, Hole, wall
from sample_ifc.writer import Draft


def build(draft: Draft, plan: SchoolPlan) -> None:
    """Draw the architecture of all storeys and the roof."""
    for storey in plan.storeys:
        _external_walls(draft, plan, storey)
        _internal_walls(draft, plan, storey)
        build_rooms(draft, plan, storey)
    build_zones(draft, plan)
    build_roof(draft)


def _external_walls(draft: Draft, plan: SchoolPlan, storey: Storey) -> None:
    path = f"storey/{storey.name}"
    kind = EXTERNAL_BASE if storey.index == 0 else EXTERNAL
    z0, z1 = (-0.6 if storey.index == 0 else -FINISH), storey.height - FINISH
    x0, y0, x1, y1 = outer(WALL)
    for bay in range(len(X) - 1):
        a, b = (x0 if bay == 0 else X[bay]), (x1 if bay == len(X) - 2 else X[bay + 1])
        south = [_shifted(hole, -a, -z0) for hole in _south_holes(draft, plan, storey, bay)]
        wall(draft, f"{storey.name}/外墙/南{bay + 1}", kind, path, (a, y0), (b, y0), z0, z1, south)
        north = [_mirrored(_shifted(hole, -a, -z0), b - a) for hole in _north_holes(draft, plan, storey, bay)]
        wall(draft, f"{storey.name}/外墙/北{bay + 1}", kind, path, (b, y1), (a, y1), z0, z1, north)
    inner0, inner1 = -FACE, Y[2] + FACE
    east = [_shifted(hole, -inner0, -z0) for hole in _east_holes(draft, plan, storey)]
    wall(draft, f"{storey.name}/外墙/东", kind, path, (x1, inner0), (x1, inner1), z0, z1, east, "brick_red")
    west = [_mirrored(_shifted(hole, -inner0, -z0), inner1 - inner0) for hole in _west_holes(draft, storey)]
    wall(draft, f"{storey.name}/外墙/西", kind, path, (x0, inner1), (x0, inner0), z0, z1, west, "brick_red")


def _shifted(hole: Hole, along: float, up: float) -> Hole:
    return Hole(hole.type_path, round(hole.left + along, 4), round(hole.sill + up, 4), hole.width, hole.height, hole.is_exit)


def _mirrored(hole: Hole, run: float) -> Hole:
    return Hole(hole.type_path, round(run - hole.left - hole.width, 4), hole.sill, hole.width, hole.height, hole.is_exit)


def _window(draft: Draft, plan: SchoolPlan, storey: Storey, centre: float, sill: float, width: float, wanted: float) -> Hole:
    height = plan.window_height(storey, sill, wanted)
    return Hole(fittings.window_type(draft, width, height), round(centre - width / 2, 4), sill, width, height)


def _door(draft: Draft, kind: str, centre: float, width: float, height: float, *, is_exit: bool) -> Hole:
    return Hole(fittings.door_type(draft, kind, width, height), round(centre - width / 2, 4), 0.0, width, height, is_exit)


def _south_holes(draft: Draft, plan: SchoolPlan, storey: Storey, bay: int) -> list[Hole]:
    middle = (X[bay] + X[bay + 1]) / 2
    if bay in CLASS_BAYS:
        if plan.has_fixed_windows and (storey.index, bay) == (1, CLASS_BAYS[-1]):
            of = fittings.window_type(draft, 2.1, 2.1, is_fixed=True)
            return [Hole(of, round(middle + step - 1.05, 4), 0.9, 2.1, 2.1) for step in (-2.7, 0, 2.7)]
        return [_window(draft, plan, storey, middle + step, 0.9, 2.1, 2.1) for step in (-2.7, 0, 2.7)]
    if bay in STAIR_BAYS:
        # Where flights go up, the window stands above the half landing.
        sill = 2.3 if storey.index < 2 else 0.9
        return [Hole(fittings.window_type(draft, 1.5, 1.2), middle - 0.75, sill, 1.5, 1.2)]
    if bay == HALL_BAY and storey.index == 0:
        doors = [_door(draft, "glazed", middle + step, 1.8, 2.4, is_exit=True) for step in (-1.1, 1.1)]
        return [
            _window(draft, plan, storey, middle - 2.9, 0.9, 1.2, 2.1),
            *doors,
            _window(draft, plan, storey, middle + 2.9, 0.9, 1.2, 2.1),
        ]
    if bay == TOILET_BAY:
        return [_window(draft, plan, storey, middle + step, 1.8 if storey.index < 2 else 1.5, 1.5, 1.2) for step in (-1.95, 1.95)]
    return [_window(draft, plan, storey, middle + step, 0.9, 2.1, 2.1) for step in (-2.0, 2.0)]


def _north_holes(draft: Draft, plan: SchoolPlan, storey: Storey, bay: int) -> list[Hole]:
    middle = (X[bay] + X[bay + 1]) / 2
    if bay == STAIR_BAYS[1] and storey.index == 0:
        return [_door(draft, "glazed", middle, 1.8, 2.4, is_exit=True)]
    steps = (0.0,) if bay in STAIR_BAYS else (-2.7, 0.0, 2.7) if bay in CLASS_BAYS else (-1.95, 1.95)
    return [_window(draft, plan, storey, middle + step, 1.0, 1.5, 1.8) for step in steps]


def _east_holes(draft: Draft, plan: SchoolPlan, storey: Storey) -> list[Hole]:
    bath, kitchen = (BATH_SOUTH + plan.kitchen_south) / 2, (plan.kitchen_south + Y[1]) / 2
    corridor = (Y[1] + Y[2]) / 2
    return [
        _window(draft, plan, storey, bath, 1.2, 0.9, 1.5),
        _window(draft, plan, storey, kitchen, 1.2, min(1.2, round(Y[1] - plan.kitchen_south - 0.3, 1)), 1.5),
        _window(draft, plan, storey, corridor, 1.0, 1.5, 1.8),
    ]


def _west_holes(draft: Draft, storey: Storey) -> list[Hole]:
    if storey.index == 0:
        return [_door(draft, "glazed", (Y[1] + Y[2]) / 2, 1.8, 2.4, is_exit=True)]
    return [Hole(fittings.window_type(draft, 1.5, 1.2), (Y[1] + Y[2]) / 2 - 0.75, 1.0, 1.5, 1.2)]


def _internal_walls(draft: Draft, plan: SchoolPlan, storey: Storey) -> None:
    path, top = f"storey/{storey.name}", plan.beam_soffit(storey)
    for bay in range(len(X) - 1):
        if bay == HALL_BAY and storey.index == 0:
            continue
        a, b = X[bay] + HALF_COLUMN, X[bay + 1] - HALF_COLUMN
        holes = [_shifted(hole, -a, FINISH) for hole in _corridor_holes(draft, plan, storey, bay)]
        wall(draft, f"{storey.name}/内墙/B{bay + 1}", INTERNAL, path, (a, Y[1]), (b, Y[1]), -FINISH, top, holes)
    for axis in range(1, len(X) - 1):
        line = ((X[axis], HALF_COLUMN), (X[axis], Y[1] - HALF_COLUMN))
        wall(draft, f"{storey.name}/内墙/{axis + 1}轴", INTERNAL, path, *line, -FINISH, top)
    middle = (X[TOILET_BAY] + X[TOILET_BAY + 1]) / 2
    wall(draft, f"{storey.name}/隔墙/卫生间", PARTITION, path, (middle, -FACE), (middle, Y[1] - 0.1), -FINISH, top)
    if storey.index == 0:
        for bay in STAIR_BAYS:
            _store_wall(draft, plan, path, bay)
    if storey.index == 2:
        _flat_walls(draft, plan, path, top)


def _corridor_holes(draft: Draft, plan: SchoolPlan, storey: Storey, bay: int) -> list[Hole]:
    a, b = X[bay], X[bay + 1]
    if bay in CLASS_BAYS:
        widths = plan.narrow_doors if plan.narrow_doors and (storey.index, bay) == (1, 1) else (CLASS_DOOR, CLASS_DOOR)
        height = plan.low_doors if plan.low_doors and (storey.index, bay) == (0, 1) else DOOR_HEIGHT
        centres = (a + 1.2, b - 1.2)
        doors = [_door(draft, "plain", x, width, height, is_exit=True) for x, width in zip(centres, widths, strict=True)]
        sill, width = 1.5, 2.4
        height = plan.window_height(storey, sill, 1.2)
        inner = Hole(fittings.window_type(draft, width, height, is_external=False), (a + b) / 2 - width / 2, sill, width, height)
        return [doors[0], inner, doors[1]]
    if bay in STAIR_BAYS:
        if plan.has_blind_landing and (storey.index, bay) == (1, STAIR_BAYS[0]):
            return []
        return [_door(draft, "fire", (a + b) / 2, 1.5, DOOR_HEIGHT, is_exit=True)]
    if bay == TOILET_BAY:
        return [_door(draft, "plain", x, 0.9, 2.1, is_exit=False) for x in ((a + b) / 2 - 1.2, (a + b) / 2 + 1.2)]
    if bay == OFFICE_BAY:
        kind = "plain" if storey.index < 2 else "security"
        return [_door(draft, kind, a + 1.2, CLASS_DOOR, DOOR_HEIGHT, is_exit=storey.index < 2)]
    return [_door(draft, "plain", x, 1.5, DOOR_HEIGHT, is_exit=True) for x in (a + 1.5, b - 1.5)]


def _store_wall(draft: Draft, plan: SchoolPlan, path: str, bay: int) -> None:
    a = -FACE if bay == 0 else X[bay] + 0.1
    b = X[bay + 1] - 0.1
    door = _shifted(_door(draft, "plain", b - 0.95, 0.8, 2.0, is_exit=False), -a, FINISH)
    line = ((a, STORE_FRONT - 0.05), (b, STORE_FRONT - 0.05))
    wall(draft, f"1F/隔墙/梯下{bay + 1}", PARTITION, path, *line, -FINISH, 2.1, [door])


def _flat_walls(draft: Draft, plan: SchoolPlan, path: str, top: float) -> None:
    south, north, east = -FACE, Y[1] - 0.1, X[-1] + FACE
    # The middle of a narrow kitchen, or 1.0 m from its wall; a door of 0.8 m leaves too little.
    depth = round(north - plan.kitchen_south - 0.05, 4)
    kitchen = (round(plan.kitchen_south + 0.05 + min(0.95, depth / 2), 4), 0.9 if depth > 0.9 else 0.8)
    doors = [(BATH_SOUTH - 0.75, 1.0), (BATH_SOUTH + 0.9, 0.9), kitchen]
    split = BATH_SOUTH - 0.05 - SMALL_BEDROOM
    if plan.has_small_bedroom:
        doors = [(split - 0.8, 1.0), (split + 0.55, 1.0), *doors[1:]]
    holes = [_shifted(_door(draft, "plain", centre, width, 2.1, is_exit=False), -south, FINISH) for centre, width in doors]
    wall(draft, "3F/隔墙/起居室", PARTITION, path, (FLAT_X, south), (FLAT_X, north), -FINISH, top, holes)
    lines = [(BATH_SOUTH, "卫生间南"), (plan.kitchen_south, "厨房南")]
    if plan.has_small_bedroom:
        lines.insert(0, (round(split - 0.05, 4), "次卧室南"))
    for y, name in lines:
        wall(draft, f"3F/隔墙/{name}", PARTITION, path, (FLAT_X + 0.05, y), (east, y), -FINISH, top)
