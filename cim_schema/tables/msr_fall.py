"""How the top of each surface outdoors falls, across its run and along it; one row a surface."""

from cim_schema.table import Table

TABLE = Table(
    name="msr_fall",
    summary="How the top of each surface outdoors falls, across its run and along it; one row a surface.",
    columns=("model_id", "step_id", "global_id", "crossfall", "along_fall", "steepest_along_fall", "mean_fall"),
    primary_key=("model_id", "step_id"),
    optional=frozenset(("global_id", "crossfall", "along_fall", "steepest_along_fall")),
    source="The mesh's faces that look up; the run is that of the border nearest to each face.",
)
