"""Runs the migrations on the connection that the caller opened."""

from alembic import context

from voc.storage.schema import compared, metadata


def run() -> None:
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=metadata, include_name=compared, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


# Alembic loads this file by its path; imported as a part of the package it does nothing.
if __name__ != "voc.storage.migrations.env":
    run()
