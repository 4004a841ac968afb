"""What stands along the paths: seats, lamps, bins and signs; the lavatory's sewer and its manholes."""

from itertools import pairwise
from math import atan2, degrees, hypot

from shapely import Point

from sample_ifc.park.plan import HARD, LOOP_LINE, PATH_LINES, ParkPlan, Station, ground, stations
from sample_ifc.park.spatial import PARK, SITE, area_at, stand
from sample_ifc.park.traceability import acceptance, batch, made_by
from sample_ifc.shapes import Disc, Extrusion, Solid, box, cylinder
from sample_ifc.writer import Draft

CODE = "14-10.00.00"
SEWER = ((129.4, 33.2), (135.5, 33.2), (152.0, 19.0))
SEWER_Z, SEWER_RADIUS = -0.6, 0.11
_OCCUPIED = HARD.buffer(0.3)


def build(draft: Draft, plan: ParkPlan) -> None:
    """Draw everything that stands along the paths."""
    _seats(draft, plan)
    _lamps(draft)
    _bins(draft)
    _signs(draft)
    _sewer(draft)


def _is_free(x: float, y: float) -> bool:
    return not _OCCUPIED.contains(Point(x, y))


def _seats(draft: Draft, plan: ParkPlan) -> None:
    slats: list[Solid] = [box((-0.9, 0.09 * i, 0.42), (0.9, 0.09 * i + 0.075, 0.46), "boards") for i in range(5)]
    slats += [box((-0.9, 0.43, z), (0.9, 0.46, z + 0.1), "boards") for z in (0.56, 0.7, 0.84)]
    slats += [box((x, 0.04, 0), (x + 0.06, 0.44, 0.42), "rail") for x in (-0.75, 0.69)]
    slats += [box((x, 0.40, 0.42), (x + 0.06, 0.43, 0.92), "rail") for x in (-0.75, 0.69)]
    of = draft.type(
        "type/seat", "IfcFurnitureType", "园林座椅 1.8m", solids=slats, code=CODE, material="preserved_timber",
        AssemblyPlace="FACTORY", PredefinedType="USERDEFINED", ElementType="座椅",
    )  # fmt: skip
    for path, (x, y, turn) in seat_places().items():
        if path not in plan.left_out:
            draft.element(
                path, "IfcFurniture", "园林座椅", within=SITE, container=area_at(x, y), at=stand(x, y, ground(x, y), turn), of=of,
                PredefinedType="USERDEFINED", ObjectType="座椅",
            )  # fmt: skip


def seat_places() -> dict[str, Station]:
    """Where the seats stand, by their paths."""
    places = stations(LOOP_LINE, 6.0, 27.0, 2.1)
    for line in PATH_LINES.values():
        places += stations(line, 14.0, 24.0, 1.5)
    return {f"座椅/{i + 1:02d}": place for i, place in enumerate(place for place in places if _is_free(*place[:2]))}


def _lamps(draft: Draft) -> None:
    solids: list[Solid] = [
        box((-0.2, -0.2, -0.3), (0.2, 0.2, 0.05), "stone"),
        cylinder((0, 0, 0.05), 0.05, 3.3, "rail"),
        cylinder((0, 0, 3.35), 0.16, 0.34, "lamp_light"),
        cylinder((0, 0, 3.69), 0.24, 0.07, "rail"),
    ]
    of = draft.type(
        "type/lamp", "IfcLightFixtureType", "庭院灯 LED 40W", solids=solids, code=CODE, material="park_steel",
        psets={"Pset_LightFixtureTypeCommon": {"Reference": "TYD-40"}} | made_by("丹河照明器材厂"),
        documents=acceptance("04", "庭院灯"), PredefinedType="POINTSOURCE",
    )  # fmt: skip
    places = stations(LOOP_LINE, 12.0, 21.0, -2.2)
    for line in PATH_LINES.values():
        places += stations(line, 5.0, 16.0, -1.4)
    for i, (x, y, turn) in enumerate(place for place in places if _is_free(*place[:2])):
        draft.element(
            f"庭院灯/{i + 1:02d}", "IfcLightFixture", "庭院灯", within=SITE, container=area_at(x, y),
            at=stand(x, y, ground(x, y), turn), of=of, mark=f"D{i + 1:02d}", psets=batch(f"TYD-2025-{i // 16 + 1:02d}"),
            PredefinedType="POINTSOURCE",
        )  # fmt: skip


def _bins(draft: Draft) -> None:
    solids: list[Solid] = [
        box((-0.45, -0.18, 0.1), (-0.02, 0.18, 0.95), "bin_green"),
        box((0.02, -0.18, 0.1), (0.45, 0.18, 0.95), "bin_grey"),
        box((-0.5, -0.22, 0.95), (0.5, 0.22, 1.0), "rail"),
        box((-0.4, -0.1, 0), (0.4, 0.1, 0.1), "rail"),
    ]
    of = draft.type(
        "type/bin", "IfcFurnitureType", "分类果皮箱", solids=solids, code=CODE, material="sheet", AssemblyPlace="FACTORY",
        PredefinedType="USERDEFINED", ElementType="果皮箱",
    )  # fmt: skip
    for i, (x, y, turn) in enumerate(place for place in stations(LOOP_LINE, 20.0, 54.0, 2.0) if _is_free(*place[:2])):
        draft.element(
            f"果皮箱/{i + 1}", "IfcFurniture", "分类果皮箱", within=SITE, container=area_at(x, y),
            at=stand(x, y, ground(x, y), turn), of=of, PredefinedType="USERDEFINED", ObjectType="果皮箱",
        )  # fmt: skip


def _signs(draft: Draft) -> None:
    board: list[Solid] = [
        box((-0.5, -0.03, 0.9), (0.5, 0.03, 1.7), "sign"), box((-0.44, -0.035, 1.0), (0.44, -0.03, 1.6), "board"),
        box((-0.42, -0.03, -0.2), (-0.36, 0.03, 0.9), "rail"), box((0.36, -0.03, -0.2), (0.42, 0.03, 0.9), "rail"),
    ]  # fmt: skip
    of = draft.type("type/sign", "IfcSignType", "标识牌", solids=board, code=CODE, material="park_steel", PredefinedType="PICTORAL")
    for i, (x, y, turn, name) in enumerate((
        (63.5, 9.5, 0.0, "入园导览标识牌"), (101.5, 52.5, 200.0, "水深安全警示标识牌"), (94.0, 79.5, 20.0, "水深安全警示标识牌"),
        (126.5, 24.6, 0.0, "卫生间指示标识牌"), (47.0, 51.5, 30.0, "松风亭指示标识牌"), (139.5, 80.5, 130.0, "老城街巷说明标识牌"),
    )):  # fmt: skip
        draft.element(
            f"标识/{i + 1}", "IfcSign", name, within=SITE, container=area_at(x, y), at=stand(x, y, ground(x, y), turn), of=of,
            PredefinedType="PICTORAL",
        )  # fmt: skip


def _sewer(draft: Draft) -> None:
    for i, ((ax, ay), (bx, by)) in enumerate(pairwise(SEWER)):
        length = hypot(bx - ax, by - ay)
        pipe = Extrusion(Disc(SEWER_RADIUS), length, "drainage", (0, 0, 0), (1, 0, 0), (0, 1, 0))
        draft.element(
            f"污水/管{i + 1}", "IfcPipeSegment", "污水管 DN200", within=SITE, container=PARK, solids=[pipe], code="14-40.20.03",
            at=stand(ax, ay, SEWER_Z, degrees(atan2(by - ay, bx - ax))), material="pvc", PredefinedType="RIGIDSEGMENT",
        )  # fmt: skip
    for i, (x, y) in enumerate(SEWER[1:]):
        z = ground(x, y)
        draft.element(
            f"污水/井{i + 1}", "IfcDistributionChamberElement", "污水检查井", within=SITE, container=PARK, code="14-40.20.00",
            at=stand(x, y, 0.0), material="concrete_c30_precast", PredefinedType="INSPECTIONCHAMBER",
            solids=[cylinder((0, 0, -0.9), 0.45, round(z + 0.9, 3), "concrete"), cylinder((0, 0, z), 0.35, 0.03, "rail")],
        )  # fmt: skip
