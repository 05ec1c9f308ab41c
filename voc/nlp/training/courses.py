"""Fitting what reads the course of a call: valence, end, outcome and what turned it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from voc.domain.moments import NEUTRAL_BAND, TurnedBy
from voc.nlp.classifier import UNTAUGHT, Logistic
from voc.nlp.course import (
    Course,
    ending_values,
    feeling_values,
    felt_valences,
    outcome_values,
    repeat_values,
    with_feeling,
)
from voc.nlp.lowest import highest_values, lowest_values
from voc.nlp.training.rows import Labelled, known_valence
from voc.nlp.training.small import Answered, linear, logistic
from voc.nlp.turning import turning_values

STRENGTH = 0.1
FEELING_RIDGE = 20.0
ENDING_RIDGE = 5.0
LOWEST_STRENGTH, HIGHEST_STRENGTH = 1.0, 0.3
# Chosen by five-fold cross-validation on labelled calls.
TURN_STRENGTH = 0.3
# With fewer labelled utterances or calls nothing is fitted.
FEWEST_UTTERANCES, FEWEST_CALLS = 50, 10
LEXICON_ALONE = Logistic(0.0, {"lexicon": 1.0})
MEAN_OF_LAST = Logistic(0.0, {"end": 1.0})
# By the number of each customer utterance, its named numbers.
Numbers = Mapping[int, Mapping[str, float]]
FEELS = {"negative": -0.5, "neutral": 0.0, "positive": 0.5}


def fit_course(calls: Sequence[Answered]) -> Course:
    """Everything that reads the course, fitted on labelled calls with held-out answers of the text model."""
    values = [feeling_values(one.observed, heard) for one, heard in calls]
    feeling = _fit_feeling([(one, own) for (one, _), own in zip(calls, values, strict=True)])
    ranked = [
        lowest_values(one.observed, heard, felt_valences(own, feeling))
        for (one, heard), own in zip(calls, values, strict=True)
    ]
    lowest = _fit_rank([one.gold.low_turns for one, _ in calls], ranked, LOWEST_STRENGTH)
    ranked_high = [highest_values(own, heard) for own, (_, heard) in zip(ranked, calls, strict=True)]
    highest = _fit_rank([one.gold.high_turns for one, _ in calls], ranked_high, HIGHEST_STRENGTH)
    course = Course(feeling, lowest, highest, MEAN_OF_LAST, UNTAUGHT, {})
    felt = [(replace(one, observed=with_feeling(one.observed, heard, course)), heard) for one, heard in calls if heard]
    outcome = _fit_flag([(outcome_values(one.observed, heard), one.gold.resolved) for one, heard in felt])
    repeat = _fit_flag([(repeat_values(one.observed, heard), one.gold.repeat_contact) for one, heard in calls])
    return replace(course, ending=_fit_ending(felt), outcome=outcome, turns=_fit_turns(felt), repeat=repeat)


def _fit_flag(told: Sequence[tuple[Mapping[str, float], bool | None]]) -> Logistic:
    """What is true of a call, over the calls of which a reader tells."""
    rows = [(values, flag) for values, flag in told if flag is not None]
    return logistic(rows, strength=STRENGTH) if len(rows) >= FEWEST_CALLS else UNTAUGHT


def _fit_feeling(found: Sequence[tuple[Labelled, Numbers]]) -> Logistic:
    """Valence of an utterance from the lexicon, the text model and what stands around it."""
    rows = [
        (values, wanted)
        for one, spoken in found
        for i, values in spoken.items()
        if (wanted := known_valence(one.gold, i)) is not None
    ]
    if len(rows) < FEWEST_UTTERANCES:
        return LEXICON_ALONE
    return _with_peaks_as_labelled(linear(rows, ridge=FEELING_RIDGE), found)


def _with_peaks_as_labelled(feeling: Logistic, calls: Sequence[tuple[Labelled, Numbers]]) -> Logistic:
    """Drawn towards the middle until no more calls have a negative utterance than readers say.

    The lowest of a dozen guesses is lower than any of them deserves: without this nearly every call would have a peak.
    """
    known = [(one, spoken) for one, spoken in calls if one.whole and spoken and one.gold.valences is not None]
    lowest = sorted(min(map(feeling.logit, spoken.values())) for _, spoken in known)
    wanted = sum(
        min((v for v in one.gold.valences or () if v is not None), default=0.0) < -NEUTRAL_BAND for one, _ in known
    )
    if wanted >= len(lowest) or lowest[wanted] >= -NEUTRAL_BAND:
        return feeling
    scale = NEUTRAL_BAND / -lowest[wanted]
    return Logistic(round(scale * feeling.bias, 6), {name: round(scale * w, 6) for name, w in feeling.weights.items()})


def _fit_rank(marked: Sequence[tuple[int, ...] | None], calls: Sequence[Numbers], strength: float) -> Logistic:
    """Which utterance a reader marks, over all customer utterances of the calls where one was marked."""
    known = [(turns, found) for turns, found in zip(marked, calls, strict=True) if turns and found]
    if len(known) < FEWEST_CALLS:
        return UNTAUGHT
    return logistic([(values, i in turns) for turns, found in known for i, values in found.items()], strength=strength)


def _fit_ending(felt: Sequence[Answered]) -> Logistic:
    rows = [(ending_values(one.observed, heard), FEELS[one.gold.end]) for one, heard in felt if one.gold.end]
    return linear(rows, ridge=ENDING_RIDGE) if len(rows) >= FEWEST_CALLS else MEAN_OF_LAST


def _fit_turns(felt: Sequence[Answered]) -> dict[TurnedBy, Logistic]:
    """One logistic regression a turn, over what came with and before the worst utterance that a reader marked."""
    rows = [
        (turning_values(one.observed, heard, one.gold.low_turns[0]), one.gold.turned_by)
        for one, heard in felt
        if one.gold.turned_by and one.gold.low_turns
    ]
    if len(rows) < FEWEST_CALLS:
        return {}
    return {
        turn: logistic([(values, found is turn) for values, found in rows], strength=TURN_STRENGTH)
        for turn in TurnedBy
        if any(found is turn for _, found in rows)
    }
