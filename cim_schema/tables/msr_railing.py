"""Height of railings and the gap between their bars, one row a railing with a mesh."""

from cim_schema.table import Table

TABLE = Table(
    name="msr_railing",
    summary="Height of railings and the gap between their bars, one row a railing with a mesh.",
    columns=("model_id", "step_id", "global_id", "rail_height_m", "bar_gap_m"),
    primary_key=("model_id", "step_id"),
    optional=frozenset(("global_id", "bar_gap_m")),
    source="Mesh of the railing or guardrail: its top over its own foot, and a slice across its bars.",
)
