"""Users and a cheap way to hash for tests of the services."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from voc.domain.account import Role, User
from voc.services.accounts import add_user
from voc.services.auditing import Stamp
from voc.services.passwords import Passwords
from voc.storage.accounts import Accounts

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
STAMP = Stamp("u-admin", NOON)
PASSWORD = "a password of one's own"
CHEAP = Passwords(memory_kib=8, passes=1)


def add(session: Session, name: str, role: Role = Role.INSPECTOR) -> User:
    """A user with a password of their own, as stored."""
    add_user(session, User(f"u-{name}", name, frozenset({role})), passwords=CHEAP, stamp=STAMP)
    Accounts(session).set_password(f"u-{name}", CHEAP.hash(PASSWORD), must_change=False, at=NOON)
    return Accounts(session).get(f"u-{name}")
