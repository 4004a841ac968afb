"""Code and stage of a project's approval, classes of objects, which meshes are closed, and what a version was made with."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the columns; what is there already says nothing of them until it comes anew."""
    op.execute('ALTER TABLE cim_project ADD investment_code text COLLATE "C", ADD approval_stage text COLLATE "C"')
    op.execute('ALTER TABLE cim_version ADD engine_versions text COLLATE "C"')
    op.execute('ALTER TABLE cim_city_object ADD classifications text COLLATE "C", ADD is_closed boolean')
    op.execute("ALTER TABLE cim_city_object ALTER classifications SET STORAGE MAIN")
    # GlobalIds are asked for one at a time and come in no order, which costs a hash index a tenth less of all loading.
    op.execute("DROP INDEX cim_city_object_global_id_idx")
    op.execute("CREATE INDEX ON cim_city_object USING hash (global_id)")
