"""A call read as a whole: the words on either side of it tell together what no single utterance tells.

A customer who is told politely for the third time that nobody knows complains in none of his utterances, and no answer
of the agent's is a fault by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.domain.moments import TurnedBy
from voc.domain.taxonomy import Cause, Taxonomy
from voc.nlp.classifier import DISSATISFIED, Answers, LinearLabels, clipped
from voc.nlp.features import LEFT_OUT, Found, Occurrences, Vocabulary
from voc.nlp.signals import Observed

# Under this number stands what is heard of the call as a whole among what is heard of its passages.
CALL = -1
RESOLVED, COMPLAINS = "resolved", "complains"
# A logit beyond this says no more.
STRONGEST = 4.0


def turn_label(turn: TurnedBy) -> str:
    return f"turned_by:{turn}"


def call_labels(taxonomy: Taxonomy) -> tuple[str, ...]:
    """What is heard of a whole call: dissatisfied, the causes, the factors, whether the customer himself complains,
    whether the matter was settled and what turned the call."""
    factors = (factor.code for factor in taxonomy.factors)
    return (DISSATISFIED, *map(str, Cause), *factors, COMPLAINS, RESOLVED, *map(turn_label, TurnedBy))


@dataclass(frozen=True, slots=True, eq=False)
class CallModel:
    """One logistic regression a label over the words of the customer and, apart, of everybody else.

    `lines` has weights of shape `(2 · n_words, n_labels)`: those of the customer's words, then those of the others'.
    """

    labels: tuple[str, ...]
    lines: LinearLabels

    def answers(self, words: Occurrences, places: NDArray[np.int64], count: int) -> Answers:
        """Logits of a call, and what each of its `count` clauses adds to them; `places` as of `call_words`."""
        added = np.zeros((count, len(self.labels)))
        added[places] = words.added(self.lines.weights, len(places))
        lines = self.lines
        whole = lines.slope * (added.sum(axis=0) + lines.bias) + lines.offset
        index = {label: k for k, label in enumerate(self.labels)}
        return Answers(index, whole.tolist(), (lines.slope * added).tolist(), [])


def call_words(
    vocabulary: Vocabulary, found: Found, observed: Observed, numbers: Sequence[int]
) -> tuple[Occurrences, NDArray[np.int64], int]:
    """The words of a call, the place of each clause of `found` among the clauses of the call, and how many it has.

    `numbers` are those of the passages of `found`. Comments are left out; a clause of one has the last place.
    """
    own, said = frozenset(observed.spoken), observed.utterance_count
    words = vocabulary.words_by_side(found, [0 if i in own else 1 if i < said else LEFT_OUT for i in numbers], 2)
    starts = np.cumsum([0, *(len(passage.clauses) for passage in observed.passages)])
    inside = np.arange(len(found.owners)) - np.searchsorted(found.owners, found.owners)
    return words, starts[np.array(numbers, dtype=np.int64)[found.owners]] + inside, int(starts[-1])


def told_of_call(heard: Mapping[int, Answers], label: str) -> float:
    """What the call as a whole says for a label, bounded; 0 where it was not heard."""
    return clipped(heard[CALL].of(label), STRONGEST) if CALL in heard else 0.0


def added_by_clauses(observed: Observed, heard: Mapping[int, Answers], number: int, label: str) -> list[float]:
    """What each clause of a passage adds to what the call as a whole says for a label; 0 where it was not heard."""
    passages = observed.passages
    if CALL not in heard or not heard[CALL].clauses:
        return [0.0] * len(passages[number].clauses)
    start = sum([len(passage.clauses) for passage in passages[:number]])
    column = heard[CALL].labels[label]
    return [row[column] for row in heard[CALL].clauses[start : start + len(passages[number].clauses)]]
