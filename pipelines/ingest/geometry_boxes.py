"""Boxes without a kernel: the points that a representation is written with, placed. The last resort of the ladder.

The box holds every written point, so that of a swept solid is exact for straight profiles; curved edges may bulge out of it.
All numbers are in the file's own units until the caller scales them.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from pipelines.ingest.tessellation import Floats

_X_SIZES = ("XDim", "OverallWidth", "FlangeWidth", "BottomFlangeWidth", "BottomXDim", "Width")
_Y_SIZES = ("YDim", "OverallDepth", "Depth")
_RADII = ("Radius", "SemiAxis1", "SemiAxis2", "BottomRadius")
_DEEPEST = 16
"""Mapped items and boolean trees nest no deeper in practice; a reference that comes back on itself ends here."""


def length_unit_m(model: Any) -> float:
    """The file's length unit in metres; 1 where it is not said."""
    from ifcopenshell.util.unit import calculate_unit_scale

    try:
        return float(calculate_unit_scale(model))
    except (AttributeError, RuntimeError, TypeError, ValueError):
        return 1.0


def kernel_placement(product: Any, unit_m: float) -> Floats:
    """The placement as a kernel takes it, linear ones included: 4 × 4, metres. May crash; falls back to the chain."""
    from ifcopenshell import geom

    if product.ObjectPlacement is None:
        return np.eye(4)
    try:
        settings: Any = geom.settings()
        placed: Any = geom.create_shape(settings, product.ObjectPlacement)
        return np.array(placed.matrix, np.float64).reshape(4, 4).T
    except (AttributeError, RuntimeError, TypeError, ValueError):
        return chained_placement(product, unit_m)


def chained_placement(product: Any, unit_m: float) -> Floats:
    """The chain of placements multiplied here: 4 × 4, metres. What cannot be read, or returns to itself, is left out."""
    from ifcopenshell.util.placement import get_axis2placement

    matrix = np.eye(4)
    passed: set[int] = set()
    placement = _attribute(product, "ObjectPlacement")
    while placement is not None and placement.id() not in passed:
        passed.add(placement.id())
        # A linear placement may carry where it ends up.
        relative = _attribute(placement, "CartesianPosition") or _attribute(placement, "RelativePlacement")
        if relative is not None and relative.is_a() in {"IfcAxis2Placement3D", "IfcAxis2Placement2D"}:
            try:
                step = get_axis2placement(relative)
            except (AttributeError, RuntimeError, TypeError, ValueError):
                step = np.eye(4)
            if np.isfinite(step).all():
                matrix = step @ matrix
        placement = _attribute(placement, "PlacementRelTo")
    matrix[:3, 3] *= unit_m
    return matrix


def points_of(representation: Any) -> Floats:
    """Every point that bounds the representation: shape (n, 3), local frame, file units. Unreadable items are left out."""
    found = [points for item in _attribute(representation, "Items") or () for points in _item_points(item, 0)]
    points = np.concatenate(found) if found else np.zeros((0, 3))
    return points[np.isfinite(points).all(axis=1)]


def _item_points(item: Any, depth: int) -> Iterator[Floats]:
    if depth > _DEEPEST:
        return
    try:
        if item.is_a("IfcMappedItem"):
            for inner in item.MappingSource.MappedRepresentation.Items or ():
                for points in _item_points(inner, depth + 1):
                    yield _moved(points, _mapping(item))
        elif item.is_a("IfcBooleanResult"):
            yield from _item_points(item.FirstOperand, depth + 1)
            if item.Operator == "UNION":
                yield from _item_points(item.SecondOperand, depth + 1)
        elif item.is_a("IfcCsgSolid"):
            yield from _item_points(item.TreeRootExpression, depth + 1)
        else:
            yield _bounding_points(item)
    except (AttributeError, RuntimeError, TypeError, ValueError):
        return


def _bounding_points(item: Any) -> Floats:
    if item.is_a("IfcBoundingBox"):
        return _corner_points(item.Corner.Coordinates, (item.XDim, item.YDim, item.ZDim))
    if item.is_a("IfcCsgPrimitive3D"):
        return _moved(_primitive_points(item), _axes(item.Position))
    if item.is_a("IfcSweptAreaSolid"):
        outline = _profile_points(item.SweptArea)
        if item.is_a("IfcExtrudedAreaSolid"):
            direction = np.array(item.ExtrudedDirection.DirectionRatios, np.float64)
            end = outline + direction / np.linalg.norm(direction) * item.Depth
            return _moved(np.concatenate([outline, end]), _axes(item.Position))
        if item.is_a("IfcRevolvedAreaSolid"):
            reach = 2 * np.abs(outline).max() + np.linalg.norm(item.Axis.Location.Coordinates)
            return _moved(_corner_points((-reach,) * 3, (2 * reach,) * 3), _axes(item.Position))
        return _around(_written_points(item.Directrix), float(np.abs(outline).max()))
    if item.is_a("IfcSweptDiskSolid"):
        return _around(_written_points(item.Directrix), float(item.Radius))
    return _written_points(item)


def _primitive_points(item: Any) -> Floats:
    if item.is_a("IfcBlock"):
        return _corner_points((0, 0, 0), (item.XLength, item.YLength, item.ZLength))
    if item.is_a("IfcRectangularPyramid"):
        return _corner_points((0, 0, 0), (item.XLength, item.YLength, item.Height))
    radius = next(getattr(item, name) for name in _RADII if hasattr(item, name))
    if item.is_a("IfcSphere"):
        return _corner_points((-radius,) * 3, (2 * radius,) * 3)
    return _corner_points((-radius, -radius, 0), (2 * radius, 2 * radius, item.Height))


def _profile_points(profile: Any) -> Floats:
    if profile.is_a("IfcParameterizedProfileDef"):
        radius = max((getattr(profile, name, None) or 0.0 for name in _RADII), default=0.0)
        x = _first(profile, _X_SIZES) or 2 * radius
        y = _first(profile, _Y_SIZES) or 2 * radius or x
        corners = _corner_points((-x / 2, -y / 2, 0), (x, y, 0))
        return _moved(corners, _axes(profile.Position)) if profile.Position is not None else corners
    return _written_points(profile)


def _written_points(item: Any) -> Floats:
    """Every Cartesian point that the item refers to, at whatever depth, as it is written."""
    found: list[Iterable[float]] = []
    for one in item.file.traverse(item):
        if one.is_a("IfcCartesianPoint"):
            found.append(one.Coordinates)
        elif one.is_a("IfcCartesianPointList"):
            found.extend(one.CoordList)
    points = np.zeros((len(found), 3))
    for row, coordinates in enumerate(found):
        numbers = tuple(coordinates)[:3]
        points[row, : len(numbers)] = numbers
    return points


def _around(points: Floats, radius: float) -> Floats:
    return np.concatenate([points - radius, points + radius])


def _corner_points(least: Iterable[float], sizes: Iterable[float]) -> Floats:
    units = np.array(np.meshgrid([0, 1], [0, 1], [0, 1])).reshape(3, -1).T
    corners: Floats = np.array(tuple(least), np.float64) + units * np.array(tuple(sizes), np.float64)
    return corners


def _mapping(item: Any) -> Floats:
    from ifcopenshell.util.placement import get_mappeditem_transformation

    matrix: Floats | None = get_mappeditem_transformation(item)
    return np.eye(4) if matrix is None else matrix


def _axes(placement: Any) -> Floats:
    from ifcopenshell.util.placement import get_axis2placement

    return np.eye(4) if placement is None else get_axis2placement(placement)


def _moved(points: Floats, matrix: Floats) -> Floats:
    moved: Floats = points @ matrix[:3, :3].T + matrix[:3, 3]
    return moved


def _first(instance: Any, names: tuple[str, ...]) -> float:
    return next((float(value) for name in names if (value := getattr(instance, name, None))), 0.0)


def _attribute(instance: Any, name: str) -> Any:
    try:
        return getattr(instance, name, None)
    except (RuntimeError, TypeError):
        return None
