"""Every occurrence in the model: products, spatial elements, the project, groups; one row an IfcObject or IfcContext."""

from cim_schema.table import Table

TABLE = Table(
    name="ifc_element",
    summary="Every occurrence in the model: products, spatial elements, the project, groups; one row an IfcObject or IfcContext.",
    columns=(
        "model_id",
        "step_id",
        "global_id",
        "ifc_class",
        "family",
        "is_product",
        "predefined_type",
        "object_type",
        "name",
        "long_name",
        "description",
        "tag",
        "type_step_id",
        "parent_step_id",
        "container_step_id",
        "storey_step_id",
        "storey",
    ),
    primary_key=("model_id", "step_id"),
    optional=frozenset(
        (
            "global_id",
            "predefined_type",
            "object_type",
            "name",
            "long_name",
            "description",
            "tag",
            "type_step_id",
            "parent_step_id",
            "container_step_id",
            "storey_step_id",
            "storey",
        )
    ),
    source="IfcObject and IfcContext (IFC2X3: IfcObject); IfcRelDefinesByType, IfcRelAggregates, IfcRelNests, IfcRelVoidsElement, IfcRelFillsElement, IfcRelContainedInSpatialStructure.",
)
