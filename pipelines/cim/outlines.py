"""Outlines seen from above: of what has a shape, of what is made of others, and where they lie on the map."""

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from pipelines.runtime import projection

GRID_M = 0.001
"""Outlines are joined on a grid of a millimetre: a robust union, and no slivers."""

SHEET_M = 0.01
"""Width of the strip that stands for an upright sheet, so that a map can show it and a search find it."""

AREAL_CLASSES = frozenset((
    "IfcSlab", "IfcSlabStandardCase", "IfcSlabElementedCase", "IfcRoof", "IfcSpace", "IfcPavement", "IfcCourse", "IfcKerb",
    "IfcGeographicElement", "IfcEarthworksFill", "IfcEarthworksElement", "IfcReinforcedSoil", "IfcTrackElement", "IfcRail",
    "IfcSite", "IfcBuilding", "IfcBuildingStorey", "IfcBridge", "IfcBridgePart", "IfcRoad", "IfcRoadPart", "IfcRailway",
    "IfcRailwayPart", "IfcFacility", "IfcFacilityPart", "IfcFacilityPartCommon", "IfcMarineFacility", "IfcMarinePart",
))  # fmt: skip
"""Classes whose own outline is ground that the whole covers; others only stand on it."""

Geometries = NDArray[np.object_]


def outline_of_parts(parts: Iterable[tuple[str, shapely.Geometry]]) -> shapely.Geometry | None:
    """The outline of what is made of others: the union of those that cover ground, else the hull of all.

    Args:
        parts: Class and outline of each, model frame.

    Returns:
        A polygon or multipolygon in the same frame; None where no part has an outline.
    """
    given = [(name, outline) for name, outline in parts if outline is not None and not outline.is_empty]
    if not given:
        return None
    areal = [outline for name, outline in given if name in AREAL_CLASSES]
    if areal:
        return shapely.union_all([shapely.make_valid(outline) for outline in areal], grid_size=GRID_M)
    return shapely.convex_hull(shapely.geometrycollections([outline for _, outline in given]))


def outline_of_sheet(corners: NDArray[np.float64]) -> shapely.Geometry:
    """The outline of what has no extent seen from above, such as an upright sheet: a strip of ``SHEET_M``.

    Args:
        corners: Shape (n, 2).
    """
    line = shapely.convex_hull(shapely.multipoints(corners))
    return shapely.buffer(line, SHEET_M / 2, cap_style="square", join_style="mitre")


def moved(outlines: Geometries, matrix: NDArray[np.float64]) -> Geometries:
    """Outlines moved in the plane by a 4 × 4 matrix, whose tilt out of the plane is left out."""
    plane = matrix[:2, :2]
    return np.asarray(shapely.transform(outlines, lambda xy: xy @ plane.T + matrix[:2, 3]), object)


def to_lonlat(geometries: Geometries, crs: str) -> Geometries:
    """Geometries of ``crs`` in EPSG:4490, longitude before latitude.

    Raises:
        UnknownCrs: Nobody knows ``crs``.
    """
    return np.asarray(shapely.transform(geometries, lambda xy: projection.to_lonlat(xy, crs)), object)


def as_multipolygon(outline: shapely.Geometry | None) -> shapely.Geometry | None:
    """The polygons of a geometry as one MultiPolygon; None where it has none."""
    if outline is None or outline.is_empty:
        return None
    polygons = [part for part in _parts(outline) if part.geom_type == "Polygon" and not part.is_empty]
    return shapely.multipolygons(polygons) if polygons else None


def outline_of_project(blobs: Sequence[bytes], crs: object) -> dict[str, object]:
    """The hull of all that stands on the map, as ``footprint_map`` and ``geom``; of a straight axis alone, a narrow strip.

    Args:
        blobs: WKB of outlines and axes in ``crs``.
        crs: The project's system; without one there is no hull.
    """
    corners = shapely.get_coordinates(shapely.from_wkb(np.array(blobs, object)))
    # Of one line through all corners: a collection of as many shapes takes several times as long.
    hull = shapely.convex_hull(shapely.linestrings(corners)) if len(corners) > 1 else None
    if hull is not None and hull.geom_type == "LineString":
        hull = outline_of_sheet(shapely.get_coordinates(hull))
    outline = as_multipolygon(hull)
    if outline is None or not isinstance(crs, str):
        return {}
    exact = np.array([outline], object)
    return {"footprint_map": as_wkb(exact)[0], "geom": as_wkb(to_lonlat(exact, crs))[0]}


def as_wkb(geometries: Iterable[shapely.Geometry | None]) -> list[bytes | None]:
    """WKB of each, little-endian; None stays None."""
    return [None if g is None else shapely.to_wkb(g, byte_order=1) for g in geometries]


def from_wkb(blobs: Iterable[bytes | None]) -> list[shapely.Geometry | None]:
    """The geometries of WKB; None stays None."""
    found: list[shapely.Geometry | None] = list(shapely.from_wkb(np.array(list(blobs), object)))
    return found


def _parts(geometry: shapely.Geometry) -> Iterable[shapely.Geometry]:
    for part in shapely.get_parts(geometry):
        if part.geom_type in {"Polygon", "LineString", "Point"}:
            yield part
        else:
            yield from _parts(part)
