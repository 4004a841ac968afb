"""Free heights over surfaces as rules read them: as declared, and as measured under what hangs over them.

What belongs here: gathering both for each surface, and what a finding says of them. What does not: which of the two a rule
believes first, and how much it wants.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from checkers.passable_surfaces import surface_bodies
from checkers.properties import effective_numbers

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

TABLES = ("ifc_element", "ifc_property", "msr_thing", "msr_footprint", "msr_clearance")
"""What ``clear_heights`` reads."""

MEASURED_WITHIN_M = 0.005
"""Heights measured between meshes are that near to those of the drawn shapes."""

MISSING = "净高"
"""What has to be filled in where there is no shape either."""


@dataclass(frozen=True)
class ClearHeights:
    """What is known of the free heights in one model."""

    bodies: dict[int, tuple[int, ...]]
    """Step id of each passable surface → step ids of what has a mesh of it; empty: nothing was measured over it."""
    declared_m: dict[int, float]
    """By step id."""
    measured: "dict[int, pd.DataFrame]"
    """Rows of ``msr_clearance`` over each surface, the lowest first."""

    def low_over(self, step_id: int, limit_m: float) -> "pd.DataFrame | None":
        """What hangs lower than the limit over a surface, the lowest first; None where nothing does."""
        over = self.measured.get(step_id)
        if over is None:
            return None
        low = over[over["clear_height_m"] < limit_m - MEASURED_WITHIN_M]
        return low if len(low) else None


def clear_heights(tables: "Frames") -> ClearHeights:
    """Gather the free heights of one model.

    Args:
        tables: One model's ``TABLES``.
    """
    footprints = tables["msr_footprint"]
    meshed = set(footprints.loc[footprints["has_surface"].eq(True), "step_id"])
    declared = effective_numbers(tables, "clear_height", "m")["number"].dropna()
    clearances = tables["msr_clearance"].sort_values(["clear_height_m", "other_step_id"])
    return ClearHeights(
        surface_bodies(tables["ifc_element"], tables["msr_thing"], meshed),
        {int(step_id): float(height) for step_id, height in declared.items()},
        {int(step_id): over for step_id, over in clearances.groupby("step_id")},
    )


def of_declared(height_m: float) -> dict[str, Any]:
    """What a finding says of a height that is declared."""
    return {
        "observed_value": height_m, "table": "ifc_property", "inputs": {"clear_height_m": height_m, "is_measured": False},
    }  # fmt: skip


def of_measured(low: "pd.DataFrame") -> dict[str, Any]:
    """What a finding says of what hangs too low: the lowest place, and all that is to blame."""
    lowest = low.iloc[0]
    height_m = float(lowest["clear_height_m"])
    return {
        "observed_value": height_m, "table": "msr_clearance", "params": {"count": len(low)},
        "caused_by": tuple(str(other) for other in low["other_step_id"]),
        "point": (float(lowest["point_x_m"]), float(lowest["point_y_m"]), float(lowest["point_z_m"])),
        "inputs": {"clear_height_m": height_m, "is_measured": True},
    }  # fmt: skip
