"""Size, place and outward direction of windows, glazed outer doors and panels of curtain walls; one row each."""

from cim_schema.table import Table

TABLE = Table(
    name="msr_window",
    summary="Size, place and outward direction of windows, glazed outer doors and panels of curtain walls; one row each.",
    columns=(
        "model_id",
        "step_id",
        "global_id",
        "glazed_part",
        "width_m",
        "height_m",
        "area_m2",
        "sill_z_m",
        "head_z_m",
        "azimuth_deg",
        "tilt_deg",
        "is_exterior",
        "room_step_id",
        "room_number",
        "wall_step_id",
        "building_step_id",
    ),
    primary_key=("model_id", "step_id"),
    optional=frozenset(
        (
            "global_id",
            "width_m",
            "height_m",
            "area_m2",
            "sill_z_m",
            "head_z_m",
            "azimuth_deg",
            "tilt_deg",
            "is_exterior",
            "room_step_id",
            "room_number",
            "wall_step_id",
            "building_step_id",
        )
    ),
    source="OverallWidth and OverallHeight, else the mesh in its own plane, else that of the opening; the outline of the storey for in and out.",
)
