"""What the interface says of itself: OpenAPI 3.1, made from the routes and from what the base layer offers now.

Source: OpenAPI Specification 3.1.0; RFC 9457 (problem details); OGC 17-069r4, section 7.3.
"""

from collections.abc import Callable, Iterator
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts

from pipelines.cim.search import LAYERS, Layer
from service.access import COOKIE, signed_in
from service.errors import PROBLEM_TYPE
from service.ogc.parameters import parameters_of_items, parameters_of_one
from service.options import ServiceOptions
from service.routes.ogc import GEOJSON, systems_on_offer

Described = dict[str, Any]

_PROBLEM: Described = {
    "type": "object", "title": "Problem", "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri"}, "title": {"type": "string"}, "status": {"type": "integer"},
        "detail": {"type": "string"}, "code": {"type": "string"}, "retry_after_s": {"type": "integer"},
        "file": {"type": "string"}, "line": {"type": "integer"},
    },
}  # fmt: skip
_FEATURE: Described = {
    "type": "object", "title": "Feature", "required": ["type", "id", "geometry", "properties"],
    "properties": {
        "type": {"const": "Feature"}, "id": {"type": "string"}, "geometry": {"type": ["object", "null"]},
        "properties": {"type": "object"}, "links": {"type": "array", "items": {"type": "object"}},
    },
}  # fmt: skip
_FEATURES: Described = {
    "type": "object", "title": "FeatureCollection",
    "required": ["type", "features", "links", "timeStamp", "numberMatched", "numberReturned"],
    "properties": {
        "type": {"const": "FeatureCollection"}, "features": {"type": "array", "items": {"$ref": "#/components/schemas/Feature"}},
        "links": {"type": "array", "items": {"type": "object"}}, "timeStamp": {"type": "string", "format": "date-time"},
        "numberMatched": {"type": "integer", "minimum": 0}, "numberReturned": {"type": "integer", "minimum": 0},
    },
}  # fmt: skip
_REFUSALS = {
    "400": "What was asked cannot be used.",
    "401": "Nobody is signed in.",
    "403": "The caller's role may not do this.",
    "404": "It is not there, or the caller may not see it.",
    "409": "Not now.",
    "413": "The body is too large.",
    "415": "A file is no IFC model.",
    "422": "A parameter cannot be used.",
    "429": "Too many tries.",
    "default": "Any other refusal.",
}
_CLOSED: list[Described] = [{"bearer": []}, {"session": []}]
_COLLECTION = "/ogc/collections/{name}"


def description_of(app: FastAPI, options: ServiceOptions) -> Callable[[], Described]:
    """What gives the description of an app: the reference systems in it are those of the projects that stand then."""

    def describe() -> Described:
        document = get_openapi(title="jueshan", version=version("jueshan"), routes=app.routes, openapi_version="3.1.0")
        components = document.setdefault("components", {})
        schemas = components.setdefault("schemas", {})
        schemas |= {"Problem": _PROBLEM, "Feature": _FEATURE, "FeatureCollection": _FEATURES}
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        components["securitySchemes"] = {
            "bearer": {"type": "http", "scheme": "bearer"},
            "session": {"type": "apiKey", "in": "cookie", "name": COOKIE},
        }
        for path, route in _routes(app):
            for method in route.methods or ():
                _complete(document["paths"][path][method.lower()], path, route)
        _spread_collections(document["paths"], list(systems_on_offer(options)))
        return document

    return describe


def _routes(app: FastAPI) -> Iterator[tuple[str, APIRoute]]:
    """The routes that are described, each under its whole path."""
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, APIRoute) and route.include_in_schema:
            yield str(context.path_format), route


def _complete(operation: Described, path: str, route: APIRoute) -> None:
    """Say who may call a route, and how it refuses."""
    responses = operation["responses"]
    content = responses.get("200", {}).get("content", {})
    if "text/event-stream" in content:
        content.pop("application/json")  # The framework's own guess.
    refusals = {"default"} | ({"422"} & set(responses))
    if signed_in in _calls_of(route.dependant):
        operation["security"] = _CLOSED
        refusals.add("401")
    if "{" in path:
        refusals.add("404")
    for status in refusals:
        responses[status] = refusal(status)
    operation["responses"] = dict(sorted(responses.items()))


def refusal(status: str) -> Described:
    """A refusal as it is described."""
    return {"description": _REFUSALS[status], "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


def _calls_of(dependant: Dependant) -> set[object]:
    return {dependant.call, *(call for one in dependant.dependencies for call in _calls_of(one))}


def _spread_collections(paths: dict[str, Described], systems: list[str]) -> None:
    """Describe each collection by itself: what may be asked of its items is its own."""
    patterns = {path: paths.pop(path) for path in [path for path in paths if path.startswith(_COLLECTION)]}
    for layer in LAYERS.values():
        for path, methods in patterns.items():
            paths[path.replace("{name}", layer.name)] = {
                method: _of_collection(operation, path, layer, systems) for method, operation in methods.items()
            }


def _of_collection(operation: Described, path: str, layer: Layer, systems: list[str]) -> Described:
    kept = [one for one in operation.get("parameters", []) if one["name"] != "name"]
    told = {**operation, "operationId": f"{operation['operationId']}_{layer.name}", "responses": dict(operation["responses"])}
    if path.endswith("/items"):
        kept += parameters_of_items(layer, systems)
        told["responses"]["200"] = _geojson("FeatureCollection")
    elif "/items/" in path:
        kept += [{"name": name, "in": "query", "required": False, **one} for name, one in parameters_of_one(systems).items()]
        told["responses"]["200"] = _geojson("Feature")
    told["responses"] |= {"400": refusal("400")}
    told["responses"].pop("422", None)
    return told | {"parameters": kept}


def _geojson(schema: str) -> Described:
    described: Described = {"description": "GeoJSON.", "content": {GEOJSON: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}}
    return described | {"headers": {"Content-Crs": {"required": True, "schema": {"type": "string"}}}}
