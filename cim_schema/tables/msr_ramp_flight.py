"""Slope, rise, run and widths of each flight of ramps; one row a flight."""

from cim_schema.table import Table

TABLE = Table(
    name="msr_ramp_flight",
    summary="Slope, rise, run and widths of each flight of ramps; one row a flight.",
    columns=(
        "model_id",
        "step_id",
        "flight_number",
        "global_id",
        "ramp_step_id",
        "top_slope",
        "crossfall",
        "rise_m",
        "run_m",
        "width_m",
        "clear_width_m",
        "direction_deg",
        "landing_depth_m",
    ),
    primary_key=("model_id", "step_id", "flight_number"),
    optional=frozenset(("global_id", "crossfall", "run_m", "width_m", "clear_width_m", "direction_deg", "landing_depth_m")),
    source="Neighbouring faces of a ramp's mesh that look up and are equally steep; walls and handrails beside them.",
)
