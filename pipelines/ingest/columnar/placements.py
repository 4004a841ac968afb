"""``ifc_placement`` from columns: the matrices of all placements, level by level."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cim_schema.codes import Severity
from pipelines.ingest.columnar.cannot_read import CannotRead
from pipelines.ingest.columnar.elements import global_ids
from pipelines.ingest.columnar.finish import finish
from pipelines.ingest.columnar.instances import Instances, Integers, Rows, is_number, step_ids_where
from pipelines.ingest.columnar.source import ColumnInstance, ColumnSource
from pipelines.ingest.placements import Matrix, Placements, axis_placement
from pipelines.ingest.units import Units

_DEEPEST = 150
"""Deeper ones are left to the parser's reader, which has a limit of its own."""


class ColumnPlacements(Placements):
    """The matrix of every product's placement in metres."""

    def __init__(self, source: ColumnSource, units: Units) -> None:
        """Compute all placements of the file.

        Raises:
            CannotRead: Placements that are no placements, nest too deep or in a circle.
        """
        self._source: ColumnSource = source
        self._units, instances = units, source.instances
        self._all = instances.rows_of("IfcObjectPlacement")
        products = instances.rows_of("IfcProduct")
        placements = instances.entities(products, "ObjectPlacement")
        self._products, self._placed = products[placements >= 0], self._places(placements[placements >= 0])
        relative_to = instances.entities(self._all, "PlacementRelTo")
        self._parents = np.full(len(self._all), -1, np.int64)
        self._parents[relative_to >= 0] = self._places(relative_to[relative_to >= 0])
        self._world, self._is_known = self._multiplied(*_own_matrices(source, units, self._all))
        self._place_of = dict(zip(instances.step_ids[self._products].tolist(), self._placed.tolist(), strict=True))

    def matrix_of(self, step_id: int | None) -> Matrix | None:
        """From a product's frame to the model frame; None where it has no placement that can be computed."""
        place = self._place_of.get(step_id, -1) if step_id is not None else -1
        return self._world[place] if place >= 0 and self._is_known[place] else None

    def table(self) -> pa.Table:
        """``ifc_placement``."""
        instances = self._source.instances
        unknown = self._products[~self._is_known[self._placed]]
        for step_id in instances.step_ids[unknown].tolist():
            global_id = self._source.global_id(self._source.at(step_id))
            self._source.problems.add("no_placement", Severity.INFO, step_id=step_id, global_id=global_id)
        owners = np.full(len(self._all) + 1, -1, np.int64)
        firsts = np.unique(self._placed, return_index=True)[1]
        owners[self._placed[firsts]] = instances.step_ids[self._products[firsts]]
        known = self._is_known[self._placed]
        rows, placed = self._products[known], self._placed[known]
        return finish("ifc_placement", self._source.model_id, {
            "step_id": instances.step_ids[rows], "global_id": global_ids(instances, rows),
            "placement_class": instances.class_names(self._all[placed]),
            "placement_parent_step_id": step_ids_where(owners[self._parents[placed]]), "matrix": self._world[placed],
        })  # fmt: skip

    def _places(self, step_ids: Integers) -> Integers:
        rows = self._source.instances.rows_at(step_ids)
        places = np.searchsorted(self._all, rows)
        if len(rows) and (places.max() == len(self._all) or (self._all[places] != rows).any()):
            raise CannotRead("IfcObjectPlacement", "a placement that is none")
        return places

    def _multiplied(self, own: Matrix, is_own: NDArray[np.bool_]) -> tuple[Matrix, NDArray[np.bool_]]:
        """Of each placement the product down from the root, and whether all on the way are known."""
        world, known = np.zeros_like(own), np.zeros(len(own), bool)
        level = np.flatnonzero(self._parents < 0)
        world[level], known[level] = np.matmul(np.eye(4), own[level]), is_own[level]
        children = np.argsort(self._parents, kind="stable")
        ordered = self._parents[children]
        done, depth = len(level), 0
        while len(level):
            begins, ends = np.searchsorted(ordered, level), np.searchsorted(ordered, level, "right")
            level = np.concatenate(
                [children[a:b] for a, b in zip(begins[ends > begins], ends[ends > begins], strict=True)] or [level[:0]]
            )
            above = self._parents[level]
            world[level] = np.matmul(world[above], own[level])
            known[level] = known[above] & is_own[level]
            done, depth = done + len(level), depth + 1
            if depth > _DEEPEST:
                break
        if done < len(own):
            raise CannotRead("IfcObjectPlacement", "placements that nest too deep, or in a circle")
        return world, known


def _own_matrices(source: ColumnSource, units: Units, placements: Rows) -> tuple[Matrix, NDArray[np.bool_]]:
    """Each placement in the frame that it is relative to, and whether that is known."""
    instances, length_m = source.instances, units.length.factor or 1.0
    is_local = np.array([name == "IfcLocalPlacement" for name in instances.names], bool)[instances.classes[placements]]
    axes = np.where(is_local, instances.rows_at(instances.entities(placements, "RelativePlacement")), -1)
    distinct, inverse = np.unique(axes, return_inverse=True)
    rows = distinct[distinct >= 0]
    origins, is_point = _origins(instances, rows)
    turns = np.stack([_direction_codes(instances, rows, name) for name in ("Axis", "RefDirection")], 1)
    matrices, known = np.tile(np.eye(4), (len(rows), 1, 1)), np.zeros(len(rows), bool)
    _, firsts, turned = np.unique(turns[is_point], axis=0, return_index=True, return_inverse=True)
    places = np.flatnonzero(is_point)
    # A rotation is computed once, by the same arithmetic as elsewhere; turned files have few.
    rotations = [axis_placement(source, ColumnInstance(instances, int(rows[places[first]])), length_m) for first in firsts]
    is_sound = np.array([one is not None for one in rotations], bool)
    stacked = np.array([np.eye(4) if one is None else one for one in rotations]).reshape(-1, 4, 4)
    if len(places):
        matrices[places, :3, :3] = stacked[turned.ravel(), :3, :3]
        known[places] = is_sound[turned.ravel()]
    matrices[:, :3, 3] = origins * length_m
    if len(distinct) > len(rows):
        matrices, known = np.concatenate([np.eye(4)[None], matrices]), np.concatenate([[False], known])
    return matrices[inverse], known[inverse]


def _origins(instances: Instances, rows: Rows) -> tuple[Matrix, NDArray[np.bool_]]:
    """The location of each axis placement; and whether it is a point of two or three coordinates."""
    found, is_point = np.zeros((len(rows), 3)), np.zeros(len(rows), bool)
    points = instances.rows_at(instances.entities(rows, "Location"))
    given = np.flatnonzero(points >= 0)
    owners, members = instances.cells(points[given], "Coordinates").members()
    kept = is_number(members.kinds)
    wrong = np.unique(owners[~kept])
    values = members.numbers()
    counts = np.bincount(owners, minlength=len(given))
    steps = np.arange(len(owners)) - np.searchsorted(owners, owners)
    is_sound = (counts >= 2) & (counts <= 3)
    is_sound[wrong] = False
    chosen = is_sound[owners]
    found[given[owners[chosen]], steps[chosen]] = values[chosen]
    is_point[given] = is_sound
    return found, is_point


def _direction_codes(instances: Instances, rows: Rows, attribute: str) -> Integers:
    """Equal numbers for directions that are written alike; -1 where none is given."""
    directions = instances.rows_at(instances.entities(rows, attribute))
    given = np.flatnonzero(directions >= 0)
    cells = instances.cells(directions[given], "DirectionRatios")
    codes, _ = cells.encoded(np.ones(len(given), bool))
    found = np.full(len(rows), -1, np.int64)
    found[given] = codes
    return found
