"""What routes ask for: the parts, a session of the database, who acts, and how far that goes."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.orm import Session

from api.cookies import SESSION, require_csrf, session_of
from api.parts import Parts, parts_of
from voc.domain.permission import Action, Reach, allowed
from voc.errors import AuthenticationError, ForbiddenError
from voc.services.auditing import Stamp
from voc.services.signing_in import Door, by_session, by_token, require_own_password, stay_signed_in

# What only looks at what is there is `async`: everything else goes to a thread, and each way there takes its time.
CurrentParts = Annotated[Parts, Depends(parts_of)]


def _reading(parts: CurrentParts) -> Iterator[Session]:
    with parts.store.look() as session:
        yield session


def _writing(parts: CurrentParts) -> Iterator[Session]:
    with parts.store.work() as session:
        yield session


# How many requests are in each at once; the others wait without a thread. A transaction goes from thread to thread:
# were all of them waiting for its locks, none would be left to end it.
READERS, WRITERS = 16, 8
# All that may wait at once, beside what needs no database.
THREADS = 96
# Ended when the route returns and before anything is answered, so that a commit that fails is an error to the caller.
Reading = Annotated[Session, Depends(_reading, scope="function", max_concurrency=READERS)]
Writing = Annotated[Session, Depends(_writing, scope="function", max_concurrency=WRITERS)]


async def _turn() -> AsyncIterator[None]:
    yield


def turns(most: int = WRITERS) -> Any:
    """For a route that opens transactions of its own: how many requests are in it at once (see `Writing`)."""
    return Depends(_turn, scope="function", max_concurrency=most)


_cookie = APIKeyCookie(name=SESSION, auto_error=False, description="登录后的会话；改动还要带 X-CSRF-Token")
_bearer = HTTPBearer(auto_error=False, description="API 令牌")


def any_door(
    request: Request,
    parts: CurrentParts,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
    _session: Annotated[str | None, Security(_cookie)],
) -> Door:
    """Who acts, even one who still has to set a password; AuthenticationError where nobody can be told."""
    at = parts.clock()
    secret = session_of(request, secure=parts.settings.secure_cookies)
    with parts.store.look() as session:
        if bearer is not None:
            door = by_token(session, bearer.credentials, at=at)
        elif secret is not None:
            door = by_session(session, secret, at=at)
            require_csrf(request, secret)
        else:
            raise AuthenticationError("请先登录")
    if secret is not None and door.wants_note(at):
        with parts.store.work() as session:
            stay_signed_in(session, secret, at=at)
    request.state.user_id = door.user.id
    return door


AnyDoor = Annotated[Door, Depends(any_door, max_concurrency=READERS)]


async def own_door(door: AnyDoor) -> Door:
    require_own_password(door)
    return door


OwnDoor = Annotated[Door, Depends(own_door)]


async def _stamp(door: AnyDoor, parts: CurrentParts) -> Stamp:
    return Stamp(door.user.id, parts.clock(), None if door.token is None else door.token.id)


Stamped = Annotated[Stamp, Depends(_stamp)]


@dataclass(frozen=True, slots=True)
class Permit:
    """Lets pass whose roles and scopes allow an action, and tells the route how far they go."""

    action: Action

    async def __call__(self, door: OwnDoor) -> Reach:
        reach = allowed(door.actor, self.action)
        if not reach:
            raise ForbiddenError("您的角色没有这项权限")
        return reach


def permit(action: Action) -> Any:
    """For a parameter of a route: `reach: Annotated[Reach, permit(Action.CONTACT_READ)]`."""
    return Depends(Permit(action))
