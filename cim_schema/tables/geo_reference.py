"""Where each model stands on the map, and how well that is known; one row a model."""

from cim_schema.table import Table

TABLE = Table(
    name="geo_reference",
    summary="Where each model stands on the map, and how well that is known; one row a model.",
    columns=(
        "model_id",
        "level",
        "declaration",
        "is_usable",
        "is_weak",
        "crs",
        "vertical_crs",
        "declared_crs",
        "origin_east_m",
        "origin_north_m",
        "origin_height_m",
        "origin_lon_deg",
        "origin_lat_deg",
        "rotation_deg",
        "map_scale",
        "local_to_map",
    ),
    primary_key=("model_id",),
    optional=frozenset(
        (
            "declaration",
            "crs",
            "vertical_crs",
            "declared_crs",
            "origin_east_m",
            "origin_north_m",
            "origin_height_m",
            "origin_lon_deg",
            "origin_lat_deg",
            "rotation_deg",
            "map_scale",
            "local_to_map",
        )
    ),
    source="IfcMapConversion formula of ISO 16739-1; LoGeoRef levels of Clemen and Görne (2019).",
)
