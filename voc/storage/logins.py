"""Who is signed in, which tokens there are, and how often signing in failed. Secrets come in as hashes."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.account import User
from voc.domain.login import ApiToken, Login, Throttle
from voc.errors import NotFoundError
from voc.storage.account_tables import AccountRow, ApiTokenRow, LoginSessionRow, ThrottleRow
from voc.storage.accounts import USER, USERS, users_in
from voc.storage.bulk import insert_rows

_LOGIN, _TOKEN, _ACCOUNT = LoginSessionRow.__table__, ApiTokenRow.__table__, AccountRow.__table__
_TOKENS = tuple(_TOKEN.c[field.name] for field in fields(ApiToken))
_SECRET: sa.BindParameter[str] = sa.bindparam("secret_hash")
# Asked at every request: one statement tells who it is and what they may.
_SIGNED_IN = (
    sa.select(*USER, _LOGIN.c.created_at, _LOGIN.c.seen_at)
    .select_from(USERS.join(_LOGIN, _LOGIN.c.account_id == _ACCOUNT.c.id))
    .where(_LOGIN.c.secret_hash == _SECRET)
)
_BY_TOKEN = (
    sa.select(*USER, *_TOKENS)
    .select_from(USERS.join(_TOKEN, _TOKEN.c.account_id == _ACCOUNT.c.id))
    .where(_TOKEN.c.secret_hash == _SECRET)
)


class Logins:
    """Sessions of people who signed in. The caller commits."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def open(self, secret_hash: str, login: Login) -> None:
        values = {"account_id": login.account_id, "created_at": login.created_at, "seen_at": login.seen_at}
        insert_rows(self._session, LoginSessionRow, [{"secret_hash": secret_hash} | values])

    def find(self, secret_hash: str) -> tuple[Login, User] | None:
        """A session, and the user who signed in."""
        rows = self._session.execute(_SIGNED_IN, {"secret_hash": secret_hash}).all()
        if not rows:
            return None
        (user,) = users_in(rows)
        return Login(user.id, *rows[0][len(USER) :]), user

    def seen(self, secret_hash: str, at: datetime) -> None:
        statement = sa.update(LoginSessionRow).where(LoginSessionRow.secret_hash == secret_hash)
        self._session.execute(statement.values(seen_at=at))

    def close(self, secret_hash: str) -> None:
        self._session.execute(sa.delete(LoginSessionRow).where(LoginSessionRow.secret_hash == secret_hash))

    def close_all(self, account_id: str) -> None:
        """Sign a user out everywhere."""
        self._session.execute(sa.delete(LoginSessionRow).where(LoginSessionRow.account_id == account_id))

    def close_older(self, than: datetime) -> None:
        """Forget sessions that were opened before a time."""
        self._session.execute(sa.delete(LoginSessionRow).where(LoginSessionRow.created_at < than))


class Throttles:
    """Failed attempts by key. The caller commits."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def read(self, key: str) -> Throttle:
        row = self._session.execute(sa.select(ThrottleRow.__table__).where(ThrottleRow.key == key)).one_or_none()
        return Throttle() if row is None else Throttle(row.failed_count, row.failed_at, row.shut_until)

    def write(self, key: str, throttle: Throttle) -> None:
        self.forget(key)
        values = {"failed_count": throttle.failed_count, "failed_at": throttle.failed_at}
        insert_rows(self._session, ThrottleRow, [values | {"key": key, "shut_until": throttle.shut_until}])

    def forget(self, key: str) -> None:
        self._session.execute(sa.delete(ThrottleRow).where(ThrottleRow.key == key))

    def forget_older(self, than: datetime) -> None:
        """Drop what failed last before a time."""
        self._session.execute(sa.delete(ThrottleRow).where(ThrottleRow.failed_at < than))


class Tokens:
    """API tokens. The caller commits."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, token: ApiToken, secret_hash: str) -> None:
        values = {name: getattr(token, name) for name in ("id", "account_id", "name", "created_at", "expires_at")}
        row = values | {"secret_hash": secret_hash, "scopes": list(token.scopes), "revoked_at": token.revoked_at}
        insert_rows(self._session, ApiTokenRow, [row])

    def find(self, secret_hash: str) -> tuple[ApiToken, User] | None:
        """A token, and the user it acts for."""
        rows = self._session.execute(_BY_TOKEN, {"secret_hash": secret_hash}).all()
        if not rows:
            return None
        (user,) = users_in(rows)
        return _token(rows[0][len(USER) :]), user

    def page(
        self, *, after: str = "", limit: int, account_id: str | None = None, standing_at: datetime | None = None
    ) -> tuple[ApiToken, ...]:
        """Tokens by id, those after an id; of one user and those that hold at a time, where that is asked."""
        statement = sa.select(*_TOKENS).where(_TOKEN.c.id > after).order_by(_TOKEN.c.id).limit(limit)
        if account_id is not None:
            statement = statement.where(_TOKEN.c.account_id == account_id)
        if standing_at is not None:
            statement = statement.where(_TOKEN.c.revoked_at.is_(None), _TOKEN.c.expires_at > standing_at)
        return tuple(map(_token, self._session.execute(statement)))

    def revoke(self, token_id: str, at: datetime) -> bool:
        """End a token at once, unless it was ended before; whether it was not. NotFoundError for an unknown one."""
        standing = _TOKEN.c.id == token_id, _TOKEN.c.revoked_at.is_(None)
        ended = sa.update(_TOKEN).where(*standing).values(revoked_at=at).returning(_TOKEN.c.id)
        if self._session.execute(ended).first() is not None:
            return True
        if self._session.execute(sa.select(_TOKEN.c.id).where(_TOKEN.c.id == token_id)).first() is None:
            raise NotFoundError("没有这个令牌")
        return False


def _token(columns: Sequence[Any]) -> ApiToken:
    id, account_id, name, scopes, *times = columns
    return ApiToken(id, account_id, name, tuple(scopes), *times)
