"""Bodies made into meshes in their local frames, each kept once; one row a shape."""

from cim_schema.table import Table

TABLE = Table(
    name="ifc_shape",
    summary="Bodies made into meshes in their local frames, each kept once; one row a shape.",
    columns=(
        "shape_key",
        "kernel",
        "steps_down",
        "offset_x_m",
        "offset_y_m",
        "offset_z_m",
        "area_m2",
        "volume_m3",
        "is_closed",
        "vertex_count",
        "triangle_count",
        "vertices",
        "faces",
    ),
    primary_key=("shape_key",),
    optional=frozenset(
        ("kernel", "steps_down", "offset_x_m", "offset_y_m", "offset_z_m", "area_m2", "volume_m3", "is_closed"),
    ),
    source="Representations of IfcProduct. Without triangles, the vertices are the points that a box is put around.",
)
