"""Users."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.deps import CurrentParts, Reading, Stamped, Writing, permit
from api.etags import IfMatch, require_match, set_etag
from api.paging import Cursor, Limit, Page, cursor_of, cut, text_in
from api.responses import refusals
from api.schemas.base import Id, Word
from api.schemas.users import NewUserOut, PasswordOut, UserIn, UserOut
from voc.domain.account import Role, User
from voc.domain.permission import Action
from voc.services.accounts import add_user, change_user, require_departments, reset_password
from voc.storage.accounts import Accounts

router = APIRouter(prefix="/users", tags=["用户"])
read = [permit(Action.USER_READ)]
write = [permit(Action.USER_WRITE)]


@router.get("", dependencies=read)
def list_users(
    session: Reading,
    name: Annotated[Word | None, Query(description="用户名里有这些字的，不分大小写")] = None,
    role: Role | None = None,
    active: Annotated[bool | None, Query(description="false 为停用的")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[UserOut]:
    """用户，按用户名。"""
    found = Accounts(session).page(after=text_in(cursor), limit=limit + 1, name=name, role=role, active=active)
    users, last = cut(found, limit)
    return Page(items=[UserOut.of(user) for user in users], next=None if last is None else cursor_of(last.name))


@router.post("", status_code=201, dependencies=write, responses=refusals(409))
def add(asked: UserIn, session: Writing, stamp: Stamped, parts: CurrentParts) -> NewUserOut:
    """添加用户；一次性密码只显示这一次。"""
    require_departments(asked.departments, parts.access.departments.departments)
    user = _user(parts.new_id(), asked, version=1)
    password = add_user(session, user, passwords=parts.passwords, stamp=stamp)
    return NewUserOut(user=UserOut.of(Accounts(session).get(user.id)), one_time_password=password)


@router.get("/{user_id}", dependencies=read, responses=refusals(404))
def get(user_id: Id, session: Reading, response: Response) -> UserOut:
    """一个用户。"""
    user = Accounts(session).get(user_id)
    set_etag(response, user.version)
    return UserOut.of(user)


@router.put("/{user_id}", dependencies=write, responses=refusals(404, 409, 412))
def change(
    user_id: Id,
    asked: UserIn,
    session: Writing,
    stamp: Stamped,
    parts: CurrentParts,
    if_match: IfMatch,
    response: Response,
) -> UserOut:
    """改角色、关联或停用；停用的立即退出登录。"""
    known = Accounts(session).get(user_id)
    require_match(if_match, known.version)
    # Those that the user has already may have left the table since.
    require_departments(asked.departments - set(known.departments), parts.access.departments.departments)
    changed = change_user(session, _user(user_id, asked, version=known.version), stamp=stamp)
    set_etag(response, changed.version)
    return UserOut.of(Accounts(session).get(user_id))


@router.post("/{user_id}/reset-password", dependencies=write, responses=refusals(404))
def reset(user_id: Id, session: Writing, stamp: Stamped, parts: CurrentParts) -> PasswordOut:
    """给一个新的一次性密码；只显示这一次。"""
    password = reset_password(session, user_id, passwords=parts.passwords, stamp=stamp)
    return PasswordOut(one_time_password=password)


def _user(user_id: str, asked: UserIn, *, version: int) -> User:
    return User(
        user_id,
        asked.name,
        asked.roles,
        asked.agent_id,
        asked.team,
        tuple(sorted(asked.departments)),
        asked.active,
        version=version,
    )
