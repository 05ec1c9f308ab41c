"""How often something was said: which hits of a condition are one and the same time."""

from collections.abc import Iterable

from voc.domain.expressions import AtLeast, Both, Except, Expression, Extent, In, Near, Not, Order, Repeated, parts_of
from voc.nlp.rules.matching import Hit, Run


def extent_of(expression: Expression) -> Extent | None:
    """Within what all hits of a condition are one time; None where only those that overlap are.

    Words that make the condition hold only together are one time in an utterance.

    >>> from voc.domain.expressions import one_word
    >>> extent_of(Both((one_word("请"), one_word("稍等")))).value
    'UTTERANCE'
    """
    match expression:
        case In(extent, _):
            return extent
        case Both() | Repeated():
            return Extent.UTTERANCE
        case AtLeast(least, _) if least != 1:
            return Extent.UTTERANCE
        case Near() | Not():
            return None
        case Except(part, _) | Order(part=part):
            return extent_of(part)
        case _:
            own = {extent_of(part) for part in parts_of(expression)}
            return next((extent for extent in (Extent.UTTERANCE, Extent.CLAUSE) if extent in own), None)


def occasions(hits: Iterable[Hit], extent: Extent | None, run: Run) -> list[Hit]:
    """Hits in order, those of one time as one that reaches over them."""
    found: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.begins, hit.ends)):
        if found and _at_once(found[-1], hit, extent, run):
            found[-1] = _over(found[-1], hit)
        else:
            found.append(hit)
    return found


def places(hits: Iterable[Hit]) -> list[Hit]:
    """Hits in order as they are shown and counted: those whose characters overlap as one that reaches over them.

    >>> [(hit.start, hit.end) for hit in places([Hit(0, 1, 3), Hit(0, 0, 3), Hit(0, 3, 4)])]
    [(0, 3), (3, 4)]
    """
    found: list[Hit] = []
    for hit in sorted(set(hits)):
        if found and found[-1].passage == hit.passage and hit.start < found[-1].end:
            found[-1] = _over(found[-1], hit)
        else:
            found.append(hit)
    return found


def _over(hit: Hit, following: Hit) -> Hit:
    """One hit that reaches over two of a passage."""
    if hit == following:
        return hit
    return Hit(hit.passage, min(hit.start, following.start), max(hit.end, following.end))


def _at_once(hit: Hit, following: Hit, extent: Extent | None, run: Run) -> bool:
    if hit.passage != following.passage:
        return False
    if following.begins < hit.ends or extent is Extent.UTTERANCE:
        return True
    return extent is Extent.CLAUSE and run.clause(hit) == run.clause(following)
