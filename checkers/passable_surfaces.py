"""Which bodies a surface has: its own, or those that lie in it where it is only a place in the tree.

What belongs here: from carriageways, footways and the like to what has a mesh. What does not: measuring them.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING

from checkers.spatial_classes import DEEPEST
from cim_schema.codes import Thing

if TYPE_CHECKING:
    import pandas as pd

PASSABLE = (Thing.CARRIAGEWAY, Thing.TRAFFIC_LANE, Thing.CYCLE_TRACK, Thing.FOOTWAY, Thing.PATH, Thing.FIRE_LANE)
"""Surfaces that people and vehicles move along."""

LAYERS = (Thing.PAVEMENT_COURSE, Thing.PAVING)
LAYER_CLASSES = ("IfcPavement", "IfcCourse")
"""What lies in a surface, and stands for it where it has no shape."""
BODY_CLASSES = (*LAYER_CLASSES, "IfcSlab")
"""A slab may stand for the road part that it lies in, too."""


def surface_bodies(elements: "pd.DataFrame", told: "pd.DataFrame", meshed: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Give the bodies of each passable surface.

    Args:
        elements: One model's ``ifc_element``.
        told: The model's ``msr_thing``.
        meshed: Step ids of what has a mesh.

    Returns:
        Step id of the surface → step ids of its bodies: itself, else the pavement of which it is the nearest surface. No body
        at all: an empty tuple; but a surface that is only made of other surfaces is left out, since those speak for it.
    """
    thing_of = dict(zip(told["step_id"], told["thing"], strict=True))
    passable = {str(thing) for thing in PASSABLE}
    surfaces = {int(step_id) for step_id in elements["step_id"] if thing_of.get(step_id) in passable}
    up = elements["parent_step_id"].fillna(elements["container_step_id"])
    above = {int(step): int(over) for step, over in zip(elements["step_id"], up, strict=True) if over == over}
    is_paved = elements["ifc_class"].isin(BODY_CLASSES) | elements["step_id"].map(thing_of).isin([str(t) for t in LAYERS])
    lying: dict[int, list[int]] = {}
    nested: set[int] = set()
    for step in sorted({int(step) for step in elements.loc[is_paved, "step_id"]} & set(meshed) | surfaces):
        over = _nearest(step, above, surfaces)
        if over is not None and step in surfaces:
            nested.add(over)
        elif over is not None:
            lying.setdefault(over, []).append(step)
    bodies = {step: (step,) if step in meshed else tuple(lying.get(step, ())) for step in sorted(surfaces)}
    return {step: own for step, own in bodies.items() if own or step not in nested}


def _nearest(step: int, above: dict[int, int], surfaces: set[int]) -> int | None:
    for _ in range(DEEPEST):
        over = above.get(step)
        if over is None or over in surfaces:
            return over
        step = over
    return None
