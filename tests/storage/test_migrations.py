import importlib

import sqlalchemy as sa
from alembic import autogenerate, command
from alembic.runtime.migration import MigrationContext
from sqlalchemy.engine import Engine

from voc.storage.engine import MIGRATIONS, SchemaState, migration_config, schema_state, upgrade
from voc.storage.schema import compared, metadata
from voc.storage.tables import RecordRow

from .builders import NOW


def test_the_migrated_tables_are_those_of_the_code(blank: Engine) -> None:
    upgrade(blank)
    with blank.connect() as connection:
        options = {"target_metadata": metadata, "compare_type": True, "include_name": compared}
        context = MigrationContext.configure(connection, opts=options)
        assert autogenerate.compare_metadata(context, metadata) == []


def test_constraints_of_the_migrated_tables_have_the_names_of_the_code(blank: Engine) -> None:
    upgrade(blank)
    inspector = sa.inspect(blank)
    for table in metadata.sorted_tables:
        found = {key["name"] for key in inspector.get_foreign_keys(table.name)}
        found |= {key["name"] for key in inspector.get_unique_constraints(table.name)}
        found |= {inspector.get_pk_constraint(table.name)["name"]}
        assert found == {constraint.name for constraint in table.constraints}


def test_every_migration_can_be_undone(blank: Engine) -> None:
    upgrade(blank)
    with blank.begin() as connection:
        command.downgrade(migration_config(connection), "base")
    assert sa.inspect(blank).get_table_names() == ["alembic_version"]
    assert schema_state(blank) is SchemaState.EMPTY
    upgrade(blank)
    assert schema_state(blank) is SchemaState.CURRENT


def test_migrations_lie_in_the_package_and_importing_them_does_nothing() -> None:
    assert importlib.import_module("voc.storage.migrations.env").run
    assert sorted(path.name for path in (MIGRATIONS / "versions").glob("0*.py"))[0] == "0001_first_tables.py"


def test_a_database_written_before_there_were_users_keeps_its_data(fresh: Engine) -> None:
    with fresh.begin() as connection:
        command.upgrade(migration_config(connection), "0001")
        connection.execute(
            sa.insert(RecordRow.__table__).values(
                source="crm", kind="conversation", external_id="C-1", revision=1, content_hash="h",
                stored_at=NOW, changed_at=NOW,
            )
        )  # fmt: skip
    assert schema_state(fresh) is SchemaState.BEHIND
    upgrade(fresh)
    with fresh.connect() as connection:
        assert connection.scalars(sa.select(RecordRow.external_id)).all() == ["C-1"]
