"""What it takes to walk a route as every role."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from httpx2 import Response

from tests.api.serving import Caller
from tests.api.world import World
from voc.domain.account import Role

I, Q, A, T, P, D, R = Role  # noqa: E741  as in the head of the table
EVERYONE = frozenset(Role)
NOBODY: frozenset[Role] = frozenset()
ADMINISTRATOR = frozenset({R})
LEADS = frozenset({Q, R})
PROPOSERS = frozenset({I, Q, P, R})
# Who may read a contact of another agent, team, department and inspector.
OF_OTHERS = frozenset({Q, P, R})

Ask = Callable[[Caller, World, bool], Response]
# Names nobody has yet.
numbers = count(1)


@dataclass(frozen=True, slots=True)
class Walk:
    """Who may, on one's own and on another's object; who may not gets `refused`, and `asks` does it.

    `answers` is what who may gets instead of success, where what is asked for is not there so that nothing is changed.
    `hidden` are those to whom another's
    is not there, though they may. `noted` says whether it goes to the audit log where it is no GET.
    """

    own: frozenset[Role]
    other: frozenset[Role]
    asks: Ask
    refused: int = 403
    refused_other: int = 403
    answers: int | None = None
    noted: bool = True
    hidden: frozenset[Role] = NOBODY


def plain(method: str, path: str, **content: Any) -> Ask:
    return lambda caller, world, own: caller.ask(method, path, **content)


def anyone(who: frozenset[Role], ask: Ask, *, answers: int | None = None, noted: bool = True) -> Walk:
    """For what belongs to nobody."""
    return Walk(who, who, ask, answers=answers, noted=noted)
