"""The ladder of ways to make a shape, the best first. Runs in an isolated process: kernels crash on real models.

What belongs here: kernels, their settings, and what comes after the last of them. What does not: what is done with the shapes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from pipelines.ingest.geometry_bodies import ProductBody, Representation, open_model
from pipelines.ingest.geometry_boxes import chained_placement, kernel_placement, length_unit_m, points_of
from pipelines.ingest.tessellation import Floats, Tessellation, box_of, settle


@dataclass(frozen=True)
class Kernel:
    """One rung: a geometry library, and what it leaves out."""

    library: str
    leaves_out: str = ""
    """``no_openings`` keeps walls whole where cutting fails; ``no_booleans`` leaves out clippings too."""

    @property
    def label(self) -> str:
        """As in the column ``kernel``, without the version."""
        return f"{self.library}+{self.leaves_out}" if self.leaves_out else self.library


HYBRID = Kernel("hybrid-cgal-simple-opencascade")
OPENCASCADE = Kernel("opencascade")
LADDER = (HYBRID, OPENCASCADE, Kernel("opencascade", "no_openings"), Kernel("opencascade", "no_booleans"))
"""The hybrid is several times faster than OpenCASCADE alone; manifold is faster still, but crashes and drops shapes."""

POINTS_BOX = "box:points"
PLACEMENT_BOX = "box:placement"
BOXES = (POINTS_BOX, PLACEMENT_BOX)


@dataclass(frozen=True)
class Task:
    """One product, and from which rung on."""

    body: ProductBody
    first_rung: int = 0


@dataclass(frozen=True)
class Step:
    """One step down the ladder."""

    left: str
    """Label of the rung that failed."""
    reason: str
    """``failed``, ``no_triangles``, ``no_surface``, ``no_points``, or how the process was lost."""


@dataclass(frozen=True)
class Shape:
    """What the ladder gave for one product."""

    kernel: str
    """Label of the rung, with the version where it is a kernel."""
    representation: Representation | None
    tessellation: Tessellation | None
    """Null where there is only a box."""
    placement: Floats
    """4 × 4, from the local frame to the model frame, metres."""
    box: Floats
    """Shape (2, 3): least and greatest corner in the model frame, metres."""
    steps: tuple[Step, ...]
    """From the best rung to this one."""


@dataclass
class Workshop:
    """An open model and the kernels made for it so far."""

    model: Any
    ladder: tuple[Kernel, ...]
    unit_m: float
    _kernels: dict[Kernel, Any] = field(default_factory=dict)

    def kernel(self, kernel: Kernel) -> Any:
        """The library bound to the model; making it once keeps what it has already mapped."""
        if kernel not in self._kernels:
            from ifcopenshell import geom

            settings: Any = geom.settings()
            settings.set("no-normals", True)
            settings.set("disable-opening-subtractions", kernel.leaves_out != "")
            settings.set("disable-boolean-result", kernel.leaves_out == "no_booleans")
            self._kernels[kernel] = geom.kernel(settings, self.model, kernel.library)  # type: ignore[arg-type]
        return self._kernels[kernel]


def open_workshop(path: Path, ladder: tuple[Kernel, ...]) -> Workshop:
    """Open the model, once for each child process."""
    model = open_model(path, is_known_to_parse=True)
    return Workshop(model, ladder, length_unit_m(model))


def rungs(body: ProductBody, ladder: tuple[Kernel, ...]) -> list[str]:
    """Labels of the rungs that a product has, the boxes included; ``Task.first_rung`` counts these."""
    return [label for label, _, _ in _rungs(body, ladder)]


def make_shape(workshop: Workshop, task: Task) -> Shape:
    """Climb down the product's ladder until a rung holds."""
    steps: list[Step] = []
    if not any(one.has_surface for one in task.body.representations) and task.first_rung == 0:
        steps.append(Step(workshop.ladder[0].label, "no_surface"))
    product = workshop.model.by_id(task.body.step_id)
    for label, kernel, representation in list(_rungs(task.body, workshop.ladder))[task.first_rung :]:
        if kernel is None:
            shape = _boxed(workshop, product, label, task.body, tuple(steps))
            if shape is not None:
                return shape
            steps.append(Step(label, "no_points"))
            continue
        try:
            tessellation = _tessellated(workshop, kernel, product, representation)
        except (RuntimeError, ValueError, TypeError, IndexError):
            steps.append(Step(label, "failed"))
            continue
        if tessellation is not None:
            made_by = f"{label} {_version()}"
            return Shape(made_by, representation, tessellation, tessellation.placement, tessellation.box, tuple(steps))
        steps.append(Step(label, "no_triangles"))
    return at_origin(task.body, tuple(steps))


def at_origin(body: ProductBody, steps: tuple[Step, ...]) -> Shape:
    """The very last: a point at the model's origin, so that no product is missing."""
    representation = body.representations[0] if body.representations else None
    return Shape(PLACEMENT_BOX, representation, None, np.eye(4), np.zeros((2, 3)), steps)


def _rungs(body: ProductBody, ladder: tuple[Kernel, ...]) -> Iterator[tuple[str, Kernel | None, Representation | None]]:
    for kernel in ladder:
        for representation in body.representations:
            if representation.has_surface:
                yield kernel.label, kernel, representation
    for label in BOXES:
        yield label, None, None


def _tessellated(workshop: Workshop, kernel: Kernel, product: Any, representation: Representation | None) -> Tessellation | None:
    source = workshop.model.by_id(representation.step_id) if representation else None
    shape = workshop.kernel(kernel).create_shape(product, source)
    geometry = shape.geometry
    vertices = np.frombuffer(geometry.verts_buffer, np.float64).reshape(-1, 3)
    faces = np.frombuffer(geometry.faces_buffer, np.int32).reshape(-1, 3).astype(np.int64)
    items = np.frombuffer(geometry.item_ids_buffer, np.int32).astype(np.int64)
    # The library gives the matrix column by column.
    placement = np.array(shape.transformation.matrix, np.float64).reshape(4, 4).T
    return settle(vertices, faces, items if len(items) == len(faces) else np.zeros(len(faces), np.int64), placement)


def _boxed(workshop: Workshop, product: Any, label: str, body: ProductBody, steps: tuple[Step, ...]) -> Shape | None:
    representation = body.representations[0] if body.representations else None
    if label == PLACEMENT_BOX:
        # No kernel here: one that crashes on the placement has been met on the rung before.
        placement, points = chained_placement(product, workshop.unit_m), np.zeros((1, 3))
    elif representation is not None:
        placement = kernel_placement(product, workshop.unit_m)
        points = points_of(workshop.model.by_id(representation.step_id)) * workshop.unit_m
    else:
        return None
    if not len(points):
        return None
    box = box_of(points, placement)
    if not np.isfinite(box).all():
        return None
    return Shape(label, representation, None, placement, box, steps)


def _version() -> str:
    import ifcopenshell

    return str(ifcopenshell.version)
