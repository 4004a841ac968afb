"""Edges of floors, landings and balconies beside which the ground lies deep, and what guards them; one row an edge."""

from cim_schema.table import Table

TABLE = Table(
    name="msr_drop_edge",
    summary="Edges of floors, landings and balconies beside which the ground lies deep, and what guards them; one row an edge.",
    columns=(
        "model_id",
        "step_id",
        "edge_number",
        "global_id",
        "edge_length_m",
        "fall_m",
        "guarded_length_m",
        "longest_unguarded_m",
        "guard_height_m",
        "guard_step_id",
        "edge",
    ),
    primary_key=("model_id", "step_id", "edge_number"),
    optional=frozenset(("global_id", "guard_height_m", "guard_step_id")),
    source="Borders of the tops of slabs where rooms, landings and balconies are; what stands there, and what lies below.",
)
