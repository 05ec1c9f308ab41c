"""Fitting what combines votes, the text model's answers, the score and the course of a call."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sklearn.linear_model import LogisticRegression, Ridge

from voc.domain.attribution import Basis
from voc.domain.contact import Contact
from voc.domain.moments import PeakEndWeights, TurnedBy
from voc.domain.numbers import rounded
from voc.domain.taxonomy import Cause, Taxonomy
from voc.nlp.classifier import Answers, Logistic, TextModel, as_matrix
from voc.nlp.course import feeling_values, outcome_values, turning_values, with_course
from voc.nlp.evaluation import f1
from voc.nlp.selective import EVERYTHING
from voc.nlp.training.rows import Labelled
from voc.nlp.values import cause_values, comment_cause_values, dissatisfaction_values, factor_values
from voc.nlp.verdict import PLAIN, Model

COMMENT_STRENGTH = 0.3
CALL_STRENGTH = 0.3
FACTOR_STRENGTH = 0.3
COURSE_STRENGTH = 0.1
FEELING_RIDGE = 20.0
# A fitted valence is drawn towards the middle; it is stretched so that its spread is that of the labels.
FEWEST_CALLS = 10
LEXICON_ALONE = Logistic(0.0, {"lexicon": 1.0})

Heard = Mapping[int, Answers]
Answered = tuple[Labelled, Heard]
Rows = list[tuple[Mapping[str, float], bool]]


def combine(answered: Sequence[Answered], text: TextModel, taxonomy: Taxonomy) -> Model:
    """Everything but the text model, fitted on held-out answers of it; without abstention yet."""
    own = [(one, heard) for one, heard in answered if not one.other_trade]
    comments = [(one, heard) for one, heard in own if not one.spoken and heard]
    calls = [(one, heard) for one, heard in own if one.spoken]
    feeling = fit_feeling(calls)
    turns = fit_turns([one for one, _ in calls])
    plain = [(_felt(one, heard, feeling), heard) for one, heard in calls]
    outcome = logistic(_outcomes([one for one, _ in plain]), strength=COURSE_STRENGTH)
    calls = [(_coursed(one, heard, feeling, outcome), heard) for one, heard in calls]
    fresh = [(one, heard) for one, heard in comments if one.fresh] or comments
    rows = {c: _comment_causes(fresh, c, taxonomy) for c in Cause}
    comment_cause = {c: logistic(rows[c], strength=COMMENT_STRENGTH) for c in Cause}
    factors = _factor_rows(fresh + calls, taxonomy)
    factor = logistic(factors, strength=FACTOR_STRENGTH)
    return Model(
        id="",
        text=text,
        feeling=feeling,
        outcome=outcome,
        turns=turns,
        comment_dissatisfied=logistic(_feelings(comments), strength=COMMENT_STRENGTH),
        call_dissatisfied=logistic(_feelings(calls) + _unasked(calls), strength=COMMENT_STRENGTH, even=True),
        comment_cause=comment_cause,
        call_cause=logistic(_call_causes(calls), strength=CALL_STRENGTH),
        factor=factor,
        thresholds={c: best_threshold(_answers(comment_cause[c], rows[c])) for c in Cause},
        call_threshold=0.5,
        factor_threshold=best_threshold(_answers(factor, factors)),
        verdict=PLAIN,
        selection=EVERYTHING,
        peak_end=PeakEndWeights(),
    )


def fit_feeling(calls: Sequence[Answered]) -> Logistic:
    """Valence of an utterance from the lexicon, the text model and what stands around it: ridge regression."""
    rows = [
        (values, one.gold.valences[i])
        for one, heard in calls
        if one.gold.valences is not None
        for i, values in feeling_values(one.observed, heard).items()
    ]
    known = [(values, wanted) for values, wanted in rows if wanted is not None]
    if len({wanted for _, wanted in known}) < 2:
        return LEXICON_ALONE
    names = sorted({name for values, _ in known for name in values})
    matrix, wanted = as_matrix([values for values, _ in known], names), [wanted for _, wanted in known]
    fitted = Ridge(alpha=FEELING_RIDGE, solver="cholesky").fit(matrix, wanted)
    stretch = _stretch(fitted.predict(matrix).tolist(), wanted)
    weights = {name: round(stretch * float(w), 6) for name, w in zip(names, fitted.coef_, strict=True)}
    return Logistic(round(stretch * float(fitted.intercept_), 6), weights)


def _stretch(fitted: Sequence[float], wanted: Sequence[float]) -> float:
    """Ratio of the root mean squares: a ridge draws its answers towards zero."""
    return (sum(y * y for y in wanted) / max(sum(y * y for y in fitted), 1e-9)) ** 0.5


def fit_turns(calls: Sequence[Labelled]) -> dict[TurnedBy, Logistic]:
    """One logistic regression a turn, over the cues at and before the worst utterance that a reader marked."""
    known = [(one, one.gold.turned_by) for one in calls if one.gold.turned_by is not None and one.gold.low_turns]
    rows = [(turning_values(one.observed, (one.gold.low_turns or (0,))[0]), turn) for one, turn in known]
    if len(rows) < FEWEST_CALLS:
        return {}
    return {
        turn: logistic([(values, found is turn) for values, found in rows], strength=COURSE_STRENGTH)
        for turn in TurnedBy
        if any(found is turn for _, found in rows)
    }


def _felt(one: Labelled, heard: Heard, feeling: Logistic) -> Labelled:
    return replace(one, observed=with_course(one.observed, heard, feeling, Logistic(0.0, {}), {}))


def _coursed(one: Labelled, heard: Heard, feeling: Logistic, outcome: Logistic) -> Labelled:
    return replace(one, observed=with_course(one.observed, heard, feeling, outcome, {}))


def _outcomes(calls: Sequence[Labelled]) -> Rows:
    return [(outcome_values(one.observed), one.gold.resolved) for one in calls if one.gold.resolved is not None]


def _feelings(contacts: Sequence[Answered]) -> Rows:
    return [(dissatisfaction_values(one.observed, row), one.gold.dissatisfied) for one, row in contacts]


def _unasked(calls: Sequence[Answered]) -> Rows:
    """The same calls as if nobody had asked the customer afterwards: dissatisfied only where the words show it.

    Without them the score would decide all, and a call without a survey would be judged by its topic.
    """
    rows: Rows = []
    for one, row in calls:
        observed = replace(one.observed, contact=Contact(one.observed.contact.conversation))
        spoken = {i: heard for i, heard in row.items() if i < observed.utterance_count}
        passages = observed.passages[: observed.utterance_count]
        said = any(claim.basis is Basis.STATED for claim in one.gold.claims)
        rows.append((dissatisfaction_values(replace(observed, passages=passages), spoken), said))
    return rows


def _comment_causes(comments: Sequence[Answered], cause: Cause, taxonomy: Taxonomy) -> Rows:
    return [
        (comment_cause_values(one.observed, row, cause, taxonomy), cause in one.gold.causes) for one, row in comments
    ]


def _call_causes(calls: Sequence[Answered]) -> Rows:
    return [
        (values, cause in one.gold.causes)
        for one, row in calls
        if one.gold.dissatisfied
        for cause, values in cause_values(one.observed, row).items()
    ]


def _factor_rows(contacts: Sequence[Answered], taxonomy: Taxonomy) -> Rows:
    """Every factor of the causes that a reader found."""
    return [
        (factor_values(one.observed, row, factor.code), factor.code in one.gold.factors_either)
        for one, row in contacts
        if row
        for cause in sorted(one.gold.causes)
        for factor in taxonomy.factors_of(cause)
    ]


def _answers(fitted: Logistic, rows: Rows) -> list[tuple[float, bool]]:
    return [(fitted.probability(values), answer) for values, answer in rows]


def logistic(rows: Rows, *, strength: float, even: bool = False) -> Logistic:
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


def best_threshold(pairs: Sequence[tuple[float, bool]]) -> float:
    """Of equally good ones the middle: the edge of a plateau is where new texts fall off."""
    candidates = [rounded(0.10 + 0.02 * k) for k in range(31)]
    scores = [rounded(f1([(answer, p >= t) for p, answer in pairs])) for t in candidates]
    best = [t for t, score in zip(candidates, scores, strict=True) if score >= max(scores) - 0.002]
    return best[len(best) // 2]
