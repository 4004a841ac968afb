"""Plan pictures: the outlines of one storey of one model, with places to mark the findings.

Outlines are drawn in centimetres from the lower left corner of the storey, y downwards as SVG has it, so that a path
is a row of small integers.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import atan2, degrees
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from cim_schema.codes import Obligation
from pipelines.publish.report.context import ReportContext
from pipelines.publish.report.rows import rows_of

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


def draw_plans(report: Mapping[str, Any], context: ReportContext) -> tuple[tuple[Plan, ...], int]:
    """A plan for each storey that has findings with a place, lowest first; and how many storeys found no room.

    Elements without a storey are drawn together, as one plan of their model.
    """
    parts = {model["model_id"]: model["part"] for model in report["models"]}
    footprints = {
        (row["model_id"], row["step_id"]): shapely.from_wkb(row["footprint"])
        for row in rows_of(context.tables, "msr_footprint", ("model_id", "step_id", "footprint"))
        if row["model_id"] in parts
    }
    outlines = _outlines_by_storey(context, footprints)
    north = _north_by_model(context)
    heights = {
        (row["model_id"], row["step_id"]): row["elevation_m"]
        for row in rows_of(context.tables, "ifc_spatial", ("model_id", "step_id", "elevation_m"))
    }
    places = _places_by_storey(report["findings"], context, footprints)
    order = sorted(places, key=lambda key: (parts[key[0]], heights.get((key[0], key[1] or -1)) or 0.0, key[1] or -1))
    mandatory = {row["rule"] for row in report["outcomes"] if row["obligation"] == Obligation.MANDATORY}
    plans: list[Plan] = []
    left, without = ALL_CHARACTERS, 0
    for model_id, storey_step_id in order:
        key = (model_id, storey_step_id)
        plan = _draw(f"plan-{len(plans)}", key, outlines.get(key, []), places[key], footprints, north.get(model_id), mandatory)
        size = sum(map(len, (*plan.layers.values(), *plan.outlines.values())))
        if size > left:
            without += 1
            continue
        left -= size
        plans.append(plan)
    return tuple(plans), without


_StoreyKey = tuple[str, int | None]
_Place = tuple[Mapping[str, Any], tuple[float, float]]


def _outlines_by_storey(
    context: ReportContext, footprints: Mapping[tuple[str, int], BaseGeometry]
) -> dict[_StoreyKey, list[tuple[str, BaseGeometry]]]:
    found: dict[_StoreyKey, list[tuple[str, BaseGeometry]]] = {}
    columns = ("model_id", "step_id", "ifc_class", "family", "storey_step_id")
    for row in rows_of(context.tables, "ifc_element", columns):
        footprint = footprints.get((row["model_id"], row["step_id"]))
        if footprint is None or footprint.is_empty or row["ifc_class"] in _NOT_DRAWN or row["family"] not in {"element", "spatial"}:
            continue
        layer = _LAYER_OF.get(row["ifc_class"], "other")
        found.setdefault((row["model_id"], row["storey_step_id"]), []).append((layer, footprint))
    return found


def _places_by_storey(
    findings: Sequence[Mapping[str, Any]], context: ReportContext, footprints: Mapping[tuple[str, int], BaseGeometry]
) -> dict[_StoreyKey, list[_Place]]:
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
    footprints: Mapping[tuple[str, int], BaseGeometry],
    north: tuple[float, bool] | None,
    mandatory: Collection[str],
) -> Plan:
    own = {finding["id"]: footprints.get((finding["model_id"], finding["step_id"])) for finding, _ in places}
    min_x, min_y, max_x, max_y = _extent([shape for _, shape in outlines], [place for _, place in places])
    margin = max(max_x - min_x, max_y - min_y, 1.0) * 0.04
    min_x, min_y, max_x, max_y = min_x - margin, min_y - margin, max_x + margin, max_y + margin
    grain = max(max_x - min_x, max_y - min_y) / 2000
    layers: dict[str, str] = {}
    for coarser in (1, 4, 16):
        layers = {
            layer: _path((shape for name, shape in outlines if name == layer), min_x, max_y, grain * coarser) for layer in LAYERS
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
        _widespread((finding for finding, _ in places), len(outlines), mandatory),
        north[0] if north else None,
        bool(north and north[1]),
    )


def _widespread(findings: Iterable[Mapping[str, Any]], drawn: int, mandatory: Collection[str]) -> tuple[str, ...]:
    counts = Counter(finding["rule"] for finding in findings if finding["rule"] not in mandatory)
    return tuple(sorted(rule for rule, count in counts.items() if count > max(A_FEW_MARKS, drawn / 2)))


def _extent(shapes: Sequence[BaseGeometry], places: Iterable[tuple[float, float]]) -> tuple[float, float, float, float]:
    bounds = [shape.bounds for shape in shapes] + [(x, y, x, y) for x, y in places]
    return (
        min(b[0] for b in bounds),
        min(b[1] for b in bounds),
        max(b[2] for b in bounds),
        max(b[3] for b in bounds),
    )


def _path(shapes: Iterable[BaseGeometry], min_x: float, max_y: float, grain: float) -> str:
    pieces: list[str] = []
    for shape in shapes:
        for polygon in shapely.get_parts(shape.simplify(grain)):
            if polygon.geom_type != "Polygon" or polygon.area < grain * grain:
                continue
            for ring in (polygon.exterior, *polygon.interiors):
                points = [(round((x - min_x) * 100), round((max_y - y) * 100)) for x, y, *_ in ring.coords[:-1]]
                pieces.append(_ring(points))
    return "".join(pieces)


def _ring(points: Sequence[tuple[int, int]]) -> str:
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
