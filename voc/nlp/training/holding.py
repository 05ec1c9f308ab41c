"""Answers of a text model on records that it has not seen, and the text model fitted on all of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.nlp.classifier import NOTHING, Answers, TextModel, labels_of
from voc.nlp.features import Vocabulary, terms_of
from voc.nlp.language import Language
from voc.nlp.training.rows import Labelled, Matrices, TextRow, folds_of, text_rows
from voc.nlp.training.text import Wanted, calibrated, fit_text, platt

FOLDS = 5
LEAST_ROWS = 3

Heard = Mapping[int, Answers]


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """A text model fitted on all records; what one that had not seen a record says of it; the fold of each record."""

    text: TextModel
    heard: tuple[Heard, ...]
    folds: NDArray[np.int64]


def hold_out(
    labelled: Sequence[Labelled], language: Language, *, progress: Callable[[str], None], seed: int = 0
) -> HeldOut:
    """Fit the text model on all records, and on all but each fold in turn."""
    names = labels_of(language.taxonomy)
    rows = text_rows(labelled, names)
    vocabulary = Vocabulary.fit((terms_of(row.text) for row in rows), least=LEAST_ROWS)
    matrices = Matrices.of(rows, vocabulary)
    wanted = Wanted.of(rows, names, matrices)
    folds = folds_of(matrices, len(labelled), FOLDS, seed=seed)
    row_fold = folds[matrices.owner]
    whole = np.zeros((len(rows), len(names)))
    clause = np.zeros((len(matrices.clause_row), len(names)))
    for fold in range(FOLDS):
        progress(f"交叉验证 {fold + 1}/{FOLDS}")
        outside = row_fold == fold
        outer = outside[matrices.clause_row]
        fitted = fit_text(matrices, wanted, names, ~outside)
        whole[outside], clause[outer] = fitted.answers(matrices, outside, outer)
    progress("拟合全部数据")
    fitted = fit_text(matrices, wanted, names, np.ones(len(rows), dtype=bool))
    scales = _scales(labelled, matrices, wanted, whole, clause, names)
    text = TextModel(vocabulary, names, calibrated(fitted.whole, scales[0]), calibrated(fitted.clause, scales[1]))
    heard = _heard(labelled, rows, matrices, text, whole, clause)
    return HeldOut(text, heard, folds)


def _scales(
    labelled: Sequence[Labelled],
    matrices: Matrices,
    wanted: Wanted,
    whole: NDArray[np.float64],
    clause: NDArray[np.float64],
    names: Sequence[str],
) -> tuple[tuple[NDArray[np.float64], NDArray[np.float64]], ...]:
    own = np.array([labelled[n].whole and not labelled[n].other_trade for n in matrices.owner])
    best = np.full(whole.shape, NOTHING)
    np.maximum.at(best, matrices.clause_row, clause)
    labels, weights = wanted.labels[own], wanted.weights[own]
    return platt(whole[own], labels, weights, names), platt(best[own], labels, weights, names)


def _heard(
    labelled: Sequence[Labelled],
    rows: Sequence[TextRow],
    matrices: Matrices,
    text: TextModel,
    whole: NDArray[np.float64],
    clause: NDArray[np.float64],
) -> tuple[Heard, ...]:
    whole = text.whole.slope * whole + text.whole.offset
    clause = text.clause.slope * clause + text.clause.offset
    index = {label: k for k, label in enumerate(text.labels)}
    ends = np.searchsorted(matrices.clause_row, np.arange(len(rows) + 1))
    found: list[dict[int, Answers]] = [{} for _ in labelled]
    for n, row in enumerate(rows):
        found[row.owner][row.passage] = Answers(index, whole[n], clause[ends[n] : ends[n + 1]])
    return tuple(found)
