"""The gate over the main lane's west end, with the carved brick lintel that the place is known for."""

from sample_ifc.renewal.plan import LANE, MAIN, RenewalPlan
from sample_ifc.renewal.spatial import MAIN_LANE, put
from sample_ifc.shapes import Mesh, Solid, box
from sample_ifc.writer import At, Draft

X, THICK, POST = 1.9, 1.0, 1.4
CODE = "14-10.20.03.06"
FEATURE = {
    "特色要素": "晋城传统砖雕门楣",
    "特色说明": "巷口门楼沿用泽州民居砖雕门楣形制，原有砖雕构件清洗修补后归位，新补部分由当地匠人按原样雕制",
    "特色证据": "立面前后对比",
}
EVIDENCE = (("JC-TS-001", "巷口门楼立面前后对比图册"),)


def build(draft: Draft, plan: RenewalPlan) -> None:
    """Draw the gate; its lintel hangs over the lane at the height of the plan."""
    low, high = MAIN[0] - 0.25 - POST, MAIN[1] + 0.25
    clear = plan.gate_clearance
    for side, y in (("南", low), ("北", high)):
        post: list[Solid] = [
            box((0, 0, -0.6), (THICK, POST, clear + 0.2), "grey_brick"),
            box((-0.1, -0.1, 0), (THICK + 0.1, POST + 0.1, 0.5), "granite"),
        ]
        put(
            draft, f"gate/门垛{side}", "IfcWall", "门楼青砖门垛", MAIN_LANE, at=At(X, y, LANE), solids=post, code=CODE,
            material="grey_brick",
            psets={"Pset_WallCommon": {"Reference": "MD1", "IsExternal": True, "LoadBearing": True}}, PredefinedType="SOLIDWALL",
        )  # fmt: skip
    width = high + POST - low
    lintel: list[Solid] = [box((0, 0, 0), (THICK, width, 0.9), "grey_brick")]
    for i in range(7):
        y = POST + 0.35 + i * (width - 2 * POST - 0.7) / 7
        for x0, x1 in ((-0.05, 0.0), (THICK, THICK + 0.05)):
            lintel += [box((x0, y, 0.12), (x1, y + 0.78, 0.78), "carving")]
    put(
        draft, "gate/门楣", "IfcBuildingElementProxy", "砖雕门楣", MAIN_LANE, at=At(X, low, clear), solids=lintel,
        code="14-10.20.00",
        material="grey_brick", psets={"JCPset_Feature": FEATURE}, documents=EVIDENCE, ObjectType="砖雕门楣",
    )  # fmt: skip
    put(
        draft, "gate/屋顶", "IfcRoof", "门楼筒瓦屋面", MAIN_LANE, at=At(X, low, round(clear + 0.9, 4)),
        solids=[_ridge(width), *_ends(width)],
        code="14-10.20.00", material="grey_brick", PredefinedType="GABLE_ROOF",
        psets={"Pset_RoofCommon": {"Reference": "MLWM", "IsExternal": True}},
    )  # fmt: skip


def _ridge(width: float) -> Mesh:
    over, height = 0.6, 0.95
    xs = (-over, THICK + over)
    points = ((xs[0], -0.4, 0.0), (xs[1], -0.4, 0.0), (xs[1], width + 0.4, 0.0), (xs[0], width + 0.4, 0.0),
              (THICK / 2, -0.4, height), (THICK / 2, width + 0.4, height))  # fmt: skip
    faces = ((0, 3, 2, 1), (0, 1, 4), (1, 2, 5, 4), (2, 3, 5), (3, 0, 4, 5))
    return Mesh(points, faces, "grey_tile")


def _ends(width: float) -> list[Mesh]:
    """The ridge's bar with raised ends."""
    middle = THICK / 2
    solids = []
    for y0, y1, top in ((-0.4, width + 0.4, 1.15), (-0.5, 0.1, 1.5), (width - 0.1, width + 0.5, 1.5)):
        points = tuple((middle + dx, y, z) for z in (0.85, top) for dx, y in ((-0.1, y0), (0.1, y0), (0.1, y1), (-0.1, y1)))
        faces = ((0, 3, 2, 1), (4, 5, 6, 7), (0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7))
        solids.append(Mesh(points, faces, "grey_tile"))
    return solids
