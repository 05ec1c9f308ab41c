"""Linear multi-label models over clauses and whole texts, and the small models that combine what is known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import exp, fsum

import numpy as np
from numpy.typing import NDArray

from voc.domain.taxonomy import Cause, Taxonomy
from voc.nlp.features import Rows, Vocabulary
from voc.nlp.passage import Passage

DISSATISFIED, VALENCE = "dissatisfied", "valence"
# What is heard of an utterance that is not the customer's: that the agent falls short, and that a rule is recited.
AGENT_LABELS = (str(Cause.PERSON), str(Cause.RULE))
# A text without any clause says nothing for a label: the logit of one in four hundred.
NOTHING = -6.0


def labels_of(taxonomy: Taxonomy) -> tuple[str, ...]:
    """What the text model answers: dissatisfied, the three causes and the factors (logits), and valence (−1…1)."""
    return (DISSATISFIED, *map(str, Cause), *(factor.code for factor in taxonomy.factors), VALENCE)


def encoded_labels(taxonomy: Taxonomy) -> tuple[str, ...]:
    """What the encoder answers: all of that but the valence, which is told of the utterances of a call."""
    return tuple(label for label in labels_of(taxonomy) if label != VALENCE)


def sigmoid(logit: float) -> float:
    """Probability of a logit; safe for large ones.

    >>> sigmoid(0.0), sigmoid(-800.0)
    (0.5, 0.0)
    """
    if logit < -700:
        return 0.0
    return 1 / (1 + exp(-logit))


def clipped(logit: float, most: float) -> float:
    """A logit between `-most` and `most`: beyond that it says no more."""
    return max(-most, min(most, logit))


def highest(logits: Iterable[float], most: float) -> float:
    """The highest of some logits, clipped; as if nothing had been said where there is none."""
    return clipped(max(logits, default=NOTHING), most)


@dataclass(frozen=True, slots=True, eq=False)
class LinearLabels:
    """One logistic regression a label over the same rows, with a Platt calibration (1999) of each.

    Shapes: `weights` `(n_terms, n_labels)`, `bias`, `slope` and `offset` `(n_labels,)`. The calibrated logit of a label
    is `slope · (row · weights + bias) + offset`.
    """

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    slope: NDArray[np.float32]
    offset: NDArray[np.float32]

    def logits(self, rows: Rows) -> NDArray[np.float64]:
        """Calibrated logits, shape `(n_rows, n_labels)`."""
        return np.asarray(self.slope * (rows.times(self.weights) + self.bias) + self.offset, dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What the text model says of one passage: logits of the whole by label, and of each of its clauses, in order.

    `tops` holds, by label, the logit of the clause that says most; `encoded` the logits of the encoder by label, of
    comments where the model has one. Lists of numbers and no arrays, because single numbers are read many times. Of a
    whole call (voc.nlp.whole_call) `clauses` holds what each adds instead, and `tops` nothing.
    """

    labels: Mapping[str, int]
    whole: Sequence[float]
    clauses: Sequence[Sequence[float]]
    tops: Sequence[float]
    encoded: Mapping[str, float] | None = field(default=None, kw_only=True)

    def of(self, label: str) -> float:
        """Logit of the text as a whole."""
        return self.whole[self.labels[label]]

    def of_clauses(self, label: str) -> list[float]:
        """The logits of all clauses, in order."""
        column = self.labels[label]
        return [row[column] for row in self.clauses]

    def lowest(self, label: str) -> float:
        return min(self.of_clauses(label), default=0.0)

    def top(self, label: str, rank: int = 0) -> float:
        """The logit of the clause that says most for a label (`rank` 1: the one that says second most)."""
        if not rank:
            return self.tops[self.labels[label]]
        own = self.of_clauses(label)
        return sorted(own, reverse=True)[rank] if rank < len(own) else NOTHING


def answers_of(
    labels: Mapping[str, int], whole: NDArray[np.float64], clauses: NDArray[np.float64], counts: Sequence[int]
) -> tuple[Answers, ...]:
    """The answers for several passages: logits of the wholes, `(n_passages, n_labels)`, and of all their clauses,
    `(n_clauses, n_labels)`, of which so many are each passage's."""
    ends = np.cumsum([0, *counts])
    tops = np.full(whole.shape, NOTHING)
    filled = np.flatnonzero(ends[1:] > ends[:-1])
    if len(filled):
        tops[filled] = np.maximum.reduceat(clauses, ends[filled], axis=0)
    rows, edges = clauses.tolist(), ends.tolist()
    own = (rows[start:end] for start, end in pairwise(edges))
    return tuple(Answers(labels, *one) for one in zip(whole.tolist(), own, tops.tolist(), strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class TextModel:
    """Two readings of a text by the same terms: as a whole, and clause by clause.

    A complaint often takes one clause among several: `clause` was fitted on single clauses (multiple-instance learning,
    Dietterich et al. 1997), `whole` on all of them together. Columns of both are `labels`: `labels_of` for what
    customers say, `AGENT_LABELS` for what is said to them.
    """

    vocabulary: Vocabulary
    labels: tuple[str, ...]
    whole: LinearLabels
    clause: LinearLabels

    def answers(self, passages: Sequence[Passage]) -> tuple[Answers, ...]:
        """What is said of each passage; one does not depend on which others are asked about with it."""
        return self.answered(*self.vocabulary.rows(passages), [len(p.clauses) for p in passages])

    def answered(self, rows: Rows, clauses: Rows, counts: Sequence[int]) -> tuple[Answers, ...]:
        """The same from the rows of the passages and of their clauses, of which so many are each passage's."""
        index = {label: i for i, label in enumerate(self.labels)}
        return answers_of(index, self.whole.logits(rows), self.clause.logits(clauses), counts)


@dataclass(frozen=True, slots=True)
class Logistic:
    """A small logistic regression over named numbers; what is not named counts as zero."""

    bias: float
    weights: Mapping[str, float]

    def logit(self, values: Mapping[str, float]) -> float:
        """Exactly rounded (Shewchuk 1997), so that the last digit does not depend on the order of names."""
        weights = self.weights
        return self.bias + fsum([weights[name] * value for name, value in values.items() if name in weights])

    def probability(self, values: Mapping[str, float]) -> float:
        return sigmoid(self.logit(values))


# Fitted on nothing: whoever asks it goes by something else.
UNTAUGHT = Logistic(0.0, {})


def as_matrix(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> NDArray[np.float64]:
    """Named numbers as a matrix of shape `(n_rows, n_names)`."""
    return np.array([[row.get(name, 0.0) for name in names] for row in rows], dtype=np.float64).reshape(
        len(rows), len(names)
    )
