"""How hits of two conditions stand to each other: near, before, after, around, not with."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from voc.domain.expressions import Order, Place
from voc.nlp.rules.matching import Hit, Hits, Run, Window
from voc.nlp.rules.occasions import extent_of, occasions


def near(left: Hits, right: Hits, words: int, run: Run) -> Hits:
    """From each hit of the one to the nearest of the other on either side, with at most `words` words between."""
    found = {*_to_next(left or (), right or (), words, run), *_to_next(right or (), left or (), words, run)}
    return sorted(found) or None


def _to_next(firsts: Sequence[Hit], lasts: Sequence[Hit], words: int, run: Run) -> Iterator[Hit]:
    """From each of the first to the next of the last in its passage, where that is near enough."""
    known = sorted(lasts)
    starts = [(hit.passage, hit.start) for hit in known]
    for first in firsts:
        at = bisect_left(starts, (first.passage, first.end))
        if at == len(known) or known[at].passage != first.passage:
            continue
        if run.words_between(first.passage, first.end, known[at].start) <= words:
            yield Hit(first.passage, first.start, known[at].end)


def ordered(order: Order, hits: Sequence[Hit], anchors: Hits, run: Run) -> Hits:
    """The hits that stand before, after or around an anchor, or the one that is asked for."""
    known = sorted(anchors or ())
    if order.nth is not None:
        known = occasions(known, extent_of(order.anchor), run)[order.nth - 1 : order.nth]
        hits = [hit for hit in hits if not any(hit in one for one in known)]
    stands = _STANDS[order.place](known, order.within)
    return [hit for hit in hits if stands(hit)] or None


def _before(anchors: Sequence[Hit], within: int | None) -> Callable[[Hit], bool]:
    starts = sorted(anchor.begins for anchor in anchors)

    def stands(hit: Hit) -> bool:
        at = bisect_left(starts, hit.ends)
        return at < len(starts) and (within is None or starts[at][0] - hit.passage <= within)

    return stands


def _after(anchors: Sequence[Hit], within: int | None) -> Callable[[Hit], bool]:
    ends = sorted(anchor.ends for anchor in anchors)

    def stands(hit: Hit) -> bool:
        at = bisect_right(ends, hit.begins) - 1
        return at >= 0 and (within is None or hit.passage - ends[at][0] <= within)

    return stands


def _around(anchors: Sequence[Hit], within: int | None) -> Callable[[Hit], bool]:
    passages, known = [anchor.passage for anchor in anchors], set(anchors)

    def stands(hit: Hit) -> bool:
        low, high = (0, len(passages))
        if within is not None:
            low, high = bisect_left(passages, hit.passage - within), bisect_right(passages, hit.passage + within)
        return high - low > (hit in known)

    return stands


_STANDS = {Place.BEFORE: _before, Place.AFTER: _after, Place.AROUND: _around}


def unless(hits: Sequence[Hit], exception: Callable[[Run, Window], Hits], run: Run, window: Window) -> Hits:
    """The hits in whose clause the exception is not found, whoever guards it; all or none where there are no hits."""
    unguarded = replace(window, speaker=None, guards=frozenset())
    if not hits:
        return hits if exception(run, unguarded) is None else None
    taken: dict[tuple[int, tuple[int, int]], bool] = {}
    kept = []
    for hit in hits:
        place = (hit.passage, run.clause(hit))
        if place not in taken:
            # Who speaks there tells no words apart, but whose utterances FIRST and LAST count.
            speaker = None if window.speaker is None else run.speaker(hit.passage)
            clause = Window(speaker, unguarded.guards, {place[0]: place[1]})
            taken[place] = exception(run, clause) is not None
        if not taken[place]:
            kept.append(hit)
    return kept or None
