"""Outline and height of each shape, seen from above; one row a shape."""

from cim_schema.table import Table

TABLE = Table(
    name="msr_footprint",
    summary="Outline and height of each shape, seen from above; one row a shape.",
    columns=("model_id", "step_id", "global_id", "footprint", "footprint_area_m2", "height_m", "has_surface"),
    primary_key=("model_id", "step_id"),
    optional=frozenset(("global_id",)),
    source="Projection of the mesh's triangles; the box where there is no mesh.",
)
