"""What each rule says of each model; one row a rule and model."""

from cim_schema.table import Table

TABLE = Table(
    name="chk_outcome",
    summary="What each rule says of each model; one row a rule and model.",
    columns=(
        "model_id",
        "rule",
        "rule_version",
        "outcome",
        "obligation",
        "element",
        "checked",
        "failed",
        "undetermined",
        "crash_cause",
    ),
    primary_key=("model_id", "rule"),
    optional=frozenset(("crash_cause",)),
    sort_by=("rule", "model_id"),
)
