"""The triangles of a project's objects in a local frame whose place on the Earth is known exactly."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cim_schema.codes import CityObjectFamily
from pipelines.runtime.mesh import MeshStore
from pipelines.runtime.projection import to_lonlat

Floats = NDArray[np.float64]

_SEMI_MAJOR_M = 6_378_137.0
_ECCENTRICITY_SQUARED = 0.006_694_380_022_903_416
"""Of CGCS2000 (flattening 1 : 298.257222101); WGS 84, which EPSG:4978 names, lies 0.1 mm from it."""


@dataclass(frozen=True, eq=False)
class PlacedTriangles:
    """Triangles of many objects, one after another."""

    vertices: Floats
    """Shape (n, 3): east, north, up from the middle of the project, metres; the own frame's x, y, z where it has no place."""
    faces: NDArray[np.int64]
    """Shape (m, 3): rows of ``vertices``; objects share none."""
    owners: NDArray[np.int64]
    """Shape (k,): the row of each object that has triangles, rising."""
    ends: NDArray[np.int64]
    """Shape (k,): where the triangles of each of these objects end."""
    to_earth: Floats | None
    """Shape (4, 4): from the local frame to EPSG:4978; None where the project has no place on the map."""


def place_triangles(objects: pa.Table, shapes: pa.Table, *, is_placed: bool, undulation_m: float = 0.0) -> PlacedTriangles:
    """Place each corner by itself, so that convergence, scale and the Earth's curvature are all in it.

    Rooms are left out: they would hide what stands in them.

    Args:
        objects: Rows of ``cim_city_object`` of one project.
        shapes: ``cim_shape``.
        is_placed: Take the objects with a place on the map; otherwise those without.
        undulation_m: Height of the geoid above the ellipsoid, added to every height.
    """
    meshes = MeshStore([shapes])
    vertices: list[Floats] = []
    faces: list[NDArray[np.int64]] = []
    owners: list[int] = []
    systems: list[str | None] = []
    count = 0
    columns = (objects[name].to_pylist() for name in ("shape_key", "map_matrix", "crs", "city_family"))
    for row, (key, matrix, crs, family) in enumerate(zip(*columns, strict=True)):
        if key not in meshes or matrix is None or (crs is not None) != is_placed or family == CityObjectFamily.SPACE:
            continue
        mesh = meshes[key]
        placed = mesh.placed(np.array(matrix, float).reshape(4, 4))
        if not len(mesh.faces) or not np.isfinite(placed).all():
            continue
        faces.append(mesh.faces.astype(np.int64) + count)
        vertices.append(placed)
        owners.append(row)
        systems.append(crs)
        count += len(placed)
    if not owners:
        empty = np.zeros(0, np.int64)
        return PlacedTriangles(np.zeros((0, 3)), empty.reshape(0, 3), empty, empty, None)
    points, to_earth = _in_one_frame(vertices, systems, undulation_m) if is_placed else (np.concatenate(vertices), None)
    ends = np.cumsum([len(one) for one in faces])
    return PlacedTriangles(points, np.concatenate(faces), np.array(owners), ends, to_earth)


def _in_one_frame(vertices: list[Floats], systems: list[str | None], undulation_m: float) -> tuple[Floats, Floats]:
    """East, north, up of all vertices, and the matrix from there to the Earth."""
    ends = np.cumsum([len(one) for one in vertices])
    points = np.concatenate(vertices)
    for system in sorted({one for one in systems if one is not None}):
        held = np.repeat([one == system for one in systems], np.diff(ends, prepend=0))
        points[held, :2] = to_lonlat(points[held, :2], system)
    points[:, 2] += undulation_m
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    frame = east_north_up(*middle.tolist())
    earth = to_geocentric(points)
    return (earth - frame[:3, 3]) @ frame[:3, :3], frame


def to_geocentric(points: Floats) -> Floats:
    """Geocentric coordinates (EPSG:4978) of longitudes and latitudes in degrees and ellipsoidal heights: shape (n, 3), metres."""
    lon, lat = np.radians(points[:, 0]), np.radians(points[:, 1])
    normal_m = _SEMI_MAJOR_M / np.sqrt(1 - _ECCENTRICITY_SQUARED * np.sin(lat) ** 2)
    from_axis_m = (normal_m + points[:, 2]) * np.cos(lat)
    up_m = (normal_m * (1 - _ECCENTRICITY_SQUARED) + points[:, 2]) * np.sin(lat)
    return np.column_stack([from_axis_m * np.cos(lon), from_axis_m * np.sin(lon), up_m])


def east_north_up_at(points: Floats) -> Floats:
    """The matrix from east, north, up at the middle of geocentric points (shape (n, 3)) to geocentric coordinates: shape (4, 4)."""
    x, y, z = points.mean(axis=0).tolist()
    lon = np.degrees(np.arctan2(y, x))
    # The normal of the ellipsoid at sea level; a few metres of height turn it by nothing that matters to a box.
    lat = np.degrees(np.arctan2(z, np.hypot(x, y) * (1 - _ECCENTRICITY_SQUARED)))
    frame = east_north_up(float(lon), float(lat), 0.0)
    frame[:3, 3] = x, y, z
    return frame


def east_north_up(lon_deg: float, lat_deg: float, height_m: float) -> Floats:
    """The matrix from east, north, up at a place to geocentric coordinates: shape (4, 4)."""
    lon, lat = np.radians(lon_deg), np.radians(lat_deg)
    frame = np.eye(4)
    frame[:3, 0] = -np.sin(lon), np.cos(lon), 0
    frame[:3, 1] = -np.sin(lat) * np.cos(lon), -np.sin(lat) * np.sin(lon), np.cos(lat)
    frame[:3, 2] = np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)
    frame[:3, 3] = to_geocentric(np.array([[lon_deg, lat_deg, height_m]]))[0]
    return frame
