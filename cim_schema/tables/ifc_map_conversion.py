"""Where each model's local origin sits on the map, as declared; one row a declaration."""

from cim_schema.table import Table

TABLE = Table(
    name="ifc_map_conversion",
    summary="Where each model's local origin sits on the map, as declared; one row a declaration.",
    columns=(
        "model_id",
        "step_id",
        "declaration",
        "eastings_m",
        "northings_m",
        "orthogonal_height_m",
        "x_axis_abscissa",
        "x_axis_ordinate",
        "scale",
        "scale_x",
        "scale_y",
        "scale_z",
        "crs_name",
        "crs_description",
        "crs_wkt",
        "geodetic_datum",
        "vertical_datum",
        "map_projection",
        "map_zone",
        "map_unit_m",
        "has_map_unit",
        "declared",
    ),
    primary_key=("model_id", "step_id"),
    optional=frozenset(
        (
            "eastings_m",
            "northings_m",
            "orthogonal_height_m",
            "x_axis_abscissa",
            "x_axis_ordinate",
            "scale",
            "scale_x",
            "scale_y",
            "scale_z",
            "crs_name",
            "crs_description",
            "crs_wkt",
            "geodetic_datum",
            "vertical_datum",
            "map_projection",
            "map_zone",
        )
    ),
    source="IfcMapConversion, IfcMapConversionScaled, IfcRigidOperation, IfcProjectedCRS; IFC2X3: ePSet_MapConversion and ePSet_ProjectedCRS.",
)
