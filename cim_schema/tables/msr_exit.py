"""Exits of the building and of its storeys; one row an exit of a storey."""

from cim_schema.table import Table

TABLE = Table(
    name="msr_exit",
    summary="Exits of the building and of its storeys; one row an exit of a storey.",
    columns=(
        "model_id",
        "step_id",
        "exit_number",
        "global_id",
        "exit_kind",
        "storey_step_id",
        "centre_x_m",
        "centre_y_m",
    ),
    primary_key=("model_id", "step_id", "exit_number"),
    optional=frozenset(("global_id", "storey_step_id")),
    source="Doors that lead outside at ground level (msr_door); doors of stairwells and first steps of stairs on other storeys.",
)
