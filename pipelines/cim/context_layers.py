"""Context layers brought to a store and taken away: versions, and what each did."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cim_schema.errors import NotFound
from cim_schema.tables import TABLES
from pipelines.cim.context_file import ContextLayer
from pipelines.cim.context_store import open_context
from pipelines.cim.store import Store


@dataclass(frozen=True)
class Loaded:
    """What loading a layer did."""

    version: int
    is_new: bool
    """False where the same rows were there already."""


def load_layer(store: Store, layer: ContextLayer) -> Loaded:
    """Put a layer in the place of the one of its name; the same rows twice change nothing.

    Raises:
        StoreError: The store could not be written; it is as it was.
    """
    context = open_context(store)
    known = next((row for row in context.layers() if row["context_layer"] == layer.name), None)
    if known is not None and known["layer_digest"] == layer.digest:
        return Loaded(known["layer_version"], is_new=False)
    reached: list[int] = []

    def plan(before: Any) -> dict[str, object]:
        reached.append(1 if before is None else before["layer_version"] + 1)
        return {
            "context_layer": layer.name, "context_kind": layer.kind.value, "layer_version": reached[-1],
            "layer_digest": layer.digest, "file_name": layer.file_name, "crs": layer.crs,
            "feature_count": len(layer.features), "loaded_at": datetime.now(UTC).replace(microsecond=0),
        }  # fmt: skip

    context.replace(layer.name, plan, layer.features)
    return Loaded(reached[-1], is_new=True)


def remove_layer(store: Store, name: str) -> None:
    """Take a layer away.

    Raises:
        NotFound: There is no such layer.
        StoreError: The store could not be written; it is as it was.
    """
    context = open_context(store)
    if name not in {row["context_layer"] for row in context.layers()}:
        raise NotFound({"what": "@context.a_layer", "name": name})
    context.replace(name, lambda _: None, TABLES["ctx_feature"].empty())
