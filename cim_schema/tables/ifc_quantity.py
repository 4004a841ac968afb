"""Values of quantity sets, on the occurrence or type that carries them; one row a quantity."""

from cim_schema.table import Table

TABLE = Table(
    name="ifc_quantity",
    summary="Values of quantity sets, on the occurrence or type that carries them; one row a quantity.",
    columns=(
        "model_id",
        "step_id",
        "global_id",
        "holder",
        "qset_name",
        "quantity_name",
        "quantity_kind",
        "value_number",
        "unit",
    ),
    primary_key=("model_id", "step_id", "qset_name", "quantity_name"),
    optional=frozenset(("global_id", "value_number")),
    source="IfcElementQuantity, IfcPhysicalSimpleQuantity; of a complex quantity the parts, names joined by dots.",
)
