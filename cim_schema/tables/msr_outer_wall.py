"""Walls that look outside above ground, and with how much of their surface; one row a wall."""

from cim_schema.table import Table

TABLE = Table(
    name="msr_outer_wall",
    summary="Walls that look outside above ground, and with how much of their surface; one row a wall.",
    columns=("model_id", "step_id", "building_step_id", "outer_area_m2"),
    primary_key=("model_id", "step_id"),
    source="Faces of walls where the outline of the storey is free.",
)
