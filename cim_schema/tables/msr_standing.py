"""Outline of what of a tree, pole or seat stands on the ground; one row a shape."""

from cim_schema.table import Table

TABLE = Table(
    name="msr_standing",
    summary="Outline of what of a tree, pole or seat stands on the ground; one row a shape.",
    columns=("model_id", "step_id", "global_id", "footprint"),
    primary_key=("model_id", "step_id"),
    optional=frozenset(("global_id",)),
    source="Projection of the mesh's faces near its lowest point, each foot's hull; the box where there is no mesh.",
)
