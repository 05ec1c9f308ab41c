"""What must not be done twice at once, whatever the database.

SQLite has one writer at a time, from the start of its transaction. On PostgreSQL writers go side by side; those that
read, decide and write then wait for each other here, until the end of the transaction. The lock is taken first: what
the transaction reads afterwards (READ COMMITTED) is what the one before it committed.
"""

from enum import IntEnum

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

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
