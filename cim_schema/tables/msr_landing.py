"""Size of each landing of a stair between the flights that meet on it; one row a landing."""

from cim_schema.table import Table

TABLE = Table(
    name="msr_landing",
    summary="Size of each landing of a stair between the flights that meet on it; one row a landing.",
    columns=(
        "model_id",
        "step_id",
        "landing_number",
        "global_id",
        "stair_step_id",
        "landing_depth_m",
        "width_m",
        "flight_clear_width_m",
        "elevation_m",
        "headroom_m",
        "lowest_step_id",
        "is_straight",
        "has_wall_between",
    ),
    primary_key=("model_id", "step_id", "landing_number"),
    optional=frozenset(
        ("global_id", "stair_step_id", "landing_depth_m", "flight_clear_width_m", "headroom_m", "lowest_step_id", "is_straight")
    ),
    source="The top of IfcSlab.LANDING, or of a slab that is part of a stair, before the flights of msr_stair_flight; walls in the way.",
)
