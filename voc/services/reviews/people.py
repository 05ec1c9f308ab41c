"""Whether somebody may be asked to review."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from voc.domain.account import Actor
from voc.domain.permission import Action, allowed
from voc.errors import InputError, NotFoundError
from voc.storage.accounts import Accounts


def require_reviewers(session: Session, user_ids: Iterable[str]) -> None:
    """InputError for one who is no active user with a role that reviews."""
    for user_id in user_ids:
        if not _reviews(session, user_id):
            raise InputError(f"没有编号为 {user_id} 的、可以复核的用户")


def _reviews(session: Session, user_id: str) -> bool:
    try:
        user = Accounts(session).get(user_id)
    except NotFoundError:
        return False
    return user.active and bool(allowed(Actor.of(user), Action.REVIEW_WRITE))
