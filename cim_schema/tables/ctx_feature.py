"""Features of the context layers: plots, red lines, height limits, buildings, pipes, trees; one row a feature."""

from cim_schema.table import Table

TABLE = Table(
    name="ctx_feature",
    summary="Features of the context layers: plots, red lines, height limits, buildings, pipes, trees; one row a feature.",
    columns=(
        "context_layer",
        "feature_number",
        "context_kind",
        "name",
        "height_m",
        "storeys_above",
        "limit_m",
        "fire_grade",
        "building_use",
        "pipe_kind",
        "pipe_diameter_m",
        "attributes",
        "crs",
        "shape_map",
        "geom",
    ),
    primary_key=(
        "context_layer",
        "feature_number",
    ),
    optional=frozenset(
        (
            "name",
            "height_m",
            "storeys_above",
            "limit_m",
            "fire_grade",
            "building_use",
            "pipe_kind",
            "pipe_diameter_m",
        )
    ),
    geometry="geom",
)
