"""The keys of a `gold` object, and ones that may be misspelt."""

from collections.abc import Mapping

from voc.domain.misspelling import first_of, meant

# What is read of it; whatever else stands there (a reader's remarks) is left alone.
GOLD_KEYS = (
    *("dissatisfied", "causes", "primary", "factors", "factors_either", "evidence", "claims", "basis"),
    *("low_turns", "low_turns_either", "high_turns", "high_turns_either", "valences", "phases", "end"),
    *("resolved", "repeat_contact", "turned_by"),
)


def misspelt_keys(counts: Mapping[str, int]) -> str | None:
    """A sentence about keys that nobody reads and that are like one that is read; None where there are none.

    `counts` are the records with each key. Without a stop at its end.

    >>> misspelt_keys({"low_turn": 3, "why": 9, "end": 9})
    '标注里有程序不读的键：low_turn 3 条（是不是 low_turns？）'
    """
    unread = {key: meant(key, GOLD_KEYS) for key in counts if counts[key] and key not in GOLD_KEYS}
    told = [f"{key} {counts[key]:,} 条（是不是 {near}？）" for key, near in sorted(unread.items()) if near is not None]
    return f"标注里有程序不读的键：{first_of(told)}" if told else None
