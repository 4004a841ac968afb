"""Walls, doors, windows, rooms, floors, ceilings and roof of the school."""

from collections.abc import Sequence
from dataclasses import dataclass

from sample_ifc.materials import MATERIALS, Layers
from sample_ifc.school import fittings
from sample_ifc.school.plan import (
    CLASS_BAYS,
    FACE,
    FINISH,
    FLAT_X,
    FLAT_Y,
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
from sample_ifc.school.spatial import ROOF
from sample_ifc.shapes import Solid, box, net_area, perimeter, prism, rectangle
from sample_ifc.values import Measure, area, length, volume
from sample_ifc.writer import At, Draft


@dataclass(frozen=True)
class Hole:
    """A door or window in a wall: its type, its left edge along the wall, its sill, its size."""

    type_path: str
    left: float
    sill: float
    width: float
    height: float
    is_exit: bool = False


@dataclass(frozen=True)
class WallKind:
    """A sort of wall."""

    path: str
    name: str
    material: str
    style: str
    code: str
    is_external: bool
    body_from: float
    """Where the body begins across the wall's line: 0 for a line on the outer face."""
    fire_rating: str
    transmittance: float | None = None


EXTERNAL = WallKind("type/wall/外墙300", "外墙-300", "external_wall", "ivory", "14-10.20.03.06", True, 0.0, "1.00h", 0.42)
EXTERNAL_BASE = WallKind(
    "type/wall/外墙300红", "外墙-300-红砖饰面", "external_wall", "brick_red", "14-10.20.03.06", True, 0.0, "1.00h", 0.42
)
INTERNAL = WallKind("type/wall/内墙200", "内墙-200", "internal_wall", "white", "14-10.20.03.03", False, -0.1, "2.00h")
PARTITION = WallKind("type/wall/隔墙100", "隔墙-100", "partition", "white", "14-10.20.03.03", False, -0.05, "1.00h")
PARAPET = WallKind("type/wall/女儿墙240", "女儿墙-240", "parapet", "parapet", "14-10.20.03.06", True, 0.0, "1.00h", 0.45)


def build(draft: Draft, plan: SchoolPlan) -> None:
    """Draw the architecture of all storeys and the roof."""
    for storey in plan.storeys:
        _external_walls(draft, plan, storey)
        _internal_walls(draft, plan, storey)
        _rooms(draft, plan, storey)
    _zones(draft, plan)
    _roof(draft)


def wall(
    draft: Draft,
    path: str,
    kind: WallKind,
    storey_path: str,
    start: tuple[float, float],
    end: tuple[float, float],
    z0: float,
    z1: float,
    holes: Sequence[Hole] = (),
    style: str | None = None,
) -> str:
    """A straight wall along x or y with its doors and windows; its path. Heights from the storey's elevation."""
    layers = MATERIALS[kind.material]
    assert isinstance(layers, Layers)
    thickness = layers.thickness
    (ax, ay), (bx, by) = start, end
    run = abs(bx - ax) + abs(by - ay)
    turn = 0.0 if bx > ax else 180.0 if bx < ax else 90.0 if by > ay else 270.0
    common: dict[str, object] = {
        "Reference": kind.name,
        "IsExternal": kind.is_external,
        "LoadBearing": False,
        "FireRating": kind.fire_rating,
    }
    if kind.transmittance is not None:
        common["ThermalTransmittance"] = kind.transmittance
    of = draft.type(
        kind.path,
        "IfcWallType",
        kind.name,
        code=kind.code,
        material=kind.material,
        psets={"Pset_WallCommon": common},
        PredefinedType="PARAPET" if kind is PARAPET else "SOLIDWALL" if kind.is_external else "PARTITIONING",
    )
    body = box((0, kind.body_from, 0), (run, kind.body_from + thickness, z1 - z0), style or kind.style)
    side = run * (z1 - z0)
    net = side - sum(hole.width * hole.height for hole in holes)
    draft.element(
        path,
        "IfcWall",
        kind.name,
        within=storey_path,
        container=storey_path,
        at=At(ax, ay, z0, turn),
        solids=[body],
        of=of,
        axis=((0, 0), (run, 0)),
        PredefinedType="PARAPET" if kind is PARAPET else None,
        qtos={
            "Qto_WallBaseQuantities": {
                "Length": length(run),
                "Width": length(thickness),
                "Height": length(z1 - z0),
                "GrossSideArea": area(side),
                "NetSideArea": area(net),
                "NetVolume": volume(net * thickness),
            }
        },
    )
    draft.records[path].facts["layer_offset"] = kind.body_from
    for number, hole in enumerate(holes):
        _fill(draft, f"{path}/{number}", path, kind, thickness, hole, storey_path)
    return path


def _fill(draft: Draft, path: str, wall_path: str, kind: WallKind, thickness: float, hole: Hole, storey_path: str) -> None:
    reach = box((0, kind.body_from - 0.05, 0), (hole.width, kind.body_from + thickness + 0.05, hole.height), "")
    draft.opening(f"{path}/opening", wall_path, At(hole.left, 0, hole.sill), reach)
    is_door = hole.type_path.startswith("type/door")
    depth = 0.1 if is_door else fittings.DEPTH
    # Windows stand towards the outer third of an external wall, doors in the middle.
    offset = 0.1 if kind.is_external and not is_door else kind.body_from + (thickness - depth) / 2
    mark = hole.type_path.rsplit("/", 1)[1]
    name = str(draft.records[hole.type_path].facts["type_name"])
    size = {"OverallHeight": draft.shaper.length(hole.height), "OverallWidth": draft.shaper.length(hole.width)}
    quantities = {"Width": length(hole.width), "Height": length(hole.height), "Area": area(hole.width * hole.height)}
    if is_door:
        psets: dict[str, dict[str, object]] = {"Pset_DoorCommon": {"FireExit": hole.is_exit}}
        if hole.is_exit:
            psets["JCPset_Evacuation"] = {"通行净宽": Measure("IfcPositiveLengthMeasure", clear_width(hole.width))}
        draft.element(
            path,
            "IfcDoor",
            name,
            within=f"{path}/opening",
            container=storey_path,
            at=At(0, offset),
            of=hole.type_path,
            mark=mark,
            psets=psets,
            qtos={"Qto_DoorBaseQuantities": quantities},
            PredefinedType="DOOR",
            OperationType="DOUBLE_DOOR_SINGLE_SWING" if hole.width > 1.2 else "SINGLE_SWING_LEFT",
            **size,
        )
    else:
        draft.element(
            path,
            "IfcWindow",
            name,
            within=f"{path}/opening",
            container=storey_path,
            at=At(0, offset),
            of=hole.type_path,
            mark=mark,
            qtos={"Qto_WindowBaseQuantities": quantities},
            PredefinedType="WINDOW",
            **size,
        )
    draft.fill(f"{path}/opening", path)


def clear_width(nominal: float) -> float:
    """What is left of a door's nominal width between the frames, metres."""
    return round(nominal - 2 * fittings.FRAME, 3)


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
    bath, kitchen = (FLAT_Y[0] + FLAT_Y[1]) / 2, (FLAT_Y[1] + Y[1]) / 2
    corridor = (Y[1] + Y[2]) / 2
    return [
        _window(draft, plan, storey, bath, 1.2, 0.9, 1.5),
        _window(draft, plan, storey, kitchen, 1.2, 1.2, 1.5),
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
        doors = [_door(draft, "plain", x, plan.classroom_door, 2.1, is_exit=True) for x in (a + 1.2, b - 1.2)]
        sill, width = 1.5, 2.4
        height = plan.window_height(storey, sill, 1.2)
        inner = Hole(fittings.window_type(draft, width, height, is_external=False), (a + b) / 2 - width / 2, sill, width, height)
        return [doors[0], inner, doors[1]]
    if bay in STAIR_BAYS:
        return [_door(draft, "fire", (a + b) / 2, 1.5, 2.1, is_exit=True)]
    if bay == TOILET_BAY:
        return [_door(draft, "plain", x, 0.9, 2.1, is_exit=False) for x in ((a + b) / 2 - 1.2, (a + b) / 2 + 1.2)]
    if bay == OFFICE_BAY:
        kind = "plain" if storey.index < 2 else "security"
        return [_door(draft, kind, a + 1.2, 1.0, 2.1, is_exit=storey.index < 2)]
    return [_door(draft, "plain", x, 1.5, 2.1, is_exit=True) for x in (a + 1.5, b - 1.5)]


def _store_wall(draft: Draft, plan: SchoolPlan, path: str, bay: int) -> None:
    a = -FACE if bay == 0 else X[bay] + 0.1
    b = X[bay + 1] - 0.1
    door = _shifted(_door(draft, "plain", b - 0.95, 0.8, 2.0, is_exit=False), -a, FINISH)
    line = ((a, STORE_FRONT - 0.05), (b, STORE_FRONT - 0.05))
    wall(draft, f"1F/隔墙/梯下{bay + 1}", PARTITION, path, *line, -FINISH, 2.1, [door])


def _flat_walls(draft: Draft, plan: SchoolPlan, path: str, top: float) -> None:
    south, north, east = -FACE, Y[1] - 0.1, X[-1] + FACE
    doors = [(FLAT_Y[0] - 0.75, 0.9), (FLAT_Y[0] + 0.9, 0.8), (FLAT_Y[1] + 1.0, 0.8)]
    split = FLAT_Y[0] - 0.05 - SMALL_BEDROOM
    if plan.has_small_bedroom:
        doors = [(split - 0.8, 0.9), (split + 0.55, 0.9), *doors[1:]]
    holes = [_shifted(_door(draft, "plain", centre, width, 2.1, is_exit=False), -south, FINISH) for centre, width in doors]
    wall(draft, "3F/隔墙/起居室", PARTITION, path, (FLAT_X, south), (FLAT_X, north), -FINISH, top, holes)
    lines = [(FLAT_Y[0], "卫生间南"), (FLAT_Y[1], "厨房南")]
    if plan.has_small_bedroom:
        lines.insert(0, (round(split - 0.05, 4), "次卧室南"))
    for y, name in lines:
        wall(draft, f"3F/隔墙/{name}", PARTITION, path, (FLAT_X + 0.05, y), (east, y), -FINISH, top)


def _rooms(draft: Draft, plan: SchoolPlan, storey: Storey) -> None:
    path = f"storey/{storey.name}"
    for room in plan.rooms(storey):
        space, floor_area = f"{storey.name}/房间/{room.number}", net_area(room.outline)
        draft.element(
            space,
            "IfcSpace",
            room.number,
            within=path,
            whole=path,
            solids=[prism(room.outline, 0, room.height, "space")],
            LongName=room.usage,
            CompositionType="ELEMENT",
            PredefinedType="INTERNAL",
            InteriorOrExteriorSpace="INTERNAL",
            psets={
                "Pset_SpaceCommon": {"Reference": room.usage, "IsExternal": False, "PubliclyAccessible": room.zone == "交通空间"}
            },
            qtos={
                "Qto_SpaceBaseQuantities": {
                    "Height": length(room.height),
                    "NetFloorArea": area(floor_area),
                    "NetPerimeter": length(perimeter(room.outline)),
                    "NetVolume": volume(floor_area * room.height),
                }
            },
        )
        draft.records[space].systems = (f"zone/{room.zone}",)
        style = "tile" if room.finish == "floor_tile" else "terrazzo"
        floor = room.floor or room.outline
        _covering(
            draft,
            f"{storey.name}/楼面/{room.number}",
            "FLOORING",
            room.finish,
            style,
            path,
            prism(floor, -FINISH, 0, style),
            net_area(floor),
        )
        if room.ceiling:
            slab = prism(room.outline, room.ceiling, room.ceiling + 0.02, "ceiling")
            _covering(draft, f"{storey.name}/吊顶/{room.number}", "CEILING", "ceiling", "ceiling", path, slab, floor_area)


def _covering(draft: Draft, path: str, sort: str, material: str, style: str, storey: str, solid: Solid, covered: float) -> None:
    spec = MATERIALS[material]
    name = spec.name if isinstance(spec, Layers) else f"{spec[0]}吊顶"
    of = draft.type(
        f"type/covering/{material}",
        "IfcCoveringType",
        name,
        code="14-10.20.18" if sort == "FLOORING" else "14-10.20.24",
        material=material,
        PredefinedType=sort,
    )
    draft.element(
        path,
        "IfcCovering",
        name,
        within=storey,
        container=storey,
        solids=[solid],
        of=of,
        PredefinedType=sort,
        qtos={"Qto_CoveringBaseQuantities": {"NetArea": area(covered)}},
    )


def _zones(draft: Draft, plan: SchoolPlan) -> None:
    names = dict.fromkeys(room.zone for storey in plan.storeys for room in plan.rooms(storey))
    for name in names:
        zone = draft.rooted("IfcZone", f"zone/{name}", Name=name, LongName=name)
        draft.add(f"zone/{name}", "IfcZone", zone)


def _roof(draft: Draft) -> None:
    x0, y0, x1, y1 = outer(WALL)
    top, layers = 1.1, MATERIALS["roof"]
    assert isinstance(layers, Layers)
    inner = outer(WALL - 0.24)
    parapets = (((x0, y0), (x1, y0)), ((x1, y0 + 0.24), (x1, y1 - 0.24)), ((x1, y1), (x0, y1)), ((x0, y1 - 0.24), (x0, y0 + 0.24)))
    for side, (start, end) in zip("南东北西", parapets, strict=True):
        wall(draft, f"RF/女儿墙/{side}", PARAPET, ROOF, start, end, -FINISH, top)
    outline = rectangle(*inner)
    covered = net_area(outline)
    draft.element(
        "RF/屋面",
        "IfcRoof",
        "平屋面 挤塑聚苯板倒置式",
        within=ROOF,
        container=ROOF,
        code="14-10.20.15.03",
        material="roof",
        solids=[prism(outline, -FINISH, -FINISH + layers.thickness, "roof")],
        PredefinedType="FLAT_ROOF",
        psets={"Pset_RoofCommon": {"Reference": "平屋面", "IsExternal": True, "FireRating": "1.00h", "ThermalTransmittance": 0.33}},
        qtos={"Qto_RoofBaseQuantities": {"GrossArea": area(covered), "NetArea": area(covered)}},
    )
