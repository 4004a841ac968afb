"""A wall with its doors and windows, and the sorts of wall there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sample_ifc.materials import MATERIALS, Layers
from sample_ifc.school import fittings
from sample_ifc.shapes import box
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
    size: dict[str, Any] = {"OverallHeight": draft.shaper.length(hole.height), "OverallWidth": draft.shaper.length(hole.width)}
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
    """What is left of a door's nominal width between the frames, with its leaves standing open at right angles, metres."""
    leaves = 2 if nominal > 1.2 else 1
    return round(nominal - 2 * fittings.FRAME - leaves * fittings.LEAF, 3)
