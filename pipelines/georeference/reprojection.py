"""From the declared system to the wanted one: the movement that follows the projections best over a model."""

import numpy as np
from numpy.typing import NDArray

from pipelines.runtime.projection import transform

FloatArray = NDArray[np.float64]


def reproject(
    to_map: FloatArray, source: str, target: str, low_local: FloatArray, high_local: FloatArray
) -> tuple[FloatArray, float]:
    """Carry a movement from one system to another.

    Projections of the field keep angles, so that over a site one differs from the other by a turn, a factor and a shift;
    these are fitted to nine points of the model's box. Heights stay as they are.

    Args:
        to_map: From the model frame to ``source``: 4 × 4, metres.
        source: Code of the declared system.
        target: Code of the wanted one.
        low_local: Least corner of the model's box, shape (3,), metres, model frame.
        high_local: Greatest corner.

    Returns:
        From the model frame to ``target``, 4 × 4, metres; and by how many metres the worst of the nine points misses its
        exact place. Infinite where the model has no place in ``target``.
    """
    if source == target:
        return to_map, 0.0
    # A metre more on each side, so that a point-like model has nine points too.
    axes = [np.linspace(low_local[axis] - 1, high_local[axis] + 1, 3) for axis in (0, 1)]
    local = np.array([[x, y, 0.0, 1.0] for x in axes[0] for y in axes[1]])
    before = (local @ to_map.T)[:, :2]
    after = transform(before, source, target)
    fitted = similarity(before, after) if np.isfinite(after).all() else None
    if fitted is None:
        return to_map, float("inf")
    turn, shift = fitted
    matrix = to_map.copy()
    matrix[:2, :3] = turn @ to_map[:2, :3]
    matrix[:2, 3] = turn @ to_map[:2, 3] + shift
    return matrix, float(np.abs((local @ matrix.T)[:, :2] - after).max())


def similarity(before: FloatArray, after: FloatArray) -> tuple[FloatArray, FloatArray] | None:
    """Turn and factor (2 × 2) and shift (2) that bring points near others, with the least squares of what remains.

    None where the points lie at one place, as a scale of zero puts them, or farther apart than can be squared.

    Args:
        before: Shape (n, 2).
        after: Shape (n, 2): where they should come to.
    """
    # Points as complex numbers.
    one, other = before @ [1, 1j], after @ [1, 1j]
    one_middle, other_middle = one.mean(), other.mean()
    spread = one - one_middle
    size = np.vdot(spread, spread).real
    if size == 0 or not np.isfinite(size):
        return None
    factor = np.vdot(spread, other - other_middle) / size
    turn = np.array([[factor.real, -factor.imag], [factor.imag, factor.real]])
    return turn, after.mean(axis=0) - turn @ before.mean(axis=0)
