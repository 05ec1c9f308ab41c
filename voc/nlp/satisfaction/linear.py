"""Counted terms as TF-IDF rows, and yes-or-no questions answered by logistic regression."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

Numbers = NDArray[np.float64]
Chosen = NDArray[np.bool_]
LEAST_ROWS = 3
# Logits of a question whose answer is always the same.
NEVER, ALWAYS = -6.0, 6.0


@dataclass(frozen=True, slots=True)
class TermTable:
    """Terms with their columns, and inverse document frequencies `(n_terms,)`."""

    column: Mapping[str, int] = field(hash=False)
    idf: Numbers

    @classmethod
    def fit(cls, rows: Sequence[Counter[str]]) -> "TermTable":
        """Terms of three rows or more, sorted; idf = ln((1 + n) / (1 + df)) + 1."""
        frequency = Counter(term for row in rows for term in row)
        terms = sorted(term for term, count in frequency.items() if count >= LEAST_ROWS)
        seen = np.array([frequency[term] for term in terms], dtype=np.float64)
        return cls({term: i for i, term in enumerate(terms)}, np.log((1 + len(rows)) / (1 + seen)) + 1)

    def matrix(self, rows: Iterable[Counter[str]]) -> csr_matrix:
        """(1 + ln count) · idf, each row of length one; shape `(n_rows, n_terms)`."""
        columns, counts, starts = list[int](), list[int](), [0]
        for row in rows:
            known = sorted((self.column[term], count) for term, count in row.items() if term in self.column)
            columns += [column for column, _ in known]
            counts += [count for _, count in known]
            starts.append(len(columns))
        values = (1 + np.log(np.array(counts, dtype=np.float64))) * self.idf[np.array(columns, dtype=np.int64)]
        owner = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        length = np.sqrt(np.bincount(owner, weights=values * values, minlength=len(starts) - 1))
        return csr_matrix((values / length[owner], columns, starts), shape=(len(starts) - 1, len(self.idf)))


@dataclass(frozen=True, slots=True, eq=False)
class Questions:
    """One logistic regression a question: `weights` `(n_columns, n_questions)`, `bias` `(n_questions,)`."""

    weights: Numbers
    bias: Numbers

    @classmethod
    def fit(cls, matrix: csr_matrix, answers: Chosen, *, strength: float) -> "Questions":
        """`answers` of shape `(n_rows, n_questions)`; `strength` is the inverse of the penalty."""
        lines = [_line(matrix, column, strength) for column in answers.T]
        return cls(np.column_stack([weights for weights, _ in lines]), np.array([bias for _, bias in lines]))

    def probabilities(self, matrix: csr_matrix) -> Numbers:
        """Each question by itself, shape `(n_rows, n_questions)`."""
        return np.asarray(1 / (1 + np.exp(-(matrix @ self.weights + self.bias))), dtype=np.float64)


def _line(matrix: csr_matrix, wanted: Chosen, strength: float) -> tuple[Numbers, float]:
    if wanted.all() or not wanted.any():
        return np.zeros(matrix.shape[1]), ALWAYS if wanted.all() else NEVER
    fitted = LogisticRegression(C=strength, solver="liblinear", tol=0.01, random_state=0).fit(matrix, wanted)
    return fitted.coef_[0], float(fitted.intercept_[0])
