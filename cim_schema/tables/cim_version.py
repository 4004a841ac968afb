"""Versions of parts, each one model; one row a version. Never changed once written."""

from cim_schema.table import Table

TABLE = Table(
    name="cim_version",
    summary="Versions of parts, each one model; one row a version. Never changed once written.",
    columns=(
        "version_id",
        "project_code",
        "part",
        "version_number",
        "model_id",
        "file_name",
        "byte_count",
        "ifc_schema",
        "category",
        "model_stage",
        "profile",
        "ruleset_digest",
        "engine_versions",
        "level",
        "is_placed",
        "is_weak",
        "crs",
        "vertical_crs",
        "local_to_map",
        "ingested_at",
    ),
    primary_key=("version_id",),
    optional=frozenset(("category", "model_stage", "crs", "vertical_crs", "local_to_map", "engine_versions")),
    sort_by=("project_code", "part", "version_number"),
)
