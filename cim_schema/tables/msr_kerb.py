"""How high each kerb stands over what vehicles go on beside it; one row a kerb."""

from cim_schema.table import Table

TABLE = Table(
    name="msr_kerb",
    summary="How high each kerb stands over what vehicles go on beside it; one row a kerb.",
    columns=("model_id", "step_id", "global_id", "upstand_m", "is_at_reserve"),
    primary_key=("model_id", "step_id"),
    optional=frozenset(("global_id",)),
    source="The tops of the meshes of the kerb and of the lanes, carriageways and cycle tracks beside it.",
)
