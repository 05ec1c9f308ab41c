"""Fitting what tells the clauses that prove a claim of a call."""

from collections.abc import Iterator, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from voc.domain.taxonomy import Cause, Taxonomy
from voc.nlp.call_evidence import EVIDENCE_SHAPE, SIDES, CallClauses, EvidenceModel, Numbers, untaught
from voc.nlp.heard import Heard
from voc.nlp.training.rows import Labelled
from voc.nlp.training.small import Answered

# Chosen by cross-validation over the calls of other writers (docs/benchmarks.md).
STRENGTH = 0.3
# With fewer marked claims nothing is fitted.
FEWEST_CLAIMS = 40
# A clause counts as marked where a reader marks so much of it, and the more characters it has the more, up to these.
MARKED, LONGEST = 0.5, 40
# The logit where readers always mark the clauses of a side for a cause, or (negative) never.
ALWAYS = 3.0


def fit_evidence(calls: Sequence[Answered], taxonomy: Taxonomy) -> EvidenceModel:
    """For each cause and side a logistic regression over the clauses of the calls whose words a reader marked for it.

    The course of the calls is as the model hears it.
    """
    found = [one for answered in calls for one in _claims(*answered, taxonomy)]
    if len(found) < FEWEST_CLAIMS:
        return untaught()
    weights = np.zeros(EVIDENCE_SHAPE)
    for k, cause in enumerate(Cause):
        own = [table for claimed, table in found if claimed is cause]
        table = np.concatenate(own) if own else np.zeros((0, EVIDENCE_SHAPE[2] + 3))
        for side in range(len(SIDES)):
            weights[k, side] = _fit(table[table[:, 0] == side])
    return EvidenceModel(weights.round(6).astype(np.float32))


def _fit(table: Numbers) -> Numbers:
    """Weights of the numbers; the first of them is one and stands for the bias."""
    weight, marked, numbers = table[:, 1], table[:, 2] >= MARKED, table[:, 3:]
    if marked.all() or not marked.any():
        return np.array([ALWAYS if len(marked) and marked.all() else -ALWAYS] + [0.0] * (EVIDENCE_SHAPE[2] - 1))
    line = LogisticRegression(C=STRENGTH, solver="lbfgs", max_iter=2000).fit(numbers[:, 1:], marked, weight)
    return np.concatenate([line.intercept_, line.coef_[0]])


def _claims(one: Labelled, heard: Heard, taxonomy: Taxonomy) -> Iterator[tuple[Cause, Numbers]]:
    """For each cause whose words a reader marked: side, weight, marked share and numbers of each clause.

    Every factor of the cause gives the same clauses once more, each time with less weight.
    """
    call = CallClauses(one.observed, heard)
    if not call.places:
        return
    for cause in sorted(one.gold.evidence):
        factors: list[str | None] = [f.code for f in taxonomy.factors_of(cause) if f.code in one.gold.factors]
        shares, lengths = _marked(one, call, cause)
        for factor in factors or (None,):
            weight = np.minimum(lengths, LONGEST) / LONGEST / max(1, len(factors))
            table = np.column_stack([call.sides, weight, shares, call.numbers(cause, factor)])
            yield cause, table[call.can_show(cause)]


def _marked(one: Labelled, call: CallClauses, cause: Cause) -> tuple[Numbers, Numbers]:
    """The share of each clause that a reader marks for a cause, and its characters."""
    passages = one.observed.passages
    marks: dict[int, set[int]] = {}
    for utterance, words in one.gold.evidence[cause]:
        for i in one.observed.comments if utterance is None else [utterance]:
            at = passages[i].reading.given.find(words)
            if at >= 0:
                marks.setdefault(i, set()).update(range(at, at + len(words)))
    ranges = [(i, range(*passages[i].reading.span(start, end))) for i, start, end in call.places]
    lengths = np.array([len(own) for _, own in ranges], dtype=np.float64)
    return np.array([len(marks.get(i, set()).intersection(own)) for i, own in ranges]) / lengths, lengths
