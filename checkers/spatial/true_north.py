"""Where north is in a model's frame.

TrueNorth counts where it is given; a model that only says how its axes lie on the map is turned to grid north, which in a
zone of three degrees is never more than a degree away; one that says neither has north along y, as IFC has it.
"""

from dataclasses import dataclass
from math import atan2, degrees
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from checkers.rule import Frames


@dataclass(frozen=True)
class North:
    """Components of the direction of north in the model frame."""

    x: float = 0.0
    y: float = 1.0

    def azimuth_deg(self, direction: NDArray[np.float64]) -> float:
        """Clockwise from north, for a direction in the model frame; only its first two components count."""
        east = float(direction[0]) * self.y - float(direction[1]) * self.x
        north = float(direction[0]) * self.x + float(direction[1]) * self.y
        return degrees(atan2(east, north))


def north_of(tables: "Frames") -> North:
    """Give north in a model's frame.

    Args:
        tables: One model's ``ifc_model``, ``ifc_map_conversion``.
    """
    told = tables["ifc_model"][["true_north_x", "true_north_y"]].dropna()
    for x, y in told.itertuples(index=False):
        if x or y:
            return North(float(x), float(y))
    declared = tables["ifc_map_conversion"].sort_values("step_id")
    axes = declared[["x_axis_abscissa", "x_axis_ordinate"]].dropna()
    for abscissa, ordinate in axes.itertuples(index=False):
        if abscissa or ordinate:
            # The model's x axis lies along (abscissa, ordinate) as east and north, so grid north along (ordinate, abscissa).
            return North(float(ordinate), float(abscissa))
    return North()
