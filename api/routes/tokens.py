"""API tokens."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import CurrentParts, Reading, Stamped, Writing, permit
from api.paging import Cursor, Limit, Page, cursor_of, cut, text_in
from api.responses import refusals
from api.schemas.base import Id, Word
from api.schemas.tokens import NewTokenOut, TokenIn, TokenOut
from voc.domain.permission import Action
from voc.services.tokens import add_token, revoke_token
from voc.storage.logins import Tokens

router = APIRouter(prefix="/tokens", tags=["API 令牌"])
write = [permit(Action.TOKEN_WRITE)]


@router.get("", dependencies=[permit(Action.TOKEN_READ)])
def list_tokens(
    session: Reading,
    parts: CurrentParts,
    user_id: Annotated[Word | None, Query(description="以哪个用户的身份")] = None,
    usable: Annotated[bool, Query(description="只列没有撤销、没有过期的")] = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[TokenOut]:
    """令牌，先建的在前；密文不在其中。"""
    found = Tokens(session).page(
        after=text_in(cursor),
        limit=limit + 1,
        account_id=user_id,
        standing_at=parts.clock() if usable else None,
    )
    tokens, last = cut(found, limit)
    return Page(items=[TokenOut.of(token) for token in tokens], next=None if last is None else cursor_of(last.id))


@router.post("", status_code=201, dependencies=write, responses=refusals(404))
def add(asked: TokenIn, session: Writing, stamp: Stamped, parts: CurrentParts) -> NewTokenOut:
    """建立令牌：有范围，会过期；密文只显示这一次。"""
    made = add_token(
        session,
        parts.new_id(),
        user_id=asked.user_id,
        name=asked.name,
        scopes=asked.scopes,
        expires_at=asked.expires_at,
        stamp=stamp,
    )
    return NewTokenOut(token=TokenOut.of(made.token), secret=made.secret)


@router.delete("/{token_id}", status_code=204, dependencies=write, responses=refusals(404))
def revoke(token_id: Id, session: Writing, stamp: Stamped) -> None:
    """撤销令牌，立即生效。"""
    revoke_token(session, token_id, stamp=stamp)
