"""Names that may be meant by one that is not known."""

from collections.abc import Collection
from difflib import get_close_matches

_MOST = 3
_LIKE = 0.6


def nearest(name: str, known: Collection[str]) -> tuple[str, ...]:
    """Up to three known names like one, the likest first; capitals make no difference.

    >>> nearest("BRANHC", ["branch", "hotline"])
    ('branch',)
    """
    by_folded = {one.casefold(): one for one in sorted(known, reverse=True)}
    return tuple(by_folded[one] for one in get_close_matches(name.casefold(), by_folded, _MOST, _LIKE))


def asking(name: str, known: Collection[str]) -> str:
    """A question for those names, to stand in front of a hint; empty where there are none."""
    near = nearest(name, known)
    return f"是不是 {'、'.join(near)}？" if near else ""
