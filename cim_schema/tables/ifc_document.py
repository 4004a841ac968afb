"""Documents associated with occurrences and types; one row an association."""

from cim_schema.table import Table

TABLE = Table(
    name="ifc_document",
    summary="Documents associated with occurrences and types; one row an association.",
    columns=(
        "model_id",
        "step_id",
        "global_id",
        "holder",
        "association_step_id",
        "reference_step_id",
        "identification",
        "reference_name",
        "description",
        "location",
    ),
    primary_key=("model_id", "step_id", "association_step_id"),
    optional=frozenset(("global_id", "reference_step_id", "identification", "reference_name", "description", "location")),
    source="IfcRelAssociatesDocument, IfcDocumentReference, IfcDocumentInformation.",
)
