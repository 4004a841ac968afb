"""Frames of all products in the model frame (``ifc_placement``)."""

from pathlib import Path
from typing import Any

import ifcopenshell
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cim_schema.codes import Severity
from pipelines.ingest.rows import Rows
from pipelines.ingest.source import Instance, Source
from pipelines.ingest.units import Units
from pipelines.runtime.isolation import Lost, run_isolated

Matrix = NDArray[np.float64]
_DEEPEST = 200
"""Placements relative to placements; deeper ones, and those that hold themselves, are not computed."""
_CURVE_SECONDS = 30.0
_SHORTEST = 1e-12


class Placements:
    """The matrix of every placement in metres, each computed once."""

    def __init__(self, source: Source, units: Units) -> None:
        """Compute the placements of all products."""
        self._source, self._units = source, units
        placements = {product: source.entity(product, "ObjectPlacement") for product in source.by_type("IfcProduct")}
        self._placements = {product: placement for product, placement in placements.items() if placement is not None}
        self._known: dict[int, Matrix | None] = {}
        self._on_curves = self._evaluate_on_curves()
        self._matrices = {product.id(): self._matrix_of(placement) for product, placement in self._placements.items()}

    def matrix_of(self, step_id: int | None) -> Matrix | None:
        """From a product's frame to the model frame, 4 × 4, metres; None where it has no placement that can be computed."""
        return self._matrices.get(step_id) if step_id is not None else None

    def height_of(self, step_id: int | None) -> float | None:
        """Height of a product's origin in the model frame, in metres; None where it has no placement."""
        matrix = self.matrix_of(step_id)
        return None if matrix is None else float(matrix[2, 3])

    def table(self) -> pa.Table:
        """``ifc_placement``: every product whose placement can be computed."""
        rows = Rows("ifc_placement", self._source.model_id)
        owners: dict[int, int] = {}
        for product, placement in self._placements.items():
            owners.setdefault(placement.id(), product.id())
        for product, placement in self._placements.items():
            matrix, global_id = self._matrices[product.id()], self._source.global_id(product)
            if matrix is None:
                self._source.problems.add("no_placement", Severity.INFO, step_id=product.id(), global_id=global_id)
                continue
            base = self._source.entity(placement, "PlacementRelTo")
            parent = owners.get(base.id()) if base else None
            rows.add({
                "step_id": product.id(), "global_id": global_id, "placement_class": placement.is_a(),
                "placement_parent_step_id": parent, "matrix": [float(cell) for cell in matrix.ravel()],
            })  # fmt: skip
        return rows.table()

    def _matrix_of(self, placement: Instance) -> Matrix | None:
        """Walk to the root, then multiply downwards; no recursion, since a file may nest as deep as it likes."""
        chain: list[Instance] = []
        at: Instance | None = placement
        while at is not None and at.id() not in self._known:
            chain.append(at)
            if len(chain) > _DEEPEST:
                return None
            at = self._source.entity(at, "PlacementRelTo")
        base = np.eye(4) if at is None else self._known[at.id()]
        for link in reversed(chain):
            own = self._relative(link)
            base = None if base is None or own is None else base @ own
            self._known[link.id()] = base
        return base

    def _relative(self, placement: Instance) -> Matrix | None:
        """One placement in the frame that it is relative to."""
        match placement.is_a():
            case "IfcLocalPlacement":
                relative = self._source.entity(placement, "RelativePlacement")
            case "IfcLinearPlacement":
                relative = self._source.entity(placement, "CartesianPosition")
            case _:
                relative = None
        matrix = axis_placement(self._source, relative, self._units.length.factor or 1.0) if relative else None
        return self._on_curves.get(placement.id()) if matrix is None else matrix

    def _evaluate_on_curves(self) -> dict[int, Matrix]:
        """Linear placements without a Cartesian position: the geometry kernel evaluates the curve, in a child that may be lost."""
        open_ones = [p.id() for p in self._source.by_type("IfcLinearPlacement") if not self._source.entity(p, "CartesianPosition")]
        if not open_ones:
            return {}
        path = self._source.readable.path
        results = run_isolated(place_on_curve, open_ones, item_seconds=_CURVE_SECONDS, prepare=open_model_file, arguments=(path,))
        found = {open_ones[place]: result for place, result in results if not isinstance(result, Lost)}
        return {step_id: np.array(cells).reshape(4, 4) for step_id, cells in found.items()}


def axis_placement(source: Source, placement: Instance, length_m: float) -> Matrix | None:
    """Matrix of an IfcAxis2Placement3D or 2D, in metres; None where it is malformed.

    Source:
        ISO 16739-1, IfcBuildAxes and IfcFirstProjAxis: the reference direction is projected onto the plane of the axis.
    """
    location = source.entity(placement, "Location")
    origin = _numbers(source.get(location, "Coordinates"), 3) if location else None
    z = _direction(source, placement, "Axis", (0.0, 0.0, 1.0))
    reference = _direction(source, placement, "RefDirection", (1.0, 0.0, 0.0))
    if origin is None or z is None or reference is None:
        return None
    x = reference - (reference @ z) * z
    length = float(np.sqrt(x @ x))
    if length < _SHORTEST:
        # Parallel to the axis: any perpendicular will do, and the schema's default is taken where it is one.
        x = np.array((1.0, 0.0, 0.0)) if abs(z[0]) < 1 - _SHORTEST else np.array((0.0, 1.0, 0.0))
        x = x - (x @ z) * z
        length = float(np.sqrt(x @ x))
    x = x / length
    y = np.array((z[1] * x[2] - z[2] * x[1], z[2] * x[0] - z[0] * x[2], z[0] * x[1] - z[1] * x[0]))
    matrix = np.eye(4)
    matrix[:3, 0], matrix[:3, 1], matrix[:3, 2], matrix[:3, 3] = x, y, z, origin * length_m
    return matrix


def _direction(source: Source, placement: Instance, name: str, default: tuple[float, float, float]) -> Matrix | None:
    given = source.entity(placement, name)
    vector = np.array(default) if given is None else _numbers(source.get(given, "DirectionRatios"), 3)
    length = 0.0 if vector is None else float(np.sqrt(vector @ vector))
    return None if vector is None or length < _SHORTEST else vector / length


def _numbers(value: object, count: int) -> Matrix | None:
    """A point or direction; one of two dimensions lies in the plane z = 0."""
    if not isinstance(value, tuple) or not 2 <= len(value) <= count or not all(isinstance(one, float | int) for one in value):
        return None
    vector = np.array((*value, 0.0)[:count], np.float64)
    return vector if np.isfinite(vector).all() else None


def open_model_file(path: Path) -> ifcopenshell.file:
    """Open a readable file in a child process."""
    return ifcopenshell.open(path, format=".ifc")


def place_on_curve(file: ifcopenshell.file, step_id: int) -> list[float]:
    """The position of a linear placement on its curve: 4 × 4, row-major, metres, in the curve's frame."""
    import ifcopenshell.geom

    shape: Any = ifcopenshell.geom.create_shape(ifcopenshell.geom.settings(), file.by_id(step_id).RelativePlacement)
    return [float(cell) for cell in np.array(shape.matrix).reshape((4, 4), order="F").ravel()]
