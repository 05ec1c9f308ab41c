"""Turns on a database with several writers. SQLite needs none: its writing transactions come one after another."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.storage.tables import ContactRow


def lock_contact(session: Session, key: int) -> bool:
    """Wait until nobody else decides about this contact, for the rest of the transaction; whether it is there."""
    return session.scalar(sa.select(ContactRow.id).where(ContactRow.id == key).with_for_update()) is not None


def lock_name(session: Session, name: str) -> None:
    """Wait until nobody else does what goes by this name, for the rest of the transaction."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(name, 0))))
