import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from voc.storage.columns import UtcDateTime
from voc.storage.schema import metadata

LONGEST_NAME = 63


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_every_constraint_has_a_name_that_any_database_takes(table: sa.Table) -> None:
    names = [constraint.name for constraint in table.constraints] + [index.name for index in table.indexes]
    assert all(name and len(str(name)) <= LONGEST_NAME for name in names)


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_every_table_can_be_written_for_postgresql(table: sa.Table) -> None:
    dialect = postgresql.dialect()
    assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=dialect))
    assert all(str(CreateIndex(index).compile(dialect=dialect)) for index in table.indexes)


def test_every_time_is_kept_in_utc() -> None:
    columns = [column for table in metadata.sorted_tables for column in table.c if column.name.endswith("_at")]
    assert columns
    assert all(isinstance(column.type, UtcDateTime) for column in columns)


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("contact", ["occurred_at"]),
        ("contact", ["queue"]),
        ("contact", ["channel"]),
        ("attribution", ["cause", "factor"]),
        ("attribution", ["business_object"]),
        ("record", ["head_id"]),
        ("record", ["conversation_id"]),
    ],
)
def test_what_is_looked_up_is_indexed(table: str, columns: list[str]) -> None:
    assert columns in [[column.name for column in index.columns] for index in metadata.tables[table].indexes]
