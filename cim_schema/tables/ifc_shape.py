"""Meshes in their local frames, each kept once; one row a shape."""

from cim_schema.table import Table

TABLE = Table(
    name="ifc_shape",
    summary="Meshes in their local frames, each kept once; one row a shape.",
    columns=("shape_key", "vertex_count", "triangle_count", "vertices", "faces"),
    primary_key=("shape_key",),
    source="Tessellated representations of IfcProduct.",
)
