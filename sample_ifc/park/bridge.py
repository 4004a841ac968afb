"""The foot bridge over the lake's waist, and the railings along the bridge and the shore."""

from math import atan2, degrees, dist
from typing import Any

from sample_ifc.park.plan import (
    BRIDGE_NORTH,
    BRIDGE_SOUTH,
    BRIDGE_WIDTH,
    BRIDGE_X,
    LAKE_CORNERS,
    RAILING_SPAN,
    SHORE_Z,
    ParkPlan,
)
from sample_ifc.park.spatial import PARK, SHORE, SITE, stand
from sample_ifc.park.traceability import acceptance, batch, made_by
from sample_ifc.shapes import Solid, box
from sample_ifc.values import Measure
from sample_ifc.writer import Draft

CODE = "14-10.20.00"
BRIDGE = "桥"
DECK, SUBSTRUCTURE, FOUNDATION = "桥/上部", "桥/下部", "桥/基础"
RAILING_HEIGHT, BAR, BARS = 1.10, 0.02, 18
POST = 0.08


def build(draft: Draft, plan: ParkPlan) -> None:
    """Draw the bridge and all railings."""
    _parts(draft)
    _superstructure(draft)
    _substructure(draft)
    span = round(dist(LAKE_CORNERS[0], LAKE_CORNERS[1]), 3)
    shore = _railing_type(draft, "type/railing/shore", f"滨水栏杆 {span:.2f}m", span)
    for i, (a, b) in enumerate(zip(LAKE_CORNERS, LAKE_CORNERS[1:] + LAKE_CORNERS[:1], strict=True)):
        path = f"湖岸/栏杆{i + 1:02d}"
        if path in plan.left_out or min(abs(end[0] - BRIDGE_X) for end in (a, b)) < BRIDGE_WIDTH / 2:
            continue
        turn = degrees(atan2(b[1] - a[1], b[0] - a[0]))
        draft.element(
            path, "IfcRailing", "滨水栏杆", within=SITE, container=SHORE, at=stand(*a, SHORE_Z - 0.03, turn), of=shore,
            psets=batch("HAL-2025-01"), PredefinedType="BALUSTRADE",
        )  # fmt: skip
    beside = _railing_type(draft, "type/railing/bridge", f"园桥栏杆 {RAILING_SPAN:.2f}m", RAILING_SPAN)
    for side, x in (("西", BRIDGE_X - BRIDGE_WIDTH / 2 + 0.1), ("东", BRIDGE_X + BRIDGE_WIDTH / 2 - 0.1)):
        for i in range(round((BRIDGE_NORTH - BRIDGE_SOUTH) / RAILING_SPAN)):
            draft.element(
                f"桥/栏杆{side}{i + 1}", "IfcRailing", f"园桥{side}侧栏杆", within=SITE, container=DECK,
                at=stand(x, BRIDGE_SOUTH + RAILING_SPAN * i, SHORE_Z + 0.02, 90.0), of=beside, psets=batch("QLG-2025-01"),
                PredefinedType="BALUSTRADE",
            )  # fmt: skip


def _railing_type(draft: Draft, path: str, name: str, span: float) -> str:
    low, high = 0.1, RAILING_HEIGHT - 0.06
    step = (span - POST) / (BARS + 1)
    solids: list[Solid] = [
        box((-POST / 2, -POST / 2, -0.05), (POST / 2, POST / 2, RAILING_HEIGHT), "rail"),
        box((0, -0.045, high), (span, 0.045, RAILING_HEIGHT), "boards"),
        box((POST / 2, -0.02, low), (span - POST / 2, 0.02, low + 0.04), "rail"),
    ]
    for i in range(1, BARS + 1):
        x = round(POST / 2 + step * i, 4)
        solids.append(box((x - BAR / 2, -BAR / 2, low + 0.04), (x + BAR / 2, BAR / 2, high), "rail"))
    psets: dict[str, dict[str, Any]] = {
        "Pset_RailingCommon": {"Reference": name, "Height": RAILING_HEIGHT, "IsExternal": True},
        "JCPset_Railing": {"竖杆净距": Measure("IfcPositiveLengthMeasure", round(step - BAR, 3))},
    }
    return draft.type(
        path, "IfcRailingType", name, solids=solids, code=CODE, material="park_steel", psets=psets | made_by("上党金属构件厂"),
        documents=acceptance("01", "栏杆"), PredefinedType="BALUSTRADE",
    )  # fmt: skip


def _parts(draft: Draft) -> None:
    draft.element(
        BRIDGE, "IfcBridge", "揽翠园桥", within=PARK, whole=PARK, CompositionType="ELEMENT", PredefinedType="GIRDER",
        psets={"JCPset_Bridge": {"设计工作年限": "30年", "桥梁分类": "小桥"}},
    )  # fmt: skip
    for path, name, predefined in (
        (DECK, "上部结构", "SUPERSTRUCTURE"), (SUBSTRUCTURE, "下部结构", "SUBSTRUCTURE"), (FOUNDATION, "基础", "FOUNDATION"),
    ):  # fmt: skip
        draft.element(
            path, "IfcBridgePart", name, within=BRIDGE, whole=BRIDGE, CompositionType="ELEMENT", UsageType="VERTICAL",
            PredefinedType=predefined,
        )  # fmt: skip


def _superstructure(draft: Draft) -> None:
    half, top = BRIDGE_WIDTH / 2, SHORE_Z + 0.02
    boards: list[Solid] = []
    count = 80
    pitch = (BRIDGE_NORTH - BRIDGE_SOUTH) / count
    for i in range(count):
        y = round(BRIDGE_SOUTH + pitch * i, 4)
        boards.append(box((BRIDGE_X - half, y, top - 0.05), (BRIDGE_X + half, round(y + pitch - 0.008, 4), top), "boards"))
    draft.element(
        "桥/面板", "IfcSlab", "防腐木桥面板", within=SITE, container=DECK, solids=boards, code="14-20.20.00",
        material="preserved_timber", PredefinedType="WEARING",
        psets={"Pset_SlabCommon": {"Reference": "防腐木50", "IsExternal": True, "LoadBearing": False}},
    )  # fmt: skip
    of = draft.type(
        "type/girder", "IfcBeamType", "H300×200 钢主梁", code="14-20.30.06", material="park_steel", psets=made_by("太行钢结构厂"),
        documents=acceptance("02", "钢主梁"), PredefinedType="GIRDER_SEGMENT",
    )  # fmt: skip
    for i, x in enumerate((BRIDGE_X - 0.9, BRIDGE_X, BRIDGE_X + 0.9)):
        web, flange, y0, y1 = 0.006, 0.1, BRIDGE_SOUTH, BRIDGE_NORTH
        z1 = round(top - 0.05, 3)
        solids: list[Solid] = [
            box((x - flange, y0, z1 - 0.3), (x + flange, y1, z1 - 0.288), "rail"),
            box((x - web, y0, z1 - 0.288), (x + web, y1, z1 - 0.012), "rail"),
            box((x - flange, y0, z1 - 0.012), (x + flange, y1, z1), "rail"),
        ]
        draft.element(
            f"桥/主梁{i + 1}", "IfcBeam", f"钢主梁 ZL{i + 1}", within=SITE, container=DECK, solids=solids, of=of, mark=f"ZL{i + 1}",
            psets=batch("GZL-2025-01"), PredefinedType="GIRDER_SEGMENT",
        )  # fmt: skip


def _substructure(draft: Draft) -> None:
    z = SHORE_Z + 0.02 - 0.35
    for side, y in (("南", BRIDGE_SOUTH), ("北", BRIDGE_NORTH)):
        inner = y + 0.8 if side == "南" else y - 0.8
        low, high = min(y, inner), max(y, inner)
        draft.element(
            f"桥/台{side}", "IfcBuildingElementProxy", f"{side}岸桥台", within=SITE, container=SUBSTRUCTURE, code="14-20.00.00",
            solids=[box((BRIDGE_X - 1.5, low, -0.9), (BRIDGE_X + 1.5, high, round(z, 3)), "concrete")], material="concrete_c30",
        )  # fmt: skip
        draft.element(
            f"桥/扩大基础{side}", "IfcFooting", f"{side}岸扩大基础", within=SITE, container=FOUNDATION, code="14-20.10.00",
            solids=[box((BRIDGE_X - 1.8, low - 0.3, -1.4), (BRIDGE_X + 1.8, high + 0.3, -0.9), "footing")], material="concrete_c30",
            PredefinedType="PAD_FOOTING",
        )  # fmt: skip
