"""Outer surface and enclosed volume of each building above ground; one row a building."""

from cim_schema.table import Table

TABLE = Table(
    name="msr_envelope",
    summary="Outer surface and enclosed volume of each building above ground; one row a building.",
    columns=(
        "model_id",
        "building_step_id",
        "wall_area_m2",
        "roof_area_m2",
        "exposed_floor_area_m2",
        "envelope_area_m2",
        "volume_m3",
        "shape_coefficient",
        "roof_light_area_m2",
        "floor_area_m2",
        "storeys_above",
    ),
    primary_key=("model_id", "building_step_id"),
    source="Outlines of the storeys above ground, the faces of their outer walls and the surfaces of roofs; floors on the ground do not count.",
)
