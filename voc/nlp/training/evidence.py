"""Fitting what tells the clauses that prove a claim of a call."""

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from voc.domain.taxonomy import Cause, Taxonomy
from voc.nlp.call_evidence import EVIDENCE_SHAPE, SIDES, CallClauses, EvidenceModel, Numbers, untaught
from voc.nlp.training.rows import Labelled, marked_characters
from voc.nlp.training.small import Answered

# Chosen by cross-validation over the calls of other writers.
STRENGTH = 0.3
# With fewer marked claims of a cause nothing is fitted for it.
FEWEST_CLAIMS = 40
# A clause counts as marked where a reader marks so much of it, and the more characters it has the more, up to these.
MARKED, LONGEST = 0.5, 40
# The logit where readers always mark the clauses of a side for a cause, or (negative) never.
ALWAYS = 3.0


def fit_evidence(calls: Sequence[Answered], taxonomy: Taxonomy) -> EvidenceModel:
    """For each cause and side a logistic regression over the clauses of the calls whose words a reader marked for it.

    The course of the calls is as the model hears it. A cause of which too few claims are marked stays untaught.
    """
    weights = untaught().weights.astype(np.float64)
    known = [(one, call) for one, heard in calls if (call := CallClauses(one.observed, heard)).places]
    for k, cause in enumerate(Cause):
        claims = [_tables(one, call, cause, taxonomy) for one, call in known if cause in one.gold.evidence]
        if len(claims) < FEWEST_CLAIMS:
            continue
        table = np.concatenate([table for tables in claims for table in tables])
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


def _tables(one: Labelled, call: CallClauses, cause: Cause, taxonomy: Taxonomy) -> list[Numbers]:
    """Side, weight, marked share and numbers of each clause of a call in which a reader marked words for a cause, once
    for each factor of it with the less weight each time."""
    factors: list[str | None] = [f.code for f in taxonomy.factors_of(cause) if f.code in one.gold.factors]
    shares, lengths = _marked(one, call, cause)
    weight = np.minimum(lengths, LONGEST) / LONGEST / max(1, len(factors))
    known = np.column_stack([call.sides, weight, shares])
    can = call.can_show(cause)
    return [np.hstack([known, call.numbers(cause, factor)])[can] for factor in factors or (None,)]


def _marked(one: Labelled, call: CallClauses, cause: Cause) -> tuple[Numbers, Numbers]:
    """The share of each clause that a reader marks for a cause, and its characters."""
    passages, marks = one.observed.passages, marked_characters(one, cause)
    ranges = [(i, range(*passages[i].reading.span(start, end))) for i, start, end in call.places]
    lengths = np.array([len(own) for _, own in ranges], dtype=np.float64)
    return np.array([len(marks.get(i, set()).intersection(own)) for i, own in ranges]) / lengths, lengths
