"""OGC API – Features over the base layer: Part 1 (Core, GeoJSON) and Part 2 (reference systems by address)."""

import json
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import shapely
from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from cim_schema.errors import CimError, InvalidQuery, NotFound
from cim_schema.messages import Language, text
from service.access import REPORT_READERS, Options, RequestLanguage, SignedIn
from service.ogc.features import Rows, collection_text, feature_text
from service.ogc.questions import MOST, key_of, read_question, read_system
from service.ogc.reference_systems import CRS84, ReferenceSystem, offered, system_of
from service.options import ServiceOptions
from service.state.accounts import Caller

if TYPE_CHECKING:
    from pipelines.cim.search import Layer
    from pipelines.cim.store import Store

router = APIRouter(prefix="/ogc", tags=["ogc"])
CONFORMS_TO = (
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
)
GEOJSON = "application/geo+json"
_STORED_IN = "http://www.opengis.net/def/crs/EPSG/0/4490"
_FINDINGS = "chk_finding"


@router.get("", include_in_schema=False)
@router.get("/")
def show_landing_page(request: Request, language: RequestLanguage) -> dict[str, Any]:
    """Where everything is; open to anyone."""
    return {
        "title": text("ogc.title", {}, language), "description": text("ogc.description", {}, language),
        "links": [
            _link(request, "self", ""),
            _link(request, "service-desc", "api/v1/openapi.json", "application/vnd.oai.openapi+json;version=3.1", of_service=True),
            _link(request, "conformance", "conformance"), _link(request, "data", "collections"),
        ],
    }  # fmt: skip


@router.get("/conformance")
def show_conformance() -> dict[str, Any]:
    """By which classes of the standard it answers; open to anyone."""
    return {"conformsTo": list(CONFORMS_TO)}


@router.get("/collections")
def list_collections(request: Request, caller: SignedIn, options: Options, language: RequestLanguage) -> dict[str, Any]:
    """All collections that the caller may see."""
    systems, extent = _map_of(options.store_url)
    collections = [_collection(request, layer, systems, extent, language) for layer in _layers(caller).values()]
    return {"links": [_link(request, "self", "collections")], "crs": list(systems), "collections": collections}


@router.get("/collections/{name}")
def show_collection(name: str, request: Request, caller: SignedIn, options: Options, language: RequestLanguage) -> dict[str, Any]:
    """One collection."""
    return _collection(request, _layer(name, caller), *_map_of(options.store_url), language)


@router.get("/collections/{name}/items")
def list_items(name: str, request: Request, caller: SignedIn, options: Options) -> Response:
    """Features of a collection, by place, time and properties; a page of them."""
    layer = _layer(name, caller)
    question = read_question(request.query_params.multi_items(), layer, _map_of(options.store_url)[0])
    store = _store(options.store_url)
    address = f"collections/{name}/items"

    def links(last: str | None) -> str:
        found = [_link(request, "self", f"{address}?{request.url.query}".rstrip("?"), GEOJSON)]
        if last is not None:
            asked = [(one, value) for one, value in request.query_params.multi_items() if one != "after"]
            found.append(_link(request, "next", f"{address}?{urlencode([*asked, ('after', last)])}", GEOJSON))
        return json.dumps(found, ensure_ascii=False)

    batches: Rows = iter(())
    matched = 0
    try:
        page = store.page(question.search, question.limit + 1)
        matched, first = next(page)  # What is wrong with the question or the store shows before the answer begins.
        batches = chain([first], (batch for _, batch in page))
    except NotFound:
        pass  # Nothing was brought in yet.
    pieces = collection_text(batches, layer, question.system, question.limit, matched, links)
    return StreamingResponse(pieces, media_type=GEOJSON, headers={"Content-Crs": f"<{question.system.uri}>"})


@router.get("/collections/{name}/items/{feature_id:path}")
def show_item(name: str, feature_id: str, request: Request, caller: SignedIn, options: Options) -> Response:
    """One feature."""
    from pipelines.cim.search import Search

    layer = _layer(name, caller)
    system = read_system(request.query_params.multi_items(), _map_of(options.store_url)[0])
    missing = NotFound({"what": "@ogc.a_feature", "name": feature_id})
    try:
        equal = dict(zip(layer.table.primary_key, key_of(layer, feature_id), strict=True))
        row = next((batch[0] for batch in _store(options.store_url).find(Search(layer, equal=equal), 1)), None)
    except (NotFound, InvalidQuery):
        row = None
    if row is None:
        raise missing
    here = f"collections/{name}/items/{quote(feature_id, safe='')}"
    links = [_link(request, "self", here, GEOJSON), _link(request, "collection", f"collections/{name}")]
    content = feature_text(row, layer, system, json.dumps(links, ensure_ascii=False))
    return Response(content, media_type=GEOJSON, headers={"Content-Crs": f"<{system.uri}>"})


def systems_on_offer(options: ServiceOptions) -> dict[str, ReferenceSystem]:
    """The reference systems that answers may come in, by address; those of every store where this one cannot be read now."""
    try:
        return _map_of(options.store_url)[0]
    except CimError:
        return offered(frozenset())


def _collection(
    request: Request, layer: "Layer", systems: dict[str, ReferenceSystem], extent: list[float] | None, language: Language
) -> dict[str, Any]:
    address = f"collections/{layer.name}"
    spatial = {"spatial": {"bbox": [extent], "crs": CRS84}} if extent else {}
    return {
        "id": layer.name, "title": text(f"ogc.collection.{layer.name}", {}, language), "itemType": "feature",
        "description": text("ogc.filters", {"names": ", ".join(layer.plain_columns), "most": MOST}, language),
        **({"extent": spatial} if spatial else {}), "crs": list(systems), "storageCrs": _STORED_IN,
        "links": [_link(request, "self", address), _link(request, "items", f"{address}/items", GEOJSON)],
    }  # fmt: skip


def _link(
    request: Request, relation: str, path: str, media_type: str = "application/json", *, of_service: bool = False
) -> dict[str, str]:
    base = f"{str(request.base_url).rstrip('/')}/" + ("" if of_service else "ogc/")
    return {"rel": relation, "href": f"{base}{path}", "type": media_type}


def _layers(caller: Caller) -> "dict[str, Layer]":
    from pipelines.cim.search import LAYERS

    return {name: layer for name, layer in LAYERS.items() if name != _FINDINGS or caller.role in REPORT_READERS}


def _layer(name: str, caller: Caller) -> "Layer":
    found = _layers(caller).get(name)
    if found is None:
        raise NotFound({"what": "@ogc.a_collection", "name": name})
    return found


def _store(url: str) -> "Store":
    from pipelines.cim.store import open_store

    return open_store(url)


def _map_of(url: str) -> tuple[dict[str, ReferenceSystem], list[float] | None]:
    """The systems on offer, and the box around all projects; longitude first."""
    return _map_at(url, _store(url).revision())


@lru_cache(maxsize=4)
def _map_at(url: str, _revision: str) -> tuple[dict[str, ReferenceSystem], list[float] | None]:
    try:
        projects = _store(url).read("cim_project")
    except NotFound:
        return offered(frozenset()), None
    codes = frozenset(code for code in projects["crs"].to_pylist() if code and system_of(code))
    outlines = [blob for blob in projects["geom"].to_pylist() if blob]
    return offered(codes), shapely.total_bounds(shapely.from_wkb(outlines)).tolist() if outlines else None
