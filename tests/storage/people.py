"""Users for tests."""

from sqlalchemy.orm import Session

from tests.storage.builders import NOW
from voc.domain.account import Role, User
from voc.storage.accounts import Accounts

ADMIN = User("u-0", "admin", frozenset({Role.ADMINISTRATOR}))


def inspector(name: str = "wang") -> User:
    return User(f"u-{name}", name, frozenset({Role.INSPECTOR}))


def stored(session: Session, *users: User) -> Accounts:
    """These users, in the database."""
    accounts = Accounts(session)
    for user in users:
        accounts.add(user, password_hash=f"hash of {user.name}", at=NOW)
    return accounts
