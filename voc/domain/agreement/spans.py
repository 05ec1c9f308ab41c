"""How far marked words overlap, apart from what they were marked as."""

from collections.abc import Iterable

from voc.domain.attribution import Evidence

Characters = frozenset[tuple[int, str, int]]


def characters(evidence: Iterable[Evidence]) -> Characters:
    """The places of all characters marked: utterance, survey and offset."""
    return frozenset((e.utterance, e.survey_id or "", at) for e in evidence for at in range(e.start, e.end))


def overlap(first: Characters, second: Characters) -> float | None:
    """F1 of two people's marked characters (Dice 1945), 0…1; None where neither marked any.

    >>> overlap(frozenset({(1, "", 2), (1, "", 3)}), frozenset({(1, "", 3), (1, "", 4)}))
    0.5
    """
    marked = len(first) + len(second)
    return 2 * len(first & second) / marked if marked else None
