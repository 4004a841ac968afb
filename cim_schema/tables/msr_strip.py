"""Width and length of surfaces that have a run: lanes, footways, paths, green belts; one row a surface."""

from cim_schema.table import Table

TABLE = Table(
    name="msr_strip",
    summary="Width and length of surfaces that have a run: lanes, footways, paths, green belts; one row a surface.",
    columns=("model_id", "step_id", "global_id", "width_m", "mean_width_m", "strip_length_m", "clear_width_m"),
    primary_key=("model_id", "step_id"),
    optional=frozenset(("global_id", "clear_width_m")),
    source="The outline seen from above, of the surface itself or of the paving in it; what stands on it from msr_standing.",
)
