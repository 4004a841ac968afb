"""Classification references of occurrences and types, with the references above them; one row a level."""

from cim_schema.table import Table

TABLE = Table(
    name="ifc_classification",
    summary="Classification references of occurrences and types, with the references above them; one row a level.",
    columns=(
        "model_id",
        "step_id",
        "global_id",
        "holder",
        "association_step_id",
        "reference_step_id",
        "depth",
        "system_name",
        "system_source",
        "system_edition",
        "identification",
        "reference_name",
        "location",
    ),
    primary_key=("model_id", "step_id", "association_step_id", "depth"),
    optional=frozenset(
        (
            "global_id",
            "reference_step_id",
            "system_name",
            "system_source",
            "system_edition",
            "identification",
            "reference_name",
            "location",
        )
    ),
    source="IfcRelAssociatesClassification, IfcClassificationReference, IfcClassification.",
)
