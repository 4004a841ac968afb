"""The kernels of ifcopenshell and the boxes behind them, for a shape that the fast engine does not make.

Runs in an isolated process: kernels crash on real models.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipelines.ingest.geometry_boxes import length_unit_m, points_of
from pipelines.ingest.kernels import BOXES, PLACEMENT_BOX, Kernel, Step
from pipelines.ingest.shapes.raw_meshes import RawMeshes
from pipelines.ingest.tessellation import Floats

_FAILURES = (RuntimeError, ValueError, TypeError, IndexError, AttributeError)


@dataclass(frozen=True)
class RungTask:
    """A file with one shape in it, and from which rung on."""

    text: bytes
    products: tuple[int, ...]
    """One for each item of the representation."""
    representation: int
    """Of all items."""
    has_surface: bool
    first_rung: int = 0


@dataclass(frozen=True)
class RungShape:
    """What the ladder gave for one shape."""

    kernel: str
    """Label of the rung, with the version where it is a kernel."""
    meshes: RawMeshes | None
    """Of each product; null where there is only a box."""
    box: Floats
    """Shape (2, 3): least and greatest corner in the local frame, metres; of a box only."""
    steps: tuple[Step, ...]


def rung_labels(has_surface: bool, ladder: tuple[Kernel, ...]) -> list[str]:
    """Labels of the rungs that a shape has, the boxes included; ``RungTask.first_rung`` counts these."""
    return [label for label, _ in _rungs(has_surface, ladder)]


def open_ladder(ladder: tuple[Kernel, ...]) -> tuple[Kernel, ...]:
    """Import the library once for each child process, within the time for that."""
    from ifcopenshell import geom

    geom.settings()
    return ladder


def climb_down(ladder: tuple[Kernel, ...], task: RungTask) -> RungShape:
    """Go down the ladder until a rung holds: one that makes triangles of at least one item."""
    import ifcopenshell

    steps: list[Step] = []
    if not task.has_surface and task.first_rung == 0:
        steps.append(Step(ladder[0].label, "no_surface"))
    model = ifcopenshell.file.from_string(task.text.decode("latin-1"))
    for label, kernel in list(_rungs(task.has_surface, ladder))[task.first_rung :]:
        if label == PLACEMENT_BOX:
            break
        if kernel is None:
            points = points_of(model.by_id(task.representation)) * length_unit_m(model)
            if len(points):
                return RungShape(label, None, np.stack([points.min(axis=0), points.max(axis=0)]), tuple(steps))
            steps.append(Step(label, "no_points"))
            continue
        made, is_failed = _make(model, kernel, task.products)
        if any(made):
            return RungShape(f"{label} {ifcopenshell.version}", RawMeshes.of(made), np.zeros((2, 3)), tuple(steps))
        steps.append(Step(label, "failed" if is_failed else "no_triangles"))
    return at_origin(tuple(steps))


def at_origin(steps: tuple[Step, ...]) -> RungShape:
    """The very last: a point at the origin of the shape, so that none is missing."""
    return RungShape(PLACEMENT_BOX, None, np.zeros((2, 3)), steps)


def _rungs(has_surface: bool, ladder: tuple[Kernel, ...]) -> Iterator[tuple[str, Kernel | None]]:
    if has_surface:
        yield from ((kernel.label, kernel) for kernel in ladder)
    yield from ((label, None) for label in BOXES)


def _make(model: Any, kernel: Kernel, products: tuple[int, ...]) -> tuple[list[tuple[bytes, bytes] | None], bool]:
    from ifcopenshell import geom

    settings: Any = geom.settings()
    settings.set("no-normals", True)
    settings.set("disable-opening-subtractions", kernel.leaves_out != "")
    settings.set("disable-boolean-result", kernel.leaves_out == "no_booleans")
    made: list[tuple[bytes, bytes] | None] = []
    is_failed = False
    try:
        library: Any = geom.kernel(settings, model, kernel.library)  # type: ignore[arg-type]
    except _FAILURES:
        return made, True
    for step_id in products:
        try:
            product = model.by_id(step_id)
            geometry = library.create_shape(product, product.Representation.Representations[0]).geometry
        except _FAILURES:
            is_failed = True
            made.append(None)
            continue
        faces = bytes(geometry.faces_buffer)
        made.append((bytes(geometry.verts_buffer), faces) if faces else None)
    return made, is_failed
