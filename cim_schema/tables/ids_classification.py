"""Classification references of whatever an IDS file may ask for, resources too; one row a level."""

from cim_schema.table import Table

TABLE = Table(
    name="ids_classification",
    summary="Classification references of whatever an IDS file may ask for, resources too; one row a level.",
    columns=("model_id", "step_id", "association_step_id", "reference_step_id", "depth", "system_name", "identification"),
    primary_key=("model_id", "step_id", "association_step_id", "reference_step_id", "depth"),
    optional=frozenset(("system_name", "identification")),
    source="IfcRelAssociatesClassification, IfcExternalReferenceRelationship, IfcMaterialClassificationRelationship.",
)
