"""Tables of users, sessions, tokens, teams and departments, and of what was done by whom.

Secrets are kept as hashes alone. The audit and access logs are only ever added to; triggers of the database hold to it.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from voc.storage.columns import Base


class TeamRow(Base):
    """A team of agents, by its name."""

    __tablename__ = "team"

    name: Mapped[str] = mapped_column(primary_key=True)


class AgentRow(Base):
    """Which team an agent belongs to."""

    __tablename__ = "agent"

    id: Mapped[str] = mapped_column(primary_key=True)
    team: Mapped[str | None] = mapped_column(sa.ForeignKey("team.name"), index=True)


class DepartmentRow(Base):
    """A business department, by the name that the department table gives it."""

    __tablename__ = "department"

    name: Mapped[str] = mapped_column(primary_key=True)


class AccountRow(Base):
    """One user. `version` rises with every change of what others may edit."""

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    agent_id: Mapped[str | None]
    team: Mapped[str | None] = mapped_column(sa.ForeignKey("team.name"))
    active: Mapped[bool]
    must_change: Mapped[bool]
    password_hash: Mapped[str]
    version: Mapped[int]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class AccountRoleRow(Base):
    __tablename__ = "account_role"

    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)


class AccountDepartmentRow(Base):
    __tablename__ = "account_department"

    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id"), primary_key=True)
    department: Mapped[str] = mapped_column(sa.ForeignKey("department.name"), primary_key=True)


class LoginSessionRow(Base):
    """Somebody who signed in. `secret_hash` is that of the cookie's value."""

    __tablename__ = "login_session"

    secret_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class ThrottleRow(Base):
    """Failed attempts to sign in under one name or from one address (kept as a hash)."""

    __tablename__ = "login_throttle"

    key: Mapped[str] = mapped_column(primary_key=True)
    failed_count: Mapped[int]
    failed_at: Mapped[datetime | None]
    shut_until: Mapped[datetime | None]


class ApiTokenRow(Base):
    """A secret for programs, which act as a user within some scopes until it expires or is revoked."""

    __tablename__ = "api_token"

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id"), index=True)
    name: Mapped[str]
    secret_hash: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[list[str]] = mapped_column(sa.JSON)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class AuditRow(Base):
    """One change, chained to the one before by its hash. `facts` holds ids and codes alone, as canonical JSON."""

    __tablename__ = "audit_entry"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[str] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(index=True)
    object_kind: Mapped[str]
    object_id: Mapped[str]
    facts: Mapped[str] = mapped_column(sa.Text)
    hash: Mapped[str]


class AuditHeadRow(Base):
    """The end of the chain: one row, which every writer locks, so that the chain never forks."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sequence: Mapped[int]
    hash: Mapped[str]


class AccessRow(Base):
    """A transcript or a recording that was read; an hour of these is sealed into the audit chain."""

    __tablename__ = "access_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[str]
    kind: Mapped[str]
    contact_id: Mapped[int] = mapped_column(index=True)
