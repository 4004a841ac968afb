"""Instances that are no objects or types and that an IDS file names; one row an instance."""

from cim_schema.table import Table

TABLE = Table(
    name="ids_instance",
    summary="Instances that are no objects or types and that an IDS file names; one row an instance.",
    columns=("model_id", "step_id", "global_id", "ifc_class", "predefined_type", "object_type"),
    primary_key=("model_id", "step_id"),
    optional=frozenset(("global_id", "predefined_type", "object_type")),
    source="Any class; PredefinedType, ObjectType or the attribute that a type has in its place.",
)
