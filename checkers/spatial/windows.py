"""Windows and other glazing: how large, in which wall, of which room, and where they look."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from checkers.properties import effective_flags
from checkers.spatial.envelope_storeys import NO_BUILDING, EnclosedStorey, building_of
from checkers.spatial.glazing import ROOF_LIGHT_TILT_DEG, Panes, glazed_elements
from checkers.spatial.true_north import north_of
from checkers.spatial_classes import WALLS

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

Floats = NDArray[np.float64]

PROBES_M = (0.35, 0.6, 0.9, 1.3)
"""So far before and behind the middle of a pane it is asked what is inside; walls are up to a metre thick."""

BOUNDARIES = ("IfcRelSpaceBoundary", "IfcRelSpaceBoundary1stLevel", "IfcRelSpaceBoundary2ndLevel")

STEEP_DEG = 60.0
"""What leans back further looks up: nothing lies before it that could be asked for."""

OVER_M = 1.0
"""A roof light has the open air so far over it."""

DECIMALS = 6


def windows_of(tables: "Frames", shapes: pa.Table, storeys: Sequence[EnclosedStorey]) -> list[dict[str, object]]:
    """Give the rows of ``msr_window`` of one model, without its id.

    Args:
        tables: One model's ``ifc_element``, ``ifc_geometry``, ``ifc_attribute``, ``ifc_type``, ``ifc_material``, ``ifc_relation``,
            ``ifc_property``, ``ifc_model``, ``ifc_map_conversion``, ``msr_footprint`` and ``msr_room``.
        shapes: ``ifc_shape``.
        storeys: What ``enclosed_storeys`` gives.
    """
    glazed = glazed_elements(tables)
    elements = tables["ifc_element"].set_index("step_id")
    geometry = tables["ifc_geometry"]
    panes = Panes(geometry[geometry["step_id"].isin({*glazed.index, *glazed["parent_step_id"].dropna()})], shapes)
    declared_outside = effective_flags(tables, "is_external")
    inside = _Inside(storeys)
    rooms = _Rooms(tables, glazed.index)
    hosts = _hosts(tables, glazed, elements)
    north = north_of(tables)
    building = building_of(tables["ifc_element"])
    found = []
    for window in glazed.reset_index().itertuples():
        step_id = int(window.step_id)
        pane = panes.pane(step_id)
        if pane is None and window.parent_step_id == window.parent_step_id:
            pane = panes.pane(int(window.parent_step_id))
        flag = declared_outside.get(step_id)
        row = _sizes(window, pane)
        tilt = None
        if pane is not None:
            normal, middle, _ = pane
            tilt = abs(float(np.degrees(np.arcsin(np.clip(normal[2], -1, 1)))))
            outward, is_outside = _looks(normal, middle, tilt, inside, flag)
            row |= {"is_exterior": is_outside, "tilt_deg": round(tilt, 3)}
            if tilt >= ROOF_LIGHT_TILT_DEG and row["glazed_part"] != "door":
                row["glazed_part"] = "roof_light"
            if outward is not None:
                # Behind a pane in the wall, below one in the roof.
                row |= rooms.behind(step_id, middle, outward)
                if is_outside and tilt < 89:
                    row["azimuth_deg"] = round(float(north.azimuth_deg(outward)) % 360, 3) % 360
        else:
            row["is_exterior"] = flag
        if row["glazed_part"] == "door" and row.get("is_exterior") is not True:
            continue
        of = building.get(step_id, np.nan)
        row["building_step_id"] = int(of) if of == of else NO_BUILDING
        row["wall_step_id"] = hosts.host(step_id, pane)
        found.append(row)
    return found


def _sizes(window: Any, pane: tuple[Floats, Floats, Floats] | None) -> dict[str, object]:
    """Identity, part and sizes; what is declared counts before what the mesh measures."""
    width, height = window.overall_width_m, window.overall_height_m
    row: dict[str, object] = {"step_id": int(window.step_id), "global_id": window.global_id, "glazed_part": window.glazed_part}
    if pane is not None:
        normal, middle, sizes = pane
        width = sizes[0] if width != width else width
        height = sizes[1] if height != height else height
        half = sizes[1] * np.hypot(normal[0], normal[1]) / 2
        row |= {"sill_z_m": round(middle[2] - half, DECIMALS), "head_z_m": round(middle[2] + half, DECIMALS)}
    if width == width and height == height:
        row |= {"width_m": round(width, DECIMALS), "height_m": round(height, DECIMALS), "area_m2": round(width * height, DECIMALS)}
    return row


def _looks(
    normal: Floats, middle: Floats, tilt_deg: float, inside: "_Inside", flag: bool | None
) -> tuple[Floats | None, bool | None]:
    """The outward direction and whether outside is before it; None where neither is known."""
    if tilt_deg > STEEP_DEG:
        return normal * np.sign(normal[2]), not inside.at(middle[:2], middle[2] + OVER_M, strict=True)
    level = np.array([normal[0], normal[1]]) / max(np.hypot(normal[0], normal[1]), 1e-9)
    signed = np.array([*level, 0.0])
    if inside.knows(middle[2]):
        for step in PROBES_M:
            before, behind = inside.at(middle[:2] + step * level, middle[2]), inside.at(middle[:2] - step * level, middle[2])
            if before != behind:
                return (-signed if before else signed), True
        # Within the building on both sides; a declared outer window there looks into a court or onto a loggia.
        return signed, bool(flag) if flag is not None else False
    return None, flag


class _Inside:
    """What is inside a building at a height."""

    def __init__(self, storeys: Sequence[EnclosedStorey]) -> None:
        self._outlines = np.array([storey.outline for storey in storeys], object)
        self._base_z = np.array([storey.base_z_m for storey in storeys])
        self._top_z = np.array([storey.top_z_m for storey in storeys])
        shapely.prepare(self._outlines)

    def _near(self, z: float) -> NDArray[np.bool_]:
        near: NDArray[np.bool_] = (self._base_z - 0.5 <= z) & (z <= self._top_z + 0.5)
        return near

    def knows(self, z: float) -> bool:
        return bool(self._near(z).any())

    def at(self, place: Floats, z: float, *, strict: bool = False) -> bool:
        exact = (self._base_z <= z) & (z <= self._top_z)
        of = exact if strict or exact.any() else self._near(z)
        return bool(shapely.contains_xy(self._outlines[of], place[0], place[1]).any())


@dataclass(frozen=True, eq=False)
class _Hosts:
    by_void: dict[int, int]
    tree: shapely.STRtree
    steps: NDArray[np.int64]
    heights: Floats

    def host(self, step_id: int, pane: tuple[Floats, Floats, Floats] | None) -> int | None:
        if step_id in self.by_void:
            return self.by_void[step_id]
        if pane is None or not len(self.steps):
            return None
        middle = pane[1]
        near = self.tree.query(shapely.Point(middle[0], middle[1]), predicate="dwithin", distance=0.3)
        near = [place for place in near if self.heights[place, 0] - 0.1 <= middle[2] <= self.heights[place, 1] + 0.1]
        if not near:
            return None
        point = shapely.Point(middle[0], middle[1])
        distances = [(round(float(self.tree.geometries[place].distance(point)), 4), int(self.steps[place])) for place in near]
        return min(distances)[1]


def _hosts(tables: "Frames", glazed: "pd.DataFrame", elements: "pd.DataFrame") -> _Hosts:
    """The wall of each opening that a window fills, and walls to look for near windows that fill none."""
    parents = elements["parent_step_id"]
    by_void: dict[int, int] = {}
    for step_id, parent in zip(glazed.index, glazed["parent_step_id"], strict=True):
        if parent == parent and parent in parents.index:
            up = parents[parent] if elements.at[parent, "ifc_class"] == "IfcOpeningElement" else parent
            if up == up and up in elements.index:
                by_void[int(step_id)] = int(up)
    walls = elements.index[elements["ifc_class"].isin(WALLS)]
    rows = tables["msr_footprint"].set_index("step_id")["footprint"]
    rows = rows[rows.index.isin(walls)] if len(by_void) < len(glazed) else rows.iloc[:0]
    heights = tables["ifc_geometry"].set_index("step_id")[["min_z_m", "max_z_m"]].reindex(rows.index).to_numpy(float)
    tree = shapely.STRtree(shapely.from_wkb(rows.to_numpy(object)))
    return _Hosts(by_void, tree, rows.index.to_numpy(np.int64), heights)


class _Rooms:
    """Rooms by the windows that border them, and by where they lie."""

    def __init__(self, tables: "Frames", glazed: Collection[int]) -> None:
        rooms = tables["msr_room"].sort_values(["step_id", "room_number"])
        self._keys = list(zip(rooms["step_id"].astype(int), rooms["room_number"].astype(int), strict=True))
        self._low, self._high = rooms["floor_z_m"].to_numpy(float), rooms["ceiling_z_m"].to_numpy(float)
        self._tree = shapely.STRtree(shapely.from_wkb(rooms["floor"].to_numpy(object)))
        spaces = {step_id for step_id, number in self._keys if number == 0}
        relations = tables["ifc_relation"]
        borders = relations[relations["relating_step_id"].isin(spaces) & relations["related_step_id"].isin(glazed)]
        borders = borders[borders["relation_class"].isin(BOUNDARIES)].sort_values(["related_step_id", "relating_step_id"])
        self._bordered: dict[int, list[int]] = {}
        for window, space in zip(borders["related_step_id"], borders["relating_step_id"], strict=True):
            self._bordered.setdefault(int(window), []).append(int(space))

    def behind(self, step_id: int, middle: Floats, outward: Floats) -> dict[str, object]:
        """Where a pane stands in the border of one room only, that one; else the room that lies behind it."""
        bordered = sorted(set(self._bordered.get(step_id, [])))
        if len(bordered) == 1:
            return {"room_step_id": bordered[0], "room_number": 0}
        for step in PROBES_M:
            inward = middle - step * outward
            met = self._tree.query(shapely.Point(inward[0], inward[1]), predicate="intersects")
            at = [place for place in sorted(met) if self._low[place] - 0.3 <= inward[2] <= self._high[place] + 0.3]
            at = [place for place in at if self._keys[place][0] in bordered] or at if bordered else at
            if at:
                step_id, number = self._keys[at[0]]
                return {"room_step_id": step_id, "room_number": number}
        return {"room_step_id": bordered[0], "room_number": 0} if bordered else {}
