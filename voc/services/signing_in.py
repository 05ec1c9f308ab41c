"""Signing in with a password, and who a secret stands for."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from voc.domain.account import Actor, User
from voc.domain.login import LONGEST, ApiToken, Login
from voc.errors import AuthenticationError, ForbiddenError, TooManyError
from voc.services.auditing import Stamp, note
from voc.services.passwords import Passwords, new_secret, secret_hash
from voc.storage.accounts import Accounts
from voc.storage.logins import Logins, Throttles, Tokens

FORGET = timedelta(hours=1)
SHUT_LONGEST = timedelta(minutes=15)
FREE_BY_NAME = 5
# Many people may sit behind one address.
FREE_BY_ADDRESS = 50
SEEN_EVERY = timedelta(minutes=1)
TOKEN_PREFIX = "voc_"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A user who signed in; `secret` is for the cookie and nowhere else."""

    user: User
    secret: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A name or password that is not right. The failure is counted, so the transaction must be committed."""

    error: AuthenticationError


@dataclass(frozen=True, slots=True)
class Door:
    """Through what somebody came in: a session of a person (its secret), or a token of a program."""

    actor: Actor
    user: User
    secret: str | None = None
    login: Login | None = None
    token: ApiToken | None = None

    def wants_note(self, at: datetime) -> bool:
        """Whether the last use of a session that is written down is old enough to be worth another write."""
        return self.login is not None and at - self.login.seen_at > SEEN_EVERY


def sign_in(
    session: Session, name: str, password: str, *, address: str, passwords: Passwords, at: datetime
) -> SignedIn | Refused:
    """Open a session; TooManyError, before anything is looked at, while the name or the address is shut."""
    throttles = Throttles(session)
    keys = {_key("name", name.casefold()): FREE_BY_NAME, _key("address", address): FREE_BY_ADDRESS}
    waiting = max(throttles.read(key).wait_s(at) for key in keys)
    if waiting:
        raise TooManyError("失败次数太多，请稍后再试", retry_after_s=waiting)
    accounts = Accounts(session)
    user = accounts.named(name)
    known = None if user is None else accounts.password_hash(user.id)
    right = passwords.matches(password, known)
    if user is None or known is None or not right or not user.active:
        for key, free in keys.items():
            failed = throttles.read(key).failed(at, free=free, forget=FORGET, longest=SHUT_LONGEST)
            throttles.write(key, failed)
        return Refused(AuthenticationError("用户名或密码不对"))
    throttles.forget(_key("name", name.casefold()))
    if passwords.outdated(known):
        accounts.set_password(user.id, passwords.hash(password), must_change=user.must_change, at=at)
    return SignedIn(user, _open(session, user, at))


def _open(session: Session, user: User, at: datetime) -> str:
    logins, secret = Logins(session), new_secret()
    logins.close_older(at - LONGEST)
    Throttles(session).forget_older(at - FORGET)
    logins.open(secret_hash(secret), Login(user.id, at, at))
    note(session, Stamp(user.id, at), "login", "user", user.id)
    return secret


def sign_out(session: Session, secret: str, *, stamp: Stamp) -> None:
    Logins(session).close(secret_hash(secret))
    note(session, stamp, "logout", "user", stamp.by)


def by_session(session: Session, secret: str, *, at: datetime) -> Door:
    """Who a cookie stands for; AuthenticationError where it stands for nobody any more."""
    login = Logins(session).find(secret_hash(secret))
    if login is None or not login.stands(at):
        raise AuthenticationError("请先登录")
    user = _active(session, login.account_id)
    return Door(Actor.of(user), user, secret=secret, login=login)


def stay_signed_in(session: Session, secret: str, *, at: datetime) -> None:
    """Write down that a session was used."""
    Logins(session).seen(secret_hash(secret), at)


def by_token(session: Session, secret: str, *, at: datetime) -> Door:
    """Who an API token acts for; AuthenticationError where it is unknown, revoked or expired."""
    token = Tokens(session).find(secret_hash(secret))
    if token is None or not token.stands(at):
        raise AuthenticationError("令牌无效、已撤销或已过期")
    user = _active(session, token.account_id)
    return Door(Actor.of(user, scopes=token.scopes), user, token=token)


def require_own_password(door: Door) -> None:
    """ForbiddenError while somebody still goes by a one-time password."""
    if door.user.must_change and door.token is None:
        raise ForbiddenError("请先把一次性密码改成自己的密码")


def _active(session: Session, user_id: str) -> User:
    user = Accounts(session).get(user_id)
    if not user.active:
        raise AuthenticationError("用户已停用")
    return user


def _key(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}:{value}".encode()).hexdigest()
