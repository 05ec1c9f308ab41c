"""How hits of two conditions stand to each other: near, before, after, around, not with."""

from collections.abc import Callable, Sequence

from voc.domain.expressions import Order, Place
from voc.nlp.rules.matching import Hit, Hits, Run, Window


def near(left: Hits, right: Hits, words: int, run: Run) -> Hits:
    """From the one to the other, each pair in one passage with at most `words` words between."""
    found = []
    for one in left or ():
        for other in right or ():
            first, last = sorted((one, other))
            apart = first.passage == last.passage and first.end <= last.start
            if apart and run.words_between(first.passage, first.end, last.start) <= words:
                found.append(Hit(first.passage, first.start, last.end))
    return sorted(set(found)) or None


def ordered(order: Order, hits: Sequence[Hit], anchors: Hits) -> Hits:
    """The hits that stand before, after or around an anchor, or the one that is asked for."""
    known = sorted(anchors or ())
    if order.nth is not None:
        known = known[order.nth - 1 : order.nth]
    return [hit for hit in hits if any(_stands(order, hit, anchor) for anchor in known)] or None


def _stands(order: Order, hit: Hit, anchor: Hit) -> bool:
    if order.within is not None and abs(hit.passage - anchor.passage) > order.within:
        return False
    if order.place is Place.AROUND:
        return hit != anchor
    first, last = (hit, anchor) if order.place is Place.BEFORE else (anchor, hit)
    return (first.passage, first.end) <= (last.passage, last.start)


def unless(hits: Hits, exception: Callable[[Run, Window], Hits], run: Run, window: Window) -> Hits:
    """The hits in whose clause the exception is not found, whoever guards it; all or none where there are no hits."""
    if hits is None:
        return None
    unguarded = Window(None, frozenset(), window.ranges)
    if not hits:
        return hits if exception(run, unguarded) is None else None
    taken: dict[tuple[int, tuple[int, int]], bool] = {}
    kept = []
    for hit in hits:
        place = (hit.passage, run.clause(hit))
        if place not in taken:
            clause = Window(None, unguarded.guards, {place[0]: place[1]})
            taken[place] = exception(run, clause) is not None
        if not taken[place]:
            kept.append(hit)
    return kept or None
