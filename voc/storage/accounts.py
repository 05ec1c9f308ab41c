"""Users, with their roles and departments."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.account import Role, User
from voc.errors import ConflictError, NotFoundError, PreconditionError
from voc.storage.account_tables import AccountDepartmentRow, AccountRoleRow, AccountRow
from voc.storage.bulk import insert_rows, rows_in


class Accounts:
    """The users. The caller commits."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, user: User, *, password_hash: str, at: datetime) -> None:
        """A new user; ConflictError where the name is taken."""
        if self.named(user.name) is not None:
            raise ConflictError(f"用户名 {user.name} 已有人用")
        row = _values(user) | {
            "id": user.id, "version": user.version, "password_hash": password_hash, "created_at": at, "changed_at": at,
            "must_change": user.must_change,
        }  # fmt: skip
        insert_rows(self._session, AccountRow, [row])
        self._link(user)

    def any(self) -> bool:
        """Whether there is any user at all."""
        return self._session.execute(sa.select(AccountRow.id).limit(1)).first() is not None

    def get(self, user_id: str) -> User:
        """NotFoundError for an unknown id."""
        found = self._read(sa.select(AccountRow.__table__).where(AccountRow.id == user_id))
        if not found:
            raise NotFoundError("没有这个用户")
        return found[0]

    def named(self, name: str) -> User | None:
        found = self._read(sa.select(AccountRow.__table__).where(AccountRow.name == name))
        return found[0] if found else None

    def page(self, *, after: str = "", limit: int) -> tuple[User, ...]:
        """Users by name, those after a name."""
        statement = sa.select(AccountRow.__table__).where(AccountRow.name > after).order_by(AccountRow.name)
        return self._read(statement.limit(limit))

    def change(self, user: User, *, at: datetime) -> User:
        """Store what others may edit of a user that was read at `user.version`; PreconditionError when it changed.

        Raises
        ------
        ConflictError
            Nobody would be left to administer.
        """
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
        if not self._administered():
            raise ConflictError("至少要有一个可用的管理员")
        return replace(user, version=user.version + 1)

    def password_hash(self, user_id: str) -> str:
        return self._session.scalars(sa.select(AccountRow.password_hash).where(AccountRow.id == user_id)).one()

    def set_password(self, user_id: str, password_hash: str, *, must_change: bool, at: datetime) -> None:
        values = {"password_hash": password_hash, "must_change": must_change, "changed_at": at}
        values["version"] = AccountRow.version + 1
        self._session.execute(sa.update(AccountRow).where(AccountRow.id == user_id).values(values))

    def _link(self, user: User) -> None:
        roles = [{"account_id": user.id, "role": role.value} for role in sorted(user.roles)]
        insert_rows(self._session, AccountRoleRow, roles)
        departments = [{"account_id": user.id, "department": name} for name in user.departments]
        insert_rows(self._session, AccountDepartmentRow, departments)

    def _administered(self) -> bool:
        statement = (
            sa.select(AccountRow.id)
            .join(AccountRoleRow, AccountRoleRow.account_id == AccountRow.id)
            .where(AccountRow.active, AccountRoleRow.role == Role.ADMINISTRATOR.value)
        )
        return self._session.execute(statement.limit(1)).first() is not None

    def _read(self, statement: sa.Select[tuple[object, ...]]) -> tuple[User, ...]:
        rows = self._session.execute(statement).all()
        ids = [row.id for row in rows]
        roles, departments = self._roles(ids), self._departments(ids)
        return tuple(
            User(
                row.id,
                row.name,
                frozenset(roles[row.id]),
                row.agent_id,
                row.team,
                tuple(sorted(departments[row.id])),
                row.active,
                row.must_change,
                row.version,
            )
            for row in rows
        )

    def _roles(self, ids: Collection[str]) -> dict[str, list[Role]]:
        found: dict[str, list[Role]] = defaultdict(list)
        statement = sa.select(AccountRoleRow.account_id, AccountRoleRow.role)
        for account_id, role in rows_in(self._session, statement, AccountRoleRow.account_id, ids):
            found[account_id].append(Role(role))
        return found

    def _departments(self, ids: Collection[str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        statement = sa.select(AccountDepartmentRow.account_id, AccountDepartmentRow.department)
        for account_id, name in rows_in(self._session, statement, AccountDepartmentRow.account_id, ids):
            found[account_id].append(name)
        return found


def _values(user: User) -> dict[str, object]:
    """The columns of a user that others may edit."""
    return {"name": user.name, "agent_id": user.agent_id, "team": user.team, "active": user.active}
