"""Where on an alignment an object stands; one row a product with an IfcLinearPlacement."""

from cim_schema.table import Table

TABLE = Table(
    name="ifc_linear_placement",
    summary="Where on an alignment an object stands; one row a product with an IfcLinearPlacement.",
    columns=(
        "model_id",
        "step_id",
        "global_id",
        "alignment_step_id",
        "distance_along_m",
        "station_m",
        "offset_lateral_m",
        "offset_vertical_m",
    ),
    primary_key=("model_id", "step_id"),
    optional=frozenset(
        (
            "global_id",
            "alignment_step_id",
            "distance_along_m",
            "station_m",
            "offset_lateral_m",
            "offset_vertical_m",
        )
    ),
    source="IfcLinearPlacement, IfcPointByDistanceExpression.",
)
