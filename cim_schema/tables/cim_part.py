"""Parts of projects, and which version of each the city shows; one row a part."""

from cim_schema.table import Table

TABLE = Table(
    name="cim_part",
    summary="Parts of projects, and which version of each the city shows; one row a part.",
    columns=("project_code", "part", "version_id", "is_withdrawn", "changed_at"),
    primary_key=("project_code", "part"),
    optional=frozenset(("version_id",)),
)
