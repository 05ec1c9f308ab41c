"""What is counted of a dialogue and of an utterance in it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from sys import intern

from voc.domain.conversation import Speaker
from voc.nlp.satisfaction.dialogue import Dialogue

LAST_TURNS = 4


def word_families(dialogue: Dialogue) -> tuple[Counter[str], ...]:
    """Words and pairs of words, counted apart: the customer's, everybody else's, and the last turns' with who spoke.

    Apart, so that a talkative side does not drown the other when rows are brought to one length.
    """
    customer, others, last = Counter[str](), Counter[str](), Counter[str]()
    for turn in dialogue:
        (customer if turn.speaker is Speaker.CUSTOMER else others).update(_grams(turn.words))
    for turn in dialogue[-LAST_TURNS:]:
        last.update(intern(f"{turn.speaker}:{gram}") for gram in _grams(turn.words))
    return customer, others, last


def utterance_terms(dialogue: Dialogue, at: int) -> Counter[str]:
    """Words and pairs of words of one utterance, and the words of the ones before and after it with who spoke."""
    terms = Counter(_grams(dialogue[at].words))
    for name, near in (("before", at - 1), ("after", at + 1)):
        if 0 <= near < len(dialogue):
            speaker = dialogue[near].speaker
            terms.update(intern(f"{name} {speaker}:{word}") for word in dialogue[near].words)
        else:
            terms[f"nothing {name}"] = 1
    return terms


def _grams(words: Sequence[str]) -> Iterator[str]:
    yield from words
    for first, second in pairwise(words):
        yield intern(f"{first} {second}")
