"""Shapes: one row for each IfcProduct with a 3D body, openings and spatial elements included."""

from cim_schema.table import Table

TABLE = Table(
    name="ifc_geometry",
    summary="Shapes: one row for each IfcProduct with a 3D body, openings and spatial elements included.",
    columns=(
        "model_id",
        "step_id",
        "global_id",
        "min_x_m",
        "min_y_m",
        "min_z_m",
        "max_x_m",
        "max_y_m",
        "max_z_m",
        "area_m2",
        "volume_m3",
        "is_closed",
        "triangle_count",
        "kernel",
        "representation",
        "shape_key",
        "placement",
    ),
    primary_key=("model_id", "step_id"),
    optional=frozenset(("global_id", "area_m2", "volume_m3", "representation", "shape_key")),
    source="IfcProduct.Representation: Body and Facetation, or whichever 3D surface or solid representation there is.",
)
