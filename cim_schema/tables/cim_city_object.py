"""Sites, buildings, storeys, spaces and elements of the current versions; one row a city object."""

from cim_schema.table import Table

TABLE = Table(
    name="cim_city_object",
    summary="Sites, buildings, storeys, spaces and elements of the current versions; one row a city object.",
    columns=(
        "city_object_id", "parent_city_object_id", "project_code", "part", "version_id", "model_id", "step_id",
        "global_id", "city_family", "city_object_type", "ifc_class", "predefined_type", "name", "storey",
        "attributes", "worst_outcome", "is_placed", "crs", "footprint_map", "min_height_m", "max_height_m",
        "shape_key", "map_matrix", "kernel", "geom",
    ),
    primary_key=("city_object_id",),
    optional=frozenset((
        "parent_city_object_id", "global_id", "predefined_type", "name", "storey", "worst_outcome", "crs",
        "footprint_map", "min_height_m", "max_height_m", "shape_key", "map_matrix", "kernel", "geom",
    )),
    geometry="geom",
)
