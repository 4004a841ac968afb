"""The parameters of requests for items, as the interface's description tells them."""

from collections.abc import Iterable
from typing import Any

from pipelines.cim.search import Layer
from service.ogc.questions import LIMIT, MOMENT, MOST

_INTERVAL = rf"^({MOMENT}|({MOMENT}|\.\.)?/({MOMENT}|\.\.)?)$"
_SCHEMAS = {
    "string": {"type": "string"}, "int64": {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1},
    "float64": {"type": "number"}, "bool": {"type": "boolean"},
}  # fmt: skip


def parameters_of_items(layer: Layer, systems: Iterable[str]) -> list[dict[str, Any]]:
    """What may be asked of the items of a collection.

    Args:
        layer: The collection.
        systems: Addresses of the reference systems on offer.
    """
    addresses = {"type": "string", "format": "uri", "enum": list(systems)}
    own: dict[str, dict[str, Any]] = {
        "bbox": {
            "schema": {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6},
            "style": "form", "explode": False,
            "description": "Four numbers, or six with heights; in the order of axes of bbox-crs.",
        },
        "bbox-crs": {"schema": addresses},
        "crs": {"schema": addresses},
        "datetime": {"schema": {"type": "string", "pattern": _INTERVAL}},
        "limit": {
            "schema": {"type": "integer", "minimum": 1, "default": LIMIT}, "description": f"More than {MOST} is taken as {MOST}.",
        },
        "after": {"schema": {"type": "string"}},
        **parameters_of_one(addresses["enum"]),
    }  # fmt: skip
    kinds = {field.name: field.data_type for field in layer.table.fields}
    columns = {name: {"schema": _SCHEMAS[kinds[name]]} for name in layer.plain_columns if name not in own}
    return [{"name": name, "in": "query", "required": False, **told} for name, told in (own | columns).items()]


def parameters_of_one(systems: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What may be asked of one item: name → description."""
    return {
        "crs": {"schema": {"type": "string", "format": "uri", "enum": list(systems)}},
        "f": {"schema": {"type": "string", "enum": ["json"]}},
        "lang": {"schema": {"type": "string", "enum": ["zh", "en"]}},
    }
