"""Fitting what reads a call as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from voc.domain.moments import TurnedBy
from voc.domain.taxonomy import Taxonomy
from voc.nlp.classifier import Answers
from voc.nlp.features import Occurrences, Vocabulary
from voc.nlp.gold import Gold
from voc.nlp.heard import Heard
from voc.nlp.signals import Observed
from voc.nlp.training.rows import Labelled
from voc.nlp.training.text import Chosen, Line, Numbers, calibrated, constant_line, fit_line, platt, text_numbers
from voc.nlp.whole_call import COMPLAINING, REPEATED, RESOLVED, CallModel, call_labels, call_words, turn_label

# Chosen by cross-validation in which no writer of calls is in two folds (docs/choices.md).
STRENGTH = 16.0
# A word that fewer calls have on a side tells nothing.
FEWEST_CALLS = 3
_TURNS = frozenset(map(turn_label, TurnedBy))
_OFTEN_UNTOLD = _TURNS | {COMPLAINING, RESOLVED, REPEATED}


@dataclass(frozen=True, slots=True, eq=False)
class _Calls:
    """Calls as rows: `rows` `(n_calls, 2 · n_words)`, `owner` their numbers among all contacts, `labels` and `known`
    `(n_calls, n_labels)`, what is true of each and whether a reader tells; `words` as of `call_words`."""

    rows: csr_matrix
    owner: NDArray[np.int64]
    labels: Chosen
    known: Chosen
    words: Sequence[tuple[Occurrences, NDArray[np.int64], int]]


def hear_calls(
    labelled: Sequence[Labelled],
    taxonomy: Taxonomy,
    vocabulary: Vocabulary,
    folds: NDArray[np.int64],
    found: Sequence[Heard],
) -> CallModel:
    """The model of whole calls; `found` receives, as `call`, what one that had not seen the call says of it."""
    names = call_labels(taxonomy)
    calls = _calls(labelled, vocabulary, names)
    fold = folds[calls.owner]
    held: dict[int, Answers] = {}
    plain = np.ones(len(names)), np.zeros(len(names))
    for one in np.unique(fold):
        fitted = CallModel(names, calibrated(_fit(calls, names, fold != one), plain))
        held |= {n: fitted.answers(*calls.words[n]) for n in np.flatnonzero(fold == one).tolist()}
    logits = np.array([held[n].whole for n in range(len(held))]).reshape(-1, len(names))
    slope, offset = _scales(logits, calls, names, _texts([labelled[n].observed for n in calls.owner]))
    for n, owner in enumerate(calls.owner):
        whole, added = logits[n] * slope + offset, np.array(held[n].clauses).reshape(-1, len(names)) * slope
        found[owner].call = replace(held[n], whole=whole.tolist(), clauses=added.tolist())
    return CallModel(names, calibrated(_fit(calls, names, np.ones(len(calls.owner), dtype=bool)), (slope, offset)))


def _calls(labelled: Sequence[Labelled], vocabulary: Vocabulary, names: Sequence[str]) -> _Calls:
    owners = [n for n, one in enumerate(labelled) if one.whole and one.observed.spoken]
    words = [_words(labelled[n].observed, vocabulary) for n in owners]
    told = [[None if labelled[n].other_trade else _label_of(labelled[n].gold, name) for name in names] for n in owners]
    return _Calls(
        _rows([own for own, _, _ in words], 2 * vocabulary.word_count),
        np.array(owners, dtype=np.int64),
        np.array([[own is True for own in row] for row in told], dtype=bool).reshape(len(owners), len(names)),
        np.array([[own is not None for own in row] for row in told], dtype=bool).reshape(len(owners), len(names)),
        words,
    )


def _words(observed: Observed, vocabulary: Vocabulary) -> tuple[Occurrences, NDArray[np.int64], int]:
    numbers = (*observed.spoken, *observed.others)
    return call_words(vocabulary, vocabulary.find([observed.passages[i] for i in numbers]), observed, numbers)


def _rows(calls: Sequence[Occurrences], width: int) -> csr_matrix:
    """Without the words that too few calls have: their weights would be learned by heart, and are half of the file."""
    owners = np.repeat(np.arange(len(calls)), [len(words.columns) for words in calls])
    columns = np.concatenate([np.zeros(0, dtype=np.int64), *(words.columns for words in calls)])
    values = np.concatenate([np.zeros(0), *(words.values for words in calls)])
    rows = csr_matrix((values, (owners, columns)), shape=(len(calls), width))
    rows.sum_duplicates()
    kept = np.bincount(rows.indices, minlength=width) >= FEWEST_CALLS
    return csr_matrix(rows.multiply(kept[None, :].astype(np.float64)))


def _label_of(gold: Gold, name: str) -> bool | None:
    """Whether a label is true of a call; None where no reader tells.

    Of what a content customer's call was about no reader says which cause it would have been.
    """
    if name == COMPLAINING:
        return gold.complains
    if name == RESOLVED:
        return gold.resolved
    if name == REPEATED:
        return gold.repeat_contact
    if name in _TURNS:
        return None if gold.turned_by is None else turn_label(gold.turned_by) == name
    return name in gold.factors or name in gold.causes if gold.dissatisfied else None


def _fit(calls: _Calls, names: Sequence[str], used: Chosen) -> tuple[Numbers, Numbers]:
    """Weights `(2 · n_words, n_labels)` and bias `(n_labels,)`."""
    lines = [_line(calls, k, name, used & calls.known[:, k]) for k, name in enumerate(names)]
    return np.column_stack([weights for weights, _ in lines]), np.array([bias for _, bias in lines])


def _line(calls: _Calls, k: int, name: str, used: Chosen) -> Line:
    has, width = calls.labels[used, k], calls.rows.shape[1]
    if constant := constant_line(has, width):
        # Of causes and factors every reader tells; that another label never occurs may only mean that nobody set it.
        return (constant[0], 0.0) if name in _OFTEN_UNTOLD else constant
    own = width // 2 if name == COMPLAINING else width
    weights, bias = fit_line(calls.rows[used][:, :own], has, np.ones(len(has)), STRENGTH)
    return np.pad(weights, (0, width - own)), bias


def _texts(calls: Sequence[Observed]) -> NDArray[np.int64]:
    """Equal numbers for calls in which the same is said."""
    return text_numbers(" ".join(passage.text for passage in one.passages[: one.utterance_count]) for one in calls)


def _scales(held: Numbers, calls: _Calls, names: Sequence[str], texts: NDArray[np.int64]) -> tuple[Numbers, Numbers]:
    """Platt's slope and offset of each label over the calls of which it is known."""
    slope, offset = np.ones(len(names)), np.zeros(len(names))
    for k, name in enumerate(names):
        own = calls.known[:, k]
        scale = platt(held[own][:, [k]], calls.labels[own][:, [k]], np.ones(own.sum()), [name], texts[own])
        slope[k], offset[k] = scale[0][0], scale[1][0]
    return slope, offset
