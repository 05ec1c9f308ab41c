import pytest

from voc.storage.job_tables import JobRow, UploadRow
from voc.storage.schema import MODULES, metadata


def test_they_are_among_the_tables_that_migrations_arrive_at() -> None:
    assert {JobRow.__tablename__, UploadRow.__tablename__} <= set(metadata.tables)
    assert any(module.__name__ == JobRow.__module__ for module in MODULES)


@pytest.mark.parametrize("columns", [["state", "due_at"], ["state", "leased_until"], ["upload_id"], ["owner_id"]])
def test_what_workers_and_owners_look_for_is_indexed(columns: list[str]) -> None:
    assert columns in [[column.name for column in index.columns] for index in JobRow.__table__.indexes]
