"""What lies around a model that is checked, in its own frame; one row a feature."""

from cim_schema.table import Table

TABLE = Table(
    name="ctx_near",
    summary="What lies around a model that is checked, in its own frame; one row a feature.",
    columns=(
        "model_id",
        "ordinal",
        "context_kind",
        "context_source",
        "feature_id",
        "name",
        "reaches_m",
        "storeys_above",
        "height_m",
        "limit_m",
        "fire_grade",
        "building_use",
        "pipe_kind",
        "pipe_diameter_m",
        "shape_local",
    ),
    primary_key=(
        "model_id",
        "ordinal",
    ),
    optional=frozenset(
        (
            "name",
            "reaches_m",
            "storeys_above",
            "height_m",
            "limit_m",
            "fire_grade",
            "building_use",
            "pipe_kind",
            "pipe_diameter_m",
        )
    ),
)
