"""Which openings are cut out of each body, and where they stand in its frame."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.ingest.columnar.instances import Instances, Integers, Rows
from pipelines.ingest.shapes.bodies import Bodies, Flags, ranges
from pipelines.ingest.shapes.relative_placements import relative_matrices

_HIGHEST = 64
"""Parts of parts nest no deeper; who is still on the way up then comes back on itself."""


@dataclass(frozen=True)
class Openings:
    """Pairs of a body and an opening in it, ordered by body."""

    offsets: Integers
    """Of each body the range of its openings; one more than there are bodies."""
    openings: Integers
    """Place of the opening among the bodies."""
    axes: Rows
    """The placement relative to the body's own; -1 where it is relative to something else, and the matrix is needed."""
    matrices: NDArray[np.float64]
    """Shape (n, 4, 4), from the opening's frame to the body's, in the file's unit of length; NaN where not known."""
    is_circular: Flags
    """Of each body, whether it is a part of itself."""

    def __len__(self) -> int:
        return len(self.openings)


def find_openings(instances: Instances, bodies: Bodies) -> Openings:
    """The openings of each body's product, and of the elements that it is a part of.

    A part gets the openings of its whole (IfcRelAggregates) as the kernel of ifcopenshell gives them.
    Openings without a surface cut nothing.
    """
    relations = instances.rows_of("IfcRelVoidsElement")
    voided = instances.rows_at(instances.entities(relations, "RelatingBuildingElement"))
    opened = _places(bodies, instances.rows_at(instances.entities(relations, "RelatedOpeningElement")))
    cuts = (voided >= 0) & (opened >= 0)
    cuts[cuts] = bodies.best_has_surface[opened[cuts]]
    order = np.argsort(voided[cuts], kind="stable")
    voided, opened = voided[cuts][order], opened[cuts][order]
    owners, wholes, is_circular = _wholes(instances, bodies)
    begins, ends = np.searchsorted(voided, wholes), np.searchsorted(voided, wholes, "right")
    pairs = np.stack([np.repeat(owners, ends - begins), opened[ranges(begins, ends)]], 1)
    pairs = np.unique(pairs, axis=0) if len(pairs) else pairs
    owners, openings = pairs[:, 0], pairs[:, 1]
    axes, matrices = _placed(instances, bodies.products[owners], bodies.products[openings])
    return Openings(np.searchsorted(owners, np.arange(len(bodies) + 1)), openings, axes, matrices, is_circular)


def _places(bodies: Bodies, rows: Rows) -> Integers:
    """Places among the bodies; -1 where it is none."""
    places = np.searchsorted(bodies.products, rows)
    places[places == len(bodies)] = -1
    return np.where((places >= 0) & (rows >= 0) & (bodies.products[places] == rows), places, -1) if len(bodies) else places


def _wholes(instances: Instances, bodies: Bodies) -> tuple[Integers, Rows, Flags]:
    """Of each body its product, the whole that this is a part of, and so on: place of the body, element."""
    relations = instances.rows_of("IfcRelAggregates")
    relating = instances.rows_at(instances.entities(relations, "RelatingObject"))
    places, related = instances.references(relations, "RelatedObjects")
    parts, wholes = instances.rows_at(related), relating[places]
    distinct, firsts, counts = np.unique(parts, return_index=True, return_counts=True)
    above = np.full(len(instances.step_ids) + 1, -1, np.int64)
    # Who has two wholes gets the openings of neither.
    above[distinct[counts == 1]] = wholes[firsts[counts == 1]]
    is_circular = np.zeros(len(bodies), bool)
    owners = np.flatnonzero(~instances.is_a(bodies.products, "IfcOpeningElement"))
    rows = bodies.products[owners]
    all_owners, all_rows = [owners], [rows]
    for _ in range(_HIGHEST):
        rows = above[rows]
        is_part = rows >= 0
        owners, rows = owners[is_part], rows[is_part]
        is_element = instances.is_a(rows, "IfcElement") & ~instances.is_a(rows, "IfcOpeningElement")
        all_owners.append(owners[is_element])
        all_rows.append(rows[is_element])
    is_circular[owners] = True
    return np.concatenate(all_owners), np.concatenate(all_rows), is_circular


def _placed(instances: Instances, products: Rows, openings: Rows) -> tuple[Rows, NDArray[np.float64]]:
    own = instances.rows_at(instances.entities(products, "ObjectPlacement"))
    placed = instances.rows_at(instances.entities(openings, "ObjectPlacement"))
    axes = np.full(len(placed), -1, np.int64)
    local = np.flatnonzero((placed >= 0) & instances.is_a(placed, "IfcLocalPlacement"))
    relative_to = instances.rows_at(instances.entities(placed[local], "PlacementRelTo"))
    is_own = (relative_to == own[local]) & (own[local] >= 0)
    axes[local[is_own]] = instances.rows_at(instances.entities(placed[local[is_own]], "RelativePlacement"))
    matrices = np.full((len(placed), 4, 4), np.nan)
    matrices[axes >= 0] = np.eye(4)
    elsewhere = np.flatnonzero(axes < 0)
    if len(elsewhere):
        matrices[elsewhere] = relative_matrices(instances, own[elsewhere], placed[elsewhere])
    return axes, matrices
