"""Materials associated with occurrences and types; one row a material in its place."""

from cim_schema.table import Table

TABLE = Table(
    name="ifc_material",
    summary="Materials associated with occurrences and types; one row a material in its place.",
    columns=(
        "model_id",
        "step_id",
        "global_id",
        "holder",
        "association_step_id",
        "material_form",
        "set_name",
        "ordinal",
        "part_name",
        "material_step_id",
        "material_name",
        "material_category",
        "thickness_m",
        "fraction",
        "is_ventilated",
    ),
    primary_key=("model_id", "step_id", "association_step_id", "ordinal"),
    optional=frozenset(
        (
            "global_id",
            "set_name",
            "part_name",
            "material_step_id",
            "material_name",
            "material_category",
            "thickness_m",
            "fraction",
            "is_ventilated",
        )
    ),
    source="IfcRelAssociatesMaterial; IfcMaterial, IfcMaterialList, layer, profile and constituent sets and their usages.",
)
