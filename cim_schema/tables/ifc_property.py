"""Values of property sets, on the occurrence, type or material that carries them; one row a value."""

from cim_schema.table import Table

TABLE = Table(
    name="ifc_property",
    summary="Values of property sets, on the occurrence, type or material that carries them; one row a value.",
    columns=(
        "model_id",
        "step_id",
        "global_id",
        "holder",
        "pset_name",
        "pset_class",
        "property_name",
        "property_kind",
        "value_role",
        "value_index",
        "value",
        "value_number",
        "data_type",
        "unit",
    ),
    primary_key=("model_id", "step_id", "pset_name", "property_name", "value_role", "value_index"),
    optional=frozenset(("global_id", "value", "value_number", "data_type")),
    source="IfcPropertySet, predefined property sets, IfcMaterialProperties, IfcProfileProperties; of types by HasPropertySets. Sets of one name on one holder are joined; of properties of one name, the one in the set with the lowest step id is kept and the run says so.",
)
