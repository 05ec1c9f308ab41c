"""A call read as a whole: the words on either side of it tell together what no single utterance tells.

A customer who is told politely for the third time that nobody knows complains in none of his utterances, and no answer
of the agent's is a fault by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.domain.moments import TurnedBy
from voc.domain.taxonomy import Cause, Taxonomy
from voc.nlp.classifier import Answers, LinearLabels, clipped
from voc.nlp.features import LEFT_OUT, Found, Occurrences, Vocabulary
from voc.nlp.heard import Heard
from voc.nlp.signals import Observed

RESOLVED, COMPLAINING, REPEATED = "resolved", "complains", "repeat"
# A logit of a whole call beyond this says no more.
STRONGEST_OF_CALL = 4.0


def turn_label(turn: TurnedBy) -> str:
    return f"turned_by:{turn}"


def call_labels(taxonomy: Taxonomy) -> tuple[str, ...]:
    """What is heard of a whole call: the causes and the factors, were the customer dissatisfied, whether he himself
    complains (which his own words alone tell: an agent's apology is no complaint), whether the matter was settled,
    whether he had contacted the bank about it before, and what turned the call.

    Not whether he is dissatisfied: of one who says nothing of it only the survey could tell that to a reader, and what
    is learned from it is how people talk.
    """
    factors = (factor.code for factor in taxonomy.factors)
    return (*map(str, Cause), *factors, COMPLAINING, RESOLVED, REPEATED, *map(turn_label, TurnedBy))


@dataclass(frozen=True, slots=True, eq=False)
class CallModel:
    """One logistic regression a label over the words of the customer and, apart, of everybody else.

    `lines` has weights of shape `(2 · n_words, n_labels)`: those of the customer's words, then those of the others'.
    """

    labels: tuple[str, ...]
    lines: LinearLabels

    def answers(self, words: Occurrences, places: NDArray[np.int64], count: int) -> Answers:
        """Logits of a call, and as `clauses` what each of its `count` clauses adds to them (no logits of their own);
        `places` as of `call_words`."""
        added = np.zeros((count, len(self.labels)))
        added[places] = words.added(self.lines.weights, len(places))
        lines = self.lines
        whole = lines.slope * (added.sum(axis=0) + lines.bias) + lines.offset
        index = {label: k for k, label in enumerate(self.labels)}
        return Answers(index, whole.tolist(), (lines.slope * added).tolist(), [])


def call_words(
    vocabulary: Vocabulary, found: Found, observed: Observed, numbers: Sequence[int]
) -> tuple[Occurrences, NDArray[np.int64], int]:
    """The words of a call, the place of each clause of `found` among all clauses of the contact, and how many it has.

    `numbers` are those of the passages of `found`. Words of comments are left out; their clauses have places all the
    same, after those of the call.
    """
    own, said = frozenset(observed.spoken), observed.utterance_count
    words = vocabulary.words_by_side(found, [0 if i in own else 1 if i < said else LEFT_OUT for i in numbers], 2)
    starts = np.array(observed.clause_starts, dtype=np.int64)
    inside = np.arange(len(found.owners)) - np.searchsorted(found.owners, found.owners)
    return words, starts[np.array(numbers, dtype=np.int64)[found.owners]] + inside, observed.clause_starts[-1]


def told_of_call(heard: Heard, label: str) -> float:
    """What the call as a whole says for a label, bounded; 0 where it was not heard."""
    return 0.0 if heard.call is None else clipped(heard.call.of(label), STRONGEST_OF_CALL)
