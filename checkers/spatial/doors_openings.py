"""The clear opening of a door's mesh: what is left between its jambs, and what the open leaf takes of it.

What belongs here: one mesh. What does not: where the door stands and which rooms it joins (``doors``).
"""

from dataclasses import dataclass

import numpy as np
import shapely

from checkers.spatial.mesh_parts import connected_parts
from checkers.spatial.projection import Floats
from pipelines.runtime.mesh import Mesh

SECTION_HEIGHTS_M = (0.3, 1.3)
"""Over the lower edge; handles are between them."""

LONG_M = 0.25
"""What reaches further along the door in a section is a leaf; jambs are slimmer."""

TOUCHING_M = 0.005
"""Lining and trim that are no further apart are one jamb."""

INSET_M = 0.02
"""A part that keeps so far from both ends of the door is a leaf or a fitting; the frame reaches to an end."""

PANE_M = 0.02
"""A leaf that is thinner is a pane, and what touches it are the stiles and rails of its leaf."""

LONGER = 1.5
"""What is so much longer one way than the other lies along the wall; else its faces tell, which look across it most."""

THICKEST_LEAF_M, USUAL_LEAF_M = 0.10, 0.05
"""A leaf that seems thicker is modelled with its handles, and taken as usual."""


@dataclass(frozen=True)
class DoorOpening:
    """What of a door is open, in the frame of its mesh."""

    along: tuple[float, float]
    """Unit vector along the wall, seen from above."""
    passage_m: tuple[float, float]
    """Where the jambs end, along the wall."""
    height_m: tuple[float, float]
    """Top of the threshold, and underside of the head."""
    across_m: tuple[float, float]
    """Extent across the wall."""
    has_jambs: bool
    leaf_count: int
    leaf_thickness_m: float

    @property
    def passage_width_m(self) -> float:
        """Width between the jambs."""
        return self.passage_m[1] - self.passage_m[0]

    @property
    def clear_width_m(self) -> float:
        """Width between the jambs without the leaves that stand open in it at a right angle."""
        return self.passage_width_m - self.leaf_count * self.leaf_thickness_m


def door_opening(mesh: Mesh, turn: Floats) -> DoorOpening | None:
    """Find the opening of a door.

    Args:
        mesh: Metres.
        turn: 3 × 3, applied before looking, so that z is up.

    Returns:
        None where the mesh is no door leaf or frame that could be told: nothing upright, or nothing between its ends.
    """
    vertices = mesh.vertices.astype(np.float64) @ turn.T
    faces = mesh.faces.astype(np.int64)
    along = wall_direction(vertices[faces])
    if along is None:
        return None
    frame = np.array([[along[0], along[1], 0.0], [-along[1], along[0], 0.0], [0.0, 0.0, 1.0]])
    placed = vertices @ frame.T
    low, high = placed.min(axis=0), placed.max(axis=0)
    size = high - low
    if size[0] < LONG_M or size[2] < LONG_M:
        return None
    parts = [placed[faces[part]] for part in connected_parts(mesh)]
    is_leaf = [
        part[..., 0].min() >= low[0] + INSET_M and part[..., 0].max() <= high[0] - INSET_M and np.ptp(part[..., 0]) > LONG_M
        for part in parts
    ]
    heights = [low[2] + min(height, size[2] * share) for height, share in zip(SECTION_HEIGHTS_M, (0.15, 0.6), strict=True)]
    gaps = [_Gap.of(parts, is_leaf, axis=2, at=height, along=0, ends=(low[0], high[0])) for height in heights]
    start, end = max(gap.start for gap in gaps), min(gap.end for gap in gaps)
    if end - start < LONG_M:
        return None
    upright = _Gap.of(parts, is_leaf, axis=0, at=start + 0.3 * (end - start), along=2, ends=(low[2], high[2]))
    # A leaf reaches over most of the way; what is thinner in the middle of it is its panel.
    leaves = [leaf for gap in gaps for leaf in gap.leaves]
    thickness = max((leaf[2] for leaf in leaves), default=0.0)
    return DoorOpening(
        along=(float(along[0]), float(along[1])),
        passage_m=(float(start), float(end)),
        height_m=(float(upright.start), float(upright.end)),
        across_m=(float(low[1]), float(high[1])),
        has_jambs=all(gap.has_jambs for gap in gaps),
        leaf_count=_leaf_count(leaves, end - start),
        leaf_thickness_m=float(thickness if thickness <= THICKEST_LEAF_M else USUAL_LEAF_M),
    )


def wall_direction(corners: Floats) -> Floats | None:
    """The direction along the wall that a door or opening stands in.

    Args:
        corners: Triangles, shape (n, 3, 3), z up.

    Returns:
        Unit vector, shape (2,), in one of the two directions; None where nothing is upright.
    """
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])[:, :2]
    sizes = np.hypot(normals[:, 0], normals[:, 1])
    if not len(corners) or sizes.sum() < 1e-9:
        return None
    # Faces look along the wall or across it, so four times their angle is one angle.
    angles = np.arctan2(normals[:, 1], normals[:, 0])
    angle = np.angle((sizes * np.exp(4j * angles)).sum()) / 4
    one, other = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    extents = [float(np.ptp(corners[..., :2] @ axis)) for axis in (one, other)]
    if max(extents) > LONGER * min(extents):
        along = one if extents[0] > extents[1] else other
    else:
        along = other if np.abs(normals @ one).sum() >= np.abs(normals @ other).sum() else one
    return along if (along[0], along[1]) > (0.0, 0.0) else -along


def _leaf_count(leaves: list[tuple[float, float, float]], width_m: float) -> int:
    """Of a door's leaves side by side; sashes that overlap are one."""
    count, reach = 0, -np.inf
    for start, end, _ in sorted(leaves):
        if start > reach - TOUCHING_M:
            count += 1
        reach = max(reach, end)
    return min(count, 2) if width_m > 4 * LONG_M else min(count, 1)


@dataclass(frozen=True)
class _Gap:
    """The room between what stands at both ends of a section."""

    start: float
    end: float
    has_jambs: bool
    leaves: tuple[tuple[float, float, float], ...]
    """Start, end and thickness of each."""

    @classmethod
    def of(cls, parts: list[Floats], is_leaf: list[bool], axis: int, at: float, along: int, ends: tuple[float, float]) -> "_Gap":
        short: list[tuple[float, float, float]] = []
        leaves: list[tuple[float, float, float]] = []
        for corners, of_leaf in zip(parts, is_leaf, strict=True):
            pieces = _pieces(corners, axis, at, along)
            if of_leaf and pieces:
                thickness = max(piece[2] for piece in pieces)
                leaves.append((float(corners[..., along].min()), float(corners[..., along].max()), thickness))
            elif not of_leaf:
                leaves += [piece for piece in pieces if piece[1] - piece[0] > LONG_M]
                short += [piece for piece in pieces if piece[1] - piece[0] <= LONG_M]
        panes = [leaf for leaf in leaves if leaf[2] < PANE_M]
        stiles = [piece for piece in short if any(_touch(piece, pane) for pane in panes)]
        leaves += stiles
        first, last = ends
        jambs = [piece for piece in short if piece not in stiles]
        for one, other, _ in sorted(jambs):
            if one <= first + TOUCHING_M:
                first = max(first, other)
        for one, other, _ in sorted(jambs, key=lambda piece: (-piece[1], -piece[0])):
            if other >= last - TOUCHING_M:
                last = min(last, one)
        return cls(first, last, first > ends[0] and last < ends[1], tuple(leaves))


def _touch(piece: tuple[float, float, float], pane: tuple[float, float, float]) -> bool:
    return abs(piece[1] - pane[0]) <= TOUCHING_M or abs(piece[0] - pane[1]) <= TOUCHING_M


def _pieces(corners: Floats, axis: int, at: float, along: int) -> list[tuple[float, float, float]]:
    """What a level or upright section cuts: where each piece starts and ends, and how thick it is."""
    other = 3 - axis - along
    away = corners[:, :, axis] - at
    away = np.where(np.abs(away) < 1e-7, 1e-7, away)
    cut = (away.min(axis=1) < 0) & (away.max(axis=1) > 0)
    if not cut.any():
        return []
    corners, away = corners[cut], away[cut]
    points = []
    for one, two in ((0, 1), (1, 2), (2, 0)):
        share = away[:, one] / (away[:, one] - away[:, two] + 1e-300)
        met = corners[:, one] + share[:, None] * (corners[:, two] - corners[:, one])
        points.append(np.where((away[:, one] * away[:, two] < 0)[:, None], met[:, (along, other)], np.nan))
    lines = np.stack(points, axis=1)
    order = np.argsort(np.isnan(lines[..., 0]), axis=1, kind="stable")[:, :2]
    lines = np.round(np.take_along_axis(lines, order[..., None], axis=1), 5)
    noded = shapely.union_all(shapely.linestrings(lines))
    found = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    if not len(found):
        return []
    bounds = shapely.bounds(found)
    return [(float(a), float(c), float(d - b)) for a, b, c, d in bounds]
