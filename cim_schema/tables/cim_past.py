"""Versions that are no longer shown, packed: one row a version and table."""

from cim_schema.table import Table

TABLE = Table(
    name="cim_past",
    summary="Versions that are no longer shown, packed: one row a version and table.",
    columns=("version_id", "past_table", "project_code", "row_count", "content"),
    primary_key=("version_id", "past_table"),
)
