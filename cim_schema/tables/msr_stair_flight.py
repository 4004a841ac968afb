"""Steps of each flight of stairs, measured on its treads; one row a flight."""

from cim_schema.table import Table

TABLE = Table(
    name="msr_stair_flight",
    summary="Steps of each flight of stairs, measured on its treads; one row a flight.",
    columns=(
        "model_id",
        "step_id",
        "flight_number",
        "global_id",
        "stair_step_id",
        "tread_count",
        "riser_height_m",
        "riser_height_least_m",
        "riser_height_greatest_m",
        "tread_length_m",
        "tread_length_least_m",
        "width_m",
        "rise_m",
        "run_m",
        "direction_deg",
        "is_winding",
    ),
    primary_key=("model_id", "step_id", "flight_number"),
    optional=frozenset(("global_id", "tread_length_m", "tread_length_least_m", "width_m", "run_m", "direction_deg")),
    source="Level faces of the mesh of IfcStairFlight, of an IfcStair without flights, or of a proxy that is a stair.",
)
