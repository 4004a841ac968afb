"""Trees and shrubs, with what they are and how large."""

from dataclasses import dataclass

from sample_ifc.renewal.plan import AISLE, LAWN, OLD_TREE, RenewalPlan, entrances
from sample_ifc.renewal.spatial import GROUND_CODE, SITE, metres, put
from sample_ifc.shapes import Solid, blob, box, cylinder, trunk
from sample_ifc.writer import At, Draft


@dataclass(frozen=True)
class Species:
    """A sort of tree in the size that is planted or kept."""

    botanical: str
    trunk: float
    crown: float
    height: float
    stem: float
    style: str = "leaf"
    is_kept: bool = False
    """Stood here before the renewal."""


TREES = {
    "国槐": Species("Styphnolobium japonicum", 0.28, 5.0, 9.5, 4.3, is_kept=True),
    "国槐大树": Species("Styphnolobium japonicum", 0.62, 10.0, 13.0, 4.0, is_kept=True),
    "白蜡": Species("Fraxinus chinensis", 0.14, 4.0, 7.0, 2.6, "leaf_light"),
    "栾树": Species("Koelreuteria paniculata", 0.15, 4.2, 7.5, 2.8, "leaf_light"),
    "银杏": Species("Ginkgo biloba", 0.16, 3.4, 8.0, 2.8, "leaf_light"),
    "油松": Species("Pinus tabuliformis", 0.15, 3.2, 5.0, 1.3, "leaf_dark"),
    "西府海棠": Species("Malus × micromalus", 0.08, 2.6, 3.5, 1.0, "blossom"),
    "白玉兰": Species("Yulania denudata", 0.10, 2.8, 4.5, 1.4),
}
SHRUBS = {
    "连翘": ("Forsythia suspensa", 1.2, 1.2, "tactile"),
    "紫丁香": ("Syringa oblata", 1.6, 1.8, "leaf"),
    "月季": ("Rosa chinensis", 0.5, 0.6, "blossom"),
}
"""Name → botanical name, crown and height, colour."""
HEDGE = ("大叶黄杨绿篱", "Euonymus japonicus", 4.0, 0.6, 0.8)
"""Name, botanical name, length, width, height."""


def build(draft: Draft, plan: RenewalPlan) -> None:
    """Plant everything."""
    for name, x, y in places():
        tree(draft, f"{x:g}-{y:g}", name, x, y)
    for path, name, x, y in plan.stray_trees:
        tree(draft, path, name, x, y)
    _guard(draft)
    _shrubs(draft)


def places() -> list[tuple[str, float, float]]:
    """Species and place of each tree."""
    found = [("国槐", x, 34.0) for x in (10.0, 18.0, 26.0, 34.0, 42.0, 50.0, 66.0, 74.0, 82.0, 90.0, 98.0, 106.0)]
    found += [("国槐", x, 42.0) for x in (14.0, 22.0, 30.0, 38.0, 46.0, 54.0, 62.0, 70.0, 78.0, 86.0, 94.0, 102.0)]
    found.append(("国槐大树", *OLD_TREE))
    found += [(("白蜡", "栾树", "银杏")[i % 3], 6.0 + 9.0 * i, 2.6) for i in range(13)]
    found += [("西府海棠", x, 47.4) for x in (11.0, 17.0, 23.0, 29.0, 35.0, 41.0)]
    found += [("白玉兰", x, 47.4) for x in (71.0, 77.0, 83.0, 89.0, 95.0, 101.0)]
    found += [("栾树" if i % 2 else "白蜡", 8.0 + 9.5 * i, 77.2) for i in range(12)]
    found += [("油松", 117.2, y) for y in (54.0, 59.5, 65.0)] + [("银杏", 2.3, y) for y in (10.0, 17.0, 52.0, 60.0)]
    found += [("西府海棠", one.x - 3.8, one.face + 3.2) for one in entrances()]
    return [one for one in found if not (one[2] == 34.0 and AISLE[0] - 1.0 < one[1] < AISLE[1] + 1.0)]


def tree(draft: Draft, path: str, name: str, x: float, y: float) -> None:
    """Plant one."""
    sort = TREES[name]
    solids: list[Solid] = [
        trunk((0, 0, 0), max(sort.trunk / 2, 0.06), sort.stem + 0.8, "bark"),
        blob((0, 0, sort.stem), sort.crown / 2, sort.height - sort.stem, sort.style),
    ]
    size = {"胸径": metres(sort.trunk), "冠幅": metres(sort.crown), "株高": metres(sort.height)}
    of = draft.type(
        f"type/tree/{name}", "IfcGeographicElementType", name, solids=solids, code=GROUND_CODE, PredefinedType="VEGETATION",
        psets={
            "Pset_VegetationCommon": {"BotanicalName": sort.botanical, "LocalName": name},
            "JCPset_Planting": {**size, "来源": "现状保留" if sort.is_kept else "新植"},
        },
    )  # fmt: skip
    put(
        draft, f"tree/{path}", "IfcGeographicElement", name, SITE, of=of, at=At(x, y, LAWN), PredefinedType="VEGETATION",
        ObjectType="乔木"
    )  # fmt: skip


def _guard(draft: Draft) -> None:
    """The old tree's protection: a low fence around its pit and a plate."""
    x, y = OLD_TREE
    bars: list[Solid] = []
    for (x0, y0), (x1, y1) in (
        ((-1.4, -1.4), (1.4, -1.36)),
        ((-1.4, 1.36), (1.4, 1.4)),
        ((-1.4, -1.36), (-1.36, 1.36)),
        ((1.36, -1.36), (1.4, 1.36)),
    ):
        bars += [box((x0, y0, z), (x1, y1, z + 0.05), "timber") for z in (0.25, 0.55)]
    bars += [cylinder((a, b, 0), 0.05, 0.65, "timber") for a in (-1.38, 1.38) for b in (-1.38, 1.38)]
    bars.append(box((-0.35, -1.48, 0.3), (0.35, -1.44, 0.62), "sign_blue"))
    put(
        draft, "tree/保护围挡", "IfcBuildingElementProxy", "现状树木保护围挡", SITE, at=At(x, y, LAWN), solids=bars,
        material="timber",
        psets={"JCPset_Protection": {"保护对象": "国槐，胸径62 cm", "保护措施": "围挡隔离，施工机械不得进入树冠投影范围"}},
    )  # fmt: skip


def _shrubs(draft: Draft) -> None:
    for name, (botanical, crown, height, style) in SHRUBS.items():
        draft.type(
            f"type/shrub/{name}", "IfcGeographicElementType", name, solids=[blob((0, 0, -0.1), crown / 2, height + 0.1, style, 6)],
            code=GROUND_CODE, PredefinedType="VEGETATION",
            psets={
                "Pset_VegetationCommon": {"BotanicalName": botanical, "LocalName": name},
                "JCPset_Planting": {"冠幅": metres(crown), "株高": metres(height)},
            },
        )  # fmt: skip
    name, botanical, length, width, height = HEDGE
    draft.type(
        "type/shrub/绿篱", "IfcGeographicElementType", name, code=GROUND_CODE, PredefinedType="VEGETATION",
        solids=[box((0, -width / 2, -0.1), (length, width / 2, height), "leaf_dark")],
        psets={
            "Pset_VegetationCommon": {"BotanicalName": botanical, "LocalName": "大叶黄杨"},
            "JCPset_Planting": {"株高": metres(height), "蓬径": metres(width)},
        },
    )  # fmt: skip
    placed = [("连翘", 10.0 + 4.0 * i, 8.6) for i in range(9)] + [("连翘", 70.0 + 4.0 * i, 8.6) for i in range(9)]
    placed += [("紫丁香", x, 66.4) for x in (5.5, 105.5, 107.0)] + [("紫丁香", 46.0, y) for y in (15.0, 20.0, 25.0)]
    placed += [("紫丁香", 66.3, y) for y in (15.0, 20.0, 25.0)]
    placed += [("月季", 8.6 + 1.2 * i, 46.0) for i in range(9)] + [("月季", 85.0 + 1.2 * i, 46.0) for i in range(9)]
    for number, (sort, x, y) in enumerate(placed, start=1):
        _shrub(draft, f"{sort}{number}", sort, sort, x, y)
    for number, x in enumerate((8.0 + 4.0 * i for i in range(27)), start=1):
        _shrub(draft, f"绿篱{number}", "绿篱", name, x, 75.7)


def _shrub(draft: Draft, path: str, sort: str, name: str, x: float, y: float) -> None:
    put(
        draft, f"shrub/{path}", "IfcGeographicElement", name, SITE, of=f"type/shrub/{sort}", at=At(x, y, LAWN),
        PredefinedType="VEGETATION",
        ObjectType="灌木",
    )  # fmt: skip
