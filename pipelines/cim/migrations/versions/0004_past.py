"""Versions that are no longer shown are kept, packed."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table; what was replaced before is not in it."""
    op.execute("""
        CREATE TABLE cim_past (
            version_id text COLLATE "C" NOT NULL,
            past_table text COLLATE "C" NOT NULL,
            project_code text COLLATE "C" NOT NULL,
            row_count bigint NOT NULL,
            content bytea NOT NULL,
            PRIMARY KEY (version_id, past_table)
        )
    """)
    op.execute("CREATE INDEX ON cim_past (project_code)")
    # It is compressed already.
    op.execute("ALTER TABLE cim_past ALTER COLUMN content SET STORAGE EXTERNAL")
