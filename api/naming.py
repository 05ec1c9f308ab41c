"""Names beside the ids of people, for those who may know them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends
from pydantic import BaseModel
from sqlalchemy.orm import Session

from api.deps import OwnDoor
from api.schemas.named import NamedOut
from voc.domain.account import Actor
from voc.domain.permission import Action, allowed
from voc.services.reviews.people import names_for

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Naming:
    """Writes into an answer the names that the one who asks may know: all of them, or none."""

    actor: Actor
    own_name: str

    def __call__(self, session: Session, answer: T) -> T:
        if not allowed(self.actor, Action.REVIEWER_READ):
            return answer
        found = list(_named_in(answer))
        # One's own is known: saving an own answer, which happens all the time, asks for no other.
        others = {id for one in found for id in one.people()} - {self.actor.user_id}
        names = {self.actor.user_id: self.own_name, **names_for(session, self.actor, others)}
        for one in found:
            one.names.update((id, names[id]) for id in sorted(one.people()) if id in names)
        return answer


async def _naming(door: OwnDoor) -> Naming:
    return Naming(door.actor, door.user.name)


Named = Annotated[Naming, Depends(_naming)]


def _named_in(value: object) -> Iterator[NamedOut]:
    """Whatever has names, at any depth."""
    if isinstance(value, NamedOut):
        yield value
    if isinstance(value, BaseModel):
        parts = [getattr(value, name) for name in type(value).model_fields]
    elif isinstance(value, list | tuple):
        parts = list(value)
    else:
        parts = list(value.values()) if isinstance(value, dict) else []
    for part in parts:
        yield from _named_in(part)
