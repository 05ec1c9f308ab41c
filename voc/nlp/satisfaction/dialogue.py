"""A dialogue as the satisfaction models read it: who says which words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from voc.domain.conversation import Speaker, Utterance


@dataclass(frozen=True, slots=True)
class Turn:
    """One utterance, cut into words."""

    speaker: Speaker
    words: tuple[str, ...]


Dialogue = Sequence[Turn]


def dialogue_of(utterances: Iterable[Utterance], cut: Callable[[str], Iterable[str]]) -> tuple[Turn, ...]:
    """The utterances, cut by any tokenizer.

    >>> dialogue_of([Utterance(Speaker.CUSTOMER, "7 12 9")], str.split)[0].words
    ('7', '12', '9')
    """
    return tuple(Turn(one.speaker, tuple(cut(one.text))) for one in utterances)
