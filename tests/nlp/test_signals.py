from math import log1p

import pytest

from tests.nlp.contacts import call, comment, flat, small_text_model
from voc.domain.contact import Contact
from voc.domain.moments import MomentKind
from voc.domain.rule import Says
from voc.domain.survey import Scale
from voc.domain.taxonomy import Cause
from voc.nlp.language import Language
from voc.nlp.signals import (
    QUIETEST,
    STRONGEST,
    Observed,
    cause_values,
    comment_cause_values,
    dissatisfaction_values,
    factor_values,
    observe,
    text_logits,
)

FAULT = "客：手机银行闪退，进不去"
RECITAL = "座：这个需要您本人带身份证到网点柜台办理"
COMPLAINT = "客：非得去网点才能办"
LAPSE = "座：不好意思让您久等了"
ANGRY = "客：客服态度太差了，气死我了"


def read(language: Language, *lines: str, score: float | None = None, comment: str = "") -> Observed:
    return observe(call(*lines, score=score, comment=comment), language)


def test_a_call_is_read_passage_by_passage_with_its_comments_last(language: Language) -> None:
    observed = read(language, "系：查询请按1", "座：您好", FAULT, "客：好的谢谢", comment="太差了")
    assert observed.utterance_count == len(observed.phases) == 4
    assert len(observed.passages) == len(observed.valences) == 5
    assert observed.customer_passages() == (2, 3, 4)
    assert observed.comments() == (4,)


def test_only_the_customers_passages_have_a_valence(language: Language) -> None:
    observed = read(language, "系：垃圾", "座：太差了", "客：太差了", comment="太差了")
    assert [v is None for v in observed.valences] == [True, True, False, False]
    assert all(v is not None and v < 0 for v in observed.valences[2:])


def test_matches_and_mentions_are_kept_only_where_there_are_some(language: Language) -> None:
    observed = read(language, "座：您好", FAULT, RECITAL)
    assert set(observed.matches) == {1, 2}
    assert {m.rule.says for m in observed.matches[1]} == {Says.FAULT}
    assert {m.name for m in observed.mentions[1]} >= {"手机银行"}
    assert 0 not in observed.mentions


def test_matches_are_listed_by_what_they_say_in_the_order_of_the_call(language: Language) -> None:
    observed = read(language, RECITAL, COMPLAINT, RECITAL)
    assert {m.utterance for m in observed.all_matches(Says.COMPLAINT)} == {1}
    said = [m.utterance for m in observed.all_matches(Says.RECITAL)]
    assert said == sorted(said)
    assert set(said) == {0, 2}
    assert observed.all_matches(Says.LAPSE) == []


def test_only_the_worst_moment_is_turned_by_something(language: Language) -> None:
    observed = read(language, "座：您好", "客：你好，谢谢你", RECITAL, ANGRY, "座：抱歉", "客：好的，非常感谢")
    turned = {m.kind: m.turned_by for m in observed.moments}
    assert set(turned) == set(MomentKind)
    assert turned[MomentKind.PEAK] is not None
    assert turned[MomentKind.HIGH] is turned[MomentKind.END] is None


def test_a_comment_alone_has_no_course(language: Language) -> None:
    observed = observe(comment("手机银行闪退，第三次打来了"), language)
    assert (observed.phases, observed.moments, observed.resolved) == ((), (), None)
    assert observed.comments() == observed.customer_passages() == (0,)
    assert observed.repeat_contact


def test_a_survey_without_a_comment_has_nothing_to_read(language: Language) -> None:
    observed = observe(comment("", score=1), language)
    assert (observed.passages, observed.valences) == ((), ())
    assert dissatisfaction_values(observed, {}) == {"has_score": 1, "score": 1, "score_low": 1, "score_worst": 1}


def test_every_customer_passage_has_logits_and_no_other(language: Language) -> None:
    observed = read(language, "座：闪退", "客：闪退", "客：网点", comment="态度")
    logits = text_logits(observed, small_text_model(language))
    assert list(logits) == [1, 2, 3]
    assert logits[1]["product"] == logits[2]["rule"] == logits[3]["person"] == 2
    assert logits[1]["rule"] == -2


@pytest.mark.parametrize(
    ("score", "worst", "best", "expected"),
    [
        (1, 1, 5, {"score": 1, "score_low": 1, "score_worst": 1}),
        (2, 1, 5, {"score": 0.5, "score_low": 1, "score_worst": 0}),
        (3, 1, 5, {"score": 0, "score_low": 0, "score_worst": 0}),
        (5, 1, 5, {"score": -1, "score_low": 0, "score_worst": 0}),
        (1, 3, 1, {"score": -1, "score_low": 0, "score_worst": 0}),
        (3, 3, 1, {"score": 1, "score_low": 1, "score_worst": 1}),
    ],
)
def test_a_score_counts_by_its_place_on_its_own_scale(
    language: Language, score: float, worst: float, best: float, expected: dict[str, float]
) -> None:
    observed = observe(comment("", score=score, scale=Scale(worst, best)), language)
    assert dissatisfaction_values(observed, {}) == expected | {"has_score": 1}


def test_without_a_score_nothing_speaks_of_one(language: Language) -> None:
    observed = observe(comment("闪退"), language)
    assert dissatisfaction_values(observed, flat(observed, language, dissatisfied=2)) == {
        "comment": 2,
        "has_comment": 1,
    }


def test_the_strongest_comment_counts_and_no_logit_counts_beyond_its_bound(language: Language) -> None:
    contact = Contact.of(call(ANGRY, comment="很好").conversation, comment("太差了").surveys)  # type: ignore[arg-type]
    observed = observe(contact, language)
    logits = {i: {"dissatisfied": value} for i, value in enumerate((-50.0, 50.0))}
    values = dissatisfaction_values(observed, logits)
    assert (values["comment"], values["call_top"]) == (STRONGEST, -STRONGEST)


def test_a_call_is_measured_by_its_worst_words_its_course_and_its_votes(language: Language) -> None:
    observed = read(language, "座：您好", FAULT, COMPLAINT, ANGRY, LAPSE, "客：好的谢谢")
    logits = {1: {"dissatisfied": 1.0}, 2: {"dissatisfied": 3.0}, 3: {"dissatisfied": 5.0}, 5: {"dissatisfied": -4.0}}
    values = dissatisfaction_values(observed, logits)
    felt = [v for v in observed.valences if v is not None]
    assert (values["call_top"], values["call_second"]) == (5, 4)
    assert values["call_worst"] == min(felt) < -0.15
    assert values["call_negative"] == log1p(sum(v < -0.15 for v in felt))
    assert values["call_end"] == observed.moments[-1].valence
    assert values["call_complaints"] == log1p(len(observed.all_matches(Says.COMPLAINT))) > 0
    assert values["call_lapses"] > 0


def test_complaints_of_a_comment_are_not_counted_as_the_calls(language: Language) -> None:
    observed = read(language, "座：您好", "客：你好", comment="非得去网点才能办")
    assert dissatisfaction_values(observed, flat(observed, language))["call_complaints"] == 0


def test_at_most_one_of_resolved_and_unresolved_is_counted(language: Language) -> None:
    lines = ("座：您好", "客：你好，我查余额", "座：查到了，是三百元", "客：好的，谢谢，再见")
    for observed in (read(language, *lines), read(language, "客：喂")):
        values = dissatisfaction_values(observed, flat(observed, language))
        assert values["call_resolved"] == (observed.resolved is True)
        assert values["call_unresolved"] == (observed.resolved is False)


def test_a_call_in_which_the_customer_is_silent_has_only_its_score(language: Language) -> None:
    observed = read(language, "座：您好", "座：再见", score=5)
    assert set(dissatisfaction_values(observed, {})) == {"has_score", "score", "score_low", "score_worst"}


def test_the_votes_for_a_comments_cause_stand_against_those_for_others(language: Language) -> None:
    observed = observe(comment("手机银行闪退，态度太差了"), language)
    logits = flat(observed, language, product=50.0, rule=-1.0)
    product, rule = (comment_cause_values(observed, logits, c) for c in (Cause.PRODUCT, Cause.RULE))
    assert (product["logit"], rule["logit"]) == (STRONGEST, -1)
    assert (product["vote"], rule["vote"]) == (1, 0)
    assert product["votes"] > 0
    assert rule["votes"] == 0
    assert rule["other_votes"] > product["other_votes"] > 0


def test_a_factor_is_told_by_what_is_said_shown_and_said_of_its_siblings(language: Language) -> None:
    observed = read(language, RECITAL, "客：年费太贵了，凭什么收年费")
    logits = flat(observed, language, rule_channel=9.0, rule_fee=1.0)
    channel, fee, limit, speed = (
        factor_values(observed, logits, f) for f in ("rule.channel", "rule.fee", "rule.limit", "product.speed")
    )
    assert channel == {"logit": STRONGEST, "vote": 0, "silent_vote": 1, "sibling_vote": 1, "in_call": 1}
    assert fee == {"logit": 1, "vote": 1, "silent_vote": 0, "sibling_vote": 1, "in_call": 1}
    assert limit == {"logit": 0, "vote": 0, "silent_vote": 0, "sibling_vote": 1, "in_call": 1}
    assert speed == {"logit": 0, "vote": 0, "silent_vote": 0, "sibling_vote": 0, "in_call": 1}


def test_a_factor_of_a_silent_customer_has_the_lowest_logit(language: Language) -> None:
    observed = read(language, RECITAL)
    assert factor_values(observed, {}, "rule.channel")["logit"] == -STRONGEST


def test_a_comment_is_no_call(language: Language) -> None:
    observed = observe(comment("太慢"), language)
    assert factor_values(observed, flat(observed, language), "product.speed")["in_call"] == 0


def test_each_cause_of_a_call_is_measured_against_the_others(language: Language) -> None:
    observed = read(language, FAULT, RECITAL, "客：好的", comment="网点")
    logits = {
        0: {"person": -9.0, "product": 3.0, "rule": 0.0},
        2: {"person": -1.0, "product": 1.0, "rule": 2.0},
        3: {"person": 0.0, "product": 0.5, "rule": 4.0},
    }
    values = cause_values(observed, logits)
    assert {c: values[c]["call_top"] for c in Cause} == {Cause.PERSON: -1, Cause.PRODUCT: 3, Cause.RULE: 2}
    assert values[Cause.PERSON]["call_mean"] == (QUIETEST - 1) / 2
    assert {c: values[c]["call_lead"] for c in Cause} == {Cause.PERSON: -4, Cause.PRODUCT: 1, Cause.RULE: -1}
    assert [values[c][f"is_{c}"] for c in Cause] == [1, 1, 1]
    assert values[Cause.PRODUCT]["fault"] > 0 == values[Cause.RULE]["fault"]
    assert values[Cause.RULE]["recital"] > 0 == values[Cause.PRODUCT]["recital"]


@pytest.mark.parametrize(("line", "calm"), [("客：好的", True), (ANGRY, False)])
def test_votes_count_apart_in_a_call_without_bad_feeling(language: Language, line: str, calm: bool) -> None:
    observed = read(language, RECITAL, line)
    values = cause_values(observed, flat(observed, language))[Cause.RULE]
    assert values["quiet_recital"] == (values["recital"] if calm else 0)


def test_the_causes_of_a_silent_customer_rest_on_votes_alone(language: Language) -> None:
    observed = read(language, RECITAL)
    values = cause_values(observed, {})
    assert len({values[c]["call_top"] for c in Cause}) == 1
    assert values[Cause.RULE]["recital"] > 0
