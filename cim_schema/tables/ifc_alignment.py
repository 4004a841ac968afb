"""Alignments with their stationing and their axis; one row an IfcAlignment."""

from cim_schema.table import Table

TABLE = Table(
    name="ifc_alignment",
    summary="Alignments with their stationing and their axis; one row an IfcAlignment.",
    columns=(
        "model_id",
        "step_id",
        "global_id",
        "name",
        "start_station_m",
        "axis_length_m",
        "has_vertical",
        "has_cant",
        "axis_source",
        "axis",
    ),
    primary_key=("model_id", "step_id"),
    optional=frozenset(
        (
            "global_id",
            "name",
            "axis_length_m",
            "axis",
        )
    ),
    source="IfcAlignment, IfcAlignmentHorizontal.StartDistAlong, IfcReferent with Pset_Stationing, its curve representation.",
)
