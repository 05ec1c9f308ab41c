"""What must not be done twice at once, whatever the database.

SQLite has one writer at a time, from the start of its transaction. On PostgreSQL writers go side by side; those that
read, decide and write then wait for each other here, until the end of the transaction. The lock is taken first: what
the transaction reads afterwards (READ COMMITTED) is what the one before it committed.
"""

from enum import IntEnum

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from voc.storage.tables import ContactRow

# The first of the two numbers of an advisory lock: the ASCII letters "voc", to stay clear of other programs.
_SPACE = 0x766F63


class Lock(IntEnum):
    """One lock for each thing that is settled from what is stored; the numbers must never change their meaning.

    CONTACTS is one for records, contacts and analyses together: two would have to be taken in the same order by all.
    """

    SCHEMA = 1
    CONTACTS = 2


def lock(session: Session | Connection, which: Lock) -> None:
    """Wait until no other transaction holds this lock, and hold it until this one ends; again is nothing."""
    connection = session.connection() if isinstance(session, Session) else session
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_SPACE, which.value)))


def lock_contact(session: Session, key: int) -> bool:
    """Wait until nobody else decides about this contact, for the rest of the transaction; whether it is there."""
    return session.scalar(sa.select(ContactRow.id).where(ContactRow.id == key).with_for_update()) is not None


def lock_name(session: Session, name: str) -> None:
    """Wait until nobody else does what goes by this name, for the rest of the transaction."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(name, 0))))
