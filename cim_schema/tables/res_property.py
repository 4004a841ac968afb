"""What holds of an object for a field, under whatever name it was said; one row an object and field."""

from cim_schema.table import Table

TABLE = Table(
    name="res_property",
    summary="What holds of an object for a field, under whatever name it was said; one row an object and field.",
    columns=(
        "model_id",
        "step_id",
        "global_id",
        "resolved_field",
        "value",
        "value_number",
        "data_type",
        "unit",
        "resolved_by",
        "holder",
        "source_set",
        "source_name",
    ),
    primary_key=("model_id", "step_id", "resolved_field"),
    optional=frozenset(("global_id", "value_number", "data_type", "source_set")),
    source="ifc_property, ifc_quantity, ifc_attribute and names, by checkers/names and the project's mapping file.",
)
