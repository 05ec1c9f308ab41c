"""Small models over named numbers, fitted with scikit-learn."""

from collections.abc import Mapping, Sequence
from math import sqrt

from sklearn.linear_model import LogisticRegression, Ridge

from voc.nlp.classifier import Logistic, as_matrix
from voc.nlp.heard import Heard
from voc.nlp.training.rows import Labelled

# A labelled contact, and what a text model that has not seen it says of its passages.
Answered = tuple[Labelled, Heard]
Rows = Sequence[tuple[Mapping[str, float], bool]]
Targets = Sequence[tuple[Mapping[str, float], float]]


def logistic(rows: Rows, *, strength: float, even: bool = False) -> Logistic:
    """A small logistic regression over named numbers; constant where there is nothing to tell apart.

    `even` weighs both answers alike, for rows whose shares were chosen by whoever made them.
    """
    answers = [answer for _, answer in rows]
    names = sorted({name for values, _ in rows for name in values})
    if not any(answers) or all(answers) or not names:
        return Logistic(3.0 if 2 * sum(answers) > len(answers) else -3.0, {})
    fitted = LogisticRegression(C=strength, solver="lbfgs", max_iter=2000, class_weight="balanced" if even else None)
    fitted.fit(as_matrix([values for values, _ in rows], names), answers)
    weights = {name: round(float(w), 6) for name, w in zip(names, fitted.coef_[0], strict=True)}
    return Logistic(round(float(fitted.intercept_[0]), 6), weights)


def linear(rows: Targets, *, ridge: float) -> Logistic:
    """Ridge regression over named numbers, stretched so that its answers spread as widely as what was wanted.

    A ridge draws its answers towards the middle, where a threshold would lose them. There must be rows.
    """
    names = sorted({name for values, _ in rows for name in values})
    matrix, wanted = as_matrix([values for values, _ in rows], names), [y for _, y in rows]
    fitted = Ridge(alpha=ridge, solver="cholesky").fit(matrix, wanted)
    stretch = _spread(wanted) / max(_spread(fitted.predict(matrix).tolist()), 1e-9)
    weights = {name: round(stretch * float(w), 6) for name, w in zip(names, fitted.coef_, strict=True)}
    return Logistic(round(stretch * float(fitted.intercept_), 6), weights)


def _spread(values: Sequence[float]) -> float:
    return sqrt(sum(y * y for y in values))
