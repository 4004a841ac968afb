"""Wall and window areas of each building by orientation, of whole façades and of the bay of each room."""

from cim_schema.table import Table

TABLE = Table(
    name="msr_facade",
    summary="Wall and window areas of each building by orientation, of whole façades and of the bay of each room.",
    columns=(
        "model_id",
        "building_step_id",
        "orientation",
        "bay",
        "room_step_id",
        "room_number",
        "facade_area_m2",
        "window_area_m2",
        "window_wall_ratio",
    ),
    primary_key=("model_id", "building_step_id", "orientation", "bay"),
    optional=frozenset(("room_step_id", "room_number")),
    source="Outer faces of walls where the outline of the storey is free; GB 55015-2021 B.0.3 and B.0.5 for what counts and where it looks.",
)
