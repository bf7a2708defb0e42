"""How does Alembic reach the database? By the connection that ``storage.migrate`` hands over."""

from alembic import context

from bobwhite.storage.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
