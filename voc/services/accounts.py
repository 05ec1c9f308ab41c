"""Users: added, changed, given new passwords; each change goes to the audit chain."""

from dataclasses import replace

from sqlalchemy.orm import Session

from voc.domain.account import Role, User, check_name
from voc.domain.permission import Action
from voc.services.auditing import Stamp, note
from voc.services.passwords import Passwords, one_time_password
from voc.storage.accounts import Accounts
from voc.storage.links import Links
from voc.storage.logins import Logins

FIRST_NAME = "admin"


def add_user(session: Session, user: User, *, passwords: Passwords, stamp: Stamp) -> str:
    """A new user, who must set a password of their own; returns the one-time password.

    InputError for a name that cannot be used, ConflictError for one that is taken, in whatever case.
    """
    check_name(user.name)
    password = one_time_password()
    _know_links(session, user)
    Accounts(session).add(replace(user, must_change=True), password_hash=passwords.hash(password), at=stamp.at)
    note(session, stamp, Action.USER_WRITE, "user", user.id, change="added", **_said(user))
    return password


def first_administrator(session: Session, *, user_id: str, passwords: Passwords, stamp: Stamp) -> str | None:
    """Where there is no user yet, an administrator named `admin`; its one-time password, None where there are users."""
    if Accounts(session).any():
        return None
    user = User(user_id, FIRST_NAME, frozenset({Role.ADMINISTRATOR}))
    return add_user(session, user, passwords=passwords, stamp=stamp)


def change_user(session: Session, user: User, *, stamp: Stamp) -> User:
    """Store a user read at `user.version` with other roles, links or state; who is not active is signed out.

    Raises
    ------
    InputError
        The new name cannot be used.
    PreconditionError
        Somebody changed the user in between.
    ConflictError
        The name is taken, or nobody would be left to administer.
    """
    if user.name != Accounts(session).get(user.id).name:
        check_name(user.name)
    _know_links(session, user)
    changed = Accounts(session).change(user, at=stamp.at)
    if not user.active:
        Logins(session).close_all(user.id)
    note(session, stamp, Action.USER_WRITE, "user", user.id, change="changed", **_said(user))
    return changed


def reset_password(session: Session, user_id: str, *, passwords: Passwords, stamp: Stamp) -> str:
    """A one-time password in place of a lost one; the user is signed out. NotFoundError for an unknown user."""
    user = Accounts(session).get(user_id)
    password = one_time_password()
    Accounts(session).set_password(user.id, passwords.hash(password), must_change=True, at=stamp.at)
    Logins(session).close_all(user.id)
    note(session, stamp, Action.USER_WRITE, "user", user.id, change="password_reset")
    return password


def _know_links(session: Session, user: User) -> None:
    links = Links(session)
    if user.team is not None:
        links.add_teams([user.team])
    links.add_departments(user.departments)


def _said(user: User) -> dict[str, bool | list[str]]:
    return {"active": user.active, "roles": sorted(role.value for role in user.roles)}
