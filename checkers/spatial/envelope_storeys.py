"""The warm part of each building, storey by storey: the outline that walls and rooms enclose, between two levels.

What belongs here: which outline is enclosed at which height. What does not: what its faces are made of (``facades``,
``envelope``), and what a storey is to rules (``storeys``): levels that are no storey only cut a building once more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

from checkers.names import joined_names, words
from checkers.spatial_classes import BUILDINGS, SLABS, STOREYS, WALLS, ancestors

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

NO_BUILDING = 0
"""Stands for the building in models that have none."""

LEAST_STOREY_M = 1.0
"""Levels that are nearer to one another are of one floor: its finish, its structure, its dimension line."""

PROBE_M = 1.2
"""Walls are looked for so high over the floor; over low floors at half their height."""

KNEE_M = 0.30
"""Under a sloped roof walls may be lower; they are looked for so high over the floor."""

SEAM_M = 0.02
"""Pieces of one outline are joined over seams of twice that."""

GAP_M = 0.102
"""Gaps up to twice as wide between walls are joints of the drawing. A gap as wide as a wall, 0.20 m, is well within it."""

THIN_M = 0.298
"""What is thinner than twice this encloses nothing: garden walls, wing walls, the ends of walls."""

LEAST_ROOM_M2 = 4.0
"""Smaller outlines and holes do not count."""

HELD_SHARE = 0.98
"""Walls whose outline holds so much of the rooms enclose them."""

COVERED_SHARE = 0.5
"""What has floors or roofs over so much of it is covered."""

CURTAIN_PARTS = ("IfcPlate", "IfcMember")
FILLINGS = ("IfcWindow", "IfcDoor", "IfcWindowStandardCase", "IfcDoorStandardCase")
COVERS = (*SLABS, "IfcRoof", "IfcCovering", "IfcSpace")


@dataclass(frozen=True, eq=False)
class EnclosedStorey:
    """What a building encloses between two levels. Metres, model frame."""

    building_step_id: int
    """``NO_BUILDING`` where the model has none."""
    base_z_m: float
    top_z_m: float
    outline: shapely.Geometry
    """Outer outline of walls and rooms; courtyards are holes."""
    is_below_ground: bool
    is_topmost: bool

    @property
    def height_m(self) -> float:
        """Between the two levels."""
        return self.top_z_m - self.base_z_m


def enclosed_storeys(tables: "Frames") -> tuple[EnclosedStorey, ...]:
    """Give what each building of a model encloses, from the lowest level up.

    Args:
        tables: One model's ``ifc_element``, ``ifc_spatial``, ``ifc_geometry``, ``msr_footprint``.

    Returns:
        By building, then by height. Levels over which nothing lies and in which there is no room, such as a roof within
        its parapet, are not in it.
    """
    elements = tables["ifc_element"]
    wanted = elements[elements["ifc_class"].isin((*WALLS, "IfcCurtainWall", *CURTAIN_PARTS, *FILLINGS, *COVERS))]
    if wanted.empty:
        return ()
    boxes = tables["ifc_geometry"].set_index("step_id")[["min_z_m", "max_z_m"]]
    outlines = tables["msr_footprint"].set_index("step_id")["footprint"]
    parts = wanted.set_index("step_id").join(boxes, how="inner").join(outlines, how="inner")
    if parts.empty:
        return ()
    building = building_of(elements)
    parts["building"] = building.reindex(parts.index).fillna(NO_BUILDING).astype("int64")
    parts["outline"] = shapely.from_wkb(parts["footprint"].to_numpy(object))
    curtain = set(elements.loc[elements["ifc_class"].eq("IfcCurtainWall"), "step_id"])
    parts = parts[~parts["ifc_class"].isin(CURTAIN_PARTS) | parts["parent_step_id"].isin(curtain)]
    parts["is_open_air"] = _is_open_air(parts)
    found: list[EnclosedStorey] = []
    for step_id, of_building in parts.groupby("building", sort=True):
        levels = _levels(tables, int(step_id), building)
        found += _storeys_of(int(step_id), of_building, levels)
    return tuple(found)


def building_of(elements: "pd.DataFrame") -> "pd.Series[float]":
    """Give the building of each object, null where it has none; the only one of a model has all that is in no other."""
    import pandas as pd

    buildings = elements.loc[elements["ifc_class"].isin(BUILDINGS), "step_id"].to_list()
    if len(buildings) > 1:
        return ancestors(elements, BUILDINGS)
    return pd.Series(buildings[0] if buildings else np.nan, index=pd.Index(elements["step_id"]), dtype="float64")


@dataclass(frozen=True)
class _Level:
    z_m: float
    is_below_ground: bool


def _levels(tables: "Frames", building_step_id: int, building: "pd.Series[float]") -> list[_Level]:
    """The levels of the storeys of a building, the lowest of each floor."""
    storeys = tables["ifc_spatial"]
    storeys = storeys[storeys["ifc_class"].isin(STOREYS) & storeys["elevation_m"].notna()]
    own = building.reindex(storeys["step_id"]).fillna(NO_BUILDING).to_numpy() == building_step_id
    storeys = storeys[own].sort_values(["elevation_m", "step_id"])
    names = storeys["name"].fillna("") + " " + storeys["long_name"].fillna("")
    below = words("rooms", "below_ground_storey").in_texts(names)
    levels: list[_Level] = []
    for z, is_below in zip(storeys["elevation_m"], below, strict=True):
        if levels and z - levels[-1].z_m < LEAST_STOREY_M:
            continue
        levels.append(_Level(float(z), bool(is_below)))
    return levels


def _storeys_of(building_step_id: int, parts: "pd.DataFrame", levels: Sequence[_Level]) -> list[EnclosedStorey]:
    low, high = parts["min_z_m"].to_numpy(float), parts["max_z_m"].to_numpy(float)
    classes = parts["ifc_class"]
    is_space = (classes.eq("IfcSpace") & ~parts["is_open_air"]).to_numpy(bool)
    is_wall = classes.isin((*WALLS, "IfcCurtainWall", *CURTAIN_PARTS, *FILLINGS)).to_numpy(bool)
    is_cover = classes.isin(COVERS).to_numpy(bool) & (is_space | ~classes.eq("IfcSpace").to_numpy(bool))
    is_lid = is_cover & ~is_space
    outlines = parts["outline"].to_numpy(object)
    upright = is_wall | is_space
    # Mostly walls close the outline by themselves; rooms, windows and doors are only asked for where they do not.
    is_bare = classes.isin((*WALLS, "IfcCurtainWall")).to_numpy(bool)
    if not upright.any():
        return []
    if not levels:
        levels = [_Level(float(low[upright].min()), False)]
    tops = [level.z_m for level in levels[1:]] + [max(float(high[upright].max()), levels[-1].z_m)]
    above_ground = [level.z_m for level in levels if not level.is_below_ground]
    ground = min(above_ground) if above_ground else np.inf
    enclosed: list[tuple[float, float, shapely.Geometry, bool]] = []
    for level, top in zip(levels, tops, strict=True):
        height = top - level.z_m
        if height <= 0:
            continue
        probe = level.z_m + min(PROBE_M, height / 2)
        here = upright & (low < probe) & (high > probe)
        if not here.any():
            continue
        over = is_lid & (low > probe) & (low < top + LEAST_STOREY_M)
        covers = outlines[is_cover & (high > level.z_m + 0.05)]
        outline = _enclosed(outlines[here & is_bare], covers)
        if not _holds(outline, outlines[here & is_space]):
            outline = _enclosed(outlines[here], covers)
        if outline.is_empty:
            continue
        has_rooms = bool((here & is_space).any())
        lids = outlines[over | (is_lid & (low <= probe) & (high > probe))]
        if not has_rooms and _covered_shares(np.array([outline], object), lids)[0] < COVERED_SHARE:
            continue
        knee = is_bare & (low < level.z_m + KNEE_M) & (high > level.z_m + KNEE_M)
        roofs = outlines[is_lid & (low > level.z_m - KNEE_M) & (high > probe)]
        if enclosed and len(roofs) and (knee & ~here).any():
            outline = _under_roofs(outline, _enclosed(outlines[here | knee], covers), enclosed[-1][2], roofs)
        enclosed.append((level.z_m, top, outline, level.z_m < ground - 0.01))
    last = len(enclosed) - 1
    storeys = []
    for place, (base, top, outline, is_below) in enumerate(enclosed):
        if place == last:
            top = _top_of(outline, base, top, outlines, low, high, is_lid, is_space, has_next=top < tops[-1])
        storeys.append(EnclosedStorey(building_step_id, base, top, outline, is_below, place == last))
    return storeys


def _is_open_air(parts: "pd.DataFrame") -> "pd.Series[bool]":
    """Spaces on roofs and outdoors enclose nothing."""
    rooms = parts[parts["ifc_class"].eq("IfcSpace")]
    outdoors = words("rooms", "open_air").in_texts(joined_names(rooms, "name", "long_name"))
    return (outdoors | rooms["predefined_type"].eq("EXTERNAL")).reindex(parts.index, fill_value=False)


def _enclosed(outlines: NDArray[np.object_], covers: NDArray[np.object_]) -> shapely.Geometry:
    """The outline that upright things enclose, with courtyards open."""
    grown = shapely.buffer(shapely.union_all(outlines), GAP_M, join_style="mitre")
    joined = shapely.get_parts(shapely.buffer(grown, -GAP_M, join_style="mitre"))
    parts = [shapely.Polygon(part.exterior) for part in joined]
    holes = np.array([shapely.Polygon(ring) for part in joined for ring in part.interiors], object)
    holes = holes[shapely.area(holes) >= LEAST_ROOM_M2]
    open_holes = holes[_covered_shares(holes, covers) < COVERED_SHARE] if len(covers) else holes[:0]
    # Rooms of a model without floors and ceilings look like courtyards: then none is one.
    if 0 < shapely.area(open_holes).sum() < 0.5 * shapely.area(np.array(parts, object)).sum():
        courts = shapely.union_all(open_holes)
        parts = [shapely.difference(part, courts) for part in parts]
    whole = shapely.union_all(parts)
    core = shapely.buffer(shapely.buffer(whole, -THIN_M, join_style="mitre"), THIN_M + 1e-3, join_style="mitre")
    whole = shapely.intersection(whole, core)
    kept = [part for part in shapely.get_parts(whole) if part.geom_type == "Polygon" and part.area >= LEAST_ROOM_M2]
    return shapely.simplify(shapely.union_all(kept), 1e-3)


def _under_roofs(
    outline: shapely.Geometry, wider: shapely.Geometry, below: shapely.Geometry, roofs: NDArray[np.object_]
) -> shapely.Geometry:
    """An outline with what lies behind low walls under a sloped roof, no further out than the storey below."""
    more = [part for part in shapely.get_parts(shapely.difference(shapely.intersection(wider, below), outline)) if part.area > 0.1]
    gained = np.array(more, object)
    if not len(gained):
        return outline
    gained = gained[_covered_shares(gained, roofs) >= COVERED_SHARE]
    joined = shapely.buffer(shapely.union_all([outline, *gained]), SEAM_M, join_style="mitre")
    opened = shapely.buffer(joined, -2 * SEAM_M, join_style="mitre")
    return shapely.simplify(shapely.buffer(opened, SEAM_M, join_style="mitre"), 1e-3)


def _holds(outline: shapely.Geometry, rooms: NDArray[np.object_]) -> bool:
    """Whether the outline encloses something, and the rooms with it."""
    if outline.is_empty:
        return False
    whole = shapely.area(rooms).sum()
    shapely.prepare(outline)
    outer = rooms[~shapely.covers(outline, rooms)]
    return bool(whole - shapely.area(outer).sum() + shapely.area(shapely.intersection(outer, outline)).sum() >= HELD_SHARE * whole)


def _covered_shares(areas: NDArray[np.object_], lids: NDArray[np.object_]) -> NDArray[np.float64]:
    """How much of each area lies under or over things, seen from above; what several cover counts more than once."""
    tree = shapely.STRtree(lids)
    under, _ = tree.query(areas, predicate="covered_by")
    shares = np.bincount(under, minlength=len(areas)).astype(float)
    rest = np.flatnonzero(shares == 0)
    area, lid = tree.query(areas[rest], predicate="intersects")
    met = shapely.area(shapely.intersection(areas[rest][area], lids[lid]))
    shares[rest] = np.bincount(area, weights=met, minlength=len(rest)) / shapely.area(areas[rest])
    return shares


def _top_of(
    outline: shapely.Geometry, base: float, top: float, outlines: NDArray[np.object_], low: NDArray[np.float64],
    high: NDArray[np.float64], is_lid: NDArray[np.bool_], is_space: NDArray[np.bool_], *, has_next: bool,
) -> float:  # fmt: skip
    """Where the topmost storey ends: at the surface of what covers most of it, else at the next level, else where its rooms end."""
    lids = np.flatnonzero(is_lid & (high > base + LEAST_STOREY_M))
    shares = shapely.intersection(outlines[lids], outline)
    shares = shapely.area(shares) / outline.area
    if shares.sum() >= 0.5:
        large = lids[shares >= 0.05] if (shares >= 0.05).any() else lids
        return float(high[large].max())
    if has_next:
        return top
    rooms = is_space & (low >= base - LEAST_STOREY_M) & (high > base)
    return float(high[rooms].max()) if rooms.any() else top
