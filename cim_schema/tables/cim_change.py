"""What changed in the base layer, one row a change, in the order in which readers saw them."""

from cim_schema.table import Table

TABLE = Table(
    name="cim_change",
    summary="What changed in the base layer, one row a change, in the order in which readers saw them.",
    columns=("change_number", "project_code", "part", "change", "version_id", "changed_at"),
    primary_key=("change_number",),
    optional=frozenset(("part", "version_id")),
)
