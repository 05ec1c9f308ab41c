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
    for hit in sorted(hits):
        if found and _at_once(found[-1], hit, extent, run):
            found[-1] = Hit(hit.passage, found[-1].start, max(found[-1].end, hit.end))
        else:
            found.append(hit)
    return found


def _at_once(hit: Hit, following: Hit, extent: Extent | None, run: Run) -> bool:
    if hit.passage != following.passage:
        return False
    if following.start < hit.end or extent is Extent.UTTERANCE:
        return True
    return extent is Extent.CLAUSE and run.clause(hit) == run.clause(following)
