"""Alembic's door: runs the steps over the connection that ``pipelines.cim.postgis_schema`` opened."""

from alembic import context

from pipelines.cim.postgis_schema import REVISION_TABLE

context.configure(connection=context.config.attributes["connection"], version_table=REVISION_TABLE)
with context.begin_transaction():
    context.run_migrations()
