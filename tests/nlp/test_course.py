from collections.abc import Mapping
from dataclasses import replace
from math import log1p

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.nlp.contacts import SMALL_COURSE, answers, call, comment, each, flat
from voc.domain.moments import Moment, MomentKind, TurnedBy
from voc.nlp.classifier import VALENCE, Answers, Logistic
from voc.nlp.course import (
    FEWEST_UTTERANCES,
    UNSURE,
    Course,
    ending_values,
    feeling_values,
    outcome_values,
    with_course,
    with_feeling,
)
from voc.nlp.heard import Aspect, Heard
from voc.nlp.language import Language
from voc.nlp.signals import Observed, observe
from voc.nlp.turning import STRONGEST
from voc.nlp.whole_call import REPEATED, RESOLVED

RECITAL = "座：这个需要您本人带身份证到网点柜台办理"
ANGRY = "客：客服态度太差了，气死我了"
LINES = ("座：您好", "客：我想改手机号", RECITAL, ANGRY, "座：抱歉", "客：好的，非常感谢")
WHOLE = {REPEATED: 0, RESOLVED: 1}
TEXT_ALONE = Logistic(0.0, {"text": 1.0})


def read(language: Language, *lines: str, score: float | None = None, comment: str = "") -> Observed:
    return observe(call(*(lines or LINES), score=score, comment=comment), language)


def felt(observed: Observed, language: Language, course: Course, valences: Mapping[int, float]) -> Observed:
    """The call as a course hears it when the text model gives each utterance a valence."""
    heard = each(observed, language, {i: {VALENCE: valences.get(i, 0.0)} for i in observed.customer_passages})
    return with_course(observed, heard, course)


def moment(observed: Observed, kind: MomentKind) -> Moment:
    (one,) = (m for m in observed.moments if m.kind is kind)
    return one


# Valences, and the moments that follow.


def test_what_the_model_hears_takes_the_place_of_the_words_alone(language: Language) -> None:
    observed = read(language, comment="太差了")
    course = replace(SMALL_COURSE, feeling=TEXT_ALONE)
    found = felt(observed, language, course, {1: 0.3, 3: -0.7, 5: 0.6})
    assert found.valences == (None, 0.3, None, -0.7, None, 0.6, observed.valences[6])
    assert [(m.kind, m.utterance, m.valence) for m in found.moments if m.kind is not MomentKind.END] == [
        (MomentKind.PEAK, 3, -0.7),
        (MomentKind.HIGH, 5, 0.6),
    ]


def test_words_alone_can_be_what_the_model_goes_by(language: Language) -> None:
    observed = read(language)
    assert with_feeling(observed, flat(observed, language), SMALL_COURSE) == observed


@given(st.floats(-1e6, 1e6))
def test_a_valence_lies_between_minus_one_and_one(language: Language, number: float) -> None:
    observed = read(language)
    course = replace(SMALL_COURSE, feeling=Logistic(number, {}), ending=Logistic(number, {}))
    found = felt(observed, language, course, {})
    given_valences = [v for v in found.valences if v is not None]
    assert all(-1 <= v <= 1 for v in (*given_valences, moment(found, MomentKind.END).valence))


@pytest.mark.parametrize("contact", [comment("手机银行闪退"), call("座：您好", "座：再见", comment="太差了")])
def test_a_contact_in_which_the_customer_does_not_speak_stays_as_it_was_read(
    language: Language, contact: object
) -> None:
    observed = observe(contact, language)  # type: ignore[arg-type]
    assert with_course(observed, flat(observed, language), SMALL_COURSE) is observed


# The end.


def test_the_end_has_a_feeling_of_its_own_that_moves_no_utterance(language: Language) -> None:
    observed = read(language)
    found = felt(observed, language, replace(SMALL_COURSE, ending=Logistic(-0.25, {})), {})
    assert moment(found, MomentKind.END).valence == -0.25
    assert found.valences == observed.valences


def test_the_end_is_told_by_the_last_words_the_whole_course_and_the_score(language: Language) -> None:
    observed = replace(read(language, score=1), valences=(None, 0.2, None, -0.8, None, 0.4))
    heard = each(observed, language, {1: {"dissatisfied": -9.0}, 3: {"dissatisfied": 2.0}, 5: {"dissatisfied": 0.0}})
    values = ending_values(observed, heard)
    assert values["end"] == pytest.approx(-0.2)
    assert (values["last"], values["worst"], values["best"]) == (0.4, -0.8, 0.4)
    assert values["mean"] == pytest.approx(-0.2 / 3)
    assert values["late"] == pytest.approx(-0.2)
    assert values["dissatisfied"] == pytest.approx((0.5 + 0 - 1) / 3)
    assert (values["low_score"], values["high_score"]) == (1, 0)


@pytest.mark.parametrize(("score", "low", "high"), [(None, 0, 0), (1, 1, 0), (3, 0, 0), (5, 0, 1)])
def test_only_a_score_beside_the_middle_colours_the_end(
    language: Language, score: float | None, low: float, high: float
) -> None:
    observed = read(language, score=score)
    values = ending_values(observed, flat(observed, language))
    assert (values["low_score"], values["high_score"]) == (low, high)


def test_the_signs_of_the_outcome_speak_for_the_end_but_no_moment_twice(language: Language) -> None:
    observed = read(language)
    heard = flat(observed, language)
    outcome, ending = outcome_values(observed, heard), ending_values(observed, heard)
    named = {name: value for name, value in ending.items() if name.startswith("out ")}
    assert named == {f"out {name}": value for name, value in outcome.items() if ":" in name}
    assert named


# The outcome.


@pytest.mark.parametrize(
    ("bias", "resolved"), [(1.0, True), (UNSURE, True), (0.1, None), (-0.1, None), (-UNSURE, False), (-1.0, False)]
)
def test_how_it_came_out_is_told_where_the_signs_are_clear(
    language: Language, bias: float, resolved: bool | None
) -> None:
    found = felt(read(language), language, replace(SMALL_COURSE, outcome=Logistic(bias, {})), {})
    assert found.resolved is resolved


def test_how_a_call_of_a_few_words_came_out_cannot_be_known(language: Language) -> None:
    course = replace(SMALL_COURSE, outcome=Logistic(3.0, {}))
    lines = ("座：您好", "客：喂", "座：您好", "客：好")
    assert len(lines) == FEWEST_UTTERANCES
    assert felt(read(language, *lines), language, course, {}).resolved is True
    assert felt(read(language, *lines[:-1]), language, course, {}).resolved is None


def test_the_outcome_is_told_by_the_feelings_that_the_model_hears(language: Language) -> None:
    course = replace(SMALL_COURSE, feeling=TEXT_ALONE, outcome=Logistic(0.0, {"end": 1.0}))
    observed = read(language)
    assert felt(observed, language, course, {3: 0.5, 5: 0.5}).resolved is True
    assert felt(observed, language, course, {3: -0.5, 5: -0.5}).resolved is False


# What turned it.


def turned(observed: Observed, language: Language, turns: Mapping[TurnedBy, Logistic]) -> dict[MomentKind, object]:
    course = replace(SMALL_COURSE, feeling=TEXT_ALONE, turns=turns)
    return {m.kind: m.turned_by for m in felt(observed, language, course, {3: -0.7, 5: 0.6}).moments}


def test_only_the_worst_moment_is_turned_and_by_what_is_likeliest(language: Language) -> None:
    turns = {
        TurnedBy.RULE_RECITAL: Logistic(0.0, {"near recital:rule": 2.0}),
        TurnedBy.MANNER: Logistic(1.0, {}),
        TurnedBy.FAULT: Logistic(0.5, {"near fault:product": 9.0}),
    }
    assert turned(read(language), language, turns) == {
        MomentKind.PEAK: TurnedBy.RULE_RECITAL,
        MomentKind.HIGH: None,
        MomentKind.END: None,
    }


def test_of_equally_likely_turns_the_first_by_name_is_taken(language: Language) -> None:
    turns = {turn: Logistic(1.0, {}) for turn in (TurnedBy.TRANSFER, TurnedBy.HOLD, TurnedBy.MANNER)}
    assert turned(read(language), language, turns)[MomentKind.PEAK] is TurnedBy.HOLD


def test_a_model_that_learned_no_turns_names_none(language: Language) -> None:
    assert set(turned(read(language), language, {}).values()) == {None}


# The numbers of an utterance.


def test_an_utterance_counts_by_the_lexicon_the_model_its_rules_and_its_length(language: Language) -> None:
    observed = read(language, "座：您好", "客：手机银行闪退，太差了", "客：嗯")
    heard = Heard(
        {
            1: answers(
                language.taxonomy,
                {VALENCE: -0.4, "dissatisfied": 2.0},
                {VALENCE: -0.6, "dissatisfied": 9.0},
                {VALENCE: 0.1},
            ),
            2: answers(language.taxonomy, {VALENCE: 0.2, "dissatisfied": -9.0}),
        },
        points={Aspect.FEELING: {1: -0.7, 2: 0.1}},
    )
    first, second = feeling_values(observed, heard).values()
    assert first["lexicon"] == first["lexicon_bad"] == observed.valences[1]
    assert (first["text"], first["text_bad"], second["text"], second["text_bad"]) == (-0.4, -0.4, 0.2, 0.0)
    assert (first["clause_low"], first["clause_high"]) == (-0.6, 0.1)
    assert (first["around"], first["around_bad"], second["around"], second["around_bad"]) == (-0.7, -0.7, 0.1, 0.0)
    assert (first["dissatisfied"], first["dissatisfied_top"]) == (2 / STRONGEST, 1)
    assert second["dissatisfied"] == -1
    assert (first["complains"], first["reports"], second["complains"], second["reports"]) == (0, 1, 0, 0)
    assert (first["short"], second["short"]) == (0, 1)
    assert first["length"] == log1p(len("手机银行闪退,太差了")) / 4
    assert first[f"in_{observed.phases[1]}"] == 1
    assert {name for name in first if name.startswith("says_")} == {f"says_{cue}" for cue in observed.cues[1]}


def test_an_utterance_counts_by_its_place_and_its_neighbours(language: Language) -> None:
    observed = read(language, *(f"客：第{n}句" for n in range(6)))
    heard = each(observed, language, {i: {VALENCE: i / 10} for i in range(6)})
    values = feeling_values(observed, heard)
    assert [values[i]["opening"] for i in range(6)] == [1, 1, 1, 0, 0, 0]
    assert [values[i]["last"] for i in range(6)] == [0, 0, 0, 0, 1, 1]
    assert [values[i]["place"] for i in range(6)] == pytest.approx([n / 6 for n in range(1, 7)])
    assert [values[i]["earlier"] for i in range(6)] == pytest.approx([0, 0, 0.1, 0.2, 0.3, 0.4])
    assert [values[i]["later"] for i in range(6)] == pytest.approx([0.1, 0.2, 0.3, 0.4, 0.5, 0])
    assert [values[i]["call"] for i in range(6)] == pytest.approx([0.25] * 6)
    assert {values[i]["call_lowest"] for i in range(6)} == {0}


def test_what_others_say_just_before_and_after_counts_and_what_the_customer_says_does_not(language: Language) -> None:
    observed = read(language, RECITAL, "客：嗯", "客：哦", RECITAL, comment="非得去网点才能办")
    values = feeling_values(observed, flat(observed, language))
    assert values[1].keys() >= {"before_recites", "before_recital"}
    assert not {name for name in values[1] if name.startswith("after_")}
    assert values[2].keys() >= {"after_recites", "after_recital"}
    assert not {name for name in values[2] if name.startswith("before_")}
    assert set(values) == {1, 2}


def test_a_comment_after_the_call_is_no_neighbour_of_its_last_utterance(language: Language) -> None:
    observed = read(language, "客：嗯", comment="非得去网点才能办")
    values = feeling_values(observed, flat(observed, language))
    assert not {name for name in values[0] if name.startswith(("before_", "after_"))}


def test_utterances_are_numbered_as_in_the_call(language: Language) -> None:
    observed = read(language)
    assert list(feeling_values(observed, flat(observed, language))) == [1, 3, 5]


def test_what_the_whole_call_says_of_the_outcome_counts(language: Language) -> None:
    observed = read(language)
    assert outcome_values(observed, Heard())["whole"] == 0.0
    assert outcome_values(observed, Heard(call=Answers({RESOLVED: 0}, [-1.5], [], [])))["whole"] == -1.5


@pytest.mark.parametrize(
    ("line", "logit", "found"),
    [
        *(("客：想改号码", 2.0, True), ("客：想改号码", -2.0, False), ("客：第三次打来了", -0.5, True)),
        ("客：你们催收一天给我打五个电话", 4.0, False),
    ],
)
def test_whether_he_called_before_is_told_by_his_words_and_by_the_whole_call(
    language: Language, line: str, logit: float, found: bool
) -> None:
    observed = read(language, "座：您好", line, "座：请讲", "客：好的谢谢")
    heard = Heard(flat(observed, language), Answers(WHOLE, [logit, 0.0], [], []))
    course = replace(SMALL_COURSE, repeat=Logistic(-1.0, {"says": 2.0, "whole": 1.0}))
    assert with_course(observed, heard, course).repeat_contact is found
    assert with_course(observed, heard, SMALL_COURSE).repeat_contact is ("第三次" in line)


def test_a_rule_recited_late_speaks_against_a_settled_matter(language: Language) -> None:
    late, early = (
        read(language, *lines)
        for lines in (
            ("客：想改号码", "座：请讲", RECITAL, "客：好的谢谢"),
            (RECITAL, "客：好的谢谢", "座：请讲", "客：想改号码"),
        )
    )
    assert outcome_values(late, Heard())["agent:recital"] > 0 == outcome_values(early, Heard())["agent:recital"]
