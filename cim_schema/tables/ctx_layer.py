"""Context layers of the base layer; one row a layer."""

from cim_schema.table import Table

TABLE = Table(
    name="ctx_layer",
    summary="Context layers of the base layer; one row a layer.",
    columns=(
        "context_layer",
        "context_kind",
        "layer_version",
        "layer_digest",
        "file_name",
        "crs",
        "feature_count",
        "loaded_at",
    ),
    primary_key=("context_layer",),
)
