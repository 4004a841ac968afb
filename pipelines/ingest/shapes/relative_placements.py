"""Where one placement stands in the frame of another; only what lies between the two is multiplied.

So a copy of a building at another place of the site gives the same matrix, to the last digit.
"""

import numpy as np
from numpy.typing import NDArray

from pipelines.ingest.columnar.instances import Instances, Integers, Rows, is_number

Matrix = NDArray[np.float64]

_DECIMALS = 10
"""Of the file's unit of length: the noise of turning to and fro is below."""
_DEEPEST = 1000


def relative_matrices(instances: Instances, bases: Rows, placements: Rows) -> Matrix:
    """Of each placement the matrix to the frame of its base: shape (n, 4, 4), file units; NaN where it cannot be known.

    A row of -1 is the frame of the model.
    """
    levels, level = [], np.unique(np.concatenate([bases, placements]))
    parent_of: dict[int, int] = {}
    level = level[level >= 0]
    while len(level):
        levels.append(level)
        parents = instances.rows_at(instances.entities(level, "PlacementRelTo"))
        parent_of.update(zip(level.tolist(), parents.tolist(), strict=True))
        level = np.array(sorted({row for row in parents.tolist() if row >= 0 and row not in parent_of}), np.int64)
    own = np.concatenate([bases[:0], *levels])
    matrices = dict(zip(own.tolist(), _own_matrices(instances, own), strict=True))
    found = np.full((len(bases), 4, 4), np.nan)
    for place, (base, placement) in enumerate(zip(bases.tolist(), placements.tolist(), strict=True)):
        down, up = _chain(base, parent_of), _chain(placement, parent_of)
        while down and up and down[-1] == up[-1]:
            down.pop()
            up.pop()
        to_base, to_placement = _product(down, matrices), _product(up, matrices)
        if np.isfinite(to_base).all() and abs(np.linalg.det(to_base)) > 0.5:
            found[place] = np.round(np.linalg.inv(to_base) @ to_placement, _DECIMALS) + 0.0
    return found


def _chain(row: int, parent_of: dict[int, int]) -> list[int]:
    """From the placement up to the frame of the model."""
    chain: list[int] = []
    while row >= 0 and len(chain) < _DEEPEST:
        chain.append(row)
        row = parent_of[row]
    return chain


def _product(chain: list[int], matrices: dict[int, Matrix]) -> Matrix:
    found: Matrix = np.eye(4)
    for row in chain:
        found = matrices[row] @ found
    return found


def _own_matrices(instances: Instances, placements: Rows) -> Matrix:
    """Each placement in the frame that it is relative to; NaN where it is none that two axes tell."""
    found = np.full((len(placements), 4, 4), np.nan)
    local = np.flatnonzero(instances.is_a(placements, "IfcLocalPlacement"))
    axes = instances.rows_at(instances.entities(placements[local], "RelativePlacement"))
    is_told = axes >= 0
    is_told[is_told] = instances.is_a(axes[is_told], "IfcAxis2Placement3D", "IfcAxis2Placement2D")
    local, axes = local[is_told], axes[is_told]
    origins = _vectors(instances, axes, "Location", "Coordinates", (np.nan,) * 3)
    upward = _unit(_vectors(instances, axes, "Axis", "DirectionRatios", (0.0, 0.0, 1.0)))
    forward = _vectors(instances, axes, "RefDirection", "DirectionRatios", (1.0, 0.0, 0.0))
    along = np.linalg.norm(np.cross(upward, _unit(forward)), axis=1) < 1e-9
    forward[along] = np.where(np.abs(upward[along, :1]) < 0.5, (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
    forward = _unit(forward - np.einsum("ij,ij->i", forward, upward)[:, None] * upward)
    own = np.tile(np.eye(4), (len(local), 1, 1))
    own[:, :3, 0], own[:, :3, 1], own[:, :3, 2], own[:, :3, 3] = forward, np.cross(upward, forward), upward, origins
    found[local] = own
    return found


def _unit(vectors: Matrix) -> Matrix:
    lengths = np.linalg.norm(vectors, axis=1)[:, None]
    found: Matrix = vectors / np.where(lengths > 0, lengths, np.nan)
    return found


def _vectors(instances: Instances, rows: Rows, attribute: str, numbers: str, otherwise: tuple[float, float, float]) -> Matrix:
    """The point or direction that an attribute names; shape (n, 3)."""
    found = np.tile(np.array(otherwise), (len(rows), 1))
    named = instances.rows_at(instances.entities(rows, attribute))
    given = np.flatnonzero(named >= 0)
    owners, members = instances.cells(named[given], numbers).members()
    kept = is_number(members.kinds)
    steps: Integers = np.arange(len(owners)) - np.searchsorted(owners, owners)
    kept &= steps < 3
    found[given] = 0.0
    found[given[owners[kept]], steps[kept]] = members.numbers()[kept]
    return found
