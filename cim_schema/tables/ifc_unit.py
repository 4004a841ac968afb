"""Units that the model defines, and their factor to SI; one row a unit."""

from cim_schema.table import Table

TABLE = Table(
    name="ifc_unit",
    summary="Units that the model defines, and their factor to SI; one row a unit.",
    columns=("model_id", "step_id", "unit_type", "unit_name", "unit", "si_factor", "si_offset", "is_assigned"),
    primary_key=("model_id", "step_id"),
    optional=frozenset(("unit_name", "si_factor")),
    source="IfcUnitAssignment, IfcSIUnit, IfcConversionBasedUnit, IfcDerivedUnit, IfcMonetaryUnit.",
)
