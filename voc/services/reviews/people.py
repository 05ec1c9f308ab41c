"""Who may be asked to review, and who may know their names."""

from collections.abc import Collection, Iterable, Sequence

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


def reviewers_called(session: Session, words: Sequence[str]) -> tuple[str, ...]:
    """The ids of users whom a person calls by name or by id, in order.

    InputError for one who is not there or does not review, and for one who is called twice.
    """
    found: list[str] = []
    for word in words:
        user = Accounts(session).named(word) or _known(session, word)
        if user is None:
            raise InputError(f"没有用户 {word}")
        if not _may_review(user):
            raise InputError(f"用户 {user.name} 不能复核：要有质检员或质检主管的角色，且没有停用")
        if user.id in found:
            raise InputError(f"{user.name} 写了两次，一位质检员只能有一个配额")
        found.append(user.id)
    return tuple(found)


def _reviews(session: Session, user_id: str) -> bool:
    user = _known(session, user_id)
    return user is not None and _may_review(user)


def _known(session: Session, user_id: str) -> User | None:
    try:
        return Accounts(session).get(user_id)
    except NotFoundError:
        return None


def _may_review(user: User) -> bool:
    return user.active and bool(allowed(Actor.of(user), Action.REVIEW_WRITE))
