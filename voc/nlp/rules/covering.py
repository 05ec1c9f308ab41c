"""Conditions whose hits another one always hits as well, told by their form and tried on their own words."""

from collections.abc import Callable

from voc.domain.expressions import (
    Both,
    Edge,
    Except,
    Expression,
    InPhase,
    Near,
    Order,
    Phrase,
    Regardless,
    SpokenBy,
    Word,
)
from voc.nlp.rules.voices import voices

# Whether a condition hits in a text.
HitsIn = Callable[[Expression, str], bool]


def covers(wider: Expression, narrower: Expression, hits_in: HitsIn) -> bool:
    """Whether in each clause that the narrower one hits the wider one does, both in their normal forms.

    Words may speak for a thing in a longer word and against it (不给力): `hits_in` tries the shorter word there.
    """
    if wider == narrower:
        return True
    match narrower:
        case InPhase(_, part) | Edge(part=part) | Except(part, _) | Order(part=part):
            return covers(wider, part, hits_in)
        case SpokenBy(_, part) if isinstance(wider, Phrase):
            return covers(wider, part, hits_in)
        case Both(parts):
            hitting = [part for part in parts if voices(part, None)]
            return bool(hitting) and all(covers(wider, part, hits_in) for part in hitting)
        case Near(left, right):
            return covers(wider, left, hits_in) and covers(wider, right, hits_in)
        case _:
            pass
    match wider:
        case Regardless(_, part):
            return covers(part, narrower, hits_in)
        case Phrase() if isinstance(narrower, Phrase):
            return _covers_words(wider, narrower, hits_in)
        case _:
            return False


def _covers_words(wider: Phrase, narrower: Phrase, hits_in: HitsIn) -> bool:
    """Phrases of several groups are left alone: which words of a clause they hit, and so what speaks against it, may
    be others."""
    if len(wider.groups) > 1 or len(narrower.groups) > 1:
        return False
    return all(any(_covers_word(own, word, hits_in) for own in wider.groups[0]) for word in narrower.groups[0])


def _covers_word(own: object, word: object, hits_in: HitsIn) -> bool:
    if not isinstance(own, Word) or not isinstance(word, Word) or (word.by_sound and not own.by_sound):
        return False
    return own.text == word.text or (own.text in word.text and hits_in(Phrase(((own,),)), word.text))
