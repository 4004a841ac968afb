"""Clear opening of each door and the rooms that it joins; one row a door."""

from cim_schema.table import Table

TABLE = Table(
    name="msr_door",
    summary="Clear opening of each door and the rooms that it joins; one row a door.",
    columns=(
        "model_id",
        "step_id",
        "global_id",
        "clear_width_m",
        "clear_height_m",
        "clear_width_source",
        "passage_width_m",
        "centre_x_m",
        "centre_y_m",
        "threshold_z_m",
        "direction_deg",
        "room_a_step_id",
        "room_a_number",
        "room_b_step_id",
        "room_b_number",
        "is_exterior",
        "storey_step_id",
    ),
    primary_key=("model_id", "step_id"),
    optional=frozenset(
        (
            "global_id",
            "clear_width_m",
            "clear_height_m",
            "clear_width_source",
            "passage_width_m",
            "direction_deg",
            "room_a_step_id",
            "room_a_number",
            "room_b_step_id",
            "room_b_number",
            "is_exterior",
            "storey_step_id",
        )
    ),
    source="The mesh of IfcDoor, its opening, lining properties and overall size; the floors of the rooms on both sides; IfcRelSpaceBoundary.",
)
