"""Types of doors and windows: frames, panels, glass."""

from sample_ifc.shapes import Outline, Solid, box, panel, rectangle
from sample_ifc.writer import Draft

FRAME = 0.05
DEPTH = 0.08
"""A frame's width in elevation, and its depth."""
LEAF = 0.045
"""A door leaf's thickness."""


def window_type(draft: Draft, width: float, height: float, *, is_external: bool = True, is_fixed: bool = False) -> str:
    """A window with a transom and mullions every 0.7 m or so; its path."""
    mark = f"C{round(width * 10):02d}{round(height * 10):02d}" + ("" if is_external else "n") + ("g" if is_fixed else "")
    panes = _panes(width, height)
    solids: list[Solid] = [panel(rectangle(0, 0, width, height), 0, DEPTH, "frame", tuple(panes))]
    solids += [panel(rectangle(FRAME / 2, FRAME / 2, width - FRAME / 2, height - FRAME / 2), 0.035, 0.047, "glass")]
    common = {"IsExternal": is_external, "Reference": mark}
    if is_external:
        common |= {"ThermalTransmittance": 2.0, "GlazingAreaFraction": 0.85}
    return draft.type(
        f"type/window/{mark}",
        "IfcWindowType",
        f"断桥铝合金{'固定' if is_fixed else '推拉'}窗 {mark}" if is_external else f"铝合金内窗 {mark}",
        solids=solids,
        code="14-10.20.12.06" if is_external else "14-10.20.12.03",
        material="aluminium",
        psets={"Pset_WindowCommon": common},
        PredefinedType="WINDOW",
        PartitioningType="NOTDEFINED",
    )


def _panes(width: float, height: float) -> list[Outline]:
    columns = max(1, round(width / 0.7))
    rows = [(FRAME, height - FRAME)] if height < 1.3 else [(FRAME, height - 0.6), (height - 0.6 + FRAME, height - FRAME)]
    step = (width - FRAME) / columns
    return [rectangle(FRAME + step * i, z0, step * (i + 1), z1) for i in range(columns) for z0, z1 in rows]


def door_type(draft: Draft, kind: str, width: float, height: float) -> str:
    """A door; its path.

    Args:
        draft: The model.
        kind: ``plain`` (M), ``fire`` (FM乙), ``glazed`` (an entrance door of glass), ``security`` (a flat's front door).
        width: Nominal width of the opening.
        height: Nominal height of the opening.
    """
    prefix, style = {
        "plain": ("M", "door"),
        "fire": ("FM乙", "fire_door"),
        "glazed": ("MLC", "frame"),
        "security": ("FDM", "flat_door"),
    }[kind]
    leaves = 2 if width > 1.2 else 1
    mark = f"{prefix}{round(width * 100 / 10):02d}{round(height * 10):02d}"
    frame: Outline = (
        (0, 0),
        (FRAME, 0),
        (FRAME, height - FRAME),
        (width - FRAME, height - FRAME),
        (width - FRAME, 0),
        (width, 0),
        (width, height),
        (0, height),
    )
    solids: list[Solid] = [panel(frame, 0, 0.1, "frame" if kind == "glazed" else style)]
    leaf = (width - 2 * FRAME) / leaves
    for i in range(leaves):
        solids += _leaf(FRAME + leaf * i, FRAME + leaf * (i + 1), height - FRAME, style, kind, is_left=i == 0)
    operation = "DOUBLE_DOOR_SINGLE_SWING" if leaves == 2 else "SINGLE_SWING_LEFT"
    is_external = kind == "glazed"
    names = {"plain": "木质成品门", "fire": "钢质乙级防火门", "glazed": "钢化玻璃地弹门", "security": "钢质防盗入户门"}
    common: dict[str, object] = {"IsExternal": is_external, "Reference": mark}
    if kind == "fire":
        common |= {"FireRating": "乙级", "SelfClosing": True, "SmokeStop": True}
    if is_external:
        common |= {"ThermalTransmittance": 2.2}
    return draft.type(
        f"type/door/{mark}",
        "IfcDoorType",
        f"{names[kind]} {mark}",
        solids=solids,
        code="14-10.20.09.06" if is_external else "14-10.20.09.03",
        material="glass" if is_external else "timber",
        psets={"Pset_DoorCommon": common},
        PredefinedType="DOOR",
        OperationType=operation,
    )


def _leaf(x0: float, x1: float, top: float, style: str, kind: str, *, is_left: bool) -> list[Solid]:
    outline = rectangle(x0 + 0.003, 0.01, x1 - 0.003, top)
    if kind == "glazed":
        pane = rectangle(x0 + 0.08, 0.12, x1 - 0.08, top - 0.08)
    elif kind == "security":
        pane = None
    else:
        middle = (x0 + x1) / 2
        pane = rectangle(middle - 0.1, top - 0.75, middle + 0.1, top - 0.25)
    solids: list[Solid] = [panel(outline, 0.03, 0.03 + LEAF, style, (pane,) if pane else ())]
    if pane:
        solids.append(panel(pane, 0.048, 0.056, "glass"))
    handle = x1 - 0.1 if is_left else x0 + 0.06
    return [*solids, box((handle, 0.0, 0.95), (handle + 0.04, 0.105, 1.15), "steel")]
