import importlib

import sqlalchemy as sa
from alembic import autogenerate, command
from alembic.runtime.migration import MigrationContext
from sqlalchemy.engine import Engine

from tests.storage.builders import NOW, call, hashed, timed
from voc.storage.contacts import Contacts
from voc.storage.engine import MIGRATIONS, SchemaState, migration_config, schema_state, sessions, upgrade
from voc.storage.records import Records
from voc.storage.review_tables import ReviewRow
from voc.storage.schema import compared, metadata
from voc.storage.search_index import create_index, drop_index, keys_holding
from voc.storage.tables import RecordRow


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


def test_a_database_of_the_first_version_keeps_its_records(blank: Engine) -> None:
    with blank.begin() as connection:
        command.upgrade(migration_config(connection), "0001")
        values = {"source": "甲", "kind": "conversation", "external_id": "C-1", "revision": 1, "content_hash": "h"}
        connection.execute(sa.insert(RecordRow), values | {"stored_at": NOW, "changed_at": NOW})
    assert schema_state(blank) is SchemaState.BEHIND
    upgrade(blank)
    with blank.connect() as connection:
        assert connection.scalars(sa.select(RecordRow.external_id)).all() == ["C-1"]
        assert connection.scalar(sa.select(sa.func.count()).select_from(ReviewRow)) == 0


def test_a_database_without_word_times_keeps_its_calls_and_takes_times_for_them(blank: Engine) -> None:
    plain = call("C-1")
    with blank.begin() as connection:
        command.upgrade(migration_config(connection), "0007")
    with sessions(blank).begin() as session:
        (key,) = Records(session).store("甲", hashed(plain), at=NOW).contact_keys
    assert schema_state(blank) is SchemaState.BEHIND
    upgrade(blank)
    with sessions(blank).begin() as session:
        assert Contacts(session).load([key])[0].contact.conversation == plain
        assert Records(session).store("甲", hashed(timed(plain)), at=NOW).changed_count == 1
        assert Contacts(session).load([key])[0].contact.conversation == timed(plain)
    with blank.begin() as connection:
        command.downgrade(migration_config(connection), "0007")
    upgrade(blank)
    with sessions(blank).begin() as session:
        assert Contacts(session).load([key])[0].contact.conversation == plain


def test_texts_that_were_indexed_before_are_found_as_they_are_read_now(blank: Engine) -> None:
    with blank.begin() as connection:
        command.upgrade(migration_config(connection), "0008")
    with sessions(blank).begin() as session:
        Records(session).store("甲", hashed(call("C-1", "甚麼態度")), at=NOW)
        # An index that does not hold the text in the form of today.
        drop_index(session.connection())
        create_index(session.connection())
        assert keys_holding(session, ["什么"], before=None, limit=9) == []
    upgrade(blank)
    with sessions(blank).begin() as session:
        assert len(keys_holding(session, ["什么"], before=None, limit=9)) == 1


def test_migrations_lie_in_the_package_and_importing_them_does_nothing() -> None:
    assert importlib.import_module("voc.storage.migrations.env").run
    assert sorted(path.name for path in (MIGRATIONS / "versions").glob("0*.py"))[0] == "0001_first_tables.py"
