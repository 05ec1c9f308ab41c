"""Fitting the models on labelled contacts. The only package that needs scikit-learn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from voc.domain.attribution import AnalysisVersion
from voc.domain.numbers import rounded
from voc.nlp.classifier import Answers, Logistic, TextModel, labels_of
from voc.nlp.evaluation import Judged, measure
from voc.nlp.features import Vocabulary, terms_of
from voc.nlp.language import Language
from voc.nlp.packing import model_id
from voc.nlp.selective import select
from voc.nlp.training.combining import combine
from voc.nlp.training.rows import Labelled, Matrices, TextRow, folds_of, text_rows
from voc.nlp.training.small import Answered, logistic
from voc.nlp.training.text import Wanted, calibrated, fit_text, platt
from voc.nlp.verdict import Judging, Model, judging

__all__ = ["FOLDS", "Labelled", "Trained", "train_model"]

FOLDS = 5
LEAST_ROWS = 3
# The share of standing verdicts that may be wrong, shown on held-out records (voc.nlp.selective).
STATED_RISK = 0.15
VERDICT_STRENGTH = 0.3
_NO_VERSION = AnalysisVersion("", "", "", "", "")
Heard = Mapping[int, Answers]


@dataclass(frozen=True, slots=True)
class Trained:
    """A model and its measures on held-out records: neither text model nor combiners had seen them.

    `judged` are the verdicts on them, in the order of the records.
    """

    model: Model
    measures: Mapping[str, float | int | None] = field(hash=False)
    judged: tuple[Judged, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """A text model fitted on all records, and what one that had not seen a record says of it."""

    text: TextModel
    heard: tuple[Heard, ...]
    folds: NDArray[np.int64]


def train_model(
    labelled: Sequence[Labelled], language: Language, *, progress: Callable[[str], None], seed: int = 0
) -> Trained:
    """Fit the text model, its calibration, the combiners, the thresholds and the confidence.

    Records are divided into folds, near-equal texts together (`seed` gives another division). Every calibration and
    combiner is fitted on answers of a text model that has not seen the record, and every measure, the confidence and
    the abstention on verdicts of combiners that had not seen it either. Deterministic: no random numbers are used.
    """
    held = hold_out(labelled, language, progress=progress, seed=seed)
    progress("合并与阈值")
    answered = list(zip(labelled, held.heard, strict=True))
    model = combine(answered, held.text, language.taxonomy)
    unseen = _unseen(answered, held, language)
    tried = [(n, j) for n, j in enumerate(unseen) if j is not None]
    confident = replace(model, verdict=_verdict([(labelled[n], j) for n, j in tried]))
    # The confidence of a record must not have been fitted on it either.
    sure = _confidences(labelled, held.folds, unseen)
    own = [n for n, j in tried if not labelled[n].other_trade and (labelled[n].fresh or labelled[n].spoken)]
    selection = select([(sure[n], _right(labelled[n], unseen[n])) for n in own], risk=STATED_RISK)
    final = replace(confident, selection=selection)
    judged = tuple(
        Judged(
            labelled[n].observed.contact,
            labelled[n].gold,
            replace(_with(unseen[n], final).analysis(_NO_VERSION), confidence=sure[n]),
        )
        for n in own
    )
    return Trained(replace(final, id=model_id(final)), measure(judged), judged)


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
    own = np.array([not labelled[n].other_trade for n in matrices.owner])
    best = np.full(whole.shape, -6.0)
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


def _unseen(answered: Sequence[Answered], held: HeldOut, language: Language) -> list[Judging | None]:
    """Each record judged by combiners fitted on the other folds."""
    found: list[Judging | None] = [None] * len(answered)
    for fold in range(FOLDS):
        others = [pair for pair, f in zip(answered, held.folds, strict=True) if f != fold]
        model = combine(others, held.text, language.taxonomy)
        for n, (one, heard) in enumerate(answered):
            if held.folds[n] == fold and heard:
                found[n] = judging(one.observed, heard, language, model)
    return found


def _right(one: Labelled, judged: Judging | None) -> bool:
    assert judged is not None
    return judged.dissatisfied == one.gold.dissatisfied and judged.claimed == one.gold.causes


def _verdict(judged: Sequence[tuple[Labelled, Judging]]) -> Logistic:
    rows = [(j.confidence_values, _right(one, j)) for one, j in judged if not one.other_trade]
    return logistic(rows, strength=VERDICT_STRENGTH)


def _confidences(
    labelled: Sequence[Labelled], folds: NDArray[np.int64], unseen: Sequence[Judging | None]
) -> dict[int, float]:
    found = {}
    for fold in range(FOLDS):
        others = [(labelled[n], j) for n, j in enumerate(unseen) if j is not None and folds[n] != fold]
        verdict = _verdict(others)
        for n, j in enumerate(unseen):
            if j is not None and folds[n] == fold:
                found[n] = rounded(verdict.probability(j.confidence_values))
    return found


def _with(judged: Judging | None, model: Model) -> Judging:
    """The same judging with the final confidence and abstention."""
    assert judged is not None
    return replace(judged, model=replace(judged.model, verdict=model.verdict, selection=model.selection))
