"""Which business objects a call is about by all that is said in it, whether or not anybody names them.

A machine that swallows a banknote is seldom called by the name that a table has for it (ATM吞钱); the words around it
are the same in most calls of that kind.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from voc.nlp.passage import Passage


@dataclass(frozen=True, slots=True)
class Topics:
    """How much a word speaks for an object: by word, numbers of `objects` with their weights.

    The weights are those of the mean call of an object (Rocchio 1971), the words that tell most of each.
    """

    objects: tuple[str, ...]
    weights: Mapping[str, Sequence[tuple[int, float]]]

    def of(self, passages: Iterable[Passage]) -> Mapping[str, float]:
        """The objects that some words speak for, each with its share of what they say for the one most spoken for; the
        most spoken for first."""
        scores: dict[int, float] = {}
        for word, weight in counted(passages).items():
            for number, own in self.weights.get(word, ()):
                scores[number] = scores.get(number, 0.0) + weight * own
        most = max(scores.values(), default=0.0)
        ranked = sorted(((round(score / most, 6), number) for number, score in scores.items()), key=_first)
        return {self.objects[number]: share for share, number in ranked}


# Where no claim teaches them.
NO_TOPICS = Topics((), {})


def counted(passages: Iterable[Passage]) -> Mapping[str, float]:
    """The words of some passages, in the order in which they come, with 1 + ln of how often each does."""
    counts = Counter(token.text for passage in passages for token in passage.tokens)
    return {word: 1 + log(count) for word, count in counts.items()}


def _first(ranked: tuple[float, int]) -> tuple[float, int]:
    return -ranked[0], ranked[1]
