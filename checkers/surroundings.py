"""What lies around a model, as the engine is given it where a base layer was named, in the model's own frame.

What belongs here: reading ``ctx_place`` and ``ctx_near``. What does not: where they come from, and what rules want of them.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from checkers.rule import Frames
    from cim_schema.codes import ContextKind

TABLES = ("ctx_place", "ctx_near")
"""What the functions read."""

PLACE = "IfcMapConversion"
"""What a model lacks that has no place on the map."""


def is_nowhere(tables: "Frames", *kinds: "ContextKind") -> bool:
    """Whether the model has no place on the map, and so none among surroundings that hold something of these kinds."""
    places = tables["ctx_place"]
    return any(
        not row.is_placed and not {str(kind) for kind in kinds}.isdisjoint(row.known_kinds.split(","))
        for row in places.itertuples()
    )


def features_near(tables: "Frames", kind: "ContextKind") -> "Iterator[tuple[Any, Any]]":
    """Give the features of a kind around a model: the row of ``ctx_near`` and its shape, model frame, metres."""
    import shapely

    rows = tables["ctx_near"]
    rows = rows[rows["context_kind"].eq(str(kind))].sort_values("ordinal")
    shapes = shapely.from_wkb(rows["shape_local"].to_numpy(object))
    yield from zip(rows.itertuples(), shapes, strict=True)


def label_of(feature: Any) -> str:
    """What a feature is called in a sentence: its name and where it is from."""
    name = feature.name if isinstance(feature.name, str) and feature.name else feature.feature_id
    return name if feature.context_source in name else f"{name} ({feature.context_source})"
