"""Whether a model that is checked has its place among its surroundings; one row a model."""

from cim_schema.table import Table

TABLE = Table(
    name="ctx_place",
    summary="Whether a model that is checked has its place among its surroundings; one row a model.",
    columns=(
        "model_id",
        "is_placed",
        "known_kinds",
    ),
    primary_key=("model_id",),
)
