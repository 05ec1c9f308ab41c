"""Signing in with a password, and who a secret stands for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from voc.domain.account import Actor, User, check_password
from voc.domain.audit import LOGIN, LOGOUT
from voc.domain.login import LONGEST, ApiToken, Login
from voc.domain.permission import Action
from voc.errors import AuthenticationError, ForbiddenError, InputError
from voc.services.auditing import Stamp, note
from voc.services.passwords import Passwords, new_secret, secret_hash
from voc.services.throttling import FORGET, count_failure, forget_failures, require_open
from voc.storage.accounts import Accounts
from voc.storage.logins import Logins, Throttles, Tokens

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

    error: AuthenticationError | InputError


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


@dataclass(frozen=True, slots=True)
class Tried:
    """A password held against what is known of a name; `renewed` is its hash anew, where costs have changed."""

    known: str | None
    right: bool
    renewed: str | None


def try_password(
    session: Session, name: str, password: str, *, address: str, passwords: Passwords, at: datetime
) -> Tried:
    """Hold a password against the one that is known, in a transaction that only reads: hashing takes its time.

    TooManyError, before anything is looked at, while the name or the address is shut.
    """
    require_open(session, name, address, at=at)
    accounts = Accounts(session)
    user = accounts.named(name)
    known = None if user is None else accounts.password_hash(user.id)
    right = passwords.matches(password, known)
    renewed = passwords.hash(password) if right and known is not None and passwords.outdated(known) else None
    return Tried(known, right, renewed)


def sign_in(session: Session, name: str, tried: Tried, *, address: str, at: datetime) -> SignedIn | Refused:
    """Open a session for whoever tried the right password; TooManyError while the name or the address is shut."""
    require_open(session, name, address, at=at)
    accounts = Accounts(session)
    user = accounts.named(name)
    if user is None or not still_right(session, user, tried) or not user.active:
        count_failure(session, name, address, at=at)
        return Refused(AuthenticationError("用户名或密码不对"))
    forget_failures(session, name)
    if tried.renewed is not None:
        accounts.set_password(user.id, tried.renewed, must_change=user.must_change, at=at)
    return SignedIn(user, _open(session, user, at))


def still_right(session: Session, user: User, tried: Tried) -> bool:
    """Whether a password was right and is still the user's."""
    return tried.right and tried.known is not None and Accounts(session).password_hash(user.id) == tried.known


def change_password(
    session: Session, user: User, tried: Tried, new: str, *, address: str, passwords: Passwords, stamp: Stamp
) -> Refused | None:
    """A user's own new password; every session of the user ends. A wrong old one counts like a failed signing in.

    InputError where the new one is too weak.
    """
    if not still_right(session, user, tried):
        count_failure(session, user.name, address, at=stamp.at)
        # Who asks is known: a page must not take it for a session that has ended.
        return Refused(InputError("原密码不对"))
    check_password(new, name=user.name)
    Accounts(session).set_password(user.id, passwords.hash(new), must_change=False, at=stamp.at)
    Logins(session).close_all(user.id)
    note(session, stamp, Action.USER_WRITE, "user", user.id, change="password_set")
    return None


def _open(session: Session, user: User, at: datetime) -> str:
    logins, secret = Logins(session), new_secret()
    logins.close_older(at - LONGEST)
    Throttles(session).forget_older(at - FORGET)
    logins.open(secret_hash(secret), Login(user.id, at, at))
    note(session, Stamp(user.id, at), LOGIN, "user", user.id)
    return secret


def sign_out(session: Session, secret: str, *, stamp: Stamp) -> None:
    Logins(session).close(secret_hash(secret))
    note(session, stamp, LOGOUT, "user", stamp.by)


def by_session(session: Session, secret: str, *, at: datetime) -> Door:
    """Who a cookie stands for; AuthenticationError where it stands for nobody any more."""
    found = Logins(session).find(secret_hash(secret))
    if found is None or not found[0].stands(at):
        raise AuthenticationError("请先登录")
    login, user = found
    return Door(Actor.of(_active(user)), user, secret=secret, login=login)


def stay_signed_in(session: Session, secret: str, *, at: datetime) -> None:
    """Write down that a session was used."""
    Logins(session).seen(secret_hash(secret), at)


def by_token(session: Session, secret: str, *, at: datetime) -> Door:
    """Who an API token acts for; AuthenticationError where it is unknown, revoked or expired."""
    found = Tokens(session).find(secret_hash(secret))
    if found is None or not found[0].stands(at):
        raise AuthenticationError("令牌无效、已撤销或已过期")
    token, user = found
    return Door(Actor.of(_active(user), scopes=token.scopes), user, token=token)


def require_own_password(door: Door) -> None:
    """ForbiddenError while somebody still goes by a one-time password."""
    if door.user.must_change and door.token is None:
        raise ForbiddenError("请先把一次性密码改成自己的密码")


def _active(user: User) -> User:
    if not user.active:
        raise AuthenticationError("用户已停用")
    return user
