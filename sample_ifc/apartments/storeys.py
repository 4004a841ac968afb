"""Walls, doors, windows and slabs of the block of flats."""

from dataclasses import replace

from sample_ifc.apartments.plan import (
    DEPTH,
    FLIGHT_SOUTH,
    LENGTH,
    MIDDLE,
    SHAFT,
    STAIR,
    WALL,
    HousePlan,
    Opening,
)
from sample_ifc.apartments.spatial import ROOF
from sample_ifc.materials import MATERIALS, Layers
from sample_ifc.school.fittings import door_type, window_type
from sample_ifc.school.plan import DOOR_HEIGHT, FINISH, SLAB, Storey
from sample_ifc.school.walls import EXTERNAL, INTERNAL, PARAPET, PARTITION, Hole, WallKind, wall
from sample_ifc.shapes import Outline, net_area, prism, rectangle
from sample_ifc.values import area, length, volume
from sample_ifc.writer import Draft

WINDOW_K, BALCONY_DOOR_K = 2.0, 1.9
"""W/(m²·K)."""
PRECAST = {"ConstructionMethod": "Precast", "StructuralClass": "C30"}
PARAPET_HEIGHT = 1.2
SHARED_WALL = replace(INTERNAL, path="type/wall/分户墙200", name="分户墙-200")
Line = tuple[tuple[float, float], tuple[float, float]]


def build(draft: Draft, plan: HousePlan) -> None:
    """Draw the walls of all storeys, the slabs and the roof."""
    for storey in plan.storeys:
        _external_walls(draft, plan, storey)
        _core_walls(draft, storey)
        for is_east in (False, True):
            _partitions(draft, plan, storey, is_east=is_east)
        _slabs(draft, plan, storey)
    _roof(draft)


def _flipped(line: Line) -> Line:
    """A line in the other flat, in the same direction."""
    (ax, ay), (bx, by) = line
    ax, bx = round(2 * MIDDLE - ax, 4), round(2 * MIDDLE - bx, 4)
    return ((bx, by), (ax, ay)) if ay == by else ((ax, ay), (bx, by))


def _wall(
    draft: Draft, plan: tuple[Storey, str], kind: WallKind, line: Line, top: float, holes: list[tuple[str, Opening, bool]]
) -> None:
    """A wall of a storey; its openings by type, place along x or y, and whether people leave through them."""
    storey, name = plan
    (ax, ay), (bx, by) = line
    along, start, sign = (ax != bx), (ax if ax != bx else ay), (1 if bx > ax or by > ay else -1)
    assert along or ax == bx
    z0 = -FINISH
    placed = [
        Hole(path, round(sign * (one.centre - start) - one.width / 2, 4), round(one.sill - z0, 4), one.width, one.height, is_exit)
        for path, one, is_exit in holes
    ]
    wall(draft, f"{storey.name}/{name}", kind, f"storey/{storey.name}", *line, z0, top, placed)


def _window(draft: Draft, one: Opening) -> tuple[str, Opening, bool]:
    return window_type(draft, one.width, one.height), one, False


def _door(draft: Draft, kind: str, one: Opening, *, is_exit: bool = False) -> tuple[str, Opening, bool]:
    path = door_type(draft, kind, one.width, one.height)
    common = draft.records[path].psets["Pset_DoorCommon"]
    if kind == "glazed":
        common["ThermalTransmittance"] = BALCONY_DOOR_K
    return path, one, is_exit


def _external_walls(draft: Draft, plan: HousePlan, storey: Storey) -> None:
    top = round(storey.height - FINISH, 3)
    south = []
    for is_east in (False, True):
        sill = plan.low_sill if storey.index == 2 and not is_east else 0.9
        south.append(_window(draft, _at(2.35, 2.4, round(2.7 - sill, 2), sill, is_east=is_east)))
        south.append(_door(draft, "glazed", _at(7.0, 2.4, 2.4, is_east=is_east)))
        if storey.index and not (plan.has_blind_study and is_east and storey.index == 3):
            south.append(_window(draft, _at(10.8, 1.2, 1.8, 0.9, is_east=is_east)))
    if not storey.index:
        south.append(_door(draft, "glazed", Opening(MIDDLE, 1.8, 2.4), is_exit=True))
    _wall(draft, (storey, "外墙/南"), EXTERNAL, ((0, 0), (LENGTH, 0)), top, south)
    north = [_window(draft, Opening(11.0, 1.2, 0.5, 2.4 if storey.index < 3 else 1.2))]
    for is_east in (False, True):
        first, second = plan.north_walls(storey, is_east=is_east)
        widths = (1.8, 0.9, 2.1)
        if plan.large_windows and storey.index == 1 and not is_east:
            widths = (plan.large_windows, 0.9, plan.large_windows)
        bed, bath = ((0.3 + first - 0.05) / 2, (first + second) / 2)
        if plan.is_moved(storey, is_east=is_east):
            bed, bath = bath, bed
        north.append(_window(draft, _at(bed, widths[0], 1.5, 0.9, is_east=is_east)))
        north.append(_window(draft, _at(bath, widths[1], 1.2, 1.2, is_east=is_east)))
        north.append(_window(draft, _at(7.55, widths[2], 1.5, 0.9, is_east=is_east)))
    _wall(draft, (storey, "外墙/北"), EXTERNAL, ((LENGTH, DEPTH), (0, DEPTH)), top, north)
    _wall(draft, (storey, "外墙/东"), EXTERNAL, ((LENGTH, WALL), (LENGTH, DEPTH - WALL)), top, [])
    _wall(draft, (storey, "外墙/西"), EXTERNAL, ((0, DEPTH - WALL), (0, WALL)), top, [])


def _at(centre: float, width: float, height: float, sill: float = 0.0, *, is_east: bool) -> Opening:
    """An opening that is said as in the western flat."""
    return Opening(round(2 * MIDDLE - centre if is_east else centre, 4), width, height, sill)


def _core_walls(draft: Draft, storey: Storey) -> None:
    top = round(storey.height - FINISH - SLAB, 3)
    for is_east in (False, True):
        line: Line = ((9.6, WALL), (9.6, DEPTH - WALL))
        holes = [_door(draft, "security", Opening(6.8, 1.1, DOOR_HEIGHT), is_exit=True)]
        if storey.index:
            holes.append(_door(draft, "plain", Opening(4.0, 1.0, 2.1)))
        if is_east:
            holes.append(_door(draft, "plain", Opening(11.6, 0.9, 2.1)))
            line = _flipped(line)
        _wall(draft, (storey, f"分户墙/{'东' if is_east else '西'}"), SHARED_WALL, line, top, holes)
    if storey.index:
        _wall(draft, (storey, "分户墙/走廊"), SHARED_WALL, ((9.7, 6.0), (14.3, 6.0)), top, [])
        _wall(draft, (storey, "分户墙/中"), SHARED_WALL, ((MIDDLE, WALL), (MIDDLE, 5.9)), top, [])
    fire = [_door(draft, "fire", Opening(11.0, 1.2, DOOR_HEIGHT), is_exit=True)]
    _wall(draft, (storey, "内墙/楼梯间"), INTERNAL, ((9.7, 8.1), (14.3, 8.1)), top, fire)
    _wall(draft, (storey, "内墙/电梯井西"), INTERNAL, ((12.4, STAIR[2]), (12.4, DEPTH - WALL)), top, [])
    _wall(draft, (storey, "内墙/电梯井北"), INTERNAL, ((SHAFT[0], 10.4), (SHAFT[1], 10.4)), top, [])


def _partitions(draft: Draft, plan: HousePlan, storey: Storey, *, is_east: bool) -> None:
    top = round(storey.height - FINISH - SLAB, 3)
    north = plan.passage_north(storey, is_east=is_east)
    first, second = plan.north_walls(storey, is_east=is_east)
    is_narrow = storey.index == 1 and is_east
    main = plan.narrow_door if is_narrow else 1.0
    moved = plan.is_moved(storey, is_east=is_east)
    beds = (round((first + second) / 2, 3), 1.2) if moved else (2.9, round((first + second) / 2, 3))
    side = "东" if is_east else "西"
    lines: dict[str, tuple[Line, list[tuple[str, Opening, bool]]]] = {
        "卧室": (((4.45, WALL), (4.45, 6.0)), []),
        "过道南": (((WALL, 6.05), (9.5, 6.05)), [
            _door(draft, "plain", _at(3.6, main, 2.1, is_east=is_east)), _door(draft, "plain", _at(7.0, 1.5, 2.1, is_east=is_east)),
        ]),
        "过道北": (((WALL, round(north + 0.05, 3)), (9.5, round(north + 0.05, 3))), [
            _door(draft, "plain", _at(beds[0], 1.0, 2.1, is_east=is_east)),
            _door(draft, "plain", _at(beds[1], 0.9, 2.1, is_east=is_east)),
            _door(draft, "plain", _at(6.6, 0.9, 2.1, is_east=is_east)),
        ]),
        "次卧": (((first, round(north + 0.1, 3)), (first, DEPTH - WALL)), []),
        "厨房": (((second, round(north + 0.1, 3)), (second, DEPTH - WALL)), []),
    }  # fmt: skip
    for name, (line, holes) in lines.items():
        _wall(draft, (storey, f"隔墙/{side}/{name}"), PARTITION, _flipped(line) if is_east else line, top, holes)


def _slabs(draft: Draft, plan: HousePlan, storey: Storey) -> None:
    if not storey.index:
        _slab(draft, storey.name, "地坪", rectangle(0, 0, LENGTH, DEPTH), SLAB, "BASESLAB")
        return
    east = plan.thin_slab if storey.index == 2 else SLAB
    _slab(draft, storey.name, "板西", rectangle(0, 0, 9.7, DEPTH), SLAB, "FLOOR")
    _slab(draft, storey.name, "板东", rectangle(14.3, 0, LENGTH, DEPTH), east, "FLOOR")
    _slab(draft, storey.name, "板中", rectangle(9.7, 0, 14.3, STAIR[2]), SLAB, "FLOOR")
    _slab(draft, storey.name, "楼层平台板", rectangle(9.7, STAIR[2], 12.5, FLIGHT_SOUTH), SLAB, "FLOOR")
    _slab(draft, storey.name, "储藏室板", rectangle(12.3, SHAFT[3], 14.3, DEPTH), SLAB, "FLOOR")


def _slab(draft: Draft, level: str, name: str, outline: Outline, thickness: float, kind: str) -> None:
    where = f"storey/{level}"
    millimetres = round(thickness * 1000)
    title = f"{'叠合板' if kind != 'BASESLAB' else '地坪板'}-{millimetres}"
    of = draft.type(
        f"type/slab/{title}", "IfcSlabType", title, code="14-20.20.03", material="concrete_c30_precast", PredefinedType=kind,
        psets={
            "Pset_SlabCommon": {
                "Reference": title, "LoadBearing": True, "IsExternal": kind == "ROOF", "FireRating": "1.00h",
            }
        },
    )  # fmt: skip
    draft.element(
        f"{level}/{name}", "IfcSlab", title, within=where, container=where, of=of, PredefinedType=kind,
        solids=[prism(outline, -FINISH - thickness, -FINISH, "precast")],
        psets={"Pset_ConcreteElementGeneral": PRECAST},
        qtos={
            "Qto_SlabBaseQuantities": {
                "Depth": length(thickness), "NetArea": area(net_area(outline)), "NetVolume": volume(net_area(outline) * thickness),
            }
        },
    )  # fmt: skip


def _roof(draft: Draft) -> None:
    _slab(draft, "RF", "屋面板", rectangle(0, 0, LENGTH, DEPTH), SLAB, "FLOOR")
    layers, inset = MATERIALS["roof"], 0.24
    assert isinstance(layers, Layers)
    corners = (
        ((0.0, 0.0), (LENGTH, 0.0)), ((LENGTH, inset), (LENGTH, DEPTH - inset)),
        ((LENGTH, DEPTH), (0.0, DEPTH)), ((0.0, DEPTH - inset), (0.0, inset)),
    )  # fmt: skip
    for side, (start, end) in zip("南东北西", corners, strict=True):
        wall(draft, f"RF/女儿墙/{side}", PARAPET, ROOF, start, end, -FINISH, PARAPET_HEIGHT)
    outline = rectangle(inset, inset, LENGTH - inset, DEPTH - inset)
    covered = net_area(outline)
    draft.element(
        "RF/屋面", "IfcRoof", "平屋面 挤塑聚苯板倒置式", within=ROOF, container=ROOF, code="14-10.20.15.03", material="roof",
        solids=[prism(outline, -FINISH, -FINISH + layers.thickness, "roof")], PredefinedType="FLAT_ROOF",
        psets={"Pset_RoofCommon": {"Reference": "平屋面", "IsExternal": True, "FireRating": "1.00h", "ThermalTransmittance": 0.24}},
        qtos={"Qto_RoofBaseQuantities": {"GrossArea": area(covered), "NetArea": area(covered)}},
    )  # fmt: skip
