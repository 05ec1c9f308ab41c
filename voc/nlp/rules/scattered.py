"""Conditions that are joined by AND where the hits of each count for themselves, wherever the others are said."""

from collections.abc import Iterator

from voc.domain.expressions import (
    AtLeast,
    Both,
    Edge,
    Either,
    Except,
    Expression,
    Extent,
    In,
    InPhase,
    Order,
    Regardless,
    Repeated,
    SpokenBy,
    parts_of,
    printed,
)
from voc.nlp.rules.dead import never_holds
from voc.nlp.rules.voices import voices

_LONGEST = 60


def scattered(expression: Expression) -> Iterator[str]:
    """What is worth knowing of joined words (named lists expanded) that are counted, ordered or excepted one by one.

    >>> from voc.domain.expressions import one_word
    >>> next(scattered(Repeated(2, Both((one_word("慢"), one_word("卡")))))).partition("；")[0]
    '慢 AND 卡 写在 REPEAT 里，各个词的命中分开算，不必在同一句里'
    """
    match expression:
        # Within one clause or utterance all is together.
        case In():
            return
        case Repeated(_, part) if part is not None:
            yield from _told(part, "REPEAT 里")
        case Order(place, part, anchor):
            yield from _told(part, f"{place} 里")
            yield from _told(anchor, f"{place} 里")
        case Except(part, _):
            yield from _told(part, "UNLESS 左边")
        case _:
            pass
    for part in parts_of(expression):
        if not isinstance(expression, Except) or part is not expression.exception:
            yield from scattered(part)


def _told(part: Expression, where: str) -> Iterator[str]:
    for joined in _joined(part):
        text = printed(joined)
        short = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
        # What is said by two never stands in one utterance.
        apart = never_holds(In(Extent.UTTERANCE, joined)) is not None
        hint = "要分别写，用 AND 接起来" if apart else f"要在一起就写 UTTERANCE({short}) 或 CLAUSE(…)"
        yield f"{short} 写在 {where}，各个词的命中分开算，不必在同一句里；{hint}"


def _joined(part: Expression) -> Iterator[Expression]:
    """The parts that hold only by the hits of several."""
    match part:
        case Both(parts) | AtLeast(None, parts):
            if sum(bool(voices(one, None)) for one in parts) > 1:
                yield part
        case SpokenBy(_, inner) | InPhase(_, inner) | Edge(part=inner) | Regardless(_, inner):
            yield from _joined(inner)
        case Either(parts) | AtLeast(1, parts):
            for one in parts:
                yield from _joined(one)
        case _:
            return
