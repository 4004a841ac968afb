"""Room that each flight of stairs leaves between its sides and under what hangs over it; one row a flight."""

from cim_schema.table import Table

TABLE = Table(
    name="msr_stair_clearance",
    summary="Room that each flight of stairs leaves between its sides and under what hangs over it; one row a flight.",
    columns=(
        "model_id",
        "step_id",
        "flight_number",
        "global_id",
        "clear_width_m",
        "headroom_m",
        "lowest_step_id",
        "lower_edge",
        "upper_edge",
    ),
    primary_key=("model_id", "step_id", "flight_number"),
    optional=frozenset(("global_id", "clear_width_m", "headroom_m", "lowest_step_id", "lower_edge", "upper_edge")),
    source="The treads of msr_stair_flight, and the meshes of what stands beside them and hangs over them.",
)
