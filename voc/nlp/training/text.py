"""Fitting the text model: one logistic regression a label over whole texts, one over their clauses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression, Ridge

from voc.domain.seen_texts import plain_text
from voc.nlp.classifier import VALENCE, LinearLabels
from voc.nlp.training.rows import Matrices, TextRow

# Chosen by cross-validation on the bank's reviews.
STRENGTH = 6.0
CLAUSE_STRENGTH = 4.0
RIDGE = 2.0
ROUNDS = 1
# A clause of a text with a label counts as saying it from this logit on, or if none says it more.
SAYS_IT = 1.0
NEVER, ALWAYS = -6.0, 6.0
FEWEST_TO_CALIBRATE = 10

Numbers = NDArray[np.float64]
Chosen = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """What was labelled: `labels` `(n_rows, n_labels)`, `valence` and `valence_weight` `(n_rows,)`, weight 0: unknown.

    `allowed` `(n_clauses, n_labels)`: whether a clause can be the one that says a label of its text.
    """

    labels: Chosen
    weights: Numbers
    valence: Numbers
    valence_weight: Numbers
    allowed: Chosen

    @classmethod
    def of(cls, rows: Sequence[TextRow], names: Sequence[str], matrices: Matrices) -> "Wanted":
        allowed = np.ones((len(matrices.clause_row), len(names)), dtype=bool)
        column = {name: k for k, name in enumerate(names)}
        for place, (row, number) in enumerate(zip(matrices.clause_row, matrices.clause_number, strict=True)):
            for label, clauses in rows[row].marked.items():
                allowed[place, column[label]] = int(number) in clauses
        return cls(
            np.array([[name in row.labels for name in names] for row in rows], dtype=bool).reshape(-1, len(names)),
            np.array([row.weight for row in rows]),
            np.array([row.valence or 0.0 for row in rows]),
            np.array([0.0 if row.valence is None else row.valence_weight for row in rows]),
            allowed,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """Weights `(n_terms, n_labels)` and bias `(n_labels,)` of whole texts and of clauses, before calibration."""

    whole: tuple[Numbers, Numbers]
    clause: tuple[Numbers, Numbers]

    def answers(self, matrices: Matrices, rows: Chosen, clauses: Chosen) -> tuple[Numbers, Numbers]:
        (whole, whole_bias), (clause, clause_bias) = self.whole, self.clause
        return matrices.whole[rows] @ whole + whole_bias, matrices.clauses[clauses] @ clause + clause_bias


def fit_text(matrices: Matrices, wanted: Wanted, names: Sequence[str], used: Chosen) -> Fitted:
    """Fit on the rows of `used`, shape `(n_rows,)`."""
    terms = matrices.whole.shape[1]
    whole, clause = np.zeros((terms, len(names))), np.zeros((terms, len(names)))
    whole_bias, clause_bias = np.zeros(len(names)), np.zeros(len(names))
    for k, name in enumerate(names):
        fit = _fit_valence if name == VALENCE else _fit_label
        (whole[:, k], whole_bias[k]), (clause[:, k], clause_bias[k]) = fit(matrices, wanted, k, used)
    return Fitted((whole, whole_bias), (clause, clause_bias))


Line = tuple[Numbers, float]


def _fit_label(matrices: Matrices, wanted: Wanted, k: int, used: Chosen) -> tuple[Line, Line]:
    """Multiple-instance learning by turns: which clauses of a labelled text say it, and what saying it looks like."""
    has, counts = wanted.labels[:, k], wanted.weights
    used = used & (counts > 0)
    if constant := constant_line(has[used], matrices.whole.shape[1]):
        return constant, constant
    whole = fit_line(matrices.whole[used], has[used], counts[used], STRENGTH)
    inside, own = used[matrices.clause_row], has[matrices.clause_row]
    weights = counts[matrices.clause_row]
    line = whole
    for _ in range(ROUNDS):
        scores = matrices.clauses @ line[0] + line[1]
        says = own & inside & _saying(scores, matrices.clause_row, wanted.allowed[:, k], len(has))
        kept = says | (inside & ~(own & wanted.allowed[:, k]))
        line = fit_line(matrices.clauses[kept], says[kept], weights[kept], CLAUSE_STRENGTH)
    return whole, line


def _saying(scores: Numbers, row_of: NDArray[np.int64], allowed: Chosen, rows: int) -> Chosen:
    best = np.full(rows, -np.inf)
    np.maximum.at(best, row_of[allowed], scores[allowed])
    return np.asarray(allowed & ((scores >= best[row_of]) | (scores > SAYS_IT)))


def constant_line(has: Chosen, terms: int) -> Line | None:
    """What always or never holds needs no weights; None where there is something to tell apart."""
    return None if has.any() and not has.all() else (np.zeros(terms), ALWAYS if has.any() else NEVER)


def fit_line(matrix: csr_matrix, wanted: Chosen, weights: Numbers, strength: float) -> Line:
    """A logistic regression over sparse rows, each of which counts so much."""
    fitted = LogisticRegression(C=strength, solver="liblinear", max_iter=500, tol=1e-3, random_state=0)
    fitted.fit(matrix, wanted, sample_weight=weights)
    return fitted.coef_[0], float(fitted.intercept_[0])


def _fit_valence(matrices: Matrices, wanted: Wanted, _: int, used: Chosen) -> tuple[Line, Line]:
    known = used & (wanted.valence_weight > 0)
    if not known.any():
        constant = (np.zeros(matrices.whole.shape[1]), 0.0)
        return constant, constant
    whole = fit_ridge(matrices.whole[known], wanted.valence[known], wanted.valence_weight[known], RIDGE)
    return whole, whole


def fit_ridge(matrix: csr_matrix, wanted: Numbers, weights: Numbers, ridge: float) -> Line:
    """A ridge regression over sparse rows, each of which counts so much."""
    fitted = Ridge(alpha=ridge, solver="sparse_cg", tol=1e-6)
    fitted.fit(matrix, wanted, sample_weight=weights)
    return fitted.coef_, float(fitted.intercept_)


def calibrated(line: tuple[Numbers, Numbers], scale: tuple[Numbers, Numbers]) -> LinearLabels:
    """Half-precision weights: the file is half as large, and no verdict was seen to change."""
    weights = line[0].astype(np.float16).astype(np.float32)
    return LinearLabels(weights, *(numbers.astype(np.float32) for numbers in (line[1], *scale)))


def text_numbers(texts: Iterable[str]) -> NDArray[np.int64]:
    """Equal numbers for equal texts, as `platt` counts them."""
    known: dict[str, int] = {}
    return np.array([known.setdefault(plain_text(text), len(known)) for text in texts], dtype=np.int64)


def platt(
    held_out: Numbers, wanted: Chosen, weights: Numbers, names: Sequence[str], texts: NDArray[np.int64]
) -> tuple[Numbers, Numbers]:
    """Platt's slope and offset for each label, from held-out logits; too rare a label keeps its own scale.

    `texts` `(n_rows,)` has equal numbers for equal texts: of copies one counts towards `FEWEST_TO_CALIBRATE`.
    """
    slope, offset = np.ones(len(names)), np.zeros(len(names))
    for k, name in enumerate(names):
        kinds = (texts[wanted[:, k]], texts[~wanted[:, k]])
        enough = min(len(np.unique(kind)) for kind in kinds) >= FEWEST_TO_CALIBRATE
        if name != VALENCE and enough:
            fitted = LogisticRegression(C=10.0, solver="lbfgs")
            fitted.fit(held_out[:, [k]], wanted[:, k], sample_weight=weights)
            if fitted.coef_[0, 0] > 0:
                slope[k], offset[k] = fitted.coef_[0, 0], fitted.intercept_[0]
    return slope, offset
