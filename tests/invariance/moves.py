"""A model somewhere else: each root of its placements set on a new frame, so that all of it goes along."""

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Any

import ifcopenshell
import ifcopenshell.util.placement
import ifcopenshell.util.unit
import numpy as np
from numpy.typing import NDArray

Ifc = Any
"""An instance in a file; ifcopenshell has no types."""


@dataclass(frozen=True)
class Move:
    """Turned about the origin, seen from above, and then shifted."""

    turn_deg: float = 0.0
    shift_m: tuple[float, float, float] = (0.0, 0.0, 0.0)

    @property
    def matrix(self) -> NDArray[np.float64]:
        """4 × 4, metres."""
        c, s = cos(radians(self.turn_deg)), sin(radians(self.turn_deg))
        x, y, z = self.shift_m
        return np.array([[c, -s, 0, x], [s, c, 0, y], [0, 0, 1, z], [0, 0, 0, 1.0]])


def move(by: Move, *, with_north: bool = False) -> Callable[[ifcopenshell.file], None]:
    """The change of a file; with north turned along it is the same place under other axes."""

    def moved(file: ifcopenshell.file) -> None:
        in_file = by.matrix.copy()
        in_file[:3, 3] /= ifcopenshell.util.unit.calculate_unit_scale(file)
        roots = [placement for placement in file.by_type("IfcObjectPlacement") if placement.PlacementRelTo is None]
        for root in roots:
            if root.is_a("IfcLocalPlacement"):
                own = np.array(ifcopenshell.util.placement.get_axis2placement(root.RelativePlacement))
                root.RelativePlacement = _axis_placement(file, in_file @ own)
            else:
                # What stands on a curve stays on it; the curve's frame is moved.
                root.PlacementRelTo = file.create_entity("IfcLocalPlacement", None, _axis_placement(file, in_file))
        if with_north:
            for context in file.by_type("IfcGeometricRepresentationContext", include_subtypes=False):
                x, y = context.TrueNorth.DirectionRatios[:2] if context.TrueNorth else (0.0, 1.0)
                ratios = by.matrix[:2, :2] @ (x, y)
                context.TrueNorth = file.create_entity("IfcDirection", tuple(map(float, ratios)))

    return moved


def _axis_placement(file: ifcopenshell.file, matrix: NDArray[np.float64]) -> Ifc:
    x, z, origin = (tuple(map(float, matrix[:3, column])) for column in (0, 2, 3))
    return file.create_entity(
        "IfcAxis2Placement3D",
        file.create_entity("IfcCartesianPoint", origin),
        file.create_entity("IfcDirection", z),
        file.create_entity("IfcDirection", x),
    )
