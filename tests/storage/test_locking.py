import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tests.storage.builders import NOW, call, hashed
from voc.storage.locking import lock_contact, lock_name
from voc.storage.records import Records
from voc.storage.tables import ContactRow


def test_a_contact_that_is_there_can_be_kept_from_others(session: Session) -> None:
    (key,) = Records(session).store("default", hashed(call("C-1")), at=NOW).contact_keys
    assert lock_contact(session, key)
    assert not lock_contact(session, key + 1)
    lock_name(session, "anything")


def test_rows_are_locked_on_postgresql_and_need_no_lock_on_sqlite() -> None:
    statement = sa.select(ContactRow.id).with_for_update()
    assert "FOR UPDATE" in str(statement.compile(dialect=postgresql.dialect()))
    assert "FOR UPDATE" not in str(statement.compile(dialect=sqlite.dialect()))
