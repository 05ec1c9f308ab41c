"""Answers of text models on records that they have not seen, and the text models fitted on all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from voc.nlp.classifier import AGENT_LABELS, NOTHING, TextModel, answers_of, labels_of
from voc.nlp.encoder import Encoder
from voc.nlp.encoder.artefact import CrossFitted
from voc.nlp.features import Vocabulary, terms_of
from voc.nlp.heard import Heard
from voc.nlp.language import Language
from voc.nlp.points import PointModel
from voc.nlp.training.points import hear_points
from voc.nlp.training.rows import Labelled, Matrices, TextRow, agent_rows, folds_of, text_rows
from voc.nlp.training.text import Wanted, calibrated, fit_text, platt, text_numbers
from voc.nlp.training.whole_calls import hear_calls
from voc.nlp.whole_call import CallModel

FOLDS = 5
LEAST_ROWS = 3


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """Text models of the customer's words, of the agent's, of whole calls and of their points, fitted on all records;
    what ones that had not seen a record say of it; the fold of each record."""

    text: TextModel
    agent: TextModel
    call: CallModel
    points: PointModel
    heard: tuple[Heard, ...]
    folds: NDArray[np.int64]
    encoder: Encoder | None = None


def hold_out(
    labelled: Sequence[Labelled],
    language: Language,
    *,
    progress: Callable[[str], None],
    seed: int = 0,
    encoder: CrossFitted | None = None,
) -> HeldOut:
    """Fit the text models on all records, and on all but each fold in turn; `encoder` reads the comments."""
    names = labels_of(language.taxonomy)
    rows, told = text_rows(labelled, names), agent_rows(labelled, AGENT_LABELS)
    vocabulary = Vocabulary.fit((terms_of(row.text) for row in rows + told), least=LEAST_ROWS)
    matrices = Matrices.of(rows, vocabulary)
    folds = folds_of(matrices, len(labelled), FOLDS, seed=seed)
    found = tuple(Heard() for _ in labelled)
    text = _held_out(labelled, rows, matrices, names, vocabulary, folds, found, progress)
    progress("座席的话")
    told_matrices = Matrices.of(told, vocabulary)
    agent = _held_out(labelled, told, told_matrices, AGENT_LABELS, vocabulary, folds, found, lambda _: None)
    call = hear_calls(labelled, language.taxonomy, vocabulary, folds, found)
    points = hear_points(labelled, vocabulary, (rows, matrices), (told, told_matrices), folds, found)
    if encoder is not None:
        _encode(labelled, encoder, found)
    return HeldOut(text, agent, call, points, found, folds, None if encoder is None else encoder.encoder)


def _encode(labelled: Sequence[Labelled], encoder: CrossFitted, found: Sequence[Heard]) -> None:
    for one, heard in zip(labelled, found, strict=True):
        for i in one.observed.comments:
            heard[i] = replace(heard[i], encoded=encoder.answers(one.observed.passages[i]))


def _held_out(
    labelled: Sequence[Labelled],
    rows: Sequence[TextRow],
    matrices: Matrices,
    names: Sequence[str],
    vocabulary: Vocabulary,
    folds: NDArray[np.int64],
    found: Sequence[Heard],
    progress: Callable[[str], None],
) -> TextModel:
    """One text model; `found` receives, for each record, what is said of the passages of `rows`."""
    wanted = Wanted.of(rows, names, matrices)
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
    scales = _scales(labelled, rows, matrices, wanted, whole, clause, names)
    text = TextModel(
        vocabulary, tuple(names), calibrated(fitted.whole, scales[0]), calibrated(fitted.clause, scales[1])
    )
    _answer(found, rows, matrices, text, whole, clause)
    return text


def _scales(
    labelled: Sequence[Labelled],
    rows: Sequence[TextRow],
    matrices: Matrices,
    wanted: Wanted,
    whole: NDArray[np.float64],
    clause: NDArray[np.float64],
    names: Sequence[str],
) -> tuple[tuple[NDArray[np.float64], NDArray[np.float64]], ...]:
    own = np.array([labelled[n].whole and not labelled[n].other_trade for n in matrices.owner], dtype=bool)
    best = np.full(whole.shape, NOTHING)
    np.maximum.at(best, matrices.clause_row, clause)
    labels, weights = wanted.labels[own], wanted.weights[own]
    texts = text_numbers(row.text.text for row in rows)[own]
    return platt(whole[own], labels, weights, names, texts), platt(best[own], labels, weights, names, texts)


def _answer(
    found: Sequence[Heard],
    rows: Sequence[TextRow],
    matrices: Matrices,
    text: TextModel,
    whole: NDArray[np.float64],
    clause: NDArray[np.float64],
) -> None:
    whole = text.whole.slope * whole + text.whole.offset
    clause = text.clause.slope * clause + text.clause.offset
    index = {label: k for k, label in enumerate(text.labels)}
    counts = np.bincount(matrices.clause_row, minlength=len(rows)).tolist()
    for row, answers in zip(rows, answers_of(index, whole, clause, counts), strict=True):
        found[row.owner][row.passage] = answers
