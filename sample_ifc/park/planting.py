"""Trees, shrubs and hedges, and the pipes that water them; kept trees stand in the other part, as they were surveyed."""

from itertools import pairwise
from math import atan2, degrees, hypot
from typing import Any

from shapely import LineString, Point, box, union_all

from sample_ifc.park.drape import drape
from sample_ifc.park.furnishings import SEWER
from sample_ifc.park.plan import (
    FLOWER_RING,
    HARD,
    KERB,
    LAND,
    LOOP_LINE,
    LOOP_WIDTH,
    RAIN_GARDEN,
    STEPPING_LINE,
    TOILET,
    TOILET_PAD,
    WIDE_LOOP,
    ParkPlan,
    above,
    ground,
    snap,
    stations,
)
from sample_ifc.park.spatial import EDGE, PARK, SITE, area_at, stand
from sample_ifc.park.species import SHRUBS, TREES, Species
from sample_ifc.shapes import Disc, Extrusion
from sample_ifc.values import Measure
from sample_ifc.writer import Draft

CODE = "14-10.10"
FROM_WALL, FROM_PIPE = 2.4, 1.8
WATER_LINE = LineString([station[:2] for station in stations(LOOP_LINE, 0.0, 8.0, LOOP_WIDTH / 2 + KERB + 0.6)])
MAIN = ((58.0, 1.5), (58.0, 14.9))
PIPE_RADIUS, PIPE_COVER = 0.0315, 0.7
KEPT = ((133.0, 38.5, "国槐"), (116.0, 38.0, "国槐"), (24.0, 84.0, "国槐"), (70.0, 60.0, "垂柳"), (128.0, 58.0, "垂柳"))
"""Trees that stood there before."""

_HOUSE = box(TOILET[0], TOILET[1], TOILET[0] + TOILET[2], TOILET[1] + TOILET[3])
_TAKEN = union_all([
    HARD.buffer(1.0), WIDE_LOOP.buffer(0.9), TOILET_PAD.buffer(1.2), _HOUSE.buffer(FROM_WALL), WATER_LINE.buffer(FROM_PIPE),
    LineString(MAIN).buffer(FROM_PIPE), LineString(SEWER).buffer(FROM_PIPE), FLOWER_RING, RAIN_GARDEN, STEPPING_LINE.buffer(1.2),
])  # fmt: skip
"""Where no tree is planted."""


def build_kept(draft: Draft) -> None:
    """Draw the trees that were kept."""
    for i, (x, y, name) in enumerate(KEPT):
        _tree(draft, f"保留树/{i + 1}", TREES[name], x, y, f"B{i + 1:02d}", prefix="保留")


def build(draft: Draft, plan: ParkPlan) -> None:
    """Draw trees, shrubs, hedges and the watering."""
    counts: dict[str, int] = {}
    for x, y, name in tree_places():
        counts[name] = counts.get(name, 0) + 1
        _tree(draft, f"乔木/{name}{counts[name]:02d}", TREES[name], x, y, f"{name}{counts[name]:02d}")
    _shrubs(draft)
    _hedges(draft, plan)
    _watering(draft)


def tree_places() -> list[tuple[float, float, str]]:
    """Where which new tree stands: two rows along the boundary, then groups on the lawns."""
    wanted: list[tuple[float, float, str]] = []
    outer = LineString(LAND.buffer(-4.5).exterior.coords)
    rows = ("国槐", "国槐", "白蜡", "国槐", "油松", "白蜡")
    for i, (x, y, _) in enumerate(stations(outer, 3.0, 11.5, 0.0)):
        wanted.append((x, y, rows[i % len(rows)]))
    groups = {
        "银杏": ((58, 24), (55, 30), (61, 31), (102, 24), (105, 30), (99.5, 29)),
        "油松": ((29, 66), (33, 69), (38, 70), (27, 56), (31, 51), (42, 68.5)),
        "白皮松": ((112, 27), (111, 22.5), (134, 45), (22, 50)),
        "垂柳": ((72, 70), (127, 66), (122, 79), (102, 80.5), (76, 50.5)),
        "元宝枫": ((64, 46), (68, 52), (60, 56), (62, 64), (66, 76)),
        "栾树": ((137, 60), (136, 68), (132, 77), (72, 90), (80, 88)),
        "西府海棠": ((86, 84), (90, 83), (108, 90), (112, 86), (116, 84)),
        "紫叶李": ((116, 50), (121, 54), (40, 22), (36, 27), (30, 30), (44, 30)),
    }
    wanted += [(x, y, name) for name, places in groups.items() for x, y in places]
    kept: list[tuple[float, float, str]] = []
    for x, y, name in wanted:
        others = [(a, b) for a, b, _ in (*kept, *KEPT)]
        if not _TAKEN.contains(Point(x, y)) and all(hypot(x - a, y - b) > 3.0 for a, b in others):
            kept.append((x, y, name))
    return kept


def _psets(species: Species) -> dict[str, dict[str, Any]]:
    def metres(value: float) -> Measure:
        return Measure("IfcPositiveLengthMeasure", value)

    sizes: dict[str, Any] = {"冠幅": metres(species.crown), "株高": metres(species.height)}
    if species.trunk:
        sizes = {"胸径": metres(species.trunk)} | sizes
    return {
        "Pset_VegetationCommon": {"BotanicalName": species.botanical, "LocalName": species.name},
        "JCPset_Planting": {"学名": species.botanical} | sizes,
    }


def plant_type(draft: Draft, species: Species, kind: str) -> str:
    """The type of a sort of plants, with names and sizes; its path."""
    return draft.type(
        f"type/plant/{species.name}", "IfcGeographicElementType", species.name, solids=species.solids(), code=CODE,
        psets=_psets(species), PredefinedType="VEGETATION", ElementType=kind,
    )  # fmt: skip


def _tree(draft: Draft, path: str, species: Species, x: float, y: float, mark: str, prefix: str = "") -> None:
    draft.element(
        path, "IfcGeographicElement", f"{prefix}{species.name}", within=SITE, container=area_at(x, y),
        at=stand(x, y, ground(x, y), 37.0 * round(x + y) % 360), of=plant_type(draft, species, "乔木"), mark=mark,
        PredefinedType="VEGETATION", ObjectType="乔木",
    )  # fmt: skip


def _shrubs(draft: Draft) -> None:
    groups: dict[str, tuple[tuple[float, float], ...]] = {
        "紫丁香": ((58.5, 41.5), (60.2, 43.4), (57.3, 44.1), (104.5, 49.6), (106.8, 50.1)),
        "连翘": ((135.5, 73.5), (137.2, 75.6), (134.2, 75.3), (28.5, 74.5), (30.4, 76.6), (26.8, 77.1)),
        "金银木": ((80.5, 91.2), (83.2, 91.8), (46.2, 88.4), (43.6, 87.2)),
        "榆叶梅": ((110.6, 80.6), (113.2, 80.4), (24.4, 40.6), (26.6, 39.2), (64.4, 70.4)),
    }
    for name, places in groups.items():
        species = SHRUBS[name]
        for i, (x, y) in enumerate(places):
            if HARD.buffer(0.5).union(WIDE_LOOP).contains(Point(x, y)):
                continue
            draft.element(
                f"灌木/{name}{i + 1}", "IfcGeographicElement", name, within=SITE, container=area_at(x, y),
                at=stand(x, y, ground(x, y), 50.0 * i), of=plant_type(draft, species, "灌木"), PredefinedType="VEGETATION",
                ObjectType="灌木",
            )  # fmt: skip


def _hedges(draft: Draft, plan: ParkPlan) -> None:
    border = snap(LAND.buffer(-0.4) - LAND.buffer(-1.2) - HARD.buffer(0.3))
    sides = {"西侧": box(0, 6, 6, 104), "北侧": box(6, 100, 154, 110), "东侧": box(154, 6, 160, 104),
             "南侧西段": box(6, 0, 66, 6), "南侧东段": box(94, 0, 154, 6)}  # fmt: skip
    psets: dict[str, dict[str, Any]] = {
        "Pset_VegetationCommon": {"BotanicalName": "Euonymus japonicus", "LocalName": "大叶黄杨"},
        "JCPset_Planting": {"学名": "Euonymus japonicus", "株高": Measure("IfcPositiveLengthMeasure", 0.9)},
    }
    for name, side in sides.items():
        shape = snap(border & side)
        solid = drape(shape, above(0.9), ground, "hedge", 2 * plan.cell)
        draft.element(
            f"绿篱/{name}", "IfcGeographicElement", f"{name}大叶黄杨绿篱", within=SITE, container=EDGE, solids=[solid], code=CODE,
            psets=psets, PredefinedType="VEGETATION", ObjectType="绿篱",
        )  # fmt: skip


def _watering(draft: Draft) -> None:
    system = "灌溉系统"
    if draft.file.schema != "IFC2X3":
        entity = draft.rooted(
            "IfcDistributionSystem", system, Name="GG", LongName="绿化灌溉给水系统", PredefinedType="WATERSUPPLY"
        )  # fmt: skip
        draft.add(system, "IfcDistributionSystem", entity)
    corners = list(WATER_LINE.coords)
    for i, (a, b) in enumerate([MAIN, *pairwise([*corners, corners[0]])]):
        za, zb = (round(ground(end[0], end[1]) - PIPE_COVER, 3) for end in (a, b))
        dx, dy, dz = b[0] - a[0], b[1] - a[1], zb - za
        flat, length = hypot(dx, dy), hypot(dx, dy, dz)
        pipe = Extrusion(Disc(PIPE_RADIUS), length, "water_supply", (0, 0, 0), (flat / length, 0, dz / length), (0, 1, 0))
        draft.element(
            f"灌溉/管{i + 1:02d}", "IfcPipeSegment", "绿化灌溉给水管 DN63", within=SITE, container=PARK, solids=[pipe],
            at=stand(a[0], a[1], za, degrees(atan2(dy, dx))), code="14-40.10.03", material="polyethylene",
            systems=() if draft.file.schema == "IFC2X3" else (system,), PredefinedType="FLEXIBLESEGMENT",
        )  # fmt: skip
