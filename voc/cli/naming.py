"""People on a terminal: by the names they sign in with, where they are users of the service."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy.orm import Session

from voc.errors import NotFoundError
from voc.services.accounts import acts_without_account
from voc.storage.accounts import Accounts

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

One = TypeVar("One", bound="DataclassInstance")
People = Mapping[str, str]


def people_of(session: Session) -> People:
    """The name of each user by the id."""
    return Accounts(session).all_names()


def user_id_of(session: Session, word: str) -> str:
    """The id of whom a person calls by name or id, or by `cli:` and the system's user; NotFoundError for nobody.

    What is an id is no name: no user can hide another behind his own.
    """
    accounts = Accounts(session)
    if acts_without_account(word) or accounts.names({word}):
        return word
    user = accounts.named(word)
    if user is None:
        raise NotFoundError(f"没有用户 {word}")
    return user.id


def named(one: One, people: People, *fields: str) -> One:
    """The same with names in place of user ids in some fields; who is no user stays as written down.

    >>> from voc.domain.reviewing.sampling import Quota
    >>> named(Quota("u-1", 3), {"u-1": "wangfang"}, "inspector")
    Quota(inspector='wangfang', tasks=3)
    """
    return replace(one, **{field: people.get(getattr(one, field), getattr(one, field)) for field in fields})
