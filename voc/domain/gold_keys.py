"""The keys of a `gold` object, and ones that may be misspelt."""

from collections.abc import Mapping
from difflib import get_close_matches

# What is read of it; whatever else stands there (a reader's remarks) is left alone.
GOLD_KEYS = (
    *("dissatisfied", "causes", "primary", "factors", "factors_either", "evidence", "claims", "basis"),
    *("low_turns", "low_turns_either", "high_turns", "high_turns_either", "valences", "phases", "end"),
    *("resolved", "repeat_contact", "turned_by"),
)
# So like are two keys where one is the other with a letter or two changed.
_LIKE = 0.8
_MOST = 10


def misspelt_keys(counts: Mapping[str, int]) -> str | None:
    """A sentence about keys that nobody reads and that are like one that is read; None where there are none.

    `counts` are the records with each key. Without a stop at its end.

    >>> misspelt_keys({"low_turn": 3, "why": 9, "end": 9})
    '标注里有程序不读的键：low_turn 3 条（是不是 low_turns？）'
    """
    meant = {key: _meant(key) for key in counts if counts[key] and key not in GOLD_KEYS}
    told = [f"{key} {counts[key]:,} 条（是不是 {near}？）" for key, near in sorted(meant.items()) if near is not None]
    more = "等" if len(told) > _MOST else ""
    return f"标注里有程序不读的键：{'、'.join(told[:_MOST])}{more}" if told else None


def _meant(key: str) -> str | None:
    near = get_close_matches(key.casefold(), GOLD_KEYS, 1, _LIKE)
    return near[0] if near else None
