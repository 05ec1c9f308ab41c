"""The course of a call as the model hears it: how each customer utterance feels, what turned it, how it came out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import log1p

from voc.domain.conversation import Speaker
from voc.domain.moments import Moment, MomentKind, TurnedBy, find_moments
from voc.domain.numbers import rounded
from voc.domain.rule import Says
from voc.domain.survey import MIDDLE
from voc.nlp.classifier import DISSATISFIED, UNTAUGHT, VALENCE, Answers, Logistic
from voc.nlp.heard import Aspect, Heard
from voc.nlp.lowest import highest_values, lowest_values, with_extremes
from voc.nlp.outcome import OPENING, outcome_signs
from voc.nlp.points import told_of_utterance
from voc.nlp.signals import Observed
from voc.nlp.turning import bounded, turning_values
from voc.nlp.whole_call import REPEATED, RESOLVED, told_of_call

LAST = 2
SHORT = 5
# Logits nearer to even than this: how the matter came out cannot be known.
UNSURE = 0.2
FEWEST_UTTERANCES = 4
# The probability from which on a call is a repeated one: half of the F1 that is reached, which is best for the F1
# (Lipton et al. 2014).
REPEATED_FROM = 0.4


@dataclass(frozen=True, slots=True)
class Course:
    """What reads the course of a call: linear models of an utterance's valence and of how the end feels, and logistic
    ones of which utterance is the lowest and the highest, of the outcome, of what turned the call and of
    whether the customer had called before."""

    feeling: Logistic
    lowest: Logistic
    highest: Logistic
    ending: Logistic
    outcome: Logistic
    turns: Mapping[TurnedBy, Logistic] = field(hash=False)
    repeat: Logistic = UNTAUGHT


def with_course(observed: Observed, heard: Heard, course: Course) -> Observed:
    """The same contact with the valences that the model hears, and the moments and the outcome that follow."""
    if not observed.spoken:
        return observed
    felt = with_feeling(observed, heard, course)
    moments = tuple(_told(felt, heard, m, course) for m in felt.moments)
    felt = replace(felt, moments=moments)
    resolved, repeated = _resolved(felt, heard, course.outcome), _repeated(observed, heard, course.repeat)
    return replace(felt, resolved=resolved, repeat_contact=repeated)


def felt_valences(values: Mapping[int, Mapping[str, float]], feeling: Logistic) -> dict[int, float]:
    """The valence of each customer utterance (-1…1), by its number, from its `feeling_values`."""
    return {i: _valence(feeling.logit(own)) for i, own in values.items()}


def with_feeling(observed: Observed, heard: Heard, course: Course) -> Observed:
    """The same contact with the valences that the model hears, and the moments as they follow from these alone."""
    values = feeling_values(observed, heard)
    felt: Mapping[int, float] = felt_valences(values, course.feeling)
    ranked = lowest_values(observed, heard, felt)
    felt = with_extremes(felt, ranked, course.lowest, sign=-1)
    above = [i for i in felt if felt[i] > 0]
    felt = with_extremes(felt, highest_values(ranked, heard, above), course.highest, sign=1)
    valences = list(observed.valences)
    for i, valence in felt.items():
        valences[i] = valence
    moments = find_moments(valences[: observed.utterance_count], observed.phases)
    return replace(observed, valences=tuple(valences), moments=moments)


def _told(observed: Observed, heard: Heard, moment: Moment, course: Course) -> Moment:
    if moment.kind is MomentKind.END:
        return replace(moment, valence=_valence(course.ending.logit(ending_values(observed, heard))))
    return _turned(observed, heard, moment, course.turns)


def _valence(number: float) -> float:
    return rounded(max(-1.0, min(1.0, number)))


def ending_values(observed: Observed, heard: Heard) -> dict[str, float]:
    """Numbers from which it is predicted how the customer feels as the call ends, by name.

    Farewells are polite whatever happened: beside the last words stand the course of the call and its outcome.
    """
    spoken = observed.spoken
    felt = [v for i in spoken if (v := observed.valences[i]) is not None]
    wholes = sorted((bounded(heard[i].of(DISSATISFIED)) for i in spoken), reverse=True)
    satisfaction = observed.contact.satisfaction
    return {
        "end": sum(felt[-LAST:]) / len(felt[-LAST:]),
        "last": felt[-1],
        "mean": sum(felt) / len(felt),
        "late": sum(felt[len(felt) // 2 :]) / len(felt[len(felt) // 2 :]),
        "worst": min(felt),
        "best": max(felt),
        "dissatisfied": sum(wholes[:3]) / len(wholes[:3]),
        "low_score": float(satisfaction is not None and satisfaction < MIDDLE),
        "high_score": float(satisfaction is not None and satisfaction > MIDDLE),
        **{f"out {name}": value for name, value in outcome_values(observed, heard).items() if ":" in name},
    }


def _turned(observed: Observed, heard: Heard, moment: Moment, turns: Mapping[TurnedBy, Logistic]) -> Moment:
    if moment.kind is not MomentKind.PEAK or not turns:
        return moment
    values = turning_values(observed, heard, moment.utterance)
    scored = {turn: rounded(turns[turn].logit(values)) for turn in sorted(turns)}
    return replace(moment, turned_by=max(sorted(scored), key=scored.__getitem__))


def _resolved(observed: Observed, heard: Heard, outcome: Logistic) -> bool | None:
    if observed.utterance_count < FEWEST_UTTERANCES:
        return None
    logit = outcome.logit(outcome_values(observed, heard))
    return None if abs(logit) < UNSURE else logit > 0


def _repeated(observed: Observed, heard: Heard, repeat: Logistic) -> bool:
    """As the words say that were looked for, where nothing was taught."""
    if not repeat.weights:
        return observed.repeat_contact
    return rounded(repeat.probability(repeat_values(observed, heard))) >= REPEATED_FROM


def repeat_values(observed: Observed, heard: Heard) -> dict[str, float]:
    """Numbers from which it is told whether the customer had contacted the bank before, by name.

    The words of the whole call do not tell who called whom: where only calls that he was made are told of, they do not
    speak for it.
    """
    whole = told_of_call(heard, REPEATED)
    return {**observed.repeat_signs, "whole": min(0.0, whole) if observed.repeat_signs["received"] else whole}


def outcome_values(observed: Observed, heard: Heard) -> dict[str, float]:
    """Numbers from which it is predicted whether what the customer called for was done, by name.

    Who is told politely that a rule forbids it says thanks as well: the rules recited in the second half tell it.
    """
    late = range(observed.utterance_count // 2, observed.utterance_count)
    recited = [m for i in late for m in observed.matches.get(i, ()) if m.rule.says is Says.RECITAL]
    signs = outcome_signs(observed.passages[: observed.utterance_count], observed.moments, observed.cues)
    return signs | {"agent:recital": log1p(len(recited)), "whole": told_of_call(heard, RESOLVED)}


def feeling_values(observed: Observed, heard: Heard) -> Mapping[int, dict[str, float]]:
    """For each customer utterance, by its number, the named numbers from which its valence is predicted."""
    spoken = observed.spoken
    texts = [heard[i].of(VALENCE) for i in spoken]
    whole = {"call": sum(texts) / len(texts), "call_lowest": min(texts)} if texts else {}
    return {
        i: _of_utterance(observed, heard[i], i) | whole | _around(observed, heard, spoken, texts, n)
        for n, i in enumerate(spoken)
    }


def _of_utterance(observed: Observed, answers: Answers, i: int) -> dict[str, float]:
    lexicon, said = observed.valences[i] or 0.0, observed.matches.get(i, ())
    length = len(observed.passages[i].text)
    return {
        "lexicon": lexicon,
        "lexicon_bad": min(0.0, lexicon),
        "text": answers.of(VALENCE),
        "text_bad": min(0.0, answers.of(VALENCE)),
        "clause_low": answers.lowest(VALENCE),
        "clause_high": answers.top(VALENCE),
        "dissatisfied": bounded(answers.of(DISSATISFIED)),
        "dissatisfied_top": bounded(answers.top(DISSATISFIED)),
        "complains": float(any(m.rule.says is Says.COMPLAINT for m in said)),
        "reports": float(any(m.rule.says is Says.FAULT for m in said)),
        "short": float(length <= SHORT),
        "length": log1p(length) / 4,
        f"in_{observed.phases[i]}": 1.0,
        **{f"says_{name}": 1.0 for name in observed.cues[i]},
    }


def _around(
    observed: Observed, heard: Heard, spoken: Sequence[int], texts: Sequence[float], n: int
) -> dict[str, float]:
    i = spoken[n]
    around = told_of_utterance(heard, Aspect.FEELING, i)
    values = {
        "around": around,
        "around_bad": min(0.0, around),
        "opening": float(n < OPENING),
        "last": float(n >= len(spoken) - LAST),
        "place": (n + 1) / len(spoken),
        "earlier": texts[n - 1] if n else 0.0,
        "later": texts[n + 1] if n + 1 < len(spoken) else 0.0,
    }
    for near, j in (("before", i - 1), ("after", i + 1)):
        if 0 <= j < observed.utterance_count and observed.passages[j].speaker is not Speaker.CUSTOMER:
            values |= {f"{near}_{name}": 1.0 for name in observed.cues[j]}
            values |= {f"{near}_{m.rule.says}": 1.0 for m in observed.matches.get(j, ())}
    return values
