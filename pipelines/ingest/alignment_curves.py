"""The curve representations of alignments, evaluated by the geometry kernel in a process that may be lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ifcopenshell
import numpy as np

from pipelines.ingest.alignment_layouts import Alignment
from pipelines.ingest.layout_geometry import SAGITTA_M, Chain, Floats
from pipelines.ingest.placements import open_model_file
from pipelines.ingest.source import Instance, Source
from pipelines.runtime.isolation import Lost, run_isolated

CURVE_SECONDS = 30.0
_COARSE_M = 5.0
_MOST_POINTS = 20_000
_DEEPEST = 8
_BASES = {
    "IfcGradientCurve": "BaseCurve",
    "IfcSegmentedReferenceCurve": "BaseCurve",
    "IfcOffsetCurveByDistances": "BasisCurve",
    "IfcOffsetCurve2D": "BasisCurve",
    "IfcOffsetCurve3D": "BasisCurve",
}
"""Curves that stand on others, and the attribute that names them."""
_IN_SPACE = frozenset(("IfcGradientCurve", "IfcSegmentedReferenceCurve"))
_CURVES = (
    "IfcCompositeCurve", "IfcPolyline", "IfcIndexedPolyCurve", "IfcOffsetCurveByDistances", "IfcOffsetCurve2D", "IfcOffsetCurve3D",
    "IfcTrimmedCurve", "IfcBSplineCurve",
)  # fmt: skip


@dataclass(frozen=True)
class CurveItem:
    """A curve that an alignment is represented by."""

    step_id: int
    is_in_space: bool
    """Whether it has heights of its own."""


def curves_of(source: Source, alignment: Alignment) -> list[Instance]:
    """The curves of an alignment's own representations and of its layouts', the most telling first."""
    found: dict[int, Instance] = {}
    for product in (alignment.instance, *alignment.layouts.values()):
        shape = source.entity(product, "Representation")
        for representation in source.entities(shape, "Representations") if shape else ():
            for item in source.entities(representation, "Items"):
                if source.is_a(item, *_CURVES):
                    found[item.id()] = item
    return sorted(found.values(), key=lambda item: (not _is_in_space(source, item), item.id()))


def axis_curve(source: Source, curves: Sequence[Instance]) -> CurveItem | None:
    """The curve to take the axis from; of a curve with cant the one below it, which is the design's own line."""
    for curve in curves:
        below = source.entity(curve, "BaseCurve") if curve.is_a() == "IfcSegmentedReferenceCurve" else None
        chosen = below or curve
        return CurveItem(chosen.id(), _is_in_space(source, chosen))
    return None


def bases_of(source: Source, curve: Instance) -> list[Instance]:
    """The curve and those it stands on, the lowest last."""
    chain = [curve]
    while (name := _BASES.get(chain[-1].is_a())) and len(chain) < _DEEPEST:
        base = source.entity(chain[-1], name)
        if base is None:
            break
        chain.append(base)
    return chain


def evaluate_curves(source: Source, items: Mapping[int, CurveItem]) -> dict[int, Chain | Lost]:
    """Evaluate curves in a child process.

    Args:
        source: The model.
        items: Step id of the alignment → its curve.

    Returns:
        Step id of the alignment → points in the alignment's frame, metres; or why there are none.
    """
    wanted = sorted({item.step_id for item in items.values()})
    if not wanted:
        return {}
    results = run_isolated(
        chain_on_curve, wanted, item_seconds=CURVE_SECONDS, prepare=open_model_file, arguments=(source.readable.path,)
    )
    made = {wanted[place]: result if isinstance(result, Lost) else Chain(*result) for place, result in results}
    return {step_id: made[item.step_id] for step_id, item in items.items() if item.step_id in made}


def chain_on_curve(file: ifcopenshell.file, step_id: int) -> tuple[Floats, Floats]:
    """Points on a curve: distances along it, shape (n,), and the points, shape (n, 3), metres, in the curve's frame.

    Raises:
        ValueError: The kernel gives no point, or one that is no number.
    """
    curve: Any = file.by_id(step_id)
    at, points = _polyline(file, curve) if curve.is_a("IfcPolyline") else _evaluated(curve)
    if len(points) < 2 or not np.isfinite(points).all() or at[-1] <= 0:
        raise ValueError("no length")
    return at, points


def _evaluated(curve: Any) -> tuple[Floats, Floats]:
    import ifcopenshell.geom
    from ifcopenshell import ifcopenshell_wrapper

    settings = ifcopenshell.geom.settings()
    evaluator = None
    if not curve.is_a("IfcIndexedPolyCurve"):
        mapped = ifcopenshell_wrapper.map_shape(settings, curve)
        if isinstance(mapped, ifcopenshell_wrapper.function_item):
            evaluator = ifcopenshell_wrapper.function_item_evaluator(settings, mapped)
    if evaluator is None:
        return _edges(ifcopenshell.geom.create_shape(settings, curve))
    start, end = mapped.start(), mapped.end()
    step = max(_COARSE_M, (end - start) / _MOST_POINTS)
    at = np.linspace(start, end, max(2, int(np.ceil((end - start) / step)) + 1))
    frames = np.array([evaluator.evaluate(float(place)) for place in at])
    for _ in range(6):
        tangents = frames[:, :3, 0]
        bent = np.arccos(np.clip((tangents[:-1] * tangents[1:]).sum(axis=1), -1, 1)) * np.diff(at) / 8 > SAGITTA_M
        if not bent.any() or len(at) > _MOST_POINTS:
            break
        more = (at[:-1][bent] + at[1:][bent]) / 2
        order = np.argsort(np.concatenate([at, more]), kind="stable")
        frames = np.concatenate([frames, [evaluator.evaluate(float(place)) for place in more]])[order]
        at = np.concatenate([at, more])[order]
    return at - start, frames[:, :3, 3]


def _edges(shape: Any) -> tuple[Floats, Floats]:
    """The points of a curve that the kernel cut into edges, in the order of these."""
    vertices = np.array(shape.verts, float).reshape(-1, 3)
    edges = np.array(shape.edges, int).reshape(-1, 2)
    order = [int(edges[0, 0]), *(int(end) for _, end in edges)] if len(edges) else []
    return _measured(vertices[order])


def _polyline(file: ifcopenshell.file, curve: Any) -> tuple[Floats, Floats]:
    from ifcopenshell.util.unit import calculate_unit_scale

    points = np.array([(*point.Coordinates, 0.0)[:3] for point in curve.Points], float)
    return _measured(points * calculate_unit_scale(file))


def _measured(points: Floats) -> tuple[Floats, Floats]:
    steps = np.hypot(*np.diff(points[:, :2], axis=0).T) if len(points) else np.zeros(0)
    return np.concatenate([[0.0], np.cumsum(steps)]), points


def _is_in_space(source: Source, curve: Instance) -> bool:
    if curve.is_a() in _IN_SPACE:
        return True
    if (name := _BASES.get(curve.is_a())) is not None:
        base = source.entity(curve, name)
        return base is not None and base.is_a() in _IN_SPACE
    if curve.is_a() == "IfcPolyline":
        points = source.entities(curve, "Points")
        first = source.get(points[0], "Coordinates") if points else None
        return isinstance(first, tuple) and len(first) == 3
    if curve.is_a() == "IfcIndexedPolyCurve":
        points_list = source.entity(curve, "Points")
        return points_list is not None and points_list.is_a() == "IfcCartesianPointList3D"
    return False
