from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.engine import Engine

from tests.job_builders import NOW
from voc.storage.engine import SchemaState, migration_config, schema_state, sessions, upgrade
from voc.storage.job_tables import JobRow, UploadRow
from voc.storage.jobs import Jobs
from voc.storage.schema import MODULES, metadata
from voc.storage.tables import RecordRow


def test_they_are_among_the_tables_that_migrations_arrive_at() -> None:
    assert {JobRow.__tablename__, UploadRow.__tablename__} <= set(metadata.tables)
    assert any(module.__name__ == JobRow.__module__ for module in MODULES)


@pytest.mark.parametrize("columns", [["state", "due_at"], ["state", "leased_until"], ["upload_id"], ["owner_id"]])
def test_what_workers_and_owners_look_for_is_indexed(columns: list[str]) -> None:
    assert columns in [[column.name for column in index.columns] for index in JobRow.__table__.indexes]


def test_a_database_from_before_there_were_jobs_keeps_its_data(
    opened: Callable[[Path], Engine], tmp_path: Path
) -> None:
    engine = opened(tmp_path / "voc.db")
    record = {"id": 7, "source": "crm", "kind": "conversation", "external_id": "C-1", "revision": 1}
    with engine.begin() as connection:
        command.upgrade(migration_config(connection), "0001")
        connection.execute(
            sa.insert(RecordRow.__table__), record | {"content_hash": "h", "stored_at": NOW, "changed_at": NOW}
        )
    assert schema_state(engine) is SchemaState.BEHIND
    upgrade(engine)
    with sessions(engine).begin() as session:
        assert session.scalars(sa.select(RecordRow.external_id)).all() == ["C-1"]
        assert Jobs(session).list() == ()
