"""Levels, classes of data, and unified codes of buildings."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the columns; what is there already says nothing of them until it comes anew."""
    op.execute('ALTER TABLE cim_project ADD data_class text COLLATE "C"')
    op.execute('ALTER TABLE cim_city_object ADD cim_level bigint, ADD building_code text COLLATE "C"')
    op.execute("ALTER TABLE cim_city_object ALTER building_code SET STORAGE MAIN")
    # Few objects are buildings, and fewer have a code: all others cost nothing.
    op.execute("CREATE INDEX ON cim_city_object (building_code) WHERE building_code IS NOT NULL")
