"""Slope of the top of each ramp; one row a shape."""

from cim_schema.table import Table

TABLE = Table(
    name="msr_slope",
    summary="Slope of the top of each ramp; one row a shape.",
    columns=("model_id", "step_id", "global_id", "top_slope"),
    primary_key=("model_id", "step_id"),
    optional=frozenset(("global_id",)),
    source="The mesh's faces that look up, the steepest first: the slope that a tenth of them, seen from above, reaches.",
)
