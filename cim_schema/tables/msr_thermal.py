"""Thermal transmittance of walls, roofs and slabs, calculated from their layers; one row an element that has layers."""

from cim_schema.table import Table

TABLE = Table(
    name="msr_thermal",
    summary="Thermal transmittance of walls, roofs and slabs, calculated from their layers; one row an element that has layers.",
    columns=(
        "model_id",
        "step_id",
        "global_id",
        "u_value_w_m2k",
        "least_u_value_w_m2k",
        "greatest_u_value_w_m2k",
        "r_value_m2k_w",
        "layer_count",
        "unknown_layers",
        "thermal_source",
    ),
    primary_key=("model_id", "step_id"),
    optional=frozenset(
        ("global_id", "u_value_w_m2k", "least_u_value_w_m2k", "greatest_u_value_w_m2k", "r_value_m2k_w", "unknown_layers")
    ),
    source="IfcMaterialLayerSet and layers told in names; Pset_MaterialThermal.ThermalConductivity, else the conductivities in checkers/names/materials_thermal.toml; ISO 6946.",
)
