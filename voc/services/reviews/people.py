"""Who may be asked to review, and who may know their names."""

from collections.abc import Collection, Iterable

from sqlalchemy.orm import Session

from voc.domain.account import Actor, User
from voc.domain.permission import Action, allowed, roles_with
from voc.errors import InputError, NotFoundError
from voc.storage.accounts import Accounts


def require_reviewers(session: Session, user_ids: Iterable[str]) -> None:
    """InputError for one who is no active user with a role that reviews."""
    for user_id in user_ids:
        if not _reviews(session, user_id):
            raise InputError(f"没有编号为 {user_id} 的、可以复核的用户")


def reviewers(session: Session, *, enabled: bool | None = None, after: str = "", limit: int) -> tuple[User, ...]:
    """The users with a role that reviews, by name, those after a name (reviewer.read)."""
    return Accounts(session).with_roles(roles_with(Action.REVIEW_WRITE), active=enabled, after=after, limit=limit)


def names_for(session: Session, actor: Actor, user_ids: Collection[str]) -> dict[str, str]:
    """The names of users by their ids, for one who may know them (reviewer.read); none for anybody else."""
    if not user_ids or not allowed(actor, Action.REVIEWER_READ):
        return {}
    return Accounts(session).names(user_ids)


def _reviews(session: Session, user_id: str) -> bool:
    try:
        user = Accounts(session).get(user_id)
    except NotFoundError:
        return False
    return user.active and bool(allowed(Actor.of(user), Action.REVIEW_WRITE))
