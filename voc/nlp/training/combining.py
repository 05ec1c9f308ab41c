"""Fitting what combines votes, the text model's answers, the score and the course of a call."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

import numpy as np

from voc.domain.contact import Contact
from voc.domain.numbers import rounded
from voc.domain.survey import MIDDLE
from voc.domain.taxonomy import Cause, Taxonomy
from voc.nlp.classifier import Logistic
from voc.nlp.course import Course, with_course
from voc.nlp.language import Language, shipped_peak_end
from voc.nlp.model import PLAIN, Model
from voc.nlp.selective import EVERYTHING
from voc.nlp.training.courses import fit_course
from voc.nlp.training.evidence import fit_evidence
from voc.nlp.training.holding import HeldOut
from voc.nlp.training.small import Answered, Rows, logistic
from voc.nlp.training.subjects import fit_subjects
from voc.nlp.values import cause_values, comment_cause_values, dissatisfaction_values, factor_values

COMMENT_STRENGTH = 0.3
CALL_STRENGTH = 1.0
FACTOR_STRENGTH = 0.3
# Chosen by five-fold cross-validation over 2,524 calls (docs/choices.md).
CALL_THRESHOLD = 0.35
# One in so many calls without a complaint also teaches what it would be with a high score.
SATISFIED_EACH = 3
CANDIDATES = tuple(rounded(0.10 + 0.02 * k) for k in range(31))
RESAMPLES, SEED = 400, 20260131


def combine(answered: Sequence[Answered], held: HeldOut, language: Language) -> Model:
    """Everything but the text models, fitted on held-out answers of them; without abstention yet."""
    taxonomy = language.taxonomy
    own = [(one, heard) for one, heard in answered if one.whole and not one.other_trade]
    comments = [(one, heard) for one, heard in own if not one.spoken and heard]
    spoken = [(one, heard) for one, heard in own if one.spoken]
    course = fit_course(spoken)
    calls = [(replace(one, observed=with_course(one.observed, heard, course)), heard) for one, heard in spoken]
    fresh = [(one, heard) for one, heard in comments if one.fresh] or comments
    rows = _comment_causes(fresh, taxonomy)
    comment_cause = {c: logistic(rows[c], strength=COMMENT_STRENGTH) for c in Cause}
    groups = {c: _factor_groups(fresh + calls, c, taxonomy) for c in Cause}
    factor = logistic([row for c in Cause for group in groups[c] for row in group], strength=FACTOR_STRENGTH)
    subject, topics = fit_subjects((one for one, _ in own), language.objects, held.text.vocabulary)
    return Model(
        id="",
        text=held.text,
        agent=held.agent,
        call=held.call,
        points=held.points,
        course=course,
        comment_dissatisfied=logistic(_feelings(comments), strength=COMMENT_STRENGTH),
        call_dissatisfied=logistic(
            [*_feelings(calls), *_unasked(calls), *_unscored(calls), *_satisfied(spoken, course)],
            strength=COMMENT_STRENGTH,
            even=True,
        ),
        comment_cause=comment_cause,
        call_cause=logistic(_call_causes(calls), strength=CALL_STRENGTH),
        factor=factor,
        thresholds={c: best_threshold(_answers(comment_cause[c], _among(rows[c], reviews=False))) for c in Cause},
        review_thresholds={c: best_threshold(_answers(comment_cause[c], _among(rows[c], reviews=True))) for c in Cause},
        call_threshold=CALL_THRESHOLD,
        factor_thresholds={c: further_threshold([_answers(factor, group) for group in groups[c]]) for c in Cause},
        verdict=PLAIN,
        selection=EVERYTHING,
        peak_end=shipped_peak_end(),
        subject=subject,
        topics=topics,
        evidence=fit_evidence(calls, taxonomy),
        encoder=held.encoder,
    )


def _feelings(contacts: Sequence[Answered]) -> Rows:
    return [(dissatisfaction_values(one.observed, row), one.gold.dissatisfied) for one, row in contacts]


def _unasked(calls: Sequence[Answered]) -> Rows:
    """The same calls as if nobody had asked the customer afterwards: content ones, and those whose words show that the
    customer is not.

    Without them the score would decide all, and a call without a survey would be judged by its topic. Of who hides his
    displeasure nobody could know it then, nor that he is content: such calls are left out.
    """
    rows = []
    for one, row in calls:
        if one.gold.dissatisfied and not one.gold.complains:
            continue
        observed = replace(one.observed, contact=Contact(one.observed.contact.conversation))
        spoken = row.with_passages((i, heard) for i, heard in row.items() if i < observed.utterance_count)
        passages = observed.passages[: observed.utterance_count]
        rows.append((dissatisfaction_values(replace(observed, passages=passages), spoken), one.gold.dissatisfied))
    return rows


def _unscored(calls: Sequence[Answered]) -> Rows:
    """The calls with a comment as if the customer had given no score: what he writes must count without one."""
    rows = []
    for one, row in calls:
        contact = one.observed.contact
        if one.observed.comments and contact.satisfaction is not None:
            surveys = tuple(replace(survey, score=None) for survey in contact.surveys)
            observed = replace(one.observed, contact=replace(contact, surveys=surveys))
            rows.append((dissatisfaction_values(observed, row), bool(one.gold.complains)))
    return rows


def _satisfied(calls: Sequence[Answered], course: Course) -> Rows:
    """Calls with a low score in which nobody complains, as if the customer had answered that he is content: then he is.

    Without them what happened in a call would speak against him whatever he answered. Some of them are enough to show
    it; all would outweigh those who complain and give a high score nevertheless. Which ones does not depend on the
    others.
    """
    rows = []
    for one, row in calls:
        contact = one.observed.contact
        low = contact.satisfaction is not None and contact.satisfaction < MIDDLE
        if low and one.gold.complains is False and one.gold.dissatisfied and not one.observed.comments:
            if int(sha256(contact.id.encode("utf8")).hexdigest(), 16) % SATISFIED_EACH:
                continue
            surveys = tuple(s if s.score is None else replace(s, score=s.scale.best) for s in contact.surveys)
            observed = with_course(replace(one.observed, contact=replace(contact, surveys=surveys)), row, course)
            rows.append((dissatisfaction_values(observed, row), False))
    return rows


def _comment_causes(comments: Sequence[Answered], taxonomy: Taxonomy) -> dict[Cause, Rows]:
    found = [(one, comment_cause_values(one.observed, row, taxonomy)) for one, row in comments]
    return {cause: [(values[cause], cause in one.gold.causes) for one, values in found] for cause in Cause}


def _among(rows: Rows, *, reviews: bool) -> Rows:
    """The rows of app reviews, or of other comments; all of them where there are none of these."""
    return [row for row in rows if ("review" in row[0]) is reviews] or rows


def _call_causes(calls: Sequence[Answered]) -> Rows:
    return [
        (values, cause in one.gold.causes)
        for one, row in calls
        if one.gold.dissatisfied
        for cause, values in cause_values(one.observed, row).items()
    ]


def _factor_groups(contacts: Sequence[Answered], cause: Cause, taxonomy: Taxonomy) -> list[Rows]:
    """For every contact in which a reader found a cause, a row for each factor of it."""
    codes = [factor.code for factor in taxonomy.factors_of(cause)]
    return [
        [(values, code in one.gold.factors_either) for code, values in factor_values(one.observed, row, codes).items()]
        for one, row in contacts
        if row and cause in one.gold.causes
    ]


def further_threshold(groups: Sequence[Sequence[tuple[float, bool]]]) -> float:
    """From which probability on the second factor of a cause raises the F1 of all factors claimed.

    `groups` holds (probability, right) of the factors of one cause each; the likeliest of each is claimed anyway.

    >>> further_threshold([[(0.9, True), (0.6, True), (0.1, False)], [(0.8, True), (0.4, False)]])
    0.52
    """
    ranked = [sorted(group, key=lambda pair: -pair[0])[:2] for group in groups]
    wanted = sum(right for group in groups for _, right in group)
    hits = sum(group[0][1] for group in ranked)
    seconds = [group[1] for group in ranked]

    def score(threshold: float) -> float:
        kept = [right for p, right in seconds if p >= threshold]
        return rounded(2 * (hits + sum(kept)) / max(1, len(ranked) + len(kept) + wanted))

    return _middle_of_best({t: score(t) for t in CANDIDATES})


def _answers(fitted: Logistic, rows: Rows) -> list[tuple[float, bool]]:
    return [(fitted.probability(values), answer) for values, answer in rows]


def best_threshold(pairs: Sequence[tuple[float, bool]]) -> float:
    """The probability from which on an answer is best taken for yes (F1).

    With few positive answers the best candidate jumps by a text or two; the mean of the best ones over resampled pairs
    does not (bagging, Breiman 1996). The middle of the candidates where nothing is known.
    """
    if not pairs:
        return CANDIDATES[len(CANDIDATES) // 2]
    likely, wanted = np.array([p for p, _ in pairs]), np.array([answer for _, answer in pairs], dtype=np.float64)
    claimed = (likely[:, None] >= np.array(CANDIDATES)).astype(np.float64)
    rng = np.random.default_rng(SEED)
    best = []
    for _ in range(RESAMPLES):
        weights = np.bincount(rng.integers(len(pairs), size=len(pairs)), minlength=len(pairs)).astype(np.float64)
        hits, positives = (weights * wanted) @ claimed, weights @ wanted
        scores = 2 * hits / np.maximum(positives + weights @ claimed, 1.0)
        best.append(float(np.mean(np.array(CANDIDATES)[scores == scores.max()])))
    return rounded(sum(best) / len(best))


def _middle_of_best(scores: Mapping[float, float]) -> float:
    """Of equally good ones the middle: the edge of a plateau is where new texts fall off."""
    best = [t for t, score in scores.items() if score >= max(scores.values()) - 0.002]
    return best[len(best) // 2]
