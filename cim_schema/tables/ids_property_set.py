"""Sets of properties or quantities that hold nothing, on the occurrence or type that carries them; one row a set."""

from cim_schema.table import Table

TABLE = Table(
    name="ids_property_set",
    summary="Sets of properties or quantities that hold nothing, on the occurrence or type that carries them; one row a set.",
    columns=("model_id", "step_id", "pset_name"),
    primary_key=("model_id", "step_id", "pset_name"),
    source="IfcPropertySet, IfcElementQuantity.",
)
