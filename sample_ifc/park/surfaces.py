"""What covers the land: terrain, lawns and beds, paths, the plaza, kerbs, and the two waters."""

from shapely import Polygon, box, union_all
from shapely.geometry.base import BaseGeometry

from sample_ifc.park.drape import drape
from sample_ifc.park.plan import (
    BANK,
    BED_Z,
    EARTH_Z,
    FLOWER_RING,
    HARD,
    LAKE_CORNERS,
    LAND,
    LOOP,
    LOOP_WIDTH,
    PATH_WIDTH,
    PATHS,
    PAVILION_PAD,
    PLAZA,
    POOL,
    POOL_RIM,
    RAIN_GARDEN,
    SHORE_Z,
    STEPPING_LINE,
    TOILET_PAD,
    WATER_Z,
    WIDE_LOOP,
    ParkPlan,
    above,
    ground,
    kerb_pieces,
    snap,
    stations,
)
from sample_ifc.park.spatial import ENTRANCE, PARK, SHORE, SITE, area_at
from sample_ifc.park.traceability import acceptance, batch, made_by
from sample_ifc.shapes import Outline, Solid, prism, rectangle
from sample_ifc.values import Measure, area
from sample_ifc.writer import Draft

CODE = "14-10.10"
TOPSOIL, PAVED = 0.30, 0.25
"""Thickness of the planted soil and of paving; the terrain ends below."""
LEAST_BED_M2 = 3.0
FLOWER_BEDS = snap(FLOWER_RING - HARD - WIDE_LOOP)
GREEN = snap(LAND - HARD - WIDE_LOOP)


def build(draft: Draft, plan: ParkPlan) -> None:
    """Draw all surfaces."""
    _terrain(draft, plan)
    for name, shape, kind, style in _beds():
        _planted(draft, plan, name, shape, kind, style)
    _paved(draft, plan, "主园路", LOOP, "loop", "pervious_concrete", PARK, LOOP_WIDTH, True)
    for name, shape in PATHS.items():
        area = area_at(*shape.centroid.coords[0])
        _paved(draft, plan, f"青砖{name}", shape, "brick_path", "old_brick_paving", area, PATH_WIDTH, True)
    _paved(draft, plan, "入口广场", PLAZA, "plaza", "park_granite", ENTRANCE, None, False)
    for name, shape in (("驿站前硬质铺装", TOILET_PAD - box(120, 30, 129, 36)), ("松风亭周边铺装", PAVILION_PAD)):
        _paved(draft, plan, name, snap(shape), "brick_path", "pervious_brick", area_at(*shape.centroid.coords[0]), None, True)
    _stepping_stones(draft)
    _kerbs(draft, plan)
    _waters(draft)


def parts_of(shape: BaseGeometry, least: float) -> list[Polygon]:
    """Polygons of a shape that are not too small, the largest first."""
    parts = [part for part in getattr(shape, "geoms", [shape]) if part.area >= least]
    return sorted(parts, key=lambda part: (-round(part.area, 2), part.bounds))


def _beds() -> list[tuple[str, BaseGeometry, str, str]]:
    """Name, outline, kind and colour of everything planted in the ground."""
    beds: list[tuple[str, BaseGeometry, str, str]] = [
        (f"入口花境{i + 1}", part, "花境", "flowers") for i, part in enumerate(parts_of(FLOWER_BEDS, LEAST_BED_M2))
    ]
    beds.append(("雨水花园", RAIN_GARDEN, "雨水花园", "rain_garden"))
    inner = Polygon(WIDE_LOOP.exterior)
    rest = snap(GREEN - FLOWER_BEDS - RAIN_GARDEN)
    for i, part in enumerate(parts_of(snap(rest & inner), LEAST_BED_M2)):
        beds.append((f"草坪{i + 1}", part, "草坪", "lawn"))
    for name, quarter in (("西南", box(0, 0, 80, 55)), ("东南", box(80, 0, 160, 55)), ("东北", box(80, 55, 160, 110)),
                          ("西北", box(0, 55, 80, 110))):  # fmt: skip
        around = parts_of(snap((rest - inner) & quarter), LEAST_BED_M2)
        beds.append((f"{name}地被绿地", snap(union_all(around)), "麦冬地被", "ground_cover"))
    return beds


def _terrain(draft: Draft, plan: ParkPlan) -> None:
    land = drape(snap(LAND - BANK), above(-TOPSOIL), lambda x, y: EARTH_Z, "earth", plan.cell)
    bed = drape(BANK, lambda x, y: BED_Z, lambda x, y: EARTH_Z, "earth", 4 * plan.cell)
    draft.element(
        "地形", "IfcGeographicElement", "竣工地形", within=SITE, container=SITE, solids=[land, bed], code=CODE, material="soil",
        PredefinedType="TERRAIN",
    )  # fmt: skip


def _planted(draft: Draft, plan: ParkPlan, name: str, shape: BaseGeometry, kind: str, style: str) -> None:
    path, is_bare = f"绿化/{name}", name in plan.bare
    if is_bare:
        name, kind, style = "裸土（尚未种植）", "裸土", "earth"

    where = area_at(*shape.representative_point().coords[0])
    solid = drape(shape, above({"rain_garden": -0.15, "flowers": 0.25}.get(style, 0.0)), above(-TOPSOIL), style, plan.cell)
    draft.element(
        path, "IfcGeographicElement", name, within=SITE, container=where, solids=[solid], code=CODE, material="planting_soil",
        PredefinedType="USERDEFINED" if is_bare else "VEGETATION", ObjectType=kind,
        qtos={"JCQto_Surface": {"Area": area(shape.area)}},
    )  # fmt: skip


def _paved(
    draft: Draft, plan: ParkPlan, name: str, shape: BaseGeometry, style: str, material: str, where: str, width: float | None,
    is_permeable: bool,
) -> None:  # fmt: skip
    solid = drape(shape, ground, above(-PAVED), style, plan.cell)
    psets: dict[str, dict[str, object]] = {"Pset_PavementCommon": {"Reference": name}, "JCPset_Paving": {"透水": is_permeable}}
    if width is not None:
        psets["Pset_PavementCommon"]["NominalWidth"] = Measure("IfcNonNegativeLengthMeasure", width)
    psets["Pset_PavementCommon"]["NominalThickness"] = Measure("IfcNonNegativeLengthMeasure", PAVED)
    draft.element(
        f"铺装/{name}", "IfcPavement", name, within=SITE, container=where, solids=[solid], code=CODE, material=material,
        psets=psets, PredefinedType="RIGID" if style == "loop" else "FLEXIBLE",
        qtos={"JCQto_Surface": {"Area": area(shape.area)}},
    )  # fmt: skip


def _stepping_stones(draft: Draft) -> None:
    stones: list[Solid] = []
    for x, y, _ in stations(STEPPING_LINE, 0.4, 0.68, 0.0):
        z = ground(x, y)
        stones.append(prism(rectangle(x - 0.2, y - 0.45, x + 0.2, y + 0.45), round(z - 0.08, 3), round(z + 0.03, 3), "stone"))
    draft.element(
        "铺装/汀步", "IfcPavement", "石板汀步", within=SITE, container=area_at(22, 60), solids=stones, code=CODE,
        material="park_stone", PredefinedType="USERDEFINED", ObjectType="嵌草汀步", psets={"JCPset_Paving": {"透水": True}},
    )  # fmt: skip


def _kerbs(draft: Draft, plan: ParkPlan) -> None:
    of = draft.type(
        "type/kerb", "IfcKerbType", "花岗岩路缘石 100×300", code=CODE, material="park_granite", psets=made_by("泽州石材加工厂"),
        documents=acceptance("05", "路缘石"), PredefinedType="NOTDEFINED",
    )  # fmt: skip
    for i, piece in enumerate(kerb_pieces()):
        solid = drape(piece, above(0.05), above(-0.25), "stone", plan.cell)
        draft.element(
            f"路缘石/{i + 1}", "IfcKerb", f"路缘石 第{i + 1}段", within=SITE, container=PARK, solids=[solid], of=of,
            psets=batch(f"LYS-2025-{i // 4 + 1:02d}"),
        )  # fmt: skip


def _waters(draft: Draft) -> None:
    def ring(shape: BaseGeometry) -> Outline:
        return tuple((round(x, 4), round(y, 4)) for x, y in shape.exterior.coords[:-1])

    def water(path: str, name: str, outline: Outline, bed: float, top: float, style: str, where: str) -> None:
        depth = Measure("IfcPositiveLengthMeasure", round(top - bed, 3))
        draft.element(
            path, "IfcGeographicElement", name, within=SITE, container=where, solids=[prism(outline, bed, top, style)], code=CODE,
            PredefinedType="USERDEFINED", ObjectType="景观水体", psets={"JCPset_Water": {"近岸水深": depth}},
        )  # fmt: skip

    water("水/镜湖", "镜湖", LAKE_CORNERS, BED_Z, WATER_Z, "lake", SHORE)
    draft.element(
        "水/驳岸", "IfcCovering", "毛石驳岸", within=SITE, container=SHORE, code=CODE, material="park_stone",
        solids=[prism(ring(BANK), BED_Z, SHORE_Z - 0.03, "stone", (LAKE_CORNERS,))], PredefinedType="USERDEFINED",
        ObjectType="驳岸",
    )  # fmt: skip
    level = ground(80, 23)
    water("水/浅水池", "浅水池", ring(POOL), level - 0.2, level + 0.1, "pool", ENTRANCE)
    rim = prism(ring(POOL_RIM), level - 0.4, level + 0.2, "granite", (ring(POOL),))
    floor = prism(ring(POOL), level - 0.4, level - 0.2, "stone")
    draft.element(
        "水/池壁", "IfcCovering", "池壁压顶", within=SITE, container=ENTRANCE, solids=[rim, floor], code=CODE,
        material="park_granite", PredefinedType="USERDEFINED", ObjectType="池壁",
    )  # fmt: skip
