"""Users: added, changed, given new passwords; each change goes to the audit chain."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy.orm import Session

from voc.domain.account import Role, User, check_name
from voc.domain.permission import Action
from voc.domain.reviewing.history import PROGRAM
from voc.errors import ConflictError, InputError
from voc.services.auditing import SYSTEM, Stamp, note
from voc.services.passwords import Passwords, one_time_password
from voc.storage.accounts import Accounts
from voc.storage.links import Links
from voc.storage.logins import Logins

FIRST_NAME = "admin"


def add_user(session: Session, user: User, *, passwords: Passwords, stamp: Stamp) -> str:
    """A new user, who must set a password of their own; returns the one-time password.

    InputError for a name that cannot be used, ConflictError for one that is taken, in whatever case.
    """
    _require_own_name(session, user.name)
    password = one_time_password()
    _know_links(session, user)
    Accounts(session).add(replace(user, must_change=True), password_hash=passwords.hash(password), at=stamp.at)
    note(session, stamp, Action.USER_WRITE, "user", user.id, change="added", **_said(user))
    return password


def first_administrator(session: Session, *, user_id: str, passwords: Passwords, stamp: Stamp) -> str | None:
    """Where nobody can administer, an administrator named `admin`; its one-time password, None where somebody can.

    ConflictError, which says what to do, where another user has that name.
    """
    if Accounts(session).administered():
        return None
    user = User(user_id, FIRST_NAME, frozenset({Role.ADMINISTRATOR}))
    try:
        return add_user(session, user, passwords=passwords, stamp=stamp)
    except ConflictError:
        raise ConflictError(
            f"没有可用的管理员，而用户名 {FIRST_NAME} 已有人用："
            "请用 voc users add 另一个名字 --role administrator 添加管理员"
        ) from None


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
        _require_own_name(session, user.name)
    _know_links(session, user)
    changed = Accounts(session).change(user, at=stamp.at)
    if not user.active:
        Logins(session).close_all(user.id)
    note(session, stamp, Action.USER_WRITE, "user", user.id, change="changed", **_said(user))
    return changed


def acts_without_account(actor: str) -> bool:
    """Whether this is how the audit chain names a command or the program, and so no user.

    >>> acts_without_account("cli:root"), acts_without_account("wangfang")
    (True, False)
    """
    return actor.startswith("cli:") or actor in (PROGRAM, SYSTEM)


def require_departments(names: Collection[str], departments: Collection[str]) -> None:
    """InputError, which names those there are, for a department that is not among them.

    >>> require_departments(["信用卡部"], ["信用卡部", "电子银行部"])
    """
    unknown = sorted(set(names) - set(departments))
    if unknown:
        there_are = "、".join(sorted(departments))
        raise InputError(f"部门对应表（VOC_DEPARTMENTS）里没有 {'、'.join(unknown)}；有：{there_are}")


def reset_password(session: Session, user_id: str, *, passwords: Passwords, stamp: Stamp) -> str:
    """A one-time password in place of a lost one; the user is signed out. NotFoundError for an unknown user."""
    user = Accounts(session).get(user_id)
    password = one_time_password()
    Accounts(session).set_password(user.id, passwords.hash(password), must_change=True, at=stamp.at)
    Logins(session).close_all(user.id)
    note(session, stamp, Action.USER_WRITE, "user", user.id, change="password_reset")
    return password


def _require_own_name(session: Session, name: str) -> None:
    """InputError for a name that cannot be used, or that could be taken for another who acts."""
    check_name(name)
    folded = name.casefold()
    if acts_without_account(folded) or Accounts(session).names({name, folded}):
        raise InputError(f"用户名不能是 {name}：会与命令行、程序或别的用户的编号混淆")


def _know_links(session: Session, user: User) -> None:
    links = Links(session)
    if user.team is not None:
        links.add_teams([user.team])
    links.add_departments(user.departments)


def _said(user: User) -> dict[str, bool | list[str]]:
    return {"active": user.active, "roles": sorted(role.value for role in user.roles)}
