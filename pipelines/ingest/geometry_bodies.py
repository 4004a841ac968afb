"""Which products have a 3D body, and which of their representations hold it.

Runs in an isolated process: a damaged file may bring down the parser.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BODY_IDENTIFIERS = ("Body", "Facetation", "Tessellation", "Surface", "Body-FallBack")
"""Identifiers that a body goes by, the best first."""

SURFACES_AND_SOLIDS = (
    "IfcSolidModel", "IfcBooleanResult", "IfcCsgPrimitive3D", "IfcTessellatedItem", "IfcFaceBasedSurfaceModel",
    "IfcShellBasedSurfaceModel", "IfcConnectedFaceSet", "IfcFace", "IfcSurface", "IfcSectionedSpine", "IfcHalfSpaceSolid",
)  # fmt: skip
"""Items that a kernel can make triangles of, subtypes included."""


@dataclass(frozen=True)
class Representation:
    """One representation that holds the body."""

    step_id: int
    name: str
    """Identifier and type, joined by a slash."""
    has_surface: bool
    """Whether a kernel has something to do: not so where there are only points, curves, a bounding box, or nothing."""


@dataclass(frozen=True)
class ProductBody:
    """A product with a body."""

    step_id: int
    global_id: str | None
    representations: tuple[Representation, ...]
    """The best first; empty where the file breaks off inside them."""


def open_model(path: Path, *, is_known_to_parse: bool) -> Any:
    """The open file, for a child process.

    One that is known to parse is read lazily, in a quarter of the time; a broken statement would go unnoticed so, and with
    it whatever follows.
    """
    import ifcopenshell

    # Their annotations lack ``lazy``.
    return ifcopenshell.open(path, format=".ifc", lazy=is_known_to_parse)  # type: ignore[call-overload]


def list_bodies(path: Path) -> list[ProductBody]:
    """Every IfcProduct with a 3D body, in the order of step ids.

    A product counts where a representation is identified as a body, or holds a surface or solid under whatever name;
    a bounding box counts where there is nothing better.

    Raises:
        ifcopenshell.Error: The parser does not take the file as it is.
    """
    model = open_model(path, is_known_to_parse=False)
    found = (_body_of(product) for product in sorted(model.by_type("IfcProduct"), key=lambda product: product.id()))
    return [body for body in found if body is not None]


def _body_of(product: Any) -> ProductBody | None:
    step_id: int = product.id()
    try:
        shape = product.Representation
        held = list(_ranked(shape.Representations or ())) if shape is not None else []
    except (AttributeError, RuntimeError, TypeError):  # Refers to what is not in the file.
        return ProductBody(step_id, _global_id(product), ())
    if not held:
        return None
    best = sorted(held, key=lambda one: one[:2])
    return ProductBody(step_id, _global_id(product), tuple(representation for _, _, representation in best))


def _ranked(representations: Any) -> Iterator[tuple[int, int, Representation]]:
    for place, one in enumerate(representations):
        identifier, kind = one.RepresentationIdentifier, one.RepresentationType
        has_surface = any(_has_surface(item, set()) for item in one.Items or ())
        if identifier in BODY_IDENTIFIERS:
            rank = BODY_IDENTIFIERS.index(identifier)
        elif has_surface:
            rank = len(BODY_IDENTIFIERS)
        elif kind == "BoundingBox":
            rank = len(BODY_IDENTIFIERS) + 1
        else:
            continue
        yield rank + (0 if has_surface else 100), place, Representation(one.id(), f"{identifier or ''}/{kind or ''}", has_surface)


def _has_surface(item: Any, passed: set[int]) -> bool:
    if item.id() in passed:
        return False
    passed.add(item.id())
    if item.is_a("IfcMappedItem"):
        return any(_has_surface(inner, passed) for inner in item.MappingSource.MappedRepresentation.Items or ())
    if item.is_a("IfcGeometricSet"):
        return any(_has_surface(inner, passed) for inner in item.Elements or ())
    return any(item.is_a(name) for name in SURFACES_AND_SOLIDS)


def _global_id(product: Any) -> str | None:
    with suppress(AttributeError, RuntimeError):
        return product.GlobalId or None
    return None
