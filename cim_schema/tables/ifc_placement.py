"""Frames of all products in the model frame; one row a product that has a placement."""

from cim_schema.table import Table

TABLE = Table(
    name="ifc_placement",
    summary="Frames of all products in the model frame; one row a product that has a placement.",
    columns=("model_id", "step_id", "global_id", "placement_class", "placement_parent_step_id", "matrix"),
    primary_key=("model_id", "step_id"),
    optional=frozenset(("global_id", "placement_parent_step_id")),
    source="IfcLocalPlacement, IfcLinearPlacement, IfcGridPlacement.",
)
