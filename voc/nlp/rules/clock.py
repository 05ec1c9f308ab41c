"""When each word of a call is said: interpolated within its utterance, so that a long turn is not one moment."""

from collections.abc import Sequence
from math import ceil

from voc.domain.conversation import Utterance
from voc.domain.expressions import Measure, Side
from voc.nlp.rules.scene import Scene

Range = tuple[int, int]


def edge_ranges(scene: Scene, side: Side, amount: float, measure: Measure) -> dict[int, Range]:
    """By utterance, the characters said in the first or last seconds or per cent of a call; a word counts by its start.

    Without times there are no seconds; per cent are then those of the characters.
    """
    lengths = [len(passage.text) for passage in scene.passages[: scene.spoken_count]]
    marks = _marks(scene.utterances, lengths) if len(scene.utterances) == len(lengths) else None
    if marks is None:
        if measure is Measure.SECONDS:
            return {}
        marks = _by_length(lengths)
    total = max((end for _, end in marks), default=0.0)
    share = total * amount / 100 if measure is Measure.PERCENT else amount * 1000
    low, high = (0.0, share) if side is Side.FIRST else (total - share, total)
    ranges = {number: _within(*marks[number], length, low, high) for number, length in enumerate(lengths) if length}
    return {number: (first, last) for number, (first, last) in ranges.items() if first < last}


def _marks(utterances: Sequence[Utterance], lengths: Sequence[int]) -> list[tuple[float, float]] | None:
    """Begin and end of each utterance in milliseconds; None where some begin is not known.

    An utterance without end ends where the next begins; the last one, at the pace of all before it.
    """
    starts = [u.start_ms for u in utterances]
    if not starts or None in starts:
        return None
    known = [float(start) for start in starts if start is not None]
    following = [*known[1:], known[-1] + _pace(known, lengths) * lengths[-1]]
    ends = [nxt if u.end_ms is None else float(u.end_ms) for u, nxt in zip(utterances, following, strict=True)]
    return [(start, max(start, end)) for start, end in zip(known, ends, strict=True)]


def _pace(starts: Sequence[float], lengths: Sequence[int]) -> float:
    """Milliseconds a character, from the utterances before the last."""
    said = sum(lengths[:-1])
    return (starts[-1] - starts[0]) / said if said else 0.0


def _by_length(lengths: Sequence[int]) -> list[tuple[float, float]]:
    marks, at = [], 0.0
    for length in lengths:
        marks.append((at, at + length))
        at += length
    return marks


def _within(begin: float, end: float, length: int, low: float, high: float) -> Range:
    """Characters of an utterance said from `low` on and before `high` (at `high` too, where that ends the call).

    >>> _within(28_000, 48_000, 10, 0, 30_000)
    (0, 1)
    """
    if begin == end:
        return (0, length) if low <= begin < high or begin == low == high else (0, 0)
    pace = (end - begin) / length
    first, last = ceil((low - begin) / pace - 1e-9), ceil((high - begin) / pace - 1e-9)
    return max(0, first), min(length, last)
