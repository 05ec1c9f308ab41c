import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as postgresql_dialect
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tests.postgresql import Server
from tests.storage.builders import NOW, call, hashed
from voc.storage.engine import create_engine, sessions
from voc.storage.locking import Lock, lock, lock_contact, lock_name
from voc.storage.records import Records
from voc.storage.tables import ContactRow


@pytest.mark.parametrize("which", Lock)
def test_a_lock_is_held_until_the_transaction_ends_and_no_longer(postgresql: Server, which: Lock) -> None:
    engine = create_engine(postgresql.new_migrated())
    with sessions(engine).begin() as first:
        lock(first, which)
        lock(first, which)
        assert _refused(engine, which)
        assert not any(_refused(engine, other) for other in Lock if other is not which)
    assert not _refused(engine, which)
    engine.dispose()


def _refused(engine: Engine, which: Lock) -> bool:
    with sessions(engine)() as session:
        session.execute(sa.text("SET LOCAL lock_timeout = '10ms'"))
        try:
            lock(session, which)
        except OperationalError as error:
            return "lock timeout" in str(error)
        return False


def test_on_sqlite_the_transaction_is_the_lock() -> None:
    engine = create_engine("sqlite://")
    statements: list[str] = []
    with sessions(engine)() as session:
        sa.event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
        lock(session, Lock.CONTACTS)
    engine.dispose()
    assert statements == ["BEGIN IMMEDIATE"]


def test_a_contact_that_is_there_can_be_kept_from_others(session: Session) -> None:
    (key,) = Records(session).store("default", hashed(call("C-1")), at=NOW).contact_keys
    assert lock_contact(session, key)
    assert not lock_contact(session, key + 1)
    lock_name(session, "anything")


def test_rows_are_locked_on_postgresql_and_need_no_lock_on_sqlite() -> None:
    statement = sa.select(ContactRow.id).with_for_update()
    assert "FOR UPDATE" in str(statement.compile(dialect=postgresql_dialect.dialect()))
    assert "FOR UPDATE" not in str(statement.compile(dialect=sqlite.dialect()))
