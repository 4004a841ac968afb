"""The map conversion that control points give: least squares with and without a factor, deviations, blunders.

A turn, a factor and a shift in plan, a shift in height; the factor holds for heights too, as IfcMapConversion has it.
"""

from dataclasses import dataclass
from itertools import combinations, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.georeference.control_points import ControlPoint, point_arrays

BLUNDER_M = 0.05
"""A point that misses by less is no blunder, however well the others agree: surveys of a site are good to centimetres."""
_BLUNDER_DEVIATIONS = 5.0
_FEW_REDUNDANT = 6.0
"""So many redundant coordinates double the limit: a deviation that rests on few of them may be small by chance."""
_SIGNIFICANT_DEVIATIONS = 3.0
_LEAST_SPREAD_M = 1e-3
"""Points nearer to their middle than this are one place."""
_MOST_PAIRS = 2000
_LEAST_AGREEING = 3
"""Two points agree with any movement; the third shows that they are right."""
_ROUNDS = 10

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Deviations:
    """Standard deviations of what was fitted."""

    east_m: float
    north_m: float
    height_m: float
    rotation_deg: float
    map_scale: float
    """0 where the factor was not fitted."""


@dataclass(frozen=True)
class FittedConversion:
    """The movement that control points give."""

    local_to_map: FloatArray
    """4 × 4, metres, as an IfcMapConversion can say it: one factor for x, y and z."""
    map_scale: float
    rotation_deg: float
    has_scale: bool
    """Whether the factor was fitted; else it is 1."""
    missed: FloatArray
    """Computed minus given place of every point, blunders too: shape (n, 3), east, north, height in metres."""
    used: BoolArray
    """Shape (n,): the points that it rests on."""
    rms_m: float
    """Root mean square of the distances between given and computed places of these."""
    deviation_plan_m: float | None
    """Of one coordinate of one point, as the residuals show it; None where no point is redundant."""
    deviation_height_m: float | None
    deviations: Deviations | None
    """None where no point is redundant."""

    def as_json(self) -> dict[str, Any]:
        """For the report; map unit metre."""
        east_m, north_m, height_m = (round(float(value), 6) for value in self.local_to_map[:3, 3])
        one = self.deviations
        return {
            "eastings": east_m, "northings": north_m, "orthogonal_height": height_m,
            "rotation_deg": round(self.rotation_deg, 9), "map_scale": float(f"{self.map_scale:.12g}"),
            "rms_m": round(self.rms_m, 6),
            "deviations": None if one is None else {
                "point_plan_m": self.deviation_plan_m, "point_height_m": self.deviation_height_m, "eastings_m": one.east_m,
                "northings_m": one.north_m, "orthogonal_height_m": one.height_m, "rotation_deg": one.rotation_deg,
                "map_scale": one.map_scale,
            },
            "residuals_m": [round(float(np.linalg.norm(row)), 6) for row in self.missed],
        }  # fmt: skip


@dataclass(frozen=True)
class Fit:
    """Both fits to one set of points."""

    with_scale: FittedConversion
    without_scale: FittedConversion
    blunders: tuple[int, ...]
    """Places of the points that contradict the others, which rest on none of them."""

    @property
    def chosen(self) -> FittedConversion:
        """With the factor where it differs from 1 by three of its deviations, or where nothing tells its deviation."""
        one = self.with_scale
        is_one = one.deviations is not None and abs(one.map_scale - 1) <= _SIGNIFICANT_DEVIATIONS * one.deviations.map_scale
        return self.without_scale if is_one else one


def fit_points(points: tuple[ControlPoint, ...], length_unit_m: float) -> Fit | None:
    """Both least-squares fits, without the points that contradict the others.

    Args:
        points: At least two at different places.
        length_unit_m: The model's length unit in metres.

    Returns:
        None where fewer than two points lie at different places.
    """
    local, on_map = point_arrays(points, length_unit_m)
    used = _agreeing(local, on_map)
    with_scale, without_scale = (_fit(local, on_map, used, has_scale=has_scale) for has_scale in (True, False))
    if with_scale is None or without_scale is None:
        return None
    return Fit(with_scale, without_scale, tuple(int(place) for place in np.flatnonzero(~used)))


def fit_conversion(points: tuple[ControlPoint, ...], length_unit_m: float) -> FittedConversion | None:
    """The fit to use; None where fewer than two points lie at different places."""
    fit = fit_points(points, length_unit_m)
    return None if fit is None else fit.chosen


def _fit(local: FloatArray, on_map: FloatArray, used: BoolArray, *, has_scale: bool) -> FittedConversion | None:
    plan, there = local[used, :2] @ [1, 1j], on_map[used, :2] @ [1, 1j]
    spread, spread_there = plan - plan.mean(), there - there.mean()
    if min(np.abs(spread).max(), np.abs(spread_there).max()) < _LEAST_SPREAD_M:
        return None
    size = float(np.vdot(spread, spread).real)
    product = np.vdot(spread, spread_there)
    factor = product / size if has_scale else product / abs(product) if product else 1.0 + 0.0j
    scale = float(abs(factor))
    if not scale:
        return None
    shift = there.mean() - factor * plan.mean()
    shift_z = float((on_map[used, 2] - scale * local[used, 2]).mean())
    matrix = np.diag([1.0, 1.0, scale, 1.0])
    matrix[:2, :2] = [[factor.real, -factor.imag], [factor.imag, factor.real]]
    matrix[:3, 3] = shift.real, shift.imag, shift_z
    missed = local @ matrix[:3, :3].T + matrix[:3, 3] - on_map
    plan_m, height_m = _point_deviations(missed[used], 4 if has_scale else 3)
    deviations = None
    if plan_m is not None and height_m is not None:
        deviations = _deviations(plan_m, height_m, factor, size, local[used].mean(axis=0), len(plan), has_scale=has_scale)
    return FittedConversion(
        local_to_map=matrix,
        map_scale=scale,
        rotation_deg=float(np.degrees(np.angle(factor))),
        has_scale=has_scale,
        missed=missed,
        used=used,
        rms_m=float(np.sqrt((missed[used] ** 2).sum(axis=1).mean())),
        deviation_plan_m=plan_m,
        deviation_height_m=height_m,
        deviations=deviations,
    )


def _point_deviations(missed: FloatArray, parameters: int) -> tuple[float | None, float | None]:
    """Of one coordinate in plan and of one height: what remains over what is redundant."""
    redundant = 2 * len(missed) - parameters
    if redundant <= 0:
        return None, None
    plan, height = float((missed[:, :2] ** 2).sum()), float((missed[:, 2] ** 2).sum())
    return float(np.sqrt(plan / redundant)), float(np.sqrt(height / (len(missed) - 1)))


def _deviations(
    plan_m: float, height_m: float, factor: complex, size: float, middle: FloatArray, count: int, *, has_scale: bool
) -> Deviations:
    """By propagation, of the shift at the local origin: it lies off the points' middle, where turn and factor carry over."""
    turn, factor_deviation = plan_m / (abs(factor) * np.sqrt(size)), plan_m / np.sqrt(size) if has_scale else 0.0
    arm = factor * complex(middle[0], middle[1])
    # A small turn moves the end of the arm across it, a small factor along it.
    east = np.sqrt(plan_m**2 / count + (arm.imag * turn) ** 2 + (arm.real * factor_deviation / abs(factor)) ** 2)
    north = np.sqrt(plan_m**2 / count + (arm.real * turn) ** 2 + (arm.imag * factor_deviation / abs(factor)) ** 2)
    height = np.sqrt(height_m**2 / count + (middle[2] * factor_deviation) ** 2)
    return Deviations(float(east), float(north), float(height), float(np.degrees(turn)), float(factor_deviation))


def _agreeing(local: FloatArray, on_map: FloatArray) -> BoolArray:
    """The points that agree with one movement, shape (n,); all of them where no majority does.

    The movement that two of the points give and that most others miss least comes first (least median of squares,
    Rousseeuw 1984); then least squares of those that agree, until the same ones do.
    """
    everyone = np.ones(len(local), dtype=bool)
    used = _first_agreeing(local, on_map)
    if used is None:
        return everyone
    for _ in range(_ROUNDS):
        if used.sum() < max(_LEAST_AGREEING, len(local) / 2 + 0.5):
            return everyone
        fitted = _fit(local, on_map, used, has_scale=True)
        if fitted is None or fitted.deviation_plan_m is None or fitted.deviation_height_m is None:
            return everyone
        count = int(used.sum())
        arms = ((local[:, :2] - local[used, :2].mean(axis=0)) ** 2).sum(axis=1)
        grown = 1 + 1 / count + arms / arms[used].sum()
        plan_times, height_times = (_BLUNDER_DEVIATIONS * (1 + _FEW_REDUNDANT / one) for one in (2 * count - 4, count - 1))
        plan_limit = np.maximum(BLUNDER_M, plan_times * fitted.deviation_plan_m * np.sqrt(grown))
        height_limit = max(BLUNDER_M, height_times * fitted.deviation_height_m * np.sqrt(1 + 1 / count))
        agreeing = (np.hypot(*fitted.missed[:, :2].T) <= plan_limit) & (np.abs(fitted.missed[:, 2]) <= height_limit)
        if (agreeing == used).all():
            return used
        used = agreeing
    return everyone


def _first_agreeing(local: FloatArray, on_map: FloatArray) -> BoolArray | None:
    count = len(local)
    if count <= _LEAST_AGREEING:
        return None
    plan, there = local[:, :2] @ [1, 1j], on_map[:, :2] @ [1, 1j]
    most = max(count // 2 + 1, _LEAST_AGREEING)
    step = max(1, count * (count - 1) // 2 // _MOST_PAIRS)
    best: tuple[float, FloatArray, float] | None = None
    for one, other in islice(combinations(range(count), 2), 0, None, step):
        if abs(plan[other] - plan[one]) < _LEAST_SPREAD_M:
            continue
        factor = (there[other] - there[one]) / (plan[other] - plan[one])
        missed = np.abs(there[one] + factor * (plan - plan[one]) - there)
        half = float(np.partition(missed, most - 1)[most - 1])
        if best is None or half < best[0]:
            best = half, missed, float(abs(factor))
    if best is None:
        return None
    half, missed, scale = best
    heights = on_map[:, 2] - scale * local[:, 2]
    off = np.abs(heights - np.median(heights))
    limits = [max(BLUNDER_M, 3 * value) for value in (half, float(np.partition(off, most - 1)[most - 1]))]
    return np.asarray((missed <= limits[0]) & (off <= limits[1]), dtype=bool)
