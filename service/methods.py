"""Which methods an address takes, whichever routes know it."""

import re
from collections.abc import Set
from functools import lru_cache

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import compile_path

EVERYWHERE = "/{path:path}"
"""The route of the pages, which takes whatever is left."""


def methods_at(app: FastAPI, path: str) -> Set[str]:
    """The methods of all routes at an address, that of the pages left out."""
    return frozenset(method for pattern, methods in _routes(app) if pattern.match(path) for method in methods)


@lru_cache(maxsize=8)
def _routes(app: FastAPI) -> tuple[tuple[re.Pattern[str], frozenset[str]], ...]:
    found = []
    for context in iter_route_contexts(app.routes):
        path, methods = context.path, context.methods
        if path is not None and methods and path != EVERYWHERE:
            # The guards answer HEAD as they would GET.
            found.append((compile_path(path)[0], frozenset(methods) | ({"HEAD"} if "GET" in methods else set())))
    return tuple(found)
