"""Names of complex properties and quantities, whose parts IDS does not take for properties; one row a name."""

from cim_schema.table import Table

TABLE = Table(
    name="ids_complex_property",
    summary="Names of complex properties and quantities, whose parts IDS does not take for properties; one row a name.",
    columns=("model_id", "property_name"),
    primary_key=("model_id", "property_name"),
    source="IfcComplexProperty, IfcPhysicalComplexQuantity.",
)
