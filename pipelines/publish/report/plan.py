"""Plan pictures: the outlines of one storey of one model, with places to mark the findings.

Outlines are drawn in centimetres from the lower left corner of the storey, y downwards as SVG has it, so that a path
is a row of small integers.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import atan2, degrees
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from shapely.geometry.base import BaseGeometry

from cim_schema.codes import Obligation
from pipelines.publish.report.context import ReportContext
from pipelines.publish.report.findings import Findings
from pipelines.publish.report.rows import rows_of, table_of

LAYERS = ("ground", "wall", "column", "opening", "other")
"""From the bottom up."""

_LAYER_OF = {
    "IfcSlab": "ground", "IfcSpace": "ground", "IfcRoad": "ground", "IfcPavement": "ground", "IfcCourse": "ground",
    "IfcBridge": "ground", "IfcBridgePart": "ground", "IfcEarthworksFill": "ground",
    "IfcWall": "wall", "IfcWallStandardCase": "wall", "IfcWallElementedCase": "wall", "IfcCurtainWall": "wall",
    "IfcColumn": "column", "IfcColumnStandardCase": "column", "IfcPile": "column",
    "IfcDoor": "opening", "IfcDoorStandardCase": "opening", "IfcWindow": "opening", "IfcWindowStandardCase": "opening",
    "IfcStair": "other", "IfcStairFlight": "other", "IfcRamp": "other", "IfcRampFlight": "other",
}  # fmt: skip
_NOT_DRAWN = frozenset(("IfcSite", "IfcBuilding", "IfcBuildingStorey", "IfcProject", "IfcOpeningElement", "IfcVirtualElement"))

PLAN_CHARACTERS = 120_000
"""Of one plan's paths: beyond that the outlines are drawn more coarsely."""
A_FEW_MARKS = 5
"""So many findings of a rule are pointed out however small the storey."""
ALL_CHARACTERS = 1_200_000
"""Of all plans' paths: storeys that no longer fit are listed without a picture."""


@dataclass(frozen=True)
class Plan:
    """One storey's picture, in centimetres."""

    key: str
    """``plan-N``, unique in the page."""
    model_id: str
    storey: str | None
    width: int
    height: int
    layers: Mapping[str, str]
    """Layer → path data."""
    marks: Mapping[str, tuple[int, int]]
    """Id of a finding → where it is."""
    outlines: Mapping[str, str]
    """Id of a finding → path data of its element."""
    widespread: tuple[str, ...]
    """Codes of rules, none of them mandatory, that say something of most elements drawn: they have no place to point out."""
    north_deg: float | None
    """Clockwise from the top of the picture; None where nobody said."""
    is_map_north: bool
    """Whether north is the map's, not the one the model declares by itself."""


def draw_plans(report: Mapping[str, Any], context: ReportContext, shown: Findings | None = None) -> tuple[tuple[Plan, ...], int]:
    """A plan for each storey that has findings with a place, lowest first; and how many storeys found no room.

    Elements without a storey are drawn together, as one plan of their model.

    Args:
        report: As ``build_report`` gives it.
        context: Tables beside it.
        shown: The findings to mark, where these are not all.
    """
    parts = {model["model_id"]: model["part"] for model in report["models"]}
    marked = report["findings"] if shown is None else shown
    known = None if shown is None else _counts_by_storey(report["findings"], context)
    north = _north_by_model(context)
    heights = {
        (row["model_id"], row["step_id"]): row["elevation_m"]
        for row in rows_of(context.tables, "ifc_spatial", ("model_id", "step_id", "elevation_m"))
    }
    shapes = _Shapes(context, marked, parts)
    places = _places_by_storey(marked, context, shapes.own)
    order = sorted(places, key=lambda key: (parts[key[0]], heights.get((key[0], key[1] or -1)) or 0.0, key[1] or -1))
    mandatory = {row["rule"] for row in report["outcomes"] if row["obligation"] == Obligation.MANDATORY}
    plans: list[Plan] = []
    left, without = ALL_CHARACTERS, 0
    for key in order:
        counts = Counter(finding["rule"] for finding, _ in places[key]) if known is None else known[key]
        outlines = shapes.of_storey(key)
        widespread = _widespread(counts, len(outlines), mandatory)
        plan = _draw(f"plan-{len(plans)}", key, outlines, places[key], shapes.own, north.get(key[0]), widespread)
        size = sum(map(len, (*plan.layers.values(), *plan.outlines.values())))
        if size > left:
            without += 1
            continue
        left -= size
        plans.append(plan)
    return tuple(plans), without


_StoreyKey = tuple[str, int | None]
_Place = tuple[Mapping[str, Any], tuple[float, float]]
_ShapeOf = Mapping[tuple[str, int], BaseGeometry]


def _counts_by_storey(findings: Findings, context: ReportContext) -> dict[_StoreyKey, Counter[str]]:
    """How many findings of each rule a storey has, also of those that are not shown."""
    counts: dict[_StoreyKey, Counter[str]] = {}
    columns = (findings.column(name) for name in ("model_id", "step_id", "rule", "ifc_class"))
    for model_id, step_id, rule, ifc_class in zip(*columns, strict=True):
        if step_id is not None and ifc_class not in _NOT_DRAWN:
            storey = (model_id, context.facts_at(model_id, step_id).storey_step_id)
            counts.setdefault(storey, Counter())[rule] += 1
    return counts


class _Shapes:
    """Outlines of elements, of one model at a time."""

    def __init__(self, context: ReportContext, marked: Findings, parts: Collection[str]) -> None:
        self._elements = table_of(context.tables, "ifc_element", ("model_id", "step_id", "ifc_class", "family", "storey_step_id"))
        footprints = table_of(context.tables, "msr_footprint", ("model_id", "step_id", "footprint"))
        self._footprints = footprints.filter(pc.is_in(footprints["model_id"], pa.array(sorted(parts), pa.string())))
        self._model_id = ""
        self._by_storey: dict[int | None, list[tuple[str, BaseGeometry]]] = {}
        keys = set(zip(marked.column("model_id"), marked.column("step_id"), strict=True))
        steps = pa.array(sorted({step_id for _, step_id in keys if step_id is not None}), pa.int64())
        rows = self._footprints.filter(pc.is_in(self._footprints["step_id"], steps)).to_pylist()
        self.own: _ShapeOf = {
            (row["model_id"], row["step_id"]): shapely.from_wkb(row["footprint"])
            for row in rows
            if (row["model_id"], row["step_id"]) in keys
        }
        """Of the elements that are marked."""

    def of_storey(self, storey: _StoreyKey) -> list[tuple[str, BaseGeometry]]:
        """Layer and outline of what is drawn of a storey."""
        if storey[0] != self._model_id:
            self._model_id, self._by_storey = storey[0], self._read(storey[0])
        return self._by_storey.get(storey[1], [])

    def _read(self, model_id: str) -> dict[int | None, list[tuple[str, BaseGeometry]]]:
        rows = self._footprints.filter(pc.equal(self._footprints["model_id"], model_id))
        shapes = shapely.from_wkb(rows["footprint"].to_numpy(zero_copy_only=False))
        is_drawn = ~shapely.is_empty(shapes)
        own = dict(zip(rows["step_id"].to_pylist(), range(len(rows)), strict=True))
        found: dict[int | None, list[tuple[str, BaseGeometry]]] = {}
        for row in self._elements.filter(pc.equal(self._elements["model_id"], model_id)).to_pylist():
            place = own.get(row["step_id"])
            if place is None or not is_drawn[place]:
                continue
            if row["ifc_class"] not in _NOT_DRAWN and row["family"] in {"element", "spatial"}:
                found.setdefault(row["storey_step_id"], []).append((_LAYER_OF.get(row["ifc_class"], "other"), shapes[place]))
        return found


def _places_by_storey(findings: Findings, context: ReportContext, footprints: _ShapeOf) -> dict[_StoreyKey, list[_Place]]:
    places: dict[_StoreyKey, list[_Place]] = {}
    for finding in findings:
        if finding["step_id"] is None or finding["ifc_class"] in _NOT_DRAWN:
            continue
        footprint = footprints.get((finding["model_id"], finding["step_id"]))
        if finding["point"]:
            place = (finding["point"][0], finding["point"][1])
        elif footprint is not None and not footprint.is_empty:
            inside = footprint.representative_point()
            place = (inside.x, inside.y)
        else:
            continue
        places.setdefault((finding["model_id"], context.facts_of(finding).storey_step_id), []).append((finding, place))
    return places


def _draw(
    key: str,
    storey: _StoreyKey,
    outlines: Sequence[tuple[str, BaseGeometry]],
    places: Sequence[_Place],
    footprints: _ShapeOf,
    north: tuple[float, bool] | None,
    widespread: tuple[str, ...],
) -> Plan:
    own = {finding["id"]: footprints.get((finding["model_id"], finding["step_id"])) for finding, _ in places}
    min_x, min_y, max_x, max_y = _extent([shape for _, shape in outlines], [place for _, place in places])
    margin = max(max_x - min_x, max_y - min_y, 1.0) * 0.04
    min_x, min_y, max_x, max_y = min_x - margin, min_y - margin, max_x + margin, max_y + margin
    grain = max(max_x - min_x, max_y - min_y) / 2000
    layers: dict[str, str] = {}
    for coarser in (1, 4, 16):
        layers = {
            layer: _path([shape for name, shape in outlines if name == layer], min_x, max_y, grain * coarser) for layer in LAYERS
        }
        if sum(map(len, layers.values())) <= PLAN_CHARACTERS:
            break
    return Plan(
        key,
        storey[0],
        places[0][0]["storey"],
        round((max_x - min_x) * 100),
        round((max_y - min_y) * 100),
        {layer: path for layer, path in layers.items() if path},
        {finding["id"]: (round((x - min_x) * 100), round((max_y - y) * 100)) for finding, (x, y) in places},
        {id_: _path([shape], min_x, max_y, grain) for id_, shape in own.items() if shape is not None},
        widespread,
        north[0] if north else None,
        bool(north and north[1]),
    )


def _widespread(counts: Mapping[str, int], drawn: int, mandatory: Collection[str]) -> tuple[str, ...]:
    most = max(A_FEW_MARKS, drawn / 2)
    return tuple(sorted(rule for rule, count in counts.items() if rule not in mandatory and count > most))


def _extent(shapes: Sequence[BaseGeometry], places: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    bounds = np.array([*shapely.bounds(np.array(shapes, object)), *((x, y, x, y) for x, y in places)]).reshape(-1, 4)
    min_x, min_y = bounds[:, :2].min(axis=0).tolist()
    max_x, max_y = bounds[:, 2:].max(axis=0).tolist()
    return min_x, min_y, max_x, max_y


def _path(shapes: Sequence[BaseGeometry], min_x: float, max_y: float, grain: float) -> str:
    polygons = shapely.get_parts(shapely.simplify(np.array(shapes, object), grain))
    is_seen = (shapely.get_type_id(polygons) == shapely.GeometryType.POLYGON) & (shapely.area(polygons) >= grain * grain)
    rings = shapely.get_rings(polygons[is_seen])
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    # Rounded as Python does, half to even.
    points = np.rint(np.column_stack([(corners[:, 0] - min_x) * 100, (max_y - corners[:, 1]) * 100])).astype(np.int64)
    ends = np.flatnonzero(np.diff(ring, append=len(rings)))
    pieces, start = [], 0
    for end in ends.tolist():
        pieces.append(_ring(points[start:end].tolist()))
        start = end + 1
    return "".join(pieces)


def _ring(points: Sequence[Sequence[int]]) -> str:
    (x, y), *rest = points
    steps = []
    for next_x, next_y in rest:
        steps.append(f"{next_x - x},{next_y - y}")
        x, y = next_x, next_y
    return f"M{points[0][0]},{points[0][1]}l{' '.join(steps)}z"


def _north_by_model(context: ReportContext) -> dict[str, tuple[float, bool]]:
    north: dict[str, tuple[float, bool]] = {}
    for row in rows_of(context.tables, "ifc_model", ("model_id", "true_north_x", "true_north_y")):
        if row["true_north_x"] is not None and row["true_north_y"] is not None:
            north[row["model_id"]] = (degrees(atan2(row["true_north_x"], row["true_north_y"])), False)
    for row in rows_of(context.tables, "geo_reference", ("model_id", "rotation_deg", "is_usable")):
        if row["rotation_deg"] is not None and row["is_usable"]:
            # Local +x lies so much counter-clockwise from east, so in the local frame north lies as much clockwise.
            north[row["model_id"]] = (row["rotation_deg"], True)
    return north
