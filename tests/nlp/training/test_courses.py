from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.nlp.contacts import call, each, flat
from tests.nlp.training.labels import read
from voc.domain.moments import NEUTRAL_BAND, MomentKind, TurnedBy
from voc.nlp.classifier import UNTAUGHT, VALENCE, Answers, Logistic
from voc.nlp.course import ending_values, feeling_values, with_feeling
from voc.nlp.heard import Heard
from voc.nlp.language import Language
from voc.nlp.training.courses import (
    FEWEST_CALLS,
    FEWEST_UTTERANCES,
    LEXICON_ALONE,
    MEAN_OF_LAST,
    fit_course,
)
from voc.nlp.training.small import Answered
from voc.nlp.turning import turning_values
from voc.nlp.whole_call import REPEATED, RESOLVED

FAULTS = ("座：您好", "客：手机银行闪退", "座：抱歉", "客：又闪退，气死我了", "座：给您登记工单反馈", "客：算了算了")
RECITALS = (
    "座：您好",
    "客：想改手机号",
    "座：这个需要您本人带身份证到网点柜台办理",
    "客：凭什么",
    "座：抱歉",
    "客：不办了",
)
KIND = ("座：您好", "客：想查余额", "座：好的", "客：多谢", "座：已经给您办好了", "客：收到了，到账了，谢谢")
FEELINGS = {FAULTS: (-0.3, -0.9, -0.4), RECITALS: (0.0, -0.6, -0.5), KIND: (0.0, 0.4, 0.8)}


def answered(lines: Sequence[str], language: Language, *, felt: Sequence[float] | None = None, **gold: Any) -> Answered:
    """A labelled call whose utterances the text model hears as told, else as a reader felt them, near enough."""
    heard_as = felt or FEELINGS[tuple(lines)]
    one = read(call(*lines), gold, language)
    heard = {i: {VALENCE: value / 2} for i, value in zip((1, 3, 5), heard_as, strict=True)}
    return one, each(one.observed, language, heard)


def labelled(language: Language, count: int) -> list[Answered]:
    """Calls of three kinds by turns, everything of them labelled."""
    labels: Mapping[tuple[str, ...], dict[str, Any]] = {
        FAULTS: {"resolved": False, "end": "negative", "turned_by": "fault", "low_turns": [3]},
        RECITALS: {"resolved": False, "end": "negative", "turned_by": "rule_recital", "low_turns": [3]},
        KIND: {"resolved": True, "end": "positive", "turned_by": None},
    }
    kinds = list(labels)
    return [
        answered(
            lines,
            language,
            valences=[None if i % 2 == 0 else FEELINGS[lines][i // 2] for i in range(6)],
            **labels[lines],
        )
        for lines in (kinds[n % 3] for n in range(count))
    ]


def test_with_few_labelled_calls_nothing_is_fitted(language: Language) -> None:
    course = fit_course(labelled(language, FEWEST_CALLS - 1))
    assert (course.feeling, course.ending) == (LEXICON_ALONE, MEAN_OF_LAST)
    assert (course.outcome, course.turns) == (Logistic(0.0, {}), {})
    assert fit_course([]) == course


def test_the_feeling_of_utterances_is_learned_from_enough_of_them(language: Language) -> None:
    calls = labelled(language, FEWEST_UTTERANCES // 3 + 1)
    course = fit_course(calls)
    for one, heard in calls[:3]:
        for i, values in feeling_values(one.observed, heard).items():
            assert one.gold.valences is not None
            assert course.feeling.logit(values) == pytest.approx(one.gold.valences[i], abs=0.25)


def test_utterances_without_a_labelled_feeling_are_no_material(language: Language) -> None:
    unlabelled = [answered(KIND, language) for _ in range(FEWEST_UTTERANCES)]
    partly = [answered(KIND, language, valences=[None] * 6) for _ in range(FEWEST_UTTERANCES)]
    assert fit_course(unlabelled).feeling == fit_course(partly).feeling == LEXICON_ALONE


def test_how_the_end_feels_is_learned(language: Language) -> None:
    calls = labelled(language, 12)
    course = fit_course(calls)
    ends = [course.ending.logit(ending_values(one.observed, heard)) for one, heard in calls[:3]]
    assert ends[0] < -0.2 > ends[1]
    assert ends[2] > 0.2


def test_how_calls_came_out_is_learned_where_it_is_known(language: Language) -> None:
    course = fit_course(labelled(language, 30))
    assert course.outcome.weights["customer:works"] > 0 > course.outcome.weights["customer:gives_up"]
    unknown = [answered(KIND, language, resolved=None) for _ in range(FEWEST_CALLS)]
    assert fit_course(unknown).outcome == Logistic(0.0, {})


def test_whether_the_customer_had_called_before_is_learned_from_what_he_says_of_it_and_the_whole_call(
    language: Language,
) -> None:
    calls = []
    for n in range(40):
        before = n % 2 == 0
        said = "客：第三次打来了" if n % 4 == 0 else "客：还是那件事"
        one = read(call("座：您好", said), {"repeat_contact": before}, language)
        whole = Answers({REPEATED: 0, RESOLVED: 1}, [n % 2 - 0.5, 0], [], [])
        calls.append((one, Heard(flat(one.observed, language), whole)))
    course = fit_course(calls)
    assert course.repeat.weights["says"] > 0 > course.repeat.weights["whole"]
    untold = [(replace(one, gold=replace(one.gold, repeat_contact=None)), heard) for one, heard in calls]
    assert fit_course(untold).repeat == UNTAUGHT


def test_what_turned_a_call_is_learned_from_what_stands_before_its_worst_utterance(language: Language) -> None:
    calls = labelled(language, 3 * FEWEST_CALLS)
    course = fit_course(calls)
    assert set(course.turns) == {TurnedBy.FAULT, TurnedBy.RULE_RECITAL}
    for one, heard in calls[:2]:
        values = turning_values(one.observed, heard, 3)
        likeliest = max(course.turns, key=lambda turn: course.turns[turn].logit(values))
        assert likeliest is one.gold.turned_by


def test_a_turn_without_a_marked_low_point_teaches_nothing(language: Language) -> None:
    calls = [answered(FAULTS, language, turned_by="fault", **low) for low in ({}, {"low_turns": []}) for _ in range(9)]
    assert fit_course(calls).turns == {}


def test_a_call_in_which_the_customer_is_silent_teaches_nothing(language: Language) -> None:
    silent = [
        (read(call("座：您好", "座：听得到吗"), {"resolved": False, "end": "negative"}, language), Heard())
        for _ in range(FEWEST_CALLS)
    ]
    assert fit_course(silent) == fit_course([])


def test_no_more_calls_have_a_peak_than_readers_say(language: Language) -> None:
    """Guesses scatter: with a dozen utterances a call the lowest would nearly always fall out of the neutral band."""
    calls = labelled(language, 3 * FEWEST_CALLS)
    course = fit_course(calls)
    felt = [with_feeling(one.observed, heard, course) for one, heard in calls]
    peaks = sum(any(m.kind is MomentKind.PEAK for m in observed.moments) for observed in felt)
    wanted = sum(min(v for v in one.gold.valences or () if v is not None) < -NEUTRAL_BAND for one, _ in calls)
    assert 0 < peaks <= wanted


def test_where_displeasure_cannot_be_told_from_none_valences_are_drawn_in(language: Language) -> None:
    """Of calls that read alike half are labelled as calm: no more than the other half may have a peak."""
    angry, calm = {"valences": [None, -0.3, None, -0.9, None, -0.4]}, {"valences": [None, 0.0, None, 0.0, None, 0.0]}
    calls = [
        answered(FAULTS, language, felt=(-0.3, -0.9 - n / 100, -0.4), **(angry if n % 2 else calm))
        for n in range(2 * FEWEST_CALLS)
    ]
    course = fit_course(calls)
    felt = [
        with_feeling(one.observed, heard, replace(course, lowest=UNTAUGHT, highest=UNTAUGHT)) for one, heard in calls
    ]
    peaks = sum(any(m.kind is MomentKind.PEAK for m in observed.moments) for observed in felt)
    assert FEWEST_CALLS - 2 <= peaks <= FEWEST_CALLS


def test_readers_teach_which_utterance_is_the_lowest(language: Language) -> None:
    """What they mark here is the longest past the opening, whatever the model hears."""
    calls = labelled(language, 3 * FEWEST_CALLS)
    course = fit_course(calls)
    assert course.lowest.weights.keys() == {"feeling", "length", "words", "early"}
    assert course.lowest.weights["early"] < 0
    few = [one for one in calls if one[0].gold.low_turns][: FEWEST_CALLS - 1]
    assert fit_course(few).lowest is UNTAUGHT


def test_readers_teach_which_utterance_is_the_highest(language: Language) -> None:
    calls = [
        (replace(one, gold=replace(one.gold, high_turns=(1,))), heard)
        for one, heard in labelled(language, 3 * FEWEST_CALLS)
    ]
    course = fit_course(calls)
    assert {"feeling", "length", "early", "late", "last"} <= course.highest.weights.keys()
    # Of three utterances the first is marked, which is early, and not one of the last two.
    assert course.highest.weights["early"] > 0 > course.highest.weights["last"]
    assert fit_course(calls[: FEWEST_CALLS - 1]).highest is UNTAUGHT
    felt = [with_feeling(one.observed, heard, course) for one, heard in calls]
    highs = [m.utterance for observed in felt for m in observed.moments if m.kind is MomentKind.HIGH]
    assert set(highs) <= {1}


def test_where_every_call_has_a_negative_utterance_nothing_is_drawn_in(language: Language) -> None:
    angry = [one for one in labelled(language, 3 * FEWEST_CALLS) if one[0].gold.end == "negative"]
    course = fit_course(angry)
    felt = [with_feeling(one.observed, heard, course) for one, heard in angry]
    assert all(any(m.kind is MomentKind.PEAK for m in observed.moments) for observed in felt)
