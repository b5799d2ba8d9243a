"""Alembic's entry: migrations run over the connection that careered.db.migrate gives."""

from alembic import context
from sqlmodel import SQLModel

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True, compare_type=False)
with context.begin_transaction():
    context.run_migrations()
