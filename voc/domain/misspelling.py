"""Names in labels that are like a known one, and telling a few of many."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

# So like are two names where one is the other with a letter or two changed.
_LIKE = 0.8
_MOST = 10


def meant(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like a name, whatever its case; None where none is.

    >>> meant("Low_turn", ["low_turns", "end"]), meant("why", ["low_turns", "end"])
    ('low_turns', None)
    """
    near = get_close_matches(name.casefold(), list(known), 1, _LIKE)
    return near[0] if near else None


def first_of(told: Sequence[str]) -> str:
    """What is told of names, joined; of more than ten the first ones."""
    return "、".join(told[:_MOST]) + ("等" if len(told) > _MOST else "")
