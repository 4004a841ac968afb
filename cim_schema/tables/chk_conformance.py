"""What in a file departs from ISO 10303-21 or from its schema, one row a departure; of many alike, the first hundred."""

from cim_schema.table import Table

TABLE = Table(
    name="chk_conformance",
    summary="What in a file departs from ISO 10303-21 or from its schema, one row a departure; of many alike, the first hundred.",
    columns=(
        "model_id",
        "ordinal",
        "layer",
        "severity",
        "text_code",
        "text_params",
        "group_count",
        "byte_offset",
        "line",
        "column_number",
        "step_id",
        "global_id",
        "ifc_class",
        "attribute",
    ),
    primary_key=("model_id", "ordinal"),
    optional=frozenset(("byte_offset", "line", "column_number", "step_id", "global_id", "ifc_class", "attribute")),
    source="ISO 10303-21:2016; the EXPRESS schema that the file declares.",
)
