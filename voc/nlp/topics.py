"""Which business objects a call is about by all that is said in it, whether or not anybody names them.

A machine that swallows a banknote is seldom called by the name that a table has for it (ATM吞钱); the words around it
are the same in most calls of that kind.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from voc.nlp.passage import Passage


@dataclass(frozen=True, slots=True, eq=False)
class Topics:
    """How much a word speaks for an object: `weights` `(n_words, n_objects)`, in which `words` have their rows.

    The weights are those of the mean call of an object (Rocchio 1971), the words that tell most of each; 0 for others.
    """

    objects: tuple[str, ...]
    words: Mapping[str, int]
    weights: NDArray[np.float32]

    def of(self, passages: Iterable[Passage]) -> Mapping[str, float]:
        """The objects that some words speak for, each with its share of what they say for the one most spoken for; the
        most spoken for first."""
        rows = self.words
        known = [(rows[word], weight) for word, weight in counted(passages).items() if word in rows]
        if not known:
            return {}
        numbers, counts = zip(*known, strict=True)
        scores = (self.weights[list(numbers)].astype(np.float64) * np.array(counts)[:, None]).sum(axis=0)
        shares = (scores / scores.max()).round(6)
        order = np.argsort(-shares, kind="stable")[: np.count_nonzero(shares)]
        return {self.objects[n]: share for n, share in zip(order.tolist(), shares[order].tolist(), strict=True)}


# Where no claim teaches them.
NO_TOPICS = Topics((), {}, np.zeros((0, 0), dtype=np.float32))


def counted(passages: Iterable[Passage]) -> Mapping[str, float]:
    """The words of some passages, in the order in which they come, with 1 + ln of how often each does."""
    counts = Counter([token.text for passage in passages for token in passage.tokens])
    return {word: 1.0 if count == 1 else 1 + log(count) for word, count in counts.items()}
