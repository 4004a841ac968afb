"""What went wrong on the way without stopping it; one row a problem."""

from cim_schema.table import Table

TABLE = Table(
    name="run_problem",
    summary="What went wrong on the way without stopping it; one row a problem.",
    columns=(
        "stage",
        "ordinal",
        "severity",
        "model_id",
        "step_id",
        "global_id",
        "line",
        "text_code",
        "text_params",
    ),
    primary_key=("stage", "ordinal"),
    optional=frozenset(("model_id", "step_id", "global_id", "line")),
    sort_by=("stage", "ordinal"),
)
