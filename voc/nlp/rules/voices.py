"""Whose words may be the hits of a condition, told by its form alone."""

from voc.domain.conversation import Speaker
from voc.domain.expressions import (
    AtLeast,
    Both,
    Either,
    Expression,
    FieldIs,
    In,
    MetadataIs,
    Near,
    Not,
    Repeated,
    ScoreIs,
    SpokenBy,
    UtteranceCount,
    parts_of,
)

# None stands for anyone.
Voices = frozenset[Speaker | None]
NOBODY: Voices = frozenset()


def voices(expression: Expression, speaker: Speaker | None) -> Voices:
    """The speakers whose words may be hits; none where the condition is about no words, so that it has no hits.

    `speaker` is whose words are looked at around it, None for anyone's.

    >>> from voc.domain.expressions import one_word
    >>> sorted(voices(SpokenBy(Speaker.AGENT, one_word("闪退")), None)), voices(Not(one_word("闪退")), None)
    ([<Speaker.AGENT: 'agent'>], frozenset())
    """
    match expression:
        case Not() | ScoreIs() | UtteranceCount() | FieldIs() | MetadataIs():
            return NOBODY
        case SpokenBy(said_by, part):
            return voices(part, said_by)
        case Both(parts) | Either(parts) | AtLeast(_, parts):
            return NOBODY.union(*(voices(part, speaker) for part in parts))
        case Near(left, right):
            return voices(left, speaker) | voices(right, speaker)
        case Repeated(_, None):
            return frozenset((Speaker.CUSTOMER,)) if can_be(Speaker.CUSTOMER, (speaker,)) else NOBODY
        case In(_, part):
            # A clause or utterance in which the part holds without hits is a hit itself.
            return voices(part, speaker) or frozenset((speaker,))
        case _:
            return voices(parts[0], speaker) if (parts := parts_of(expression)) else frozenset((speaker,))


def can_be(speaker: Speaker, among: Voices | tuple[Speaker | None, ...]) -> bool:
    return speaker in among or None in among


def can_meet(left: Voices, right: Voices) -> bool:
    """Whether words of both may stand in one utterance."""
    return bool(left & right) or (None in left and bool(right)) or (None in right and bool(left))
