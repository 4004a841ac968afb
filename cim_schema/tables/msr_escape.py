"""Way out of each room: to the nearest exit of the building or of its storey; one row a room."""

from cim_schema.table import Table

TABLE = Table(
    name="msr_escape",
    summary="Way out of each room: to the nearest exit of the building or of its storey; one row a room.",
    columns=(
        "model_id",
        "step_id",
        "global_id",
        "room_number",
        "storey_step_id",
        "use",
        "door_count",
        "exit_count",
        "exit_step_id",
        "exit_kind",
        "distance_m",
        "room_distance_m",
        "door_to_exit_m",
        "direct_distance_m",
        "is_dead_end",
        "is_reachable",
        "is_step_free",
        "path",
    ),
    primary_key=("model_id", "step_id", "room_number"),
    optional=frozenset(
        (
            "global_id",
            "storey_step_id",
            "exit_step_id",
            "exit_kind",
            "distance_m",
            "room_distance_m",
            "door_to_exit_m",
            "direct_distance_m",
            "is_dead_end",
            "is_step_free",
            "path",
        )
    ),
    source="Floors of rooms (msr_room), doors (msr_door), stairs, lifts and ramps.",
)
