"""When each word of a call is said: by its own time where it has one, else interpolated within its utterance."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import ceil

from voc.domain.conversation import Utterance, WordTime
from voc.domain.expressions import Measure, Side
from voc.domain.reading import Reading
from voc.nlp.rules.scene import Scene

Range = tuple[int, int]


def edge_ranges(scene: Scene, side: Side, amount: float, measure: Measure) -> dict[int, Range]:
    """By utterance, the characters said in the first or last seconds or per cent of a call; a word counts by its start.

    Without times there are no seconds; per cent are then those of the characters.
    """
    lengths = [len(passage.text) for passage in scene.passages[: scene.spoken_count]]
    timed = _marks(scene.utterances, lengths) if is_timed(scene) else None
    if timed is None and measure is Measure.SECONDS:
        return {}
    marks = timed or _by_length(lengths)
    total = max((end for _, end in marks), default=0.0)
    share = total * amount / 100 if measure is Measure.PERCENT else amount * 1000
    low, high = (0.0, share) if side is Side.FIRST else (total - share, total)
    ranges = {
        number: _by_words(words, scene.passages[number].reading, marks[number], low, high)
        if timed and (words := scene.utterances[number].word_times)
        else _within(*marks[number], length, low, high)
        for number, length in enumerate(lengths)
        if length
    }
    return {number: (first, last) for number, (first, last) in ranges.items() if first < last}


def is_timed(scene: Scene) -> bool:
    """Whether it is known of every utterance, of which there is at least one, when it begins."""
    utterances = scene.utterances
    known = all(utterance.begins_ms is not None for utterance in utterances)
    return bool(utterances) and len(utterances) == scene.spoken_count and known


def _marks(utterances: Sequence[Utterance], lengths: Sequence[int]) -> list[tuple[float, float]]:
    """Begin and end of each utterance in milliseconds; all begins are known.

    An utterance without end ends where the next begins; the last one, at the pace of all before it.
    """
    known = [float(start) for u in utterances if (start := u.begins_ms) is not None]
    following = [*known[1:], known[-1] + _pace(known, lengths) * lengths[-1]]
    ends = [nxt if (end := u.ends_ms) is None else float(end) for u, nxt in zip(utterances, following, strict=True)]
    last = [u.word_times[-1].start_ms if u.word_times else 0.0 for u in utterances]
    return [(start, max(start, end, word)) for start, end, word in zip(known, ends, last, strict=True)]


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


def _by_words(words: Sequence[WordTime], reading: Reading, mark: tuple[float, float], low: float, high: float) -> Range:
    """Characters of a reading said from `low` on and before `high`, or at it, where that ends the utterance."""
    given = _times(words, mark, len(reading.given))
    times = given if reading.starts is None else [given[start] for start in reading.starts]
    to = bisect_right if high == times[-1] == mark[1] else bisect_left
    return bisect_left(times, low), to(times, high)


def _times(words: Sequence[WordTime], mark: tuple[float, float], length: int) -> list[float]:
    """When each character of a given text is said, in order: at an even pace between the times that are known.

    >>> _times([WordTime(1, 3, 500, 700)], (0, 1000), 4)
    [0.0, 500.0, 600.0, 700.0]
    """
    known: list[tuple[int, float]] = [(0, mark[0])]
    for word in words:
        known.append((word.start, word.start_ms))
        if word.end_ms is not None:
            known.append((word.end, word.end_ms))
    known.append((length, mark[1]))
    # A word that is said to end after the next begins, or after all, ends there.
    times = [*accumulate((time for _, time in reversed(known)), min)][::-1]
    spans = zip(pairwise(at for at, _ in known), pairwise(times), strict=True)
    return [begin + (end - begin) * n / (to - at) for (at, to), (begin, end) in spans for n in range(to - at)]


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
