"""When each word of a call is said: by its own time where it has one, else interpolated within its utterance."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import ceil, inf

from voc.domain.conversation import Utterance, WordTime
from voc.domain.expressions import Measure, Side
from voc.domain.reading import Reading
from voc.nlp.rules.scene import Range, Scene

# The end of a call whose end is not known, in milliseconds: later than any call lasts.
FAR = 1e12
Ranges = dict[int, Range]
Mark = tuple[float, float]


def edge_ranges(scene: Scene, side: Side, amount: float, measure: Measure) -> tuple[Ranges, Ranges]:
    """By utterance, the characters said in the first or last seconds or per cent of a call: for certain, and perhaps.

    The two are the same where all times are known; a word counts by its start. Without any times there are no seconds;
    per cent are then those of the characters.
    """
    lengths = [len(passage.text) for passage in scene.passages[: scene.spoken_count]]
    if is_timed(scene):
        early, late = _marks(scene.utterances, lengths)
    elif measure is Measure.PERCENT:
        early = late = _by_length(lengths)
    else:
        return {}, {}
    sure, unsure = (late, early) if side is Side.FIRST else (early, late)

    def within(marks: Sequence[Mark], others: Sequence[Mark]) -> Ranges:
        """Those said then by some times, in a call that ends as others have it."""
        end = _end(others)
        share = end * amount / 100 if measure is Measure.PERCENT else amount * 1000
        if side is Side.LAST:
            return _ranges(scene, marks, end - share, inf)
        return _ranges(scene, marks, 0.0, share if share < _end(marks) else inf)

    # Certain of the beginning is what is in it even at the latest, in a call as short as it may be; of the end, the
    # earliest in the longest.
    own = within(sure, unsure)
    return own, own if early == late else within(unsure, sure)


def is_timed(scene: Scene) -> bool:
    """Whether it is known of any utterance when it begins."""
    utterances = scene.utterances
    return len(utterances) == scene.spoken_count and any(u.begins_ms is not None for u in utterances)


def _end(marks: Sequence[Mark]) -> float:
    return max((end for _, end in marks), default=0.0)


def _ranges(scene: Scene, marks: Sequence[Mark], low: float, high: float) -> Ranges:
    """Characters said from `low` on and before `high`."""
    found: Ranges = {}
    for number, mark in enumerate(marks):
        passage = scene.passages[number]
        words = scene.utterances[number].word_times if scene.utterances else ()
        if words:
            first, last = _by_words(words, passage.reading, mark, low, high)
        else:
            first, last = _within(*mark, len(passage.text), low, high)
        if first < last:
            found[number] = first, last
    return found


def _marks(utterances: Sequence[Utterance], lengths: Sequence[int]) -> tuple[list[Mark], list[Mark]]:
    """Begin and end of each utterance in milliseconds, at the earliest and at the latest; some begin is known.

    An utterance without times lies between those around it that have some. One without end ends where the next begins;
    the last one, at the pace of all before it.
    """
    early, late, before = list[Mark](), list[Mark](), 0.0
    for utterance, (following, is_next) in zip(utterances, _following(utterances, lengths), strict=True):
        start, end = utterance.begins_ms, utterance.ends_ms
        by = following if end is None else float(end)
        if start is None:
            early.append((before, before))
            late.append((max(before, by), max(before, by)))
            continue
        last = max([start, *(word.start_ms for word in utterance.word_times[-1:])])
        before = max(last, by) if end is not None or is_next else last
        early.append((start, before))
        late.append((start, max(last, by)))
    return early, late


def _following(utterances: Sequence[Utterance], lengths: Sequence[int]) -> list[tuple[float, bool]]:
    """Behind each utterance, the next known begin or the end of the call, and whether nothing stands before that."""
    starts = [utterance.begins_ms for utterance in utterances]
    known = [(number, start) for number, start in enumerate(starts) if start is not None]
    (first, begin), (last, at) = known[0], known[-1]
    said = sum(lengths[first:last])
    # Milliseconds a character, from the utterances before the last.
    pace = (at - begin) / said if said else 0.0
    found: list[tuple[float, bool]] = [(at + pace * lengths[last] if last == len(starts) - 1 else FAR, True)]
    for start in reversed(starts[1:]):
        found.append((found[-1][0], False) if start is None else (start, True))
    return found[::-1]


def _by_length(lengths: Sequence[int]) -> list[tuple[float, float]]:
    marks, at = [], 0.0
    for length in lengths:
        marks.append((at, at + length))
        at += length
    return marks


def _by_words(words: Sequence[WordTime], reading: Reading, mark: tuple[float, float], low: float, high: float) -> Range:
    """Characters of a reading said from `low` on and before `high`, by the times of words."""
    given = _times(words, mark, len(reading.given))
    times = given if reading.starts is None else [given[start] for start in reading.starts]
    return bisect_left(times, low), bisect_left(times, high)


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
    """Characters of an utterance said from `low` on and before `high`.

    >>> _within(28_000, 48_000, 10, 0, 30_000)
    (0, 1)
    """
    if begin == end:
        return (0, length) if low <= begin < high else (0, 0)
    pace = (end - begin) / length if length else inf
    first, last = ceil((low - begin) / pace - 1e-9), length if high >= end else ceil((high - begin) / pace - 1e-9)
    return max(0, first), min(length, last)
