"""Free height over surfaces that people and vehicles use, one row a surface and a thing that hangs over it lower than 6 m."""

from cim_schema.table import Table

TABLE = Table(
    name="msr_clearance",
    summary="Free height over surfaces that people and vehicles use, one row a surface and a thing that hangs over it lower than 6 m.",
    columns=(
        "model_id",
        "step_id",
        "global_id",
        "other_step_id",
        "clear_height_m",
        "point_x_m",
        "point_y_m",
        "point_z_m",
    ),
    primary_key=("model_id", "step_id", "other_step_id"),
    optional=frozenset(("global_id",)),
    source="Meshes of the surface, or of what lies in it where it has none, and of elements above it; what stands on the ground is left out.",
)
