"""Type objects; one row an IfcTypeObject."""

from cim_schema.table import Table

TABLE = Table(
    name="ifc_type",
    summary="Type objects; one row an IfcTypeObject.",
    columns=(
        "model_id",
        "step_id",
        "global_id",
        "ifc_class",
        "predefined_type",
        "object_type",
        "name",
        "description",
        "tag",
    ),
    primary_key=("model_id", "step_id"),
    optional=frozenset(("global_id", "predefined_type", "object_type", "name", "description", "tag")),
    source="IfcTypeObject.",
)
