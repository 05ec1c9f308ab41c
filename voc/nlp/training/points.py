"""Fitting what tells the lowest and the highest point of a call, and how its utterances feel."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, vstack

from voc.nlp.features import Vocabulary
from voc.nlp.gold import Gold
from voc.nlp.heard import Aspect, Heard
from voc.nlp.points import ASPECTS, PLACES, PointModel, surroundings
from voc.nlp.training.rows import Labelled, Matrices, TextRow, known_valence
from voc.nlp.training.text import Chosen, Line, Numbers, calibrated, constant_line, fit_line, fit_ridge

# Tried in folds in which no writer of calls is in two (docs/choices.md): half and double as much tell no difference.
STRENGTH, RIDGE = 1.0, 2.0


@dataclass(frozen=True, slots=True, eq=False)
class _Utterances:
    """Customer utterances as rows: `rows` `(n, n_terms + 2 · n_words)`, `owner` and `number` `(n,)`, `wanted` and
    `known` `(n, 3)`: whether a reader marks it and how it feels to him, and whether he tells."""

    rows: csr_matrix
    owner: NDArray[np.int64]
    number: NDArray[np.int64]
    wanted: Numbers
    known: Chosen


def hear_points(
    labelled: Sequence[Labelled],
    vocabulary: Vocabulary,
    said: tuple[Sequence[TextRow], Matrices],
    told: tuple[Sequence[TextRow], Matrices],
    folds: NDArray[np.int64],
    found: Sequence[Heard],
) -> PointModel:
    """The model of points; `found` receives, as `points`, what one that had not seen the call says.

    `said` and `told` are the rows of what customers say and of what is said to them. Of the latter words alone count:
    with the characters as well fewer points were found.
    """
    words = vocabulary.word_count
    utterances = _utterances(labelled, words, said, told)
    fold = folds[utterances.owner]
    held = np.zeros((len(utterances.owner), len(ASPECTS)))
    for one in np.unique(fold):
        weights, bias = _fit(utterances, fold != one)
        held[fold == one] = utterances.rows[fold == one] @ weights + bias
    points: dict[int, dict[Aspect, dict[int, float]]] = {}
    places = zip(utterances.owner.tolist(), utterances.number.tolist(), strict=True)
    for (owner, number), told_of in zip(places, held.tolist(), strict=True):
        own = points.setdefault(owner, {aspect: {} for aspect in ASPECTS})
        for aspect, heard in zip(ASPECTS, told_of, strict=True):
            own[aspect][number] = heard
    for owner, own in points.items():
        found[owner].points = own
    return _model(*_fit(utterances, np.ones(len(fold), dtype=bool)), words)


def _model(weights: Numbers, bias: Numbers, words: int) -> PointModel:
    """Weights `(n_terms + 2 · n_words, 3)`, place by place, as columns of one matrix; the bias is of the utterance."""
    count = len(PLACES) * len(ASPECTS)
    biases = np.zeros(count)
    biases[: len(ASPECTS)] = bias
    terms = len(weights) - (len(PLACES) - 1) * words
    own, *around = np.split(weights, [terms + k * words for k in range(len(PLACES) - 1)])
    columns = np.hstack([own, *(np.pad(one, ((terms - words, 0), (0, 0))) for one in around)])
    return PointModel(calibrated((columns, biases), (np.ones(count), np.zeros(count))))


def _utterances(
    labelled: Sequence[Labelled],
    words: int,
    said: tuple[Sequence[TextRow], Matrices],
    told: tuple[Sequence[TextRow], Matrices],
) -> _Utterances:
    places = [
        (n, *around)
        for n, one in enumerate(labelled)
        if one.whole and one.spoken
        for around in surroundings(one.observed)
    ]
    told_words = told[1].whole[:, told[1].whole.shape[1] - words :]
    own, before, after = (
        _rows_at(rows, matrix, [(n, around[k]) for n, *around in places])
        for k, (rows, matrix) in enumerate(((said[0], said[1].whole), (told[0], told_words), (told[0], told_words)))
    )
    told_of = [[_told_of(labelled[n], aspect, i) for aspect in ASPECTS] for n, i, *_ in places]
    shape = (len(places), len(ASPECTS))
    return _Utterances(
        csr_matrix(hstack([own, before, after])),
        np.array([n for n, *_ in places], dtype=np.int64),
        np.array([i for _, i, *_ in places], dtype=np.int64),
        np.array([[one or 0.0 for one in row] for row in told_of], dtype=np.float64).reshape(shape),
        np.array([[one is not None for one in row] for row in told_of], dtype=bool).reshape(shape),
    )


def _told_of(one: Labelled, aspect: Aspect, utterance: int) -> float | None:
    """What a reader tells of an utterance: of points, whether he marks it, where he marks any of its call.

    Calls of other trades teach nothing.
    """
    gold = one.gold
    if one.other_trade:
        return None
    if aspect is Aspect.FEELING:
        return known_valence(gold, utterance)
    marked = _marked(gold, aspect)
    return float(utterance in marked) if marked else None


def _marked(gold: Gold, point: Aspect) -> tuple[int, ...]:
    """What any reader marks."""
    if point is Aspect.LOW:
        return gold.low_turns_either or gold.low_turns or ()
    return gold.high_turns_either or gold.high_turns or ()


def _rows_at(rows: Sequence[TextRow], matrix: csr_matrix, places: Sequence[tuple[int, int | None]]) -> csr_matrix:
    """The rows of some passages of contacts; one without a word where there is none."""
    at = {(row.owner, row.passage): n for n, row in enumerate(rows)}
    empty = csr_matrix((1, matrix.shape[1]))
    # What has no row of its own takes the last one, which is empty.
    return csr_matrix(vstack([matrix, empty]))[[at.get((n, -1 if i is None else i), len(rows)) for n, i in places]]


def _fit(utterances: _Utterances, used: Chosen) -> tuple[Numbers, Numbers]:
    """Weights `(n_terms + 2 · n_words, 3)` and bias `(3,)`."""
    lines = [_line(utterances, k, used & utterances.known[:, k]) for k in range(len(ASPECTS))]
    return np.column_stack([weights for weights, _ in lines]), np.array([bias for _, bias in lines])


def _line(utterances: _Utterances, k: int, used: Chosen) -> Line:
    rows, wanted = utterances.rows[used], utterances.wanted[used, k]
    if ASPECTS[k] is Aspect.FEELING:
        return fit_ridge(rows, wanted, np.ones(len(wanted)), RIDGE) if used.any() else (np.zeros(rows.shape[1]), 0.0)
    marked = wanted > 0
    return constant_line(marked, rows.shape[1]) or fit_line(rows, marked, np.ones(len(marked)), STRENGTH)
