"""Rows of the base layer as GeoJSON, written while they are read."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import shapely

from pipelines.cim.search import Layer
from service.ogc.reference_systems import DEFAULT, ReferenceSystem

_EXACT = ("axis_map", "footprint_map", "point_map")
_JSON = "attributes"
"""A column that is JSON itself."""
Rows = Iterator[list[dict[str, object]]]


def feature_text(row: Mapping[str, Any], layer: Layer, system: ReferenceSystem, links: str = "") -> str:
    """One row as a GeoJSON feature.

    Args:
        row: As a store finds it.
        layer: What it is of.
        system: For its geometry. Where it is the project's own, the exact coordinates are given.
        links: JSON of its links.
    """
    properties = json.dumps({name: row[name] for name in layer.plain_columns if name != _JSON}, ensure_ascii=False)
    if _JSON in row:
        properties = f'{properties[:-1]}, "{_JSON}": {_strict(row[_JSON])}}}'
    found_id = json.dumps(feature_id(row, layer), ensure_ascii=False)
    more = f', "links": {links}' if links else ""
    return f'{{"type": "Feature", "id": {found_id}, "geometry": {_geometry(row, layer, system)}, "properties": {properties}{more}}}'


def feature_id(row: Mapping[str, Any], layer: Layer) -> str:
    """The id of the feature that a row is."""
    return "/".join(str(row[name]) for name in layer.table.primary_key)


def collection_text(batches: Rows, layer: Layer, system: ReferenceSystem, limit: int, matched: int, links: Any) -> Iterator[str]:
    """A page of features, piece by piece.

    Args:
        batches: Rows, one more than the page may hold where there are more.
        layer: What they are of.
        system: For their geometry.
        limit: Features on the page.
        matched: Features that are found in all.
        links: Of the id of the last feature of a page that is not the last, or None, the links as JSON.
    """
    moment = datetime.now(UTC).isoformat(timespec="milliseconds")
    yield f'{{"type": "FeatureCollection", "timeStamp": "{moment}", "numberMatched": {matched}, "features": ['
    returned, last, has_more = 0, "", False
    for batch in batches:
        kept = batch[: limit - returned]
        texts = [feature_text(row, layer, system) for row in kept]
        if texts:
            yield (",\n" if returned else "\n") + ",\n".join(texts)
            last = feature_id(kept[-1], layer)
        returned += len(kept)
        has_more = has_more or len(kept) < len(batch)
    yield f'\n], "numberReturned": {returned}, "links": {links(last if has_more else None)}}}'


def _geometry(row: Mapping[str, Any], layer: Layer, system: ReferenceSystem) -> str:
    blob = row[layer.table.geometry]
    if blob is None:
        return "null"
    exact = next((row[name] for name in _EXACT if row.get(name) is not None), None)
    if exact is not None and system is not DEFAULT and row.get("crs") == system.code:
        geometry = system.ordered(shapely.force_2d(shapely.from_wkb(exact)))
    else:
        geometry = system.from_lonlat(shapely.from_wkb(blob))
    return str(shapely.to_geojson(geometry))


def _strict(said: object) -> str:
    """JSON without the numbers that JSON has not."""
    written = str(said or "{}")
    if "NaN" in written or "Infinity" in written:
        written = json.dumps(json.loads(written, parse_constant=lambda _: None), ensure_ascii=False)
    return written
