"""Windows and doors of the houses: where they are in a storey's wall, and what fills them."""

from dataclasses import dataclass
from typing import Any

from sample_ifc.renewal.plan import UNIT
from sample_ifc.renewal.traces import acceptance, origin
from sample_ifc.shapes import Solid, box, panel, rectangle
from sample_ifc.writer import At, Draft


@dataclass(frozen=True)
class Opening:
    """A hole in a long wall; heights from the storey's floor."""

    left: float
    sill: float
    width: float
    height: float
    is_door: bool = False


LIVING = tuple(
    Opening(round(UNIT * unit + centre - width / 2, 3), 0.9, width, 1.6)
    for unit in range(3)
    for centre, width in ((1.5, 1.5), (4.5, 1.8), (7.5, 1.8), (10.5, 1.5))
)
"""Southern windows, the same in every storey."""


def entrance_side(index: int) -> tuple[Opening, ...]:
    """Northern windows of a storey, and the doors of the lowest."""
    found = []
    for unit in range(3):
        x = UNIT * unit
        found += [Opening(x + 1.45, 0.9, 1.5, 1.5), Opening(x + 9.05, 0.9, 1.5, 1.5)]
        found.append(Opening(x + 5.4, 0.0, 1.2, 2.2, is_door=True) if index == 0 else Opening(x + 5.4, 1.0, 1.2, 1.2))
    return tuple(found)


def fill(draft: Draft, storey: str, side: str, openings: tuple[Opening, ...], y: float) -> None:
    """Set windows and doors into the wall of a storey."""
    for number, one in enumerate(openings, start=1):
        ifc_class, what = ("IfcDoor", "单元门") if one.is_door else ("IfcWindow", "节能外窗")
        mark = f"{'M' if one.is_door else 'C'}{round(one.width * 10):02d}{round(one.height * 10):02d}"
        of = _door_type(draft, mark, one) if one.is_door else _window_type(draft, mark, one)
        how: dict[str, Any] = (
            {"OperationType": "SINGLE_SWING_LEFT"} if one.is_door else {"PartitioningType": "DOUBLE_PANEL_VERTICAL"}
        )
        draft.element(
            f"{storey}/{side}/{what}{number}", ifc_class, f"{what} {mark}", within=storey, container=storey, of=of,
            at=At(one.left, y, one.sill),
            mark=mark, OverallWidth=draft.shaper.length(one.width), OverallHeight=draft.shaper.length(one.height),
            PredefinedType="DOOR" if one.is_door else "WINDOW",
            **how,
        )  # fmt: skip


def _window_type(draft: Draft, mark: str, one: Opening) -> str:
    bar, depth = 0.07, 0.08
    inner = rectangle(bar, bar, one.width - bar, one.height - bar)
    solids: list[Solid] = [
        panel(rectangle(0, 0, one.width, one.height), 0, depth, "white", (inner,)),
        box((bar, 0.03, bar), (one.width - bar, 0.05, one.height - bar), "glass"),
        box((one.width / 2 - 0.03, 0.0, bar), (one.width / 2 + 0.03, depth, one.height - bar), "white"),
    ]
    psets = {"Pset_WindowCommon": {"Reference": mark, "IsExternal": True, "ThermalTransmittance": 1.8}, **origin("window")}
    return draft.type(
        f"type/window/{mark}", "IfcWindowType", f"断桥铝合金节能窗 {mark}", solids=solids, code="14-10.20.12.06",
        material="aluminium", psets=psets,
        documents=acceptance("window"), PredefinedType="WINDOW", PartitioningType="DOUBLE_PANEL_VERTICAL",
    )  # fmt: skip


def _door_type(draft: Draft, mark: str, one: Opening) -> str:
    inner = rectangle(0.08, 0.4, one.width - 0.08, one.height - 0.1)
    solids: list[Solid] = [
        panel(rectangle(0, 0, one.width, one.height), 0, 0.08, "lamp_post", (inner,)),
        box((0.08, 0.03, 0.4), (one.width - 0.08, 0.05, one.height - 0.1), "glass"),
    ]
    return draft.type(
        f"type/door/{mark}", "IfcDoorType", f"单元对讲门 {mark}", solids=solids, code="14-10.20.09.06", material="aluminium",
        psets={"Pset_DoorCommon": {"Reference": mark, "IsExternal": True, "FireExit": True}, **origin("window")},
        documents=acceptance("window"), PredefinedType="DOOR", OperationType="SINGLE_SWING_LEFT",
    )  # fmt: skip
