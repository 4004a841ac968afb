"""Floor, heights and largest rectangle of each room; one row a room."""

from cim_schema.table import Table

TABLE = Table(
    name="msr_room",
    summary="Floor, heights and largest rectangle of each room; one row a room.",
    columns=(
        "model_id",
        "step_id",
        "global_id",
        "room_number",
        "is_derived",
        "storey_step_id",
        "floor",
        "floor_z_m",
        "ceiling_z_m",
        "floor_area_m2",
        "clear_height_m",
        "two_thirds_height_m",
        "has_sloped_top",
        "lowest_step_id",
        "short_side_m",
        "rectangle_width_m",
        "rectangle_length_m",
    ),
    primary_key=("model_id", "step_id", "room_number"),
    optional=frozenset(
        (
            "global_id",
            "storey_step_id",
            "clear_height_m",
            "two_thirds_height_m",
            "has_sloped_top",
            "lowest_step_id",
            "short_side_m",
            "rectangle_width_m",
            "rectangle_length_m",
        )
    ),
    source="The mesh of IfcSpace and what hangs into it; in storeys without spaces, the faces between the outlines of walls and columns.",
)
