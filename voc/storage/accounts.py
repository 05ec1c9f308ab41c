"""Users, with their roles and departments."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.account import Role, User
from voc.errors import ConflictError, NotFoundError, PreconditionError
from voc.storage.account_tables import AccountDepartmentRow, AccountRoleRow, AccountRow
from voc.storage.bulk import insert_rows, rows_in

_USER, _ROLE, _DEPARTMENT = AccountRow.__table__, AccountRoleRow.__table__, AccountDepartmentRow.__table__
# What `users_in` reads, a row for each pair of a role and a department.
USER = (
    *(_USER.c[name] for name in ("id", "name", "agent_id", "team", "active", "must_change", "version")),
    *(_ROLE.c.role, _DEPARTMENT.c.department),
)
# The tables of these columns.
USERS = _USER.outerjoin(_ROLE, _ROLE.c.account_id == _USER.c.id).outerjoin(
    _DEPARTMENT, _DEPARTMENT.c.account_id == _USER.c.id
)
_ALL = sa.select(*USER).select_from(USERS)


class Accounts:
    """The users. The caller commits."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, user: User, *, password_hash: str, at: datetime) -> None:
        """A new user; ConflictError where the name is taken, in whatever case."""
        self._require_free(user)
        row = _values(user) | {
            "id": user.id, "version": user.version, "password_hash": password_hash, "created_at": at, "changed_at": at,
            "must_change": user.must_change,
        }  # fmt: skip
        insert_rows(self._session, AccountRow, [row])
        self._link(user)

    def get(self, user_id: str) -> User:
        """NotFoundError for an unknown id."""
        found = self._read(_ALL.where(_USER.c.id == user_id))
        if not found:
            raise NotFoundError("没有这个用户")
        return found[0]

    def named(self, name: str) -> User | None:
        found = self._read(_ALL.where(_USER.c.name == name))
        return found[0] if found else None

    def all_names(self) -> dict[str, str]:
        """The name of each user by the id."""
        return {row.id: row.name for row in self._session.execute(sa.select(_USER.c.id, _USER.c.name))}

    def page(
        self,
        *,
        after: str = "",
        limit: int,
        name: str | None = None,
        role: Role | None = None,
        active: bool | None = None,
    ) -> tuple[User, ...]:
        """Users by name, those after a name; whose name holds `name` and who are as asked, where that is asked."""
        asked = sa.select(_USER.c.name).where(_USER.c.name > after).order_by(_USER.c.name).limit(limit)
        if name is not None:
            asked = asked.where(_USER.c.name.icontains(name, autoescape=True))
        if role is not None:
            asked = asked.where(sa.exists().where(_ROLE.c.account_id == _USER.c.id, _ROLE.c.role == role.value))
        if active is not None:
            asked = asked.where(_USER.c.active.is_(active))
        return self._read(_ALL.where(_USER.c.name.in_(asked)).order_by(_USER.c.name))

    def with_roles(
        self, roles: Collection[Role], *, active: bool | None = None, after: str = "", limit: int
    ) -> tuple[User, ...]:
        """Users by name who have one of these roles, those after a name; with `active` only those that are, or not."""
        wanted = [_USER.c.name > after, _ROLE.c.role.in_(sorted(role.value for role in roles))]
        if active is not None:
            wanted.append(_USER.c.active.is_(active))
        joined = sa.select(_USER.c.name).join(_ROLE, _ROLE.c.account_id == _USER.c.id).where(*wanted)
        asked = joined.distinct().order_by(_USER.c.name).limit(limit)
        return self._read(_ALL.where(_USER.c.name.in_(asked)).order_by(_USER.c.name))

    def names(self, user_ids: Collection[str]) -> dict[str, str]:
        """The names of users by their ids; who is no user is left out."""
        statement = sa.select(_USER.c.id, _USER.c.name)
        return {row.id: row.name for row in rows_in(self._session, statement, AccountRow.id, sorted(user_ids))}

    def change(self, user: User, *, at: datetime) -> User:
        """Store what others may edit of a user that was read at `user.version`; PreconditionError when it changed.

        Raises
        ------
        ConflictError
            The new name is taken, or nobody would be left to administer.
        """
        if user.name != self.get(user.id).name:
            self._require_free(user)
        statement = (
            sa.update(AccountRow)
            .where(AccountRow.id == user.id, AccountRow.version == user.version)
            .values(_values(user) | {"version": user.version + 1, "changed_at": at})
        )
        if self._session.execute(statement.returning(AccountRow.id)).first() is None:
            raise PreconditionError("用户已被别人改过，请重新读取")
        for row in (AccountRoleRow, AccountDepartmentRow):
            self._session.execute(sa.delete(row).where(row.account_id == user.id))
        self._link(user)
        if not self.administered():
            raise ConflictError("至少要有一个可用的管理员")
        return replace(user, version=user.version + 1)

    def password_hash(self, user_id: str) -> str:
        return self._session.scalars(sa.select(AccountRow.password_hash).where(AccountRow.id == user_id)).one()

    def set_password(self, user_id: str, password_hash: str, *, must_change: bool, at: datetime) -> None:
        values = {"password_hash": password_hash, "must_change": must_change, "changed_at": at}
        values["version"] = AccountRow.version + 1
        self._session.execute(sa.update(AccountRow).where(AccountRow.id == user_id).values(values))

    def _require_free(self, user: User) -> None:
        """ConflictError where another user has the name, but for its case (of ASCII letters alone on SQLite)."""
        same = sa.or_(_USER.c.name == user.name, sa.func.lower(_USER.c.name) == sa.func.lower(user.name))
        found = self._session.scalars(sa.select(_USER.c.name).where(same, _USER.c.id != user.id).limit(1)).first()
        if found is not None:
            raise ConflictError(f"用户名 {user.name} 已有人用" + ("" if found == user.name else "（不分大小写）"))

    def _link(self, user: User) -> None:
        roles = [{"account_id": user.id, "role": role.value} for role in sorted(user.roles)]
        insert_rows(self._session, AccountRoleRow, roles)
        departments = [{"account_id": user.id, "department": name} for name in user.departments]
        insert_rows(self._session, AccountDepartmentRow, departments)

    def administered(self) -> bool:
        """Whether there is an active administrator."""
        statement = (
            sa.select(AccountRow.id)
            .join(AccountRoleRow, AccountRoleRow.account_id == AccountRow.id)
            .where(AccountRow.active, AccountRoleRow.role == Role.ADMINISTRATOR.value)
        )
        return self._session.execute(statement.limit(1)).first() is not None

    def _read(self, statement: sa.Select[Any]) -> tuple[User, ...]:
        return users_in(self._session.execute(statement))


def users_in(rows: Iterable[Sequence[Any]]) -> tuple[User, ...]:
    """The users of rows that begin with the columns `USER`, in the order in which they come."""
    found: dict[str, list[Sequence[Any]]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return tuple(map(_user, found.values()))


def _user(rows: Sequence[Sequence[Any]]) -> User:
    id, name, agent_id, team, active, must_change, version, *_ = rows[0]
    return User(
        id,
        name,
        frozenset(Role(row[7]) for row in rows if row[7] is not None),
        agent_id,
        team,
        tuple(sorted({row[8] for row in rows if row[8] is not None})),
        active,
        must_change,
        version,
    )


def _values(user: User) -> dict[str, object]:
    """The columns of a user that others may edit."""
    return {"name": user.name, "agent_id": user.agent_id, "team": user.team, "active": user.active}
