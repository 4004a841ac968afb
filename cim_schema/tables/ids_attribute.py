"""EXPRESS attributes that an IDS file names and no other table holds; one row an attribute that is given."""

from cim_schema.table import Table

TABLE = Table(
    name="ids_attribute",
    summary="EXPRESS attributes that an IDS file names and no other table holds; one row an attribute that is given.",
    columns=("model_id", "step_id", "attribute_name", "value", "value_number", "data_type"),
    primary_key=("model_id", "step_id", "attribute_name"),
    optional=frozenset(("value", "value_number")),
    source="Direct and inherited explicit attributes; without a value where it is an instance or a list, whose class or LIST is the type.",
)
