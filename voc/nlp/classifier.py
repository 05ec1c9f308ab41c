"""Linear multi-label models over text rows, and the small models that combine what is known of a contact."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.domain.taxonomy import Cause, Taxonomy
from voc.nlp.features import Vocabulary

DISSATISFIED = "dissatisfied"


def labels_of(taxonomy: Taxonomy) -> tuple[str, ...]:
    """The questions that the text model answers: dissatisfied, the three causes, the factors."""
    return (DISSATISFIED, *map(str, Cause), *(factor.code for factor in taxonomy.factors))


def sigmoid(logit: float) -> float:
    """Probability of a logit; safe for large ones.

    >>> sigmoid(0.0), sigmoid(-800.0)
    (0.5, 0.0)
    """
    if logit < -700:
        return 0.0
    return float(1 / (1 + np.exp(-logit)))


@dataclass(frozen=True, slots=True, eq=False)
class TextModel:
    """One logistic regression a label over the same rows, with a Platt calibration (1999) of each.

    Shapes: `weights` `(n_terms, n_labels)`, `bias`, `slope` and `offset` `(n_labels,)`. The calibrated logit of a label
    is `slope · (row · weights + bias) + offset`.
    """

    vocabulary: Vocabulary
    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    slope: NDArray[np.float32]
    offset: NDArray[np.float32]

    def raw(self, terms: Counter[str]) -> NDArray[np.float64]:
        """Logits before calibration, shape `(n_labels,)`."""
        columns, values = self.vocabulary.row(terms)
        summed = values @ self.weights[columns].astype(np.float64)
        return np.asarray(summed + self.bias, dtype=np.float64)

    def logits(self, terms: Counter[str]) -> Mapping[str, float]:
        """Calibrated logits by label."""
        calibrated = self.slope * self.raw(terms) + self.offset
        return dict(zip(self.labels, map(float, calibrated), strict=True))

    def gains(self, terms: Counter[str]) -> Mapping[str, float]:
        """What the terms add to each label's logit, by label: the logit without its constant part."""
        return dict(zip(self.labels, map(float, self.slope * (self.raw(terms) - self.bias)), strict=True))


@dataclass(frozen=True, slots=True)
class Logistic:
    """A small logistic regression over named numbers; what is not named counts as zero."""

    bias: float
    weights: Mapping[str, float]

    def logit(self, values: Mapping[str, float]) -> float:
        """Terms are added in the order of their names, so that the last digit does not depend on who asks."""
        return self.bias + sum(self.weights[name] * values.get(name, 0.0) for name in sorted(self.weights))

    def probability(self, values: Mapping[str, float]) -> float:
        return sigmoid(self.logit(values))


def as_matrix(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> NDArray[np.float64]:
    """Named numbers as a matrix of shape `(n_rows, n_names)`."""
    return np.array([[row.get(name, 0.0) for name in names] for row in rows], dtype=np.float64).reshape(
        len(rows), len(names)
    )
