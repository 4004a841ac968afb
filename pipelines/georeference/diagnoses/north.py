"""What is odd about the direction of north: TrueNorth against the rotation of the map conversion."""

from collections.abc import Iterator

import numpy as np

from cim_schema.codes import Severity
from pipelines.georeference.conversion import conversion_of
from pipelines.georeference.diagnoses.diagnosis import Diagnosis, repaired
from pipelines.georeference.placement import Placement
from pipelines.runtime.projection import convergence_deg

NORTH_TOLERANCE_DEG = 0.1
_SAME_DIRECTION_DEG = 0.01


def true_north(placement: Placement) -> Iterator[Diagnosis]:
    """TrueNorth differs from what the conversion's rotation and the meridian convergence give.

    A mistake in the axis is told from one in TrueNorth by the convergence, which stands on one side only: where TrueNorth
    suits the axis turned the other way, or with its two numbers exchanged, to a hundredth of a degree, the axis is wrong.
    """
    case, declaration, lonlat = placement.case, placement.case.declaration, placement.centre_lonlat
    if case.true_north_deg is None or declaration is None or placement.declared_crs is None or lonlat is None:
        return
    if declaration.axis_reading == "degenerate":
        return
    convergence = convergence_deg(placement.declared_crs, *lonlat)
    rotation = declaration.rotation_deg
    apart_deg = _turn(case.true_north_deg - (90.0 - rotation) - convergence)
    if abs(apart_deg) <= NORTH_TOLERANCE_DEG:
        return
    params: dict[str, object] = {
        "apart_deg": round(abs(apart_deg), 3), "convergence_deg": round(convergence, 3), "rotation_deg": round(rotation, 3),
    }  # fmt: skip

    def suits(direction_deg: float) -> bool:
        return abs(_turn(case.true_north_deg or 0.0, direction_deg)) <= _SAME_DIRECTION_DEG

    if suits(90.0 - rotation):
        yield Diagnosis("true_north_is_grid_north", Severity.WARNING, params, mends="true_north")
    elif suits(90.0 - rotation - convergence):
        yield Diagnosis("true_north_convergence_reversed", Severity.WARNING, params, mends="true_north")
    elif abs(rotation) <= _SAME_DIRECTION_DEG:
        # Programs write an unturned axis, or none, by themselves; a turned north somebody has set.
        turn = np.radians(90.0 + convergence - case.true_north_deg)
        turned = {"x_axis_abscissa": float(np.cos(turn)), "x_axis_ordinate": float(np.sin(turn))}
        mended = conversion_of(case, case.declared_as(declaration, **turned))
        yield repaired(case, "axis_lost", Severity.WARNING, params, mended)
    elif abs(convergence) <= 2 * _SAME_DIRECTION_DEG:
        yield Diagnosis("true_north_disagrees", Severity.WARNING, params, mends="true_north")
    elif suits(90.0 + rotation + convergence):
        turned = {"x_axis_ordinate": -float(np.sin(np.radians(rotation))), "x_axis_abscissa": float(np.cos(np.radians(rotation)))}
        mended = conversion_of(case, case.declared_as(declaration, **turned))
        yield repaired(case, "axis_mirrored", Severity.ERROR, params, mended)
    elif suits(rotation + convergence):
        turned = {"x_axis_abscissa": declaration.row["x_axis_ordinate"], "x_axis_ordinate": declaration.row["x_axis_abscissa"]}
        mended = conversion_of(case, case.declared_as(declaration, **turned))
        yield repaired(case, "axis_exchanged", Severity.ERROR, params, mended)
    else:
        yield Diagnosis("true_north_disagrees", Severity.WARNING, params, mends="true_north")


def _turn(angle_deg: float, other_deg: float = 0.0) -> float:
    """The angle from another, between -180 and 180 degrees."""
    return (angle_deg - other_deg + 180.0) % 360.0 - 180.0
