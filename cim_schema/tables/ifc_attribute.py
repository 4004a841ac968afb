"""EXPRESS attributes with a simple value that no other column holds, of occurrences and types; one row a value."""

from cim_schema.table import Table

TABLE = Table(
    name="ifc_attribute",
    summary="EXPRESS attributes with a simple value that no other column holds, of occurrences and types; one row a value.",
    columns=(
        "model_id",
        "step_id",
        "global_id",
        "ifc_class",
        "attribute_name",
        "value_index",
        "value",
        "value_number",
        "data_type",
        "unit",
    ),
    primary_key=("model_id", "step_id", "attribute_name", "value_index"),
    optional=frozenset(("global_id", "value", "value_number")),
    source="Direct and inherited explicit attributes with values of defined types, enumerations and selects of these; OverallWidth, RiserHeight and the like.",
)
