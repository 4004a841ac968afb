"""Referents along alignments: stations, station equations and other marks; one row an IfcReferent."""

from cim_schema.table import Table

TABLE = Table(
    name="ifc_referent",
    summary="Referents along alignments: stations, station equations and other marks; one row an IfcReferent.",
    columns=(
        "model_id",
        "step_id",
        "global_id",
        "name",
        "predefined_type",
        "alignment_step_id",
        "distance_along_m",
        "station_m",
    ),
    primary_key=("model_id", "step_id"),
    optional=frozenset(
        (
            "global_id",
            "name",
            "predefined_type",
            "alignment_step_id",
            "distance_along_m",
            "station_m",
        )
    ),
    source="IfcReferent, Pset_Stationing.Station, its linear placement.",
)
