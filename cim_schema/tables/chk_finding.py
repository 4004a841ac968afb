"""One thing wrong, or one thing that cannot be judged; one row a rule, element and subject."""

from cim_schema.table import Table

TABLE = Table(
    name="chk_finding",
    summary="One thing wrong, or one thing that cannot be judged; one row a rule, element and subject.",
    columns=(
        "id", "track", "rule", "rule_version", "model_id", "part", "step_id", "global_id", "ifc_class",
        "storey", "subject", "outcome", "observed", "expected", "observed_value", "limit_value", "unit",
        "text_code", "text_params", "caused_by", "missing_field", "point_x_m", "point_y_m", "point_z_m",
        "evidence_table", "evidence_inputs",
    ),
    primary_key=("id",),
    optional=frozenset((
        "step_id", "global_id", "ifc_class", "storey", "observed", "expected", "observed_value", "limit_value",
        "unit", "missing_field", "point_x_m", "point_y_m", "point_z_m", "evidence_table",
    )),
    sort_by=("rule", "model_id", "step_id", "subject", "id"),
)
