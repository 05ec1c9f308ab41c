"""Signing in and out."""

from fastapi import APIRouter, Request, Response

from api.cookies import clear_cookies, csrf_of, require_own_page, set_cookies
from api.deps import AnyDoor, CurrentParts, Stamped, Writing, turns
from api.schemas.auth import LoginIn, LoginOut, PasswordIn
from api.schemas.users import UserOut
from voc.domain.account import Actor
from voc.domain.permission import Action, allowed
from voc.errors import ForbiddenError
from voc.services.signing_in import Refused, change_password, sign_in, sign_out, try_password

router = APIRouter(prefix="/auth", tags=["登录"])


@router.post("/login", dependencies=[turns()])
def login(asked: LoginIn, request: Request, response: Response, parts: CurrentParts) -> LoginOut:
    """登录：用户名与密码；会话在 cookie 里。"""
    require_own_page(request)
    name, password, address, at = asked.name, asked.password.get_secret_value(), address_of(request), parts.clock()
    # Nobody who writes waits for the hashing.
    with parts.store.look() as session:
        tried = try_password(session, name, password, address=address, passwords=parts.passwords, at=at)
    # Committed whether or not it succeeds: a failure counts.
    with parts.store.work() as session:
        outcome = sign_in(session, name, tried, address=address, at=at)
    if isinstance(outcome, Refused):
        raise outcome.error
    set_cookies(response, outcome.secret, secure=parts.settings.secure_cookies)
    return _described(UserOut.of(outcome.user), Actor.of(outcome.user), csrf_of(outcome.secret))


@router.get("/me")
def me(door: AnyDoor) -> LoginOut:
    """我是谁，可以做什么。"""
    return _described(UserOut.of(door.user), door.actor, None if door.secret is None else csrf_of(door.secret))


@router.post("/logout", status_code=204)
def logout(door: AnyDoor, stamp: Stamped, session: Writing, response: Response, parts: CurrentParts) -> None:
    """退出登录。"""
    if door.secret is not None:
        sign_out(session, door.secret, stamp=stamp)
    clear_cookies(response, secure=parts.settings.secure_cookies)


@router.post("/password", status_code=204, dependencies=[turns()])
def set_password(asked: PasswordIn, door: AnyDoor, stamp: Stamped, request: Request, parts: CurrentParts) -> None:
    """改自己的密码；之后要重新登录。原密码不对与登录失败一样计数。"""
    if door.token is not None:
        raise ForbiddenError("密码只能由本人登录后修改")
    user, old, address = door.user, asked.old.get_secret_value(), address_of(request)
    with parts.store.look() as session:
        tried = try_password(session, user.name, old, address=address, passwords=parts.passwords, at=stamp.at)
    with parts.store.work() as session:
        refused = change_password(
            session,
            user,
            tried,
            asked.new.get_secret_value(),
            address=address,
            passwords=parts.passwords,
            stamp=stamp,
        )
    if refused is not None:
        raise refused.error


def address_of(request: Request) -> str:
    return "" if request.client is None else request.client.host


def _described(user: UserOut, actor: Actor, csrf_token: str | None) -> LoginOut:
    permissions = [action.value for action in Action if allowed(actor, action)]
    return LoginOut(user=user, csrf_token=csrf_token, permissions=permissions)
