"""Fitting the models on labelled contacts. The only module that needs scikit-learn."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from voc.domain.attribution import AnalysisVersion, Basis
from voc.domain.contact import Contact
from voc.domain.moments import PeakEndWeights
from voc.domain.numbers import rounded
from voc.domain.taxonomy import Cause
from voc.nlp.artefact import model_id
from voc.nlp.classifier import DISSATISFIED, Logistic, TextModel, as_matrix, labels_of
from voc.nlp.evaluation import Judged, f1, measure
from voc.nlp.features import Vocabulary, terms_of
from voc.nlp.gold import Gold
from voc.nlp.language import Language
from voc.nlp.signals import (
    Logits,
    Observed,
    cause_values,
    comment_cause_values,
    dissatisfaction_values,
    factor_values,
)
from voc.nlp.verdict import Model, judge

FOLDS = 5
LEAST_ROWS = 3
# Chosen by cross-validation on the bank's reviews (docs/benchmarks.md).
STRENGTH = 6.0
OTHER_TRADE_WEIGHT = 0.5
UTTERANCE_WEIGHT = 0.5
OTHER_TRADES = frozenset({"shop_review"})
ABSTAINED_SHARE = 0.10
COMMENT_STRENGTH = 1.0
CALL_STRENGTH = 0.3


@dataclass(frozen=True, slots=True)
class Labelled:
    """A contact that was read by the program and by a person.

    `fresh`: the rules were written without a look at it, so that it tells honestly how far their votes may be believed.
    """

    observed: Observed
    gold: Gold
    fresh: bool = False

    @property
    def other_trade(self) -> bool:
        return self.observed.contact.channel in OTHER_TRADES


@dataclass(frozen=True, slots=True)
class Trained:
    """A model and its measures on held-out answers for comments (combiners and thresholds saw those answers)."""

    model: Model
    measures: Mapping[str, float | int | None] = field(hash=False)


@dataclass(frozen=True, slots=True)
class _Row:
    """One text with its labels: `owner` is the number of the contact it belongs to, `passage` that of the passage."""

    owner: int
    passage: int
    terms: Counter[str] = field(hash=False)
    labels: frozenset[str]
    weight: float


def train_model(labelled: Sequence[Labelled], language: Language, *, progress: Callable[[str], None]) -> Trained:
    """Fit the text model, its calibration, the combiners and the thresholds.

    Texts are divided into folds by content, near-equal ones together; every calibration, combiner and threshold is
    fitted on answers of a text model that has not seen the text. Deterministic: no random numbers are used.
    """
    labels = labels_of(language.taxonomy)
    rows = [row for n, one in enumerate(labelled) for row in _rows(n, one, labels)]
    folds = np.array([_fold(labelled[row.owner]) for row in rows])
    vocabulary = Vocabulary.fit([row.terms for row in rows], least=LEAST_ROWS)
    matrix, wanted = _matrix(rows, vocabulary), _wanted(rows, labels)
    weights = np.array([row.weight for row in rows])
    held_out = np.zeros(wanted.shape)
    for fold in range(FOLDS):
        progress(f"交叉验证 {fold + 1}/{FOLDS}")
        inside, outside = folds != fold, folds == fold
        coefficients, bias = _fit_labels(matrix[inside], wanted[inside], weights[inside])
        held_out[outside] = matrix[outside] @ coefficients + bias
    progress("拟合全部数据")
    coefficients, bias = _fit_labels(matrix, wanted, weights)
    own = np.array([not labelled[row.owner].other_trade for row in rows])
    slope, offset = _calibrate(held_out[own], wanted[own], weights[own])
    text = TextModel(
        vocabulary,
        labels,
        coefficients.astype(np.float32),
        bias.astype(np.float32),
        slope.astype(np.float32),
        offset.astype(np.float32),
    )
    calibrated = slope * held_out + offset
    logits = _by_contact(labelled, rows, calibrated, labels)
    progress("合并与阈值")
    return _combined(labelled, logits, text, language)


def _rows(number: int, one: Labelled, labels: Sequence[str]) -> list[_Row]:
    """Comments carry the record's labels; an utterance those whose evidence stands in it."""
    observed, gold = one.observed, one.gold
    rows = []
    for i in observed.customer_passages():
        passage = observed.passages[i]
        terms = terms_of(passage)
        if observed.utterance_count == 0:
            weight = OTHER_TRADE_WEIGHT if one.other_trade else 1.0
            rows.append(_Row(number, i, terms, _record_labels(gold), weight))
        else:
            where = None if i >= observed.utterance_count else i
            rows.append(_Row(number, i, terms, _marked_labels(gold, where), UTTERANCE_WEIGHT))
    known = frozenset(labels)
    return [_Row(r.owner, r.passage, r.terms, r.labels & known, r.weight) for r in rows]


def _record_labels(gold: Gold) -> frozenset[str]:
    found = {DISSATISFIED} if gold.dissatisfied else set()
    return frozenset(found | set(map(str, gold.causes)) | gold.factors)


def _marked_labels(gold: Gold, utterance: int | None) -> frozenset[str]:
    causes = {c for c, spans in gold.evidence.items() if any(at == utterance for at, _ in spans)}
    factors = {f for f in gold.factors if any(f.startswith(f"{c}.") for c in causes)}
    return frozenset({DISSATISFIED} | set(map(str, causes)) | factors) if causes else frozenset()


def _fold(one: Labelled) -> int:
    """The same letters, whatever the punctuation and length of repetition, fall into the same fold."""
    text = "".join(ch for p in one.observed.passages for ch in p.text if ch.isalnum())
    distinct = "".join(ch for ch, before in zip(text, " " + text, strict=False) if ch != before)
    return int(sha256(distinct.encode("utf8", "surrogatepass")).hexdigest(), 16) % FOLDS


def _matrix(rows: Sequence[_Row], vocabulary: Vocabulary) -> csr_matrix:
    cells = [vocabulary.row(row.terms) for row in rows]
    starts = np.cumsum([0, *(len(columns) for columns, _ in cells)])
    return csr_matrix(
        (
            np.concatenate([values for _, values in cells]).astype(np.float64),
            np.concatenate([columns for columns, _ in cells]),
            starts,
        ),
        shape=(len(rows), len(vocabulary.terms)),
    )


def _wanted(rows: Sequence[_Row], labels: Sequence[str]) -> NDArray[np.float64]:
    return np.array([[float(label in row.labels) for label in labels] for row in rows])


def _fit_labels(
    matrix: csr_matrix, wanted: NDArray[np.float64], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """One logistic regression a label; a label that never or always occurs gets its constant."""
    coefficients = np.zeros((matrix.shape[1], wanted.shape[1]))
    bias = np.zeros(wanted.shape[1])
    for k in range(wanted.shape[1]):
        if 0 < wanted[:, k].sum() < len(wanted):
            fitted = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=500, random_state=0)
            fitted.fit(matrix, wanted[:, k], sample_weight=weights)
            coefficients[:, k], bias[k] = fitted.coef_[0], fitted.intercept_[0]
        else:
            bias[k] = 6.0 if wanted[:, k].any() else -6.0
    return coefficients, bias


def _calibrate(
    held_out: NDArray[np.float64], wanted: NDArray[np.float64], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Platt's slope and offset for each label, from held-out logits; too rare a label keeps its own scale."""
    slope, offset = np.ones(wanted.shape[1]), np.zeros(wanted.shape[1])
    for k in range(wanted.shape[1]):
        if min(wanted[:, k].sum(), (1 - wanted[:, k]).sum()) >= 10:
            fitted = LogisticRegression(C=10.0, solver="lbfgs")
            fitted.fit(held_out[:, [k]], wanted[:, k], sample_weight=weights)
            if fitted.coef_[0, 0] > 0:
                slope[k], offset[k] = fitted.coef_[0, 0], fitted.intercept_[0]
    return slope, offset


def _by_contact(
    labelled: Sequence[Labelled], rows: Sequence[_Row], logits: NDArray[np.float64], labels: Sequence[str]
) -> list[Mapping[int, Logits]]:
    found: list[dict[int, Logits]] = [{} for _ in labelled]
    for row, values in zip(rows, logits, strict=True):
        found[row.owner][row.passage] = dict(zip(labels, map(float, values), strict=True))
    return list(found)


Answered = tuple[Labelled, Mapping[int, Logits]]


def _combined(
    labelled: Sequence[Labelled], logits: Sequence[Mapping[int, Logits]], text: TextModel, language: Language
) -> Trained:
    own = [(one, row) for one, row in zip(labelled, logits, strict=True) if not one.other_trade]
    comments = [(one, row) for one, row in own if not one.observed.utterance_count]
    calls = [(one, row) for one, row in own if one.observed.utterance_count]
    fresh = [(one, row) for one, row in comments if one.fresh] or comments
    comment_cause = {c: _logistic(_comment_causes(fresh, c), strength=COMMENT_STRENGTH) for c in Cause}
    factor = _logistic(_factor_rows(fresh + calls, language), strength=COMMENT_STRENGTH)
    model = Model(
        id="",
        text=text,
        comment_dissatisfied=_logistic(_feelings(comments), strength=COMMENT_STRENGTH),
        call_dissatisfied=_logistic(_feelings(calls) + _unasked(calls), strength=COMMENT_STRENGTH, even=True),
        comment_cause=comment_cause,
        call_cause=_logistic(_call_causes(calls), strength=CALL_STRENGTH),
        factor=factor,
        thresholds={c: _best_threshold(_answers(comment_cause[c], _comment_causes(fresh, c))) for c in Cause},
        call_threshold=0.5,
        factor_threshold=_best_threshold(_answers(factor, _factor_rows(fresh, language))),
        abstain_below=0.0,
        peak_end=PeakEndWeights(),
    )
    version = AnalysisVersion("", "", "", "", "")
    judged = [
        Judged(one.observed.contact, one.gold, judge(one.observed, row, language, model, version)) for one, row in fresh
    ]
    ranked = sorted(j.analysis.confidence for j in judged)
    final = replace(model, abstain_below=ranked[int(ABSTAINED_SHARE * len(ranked))] if ranked else 0.0)
    return Trained(replace(final, id=model_id(final)), measure(judged))


Rows = list[tuple[Mapping[str, float], bool]]


def _feelings(contacts: Sequence[Answered]) -> Rows:
    return [(dissatisfaction_values(one.observed, row), one.gold.dissatisfied) for one, row in contacts]


def _unasked(calls: Sequence[Answered]) -> Rows:
    """The same calls as if nobody had asked the customer afterwards: dissatisfied only where the words show it.

    Without them the score would decide all, and a call without a survey would be judged by its topic.
    """
    rows: Rows = []
    for one, row in calls:
        observed = replace(one.observed, contact=Contact(one.observed.contact.conversation))
        spoken = {i: logits for i, logits in row.items() if i < observed.utterance_count}
        passages = observed.passages[: observed.utterance_count]
        said = any(claim.basis is Basis.STATED for claim in one.gold.claims)
        rows.append((dissatisfaction_values(replace(observed, passages=passages), spoken), said))
    return rows


def _comment_causes(comments: Sequence[Answered], cause: Cause) -> Rows:
    return [(comment_cause_values(one.observed, row, cause), cause in one.gold.causes) for one, row in comments if row]


def _call_causes(calls: Sequence[Answered]) -> Rows:
    return [
        (values, cause in one.gold.causes)
        for one, row in calls
        if one.gold.dissatisfied
        for cause, values in cause_values(one.observed, row).items()
    ]


def _factor_rows(contacts: Sequence[Answered], language: Language) -> Rows:
    """Every factor of the causes that a reader found."""
    return [
        (factor_values(one.observed, row, factor.code), factor.code in one.gold.factors_either)
        for one, row in contacts
        if row
        for cause in sorted(one.gold.causes)
        for factor in language.taxonomy.factors_of(cause)
    ]


def _answers(logistic: Logistic, rows: Rows) -> list[tuple[float, bool]]:
    return [(logistic.probability(values), answer) for values, answer in rows]


def _logistic(rows: Rows, *, strength: float, even: bool = False) -> Logistic:
    """A small logistic regression over named numbers; constant where there is nothing to tell apart.

    `even` weighs both answers alike, for rows whose shares were chosen by whoever made them.
    """
    answers = [answer for _, answer in rows]
    if not any(answers) or all(answers):
        return Logistic(3.0 if any(answers) else -3.0, {})
    names = sorted({name for values, _ in rows for name in values})
    fitted = LogisticRegression(C=strength, solver="lbfgs", max_iter=2000, class_weight="balanced" if even else None)
    fitted.fit(as_matrix([values for values, _ in rows], names), answers)
    weights = {name: round(float(w), 6) for name, w in zip(names, fitted.coef_[0], strict=True)}
    return Logistic(round(float(fitted.intercept_[0]), 6), weights)


def _best_threshold(pairs: Sequence[tuple[float, bool]]) -> float:
    """Of equally good ones the middle: the edge of a plateau is where new texts fall off."""
    candidates = [rounded(0.10 + 0.02 * k) for k in range(31)]
    scores = [rounded(f1([(answer, p >= t) for p, answer in pairs])) for t in candidates]
    best = [t for t, score in zip(candidates, scores, strict=True) if score >= max(scores) - 0.002]
    return best[len(best) // 2]
