"""Hits that an exception always takes away, told by their form alone."""

from collections.abc import Sequence

from voc.domain.expressions import (
    AtLeast,
    Both,
    Edge,
    Either,
    Except,
    Expression,
    In,
    InPhase,
    Near,
    Order,
    Phrase,
    Regardless,
    Regex,
    Repeated,
    Silence,
    SpokenBy,
    ValenceIs,
    Word,
)
from voc.nlp.rules.normal import alternatives, normal
from voc.nlp.rules.voices import voices

_ONE_PLACE = Phrase | Regex | Silence | ValenceIs


def excluded(part: Expression, exception: Expression) -> bool:
    """Whether a part (named lists expanded) has hits where it holds, and the exception stands in the clause of each.

    An exception is looked for whoever says it and whatever speaks against it, so that its words alone decide.

    >>> from voc.domain.expressions import one_word
    >>> excluded(one_word("白屏"), one_word("屏")), excluded(one_word("屏"), one_word("白屏"))
    (True, False)
    """
    exceptions = alternatives(normal(exception))
    return all(_taken(one, exceptions) for one in alternatives(normal(part)))


def _taken(part: Expression, exceptions: Sequence[Expression]) -> bool:
    # Of what is more than one place an exception is to find all in one clause, where the part finds it anywhere.
    if isinstance(part, _ONE_PLACE) and part in exceptions:
        return True
    match part:
        case Phrase(groups):
            return any(all(_holds(word, exceptions) for word in group) for group in groups)
        case Either(parts) | AtLeast(int(), parts):
            return all(_taken(one, exceptions) for one in parts)
        case Both(parts) | AtLeast(None, parts):
            hitting = [one for one in parts if voices(one, None)]
            return bool(hitting) and all(_taken(one, exceptions) for one in hitting)
        case Near(left, right):
            # The hit begins at either.
            return _taken(left, exceptions) and _taken(right, exceptions)
        case Order(_, inner) | Repeated(_, inner) if inner is not None:
            return _taken(inner, exceptions)
        case SpokenBy(_, inner) | InPhase(_, inner) | In(_, inner) | Edge(part=inner) | Regardless(_, inner):
            return _taken(inner, exceptions)
        case Except(inner, _):
            return _taken(inner, exceptions)
        case _:
            return False


def _holds(word: object, exceptions: Sequence[Expression]) -> bool:
    """Whether one of the words that are exceptions stands in a word."""
    if not isinstance(word, Word):
        return False
    return any(
        isinstance(own, Word) and own.text in word.text and (own.by_sound or not word.by_sound)
        for one in exceptions
        if isinstance(one, Phrase) and len(one.groups) == 1
        for own in one.groups[0]
    )
