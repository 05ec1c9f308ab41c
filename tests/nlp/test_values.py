from dataclasses import replace
from math import log1p

import pytest

from tests.nlp.contacts import answers, call, comment, each, flat, told
from voc.domain.contact import Contact
from voc.domain.rule import Says
from voc.domain.survey import Scale, SurveyResponse
from voc.domain.taxonomy import Cause, Taxonomy, cause_of
from voc.nlp.classifier import NOTHING, encoded_labels
from voc.nlp.exchange import exchange_values
from voc.nlp.heard import Heard
from voc.nlp.language import Language
from voc.nlp.signals import Observed, observe
from voc.nlp.values import (
    QUIETEST,
    STRONGEST,
    SURE,
    cause_values,
    comment_cause_values,
    dissatisfaction_values,
    factor_values,
)
from voc.nlp.wishes import told_wishes

FAULT = "客：手机银行闪退，进不去"
RECITAL = "座：这个需要您本人带身份证到网点柜台办理"
COMPLAINT = "客：非得去网点才能办"
LAPSE = "座：不好意思让您久等了"
ANGRY = "客：客服态度太差了，气死我了"


def read(language: Language, *lines: str, score: float | None = None, comment: str = "") -> Observed:
    return observe(call(*lines, score=score, comment=comment), language)


def with_comments(contact: Contact, *texts: str) -> Contact:
    """The contact with a survey response for each comment."""
    surveys = (SurveyResponse(f"S-{n}", conversation_id=contact.id, comment=text) for n, text in enumerate(texts))
    return replace(contact, surveys=tuple(surveys))


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
    assert dissatisfaction_values(observed, Heard()) == expected | {"has_score": 1}


def test_without_a_score_nothing_speaks_of_one(language: Language) -> None:
    observed = observe(comment("今天去过"), language)
    assert dissatisfaction_values(observed, flat(observed, language, dissatisfied=2)) == {
        "comment": 2,
        "comment_top": 2,
        "comment_votes": 0,
        "comment_wishes": 0,
        "has_comment": 1,
    }


def test_a_comment_counts_as_a_whole_by_its_strongest_clause_and_by_its_complaints(language: Language) -> None:
    observed = observe(comment("非得去网点才能办，闪退"), language)
    heard = Heard({0: answers(language.taxonomy, {"dissatisfied": -1}, {"dissatisfied": 3}, {"dissatisfied": 1})})
    values = dissatisfaction_values(observed, heard)
    assert (values["comment"], values["comment_top"]) == (-1, 3)
    assert values["comment_votes"] == log1p(len(observed.all_matches(Says.COMPLAINT))) > 0


def test_the_strongest_comment_counts_and_no_logit_counts_beyond_its_bound(language: Language) -> None:
    observed = observe(with_comments(call(ANGRY), "太差了"), language)
    heard = each(observed, language, {i: {"dissatisfied": value} for i, value in enumerate((-50.0, 50.0))})
    values = dissatisfaction_values(observed, heard)
    assert (values["comment"], values["call_top"]) == (STRONGEST, -STRONGEST)


def test_a_call_is_measured_by_its_worst_words_its_course_and_its_votes(language: Language) -> None:
    observed = read(language, "座：您好", FAULT, COMPLAINT, ANGRY, LAPSE, "客：好的谢谢")
    logits = {1: {"dissatisfied": 1.0}, 2: {"dissatisfied": 3.0}, 3: {"dissatisfied": 5.0}, 5: {"dissatisfied": -4.0}}
    values = dissatisfaction_values(observed, each(observed, language, logits))
    felt = [v for v in observed.valences if v is not None]
    assert (values["call_top"], values["call_second"], values["call_clause"]) == (5, 4, 3)
    assert values["call_worst"] == min(felt) < -0.15
    assert values["call_best"] == max(felt)
    assert values["call_mean"] == sum(felt) / len(felt)
    assert values["call_negative"] == log1p(sum(v < -0.15 for v in felt))
    assert values["call_end"] == observed.moments[-1].valence
    assert values["call_complaints"] == log1p(len(observed.all_matches(Says.COMPLAINT))) > 0
    assert values["call_lapses"] > 0


def test_complaints_of_a_comment_are_not_counted_as_the_calls(language: Language) -> None:
    observed = read(language, "座：您好", "客：你好", comment="非得去网点才能办")
    values = dissatisfaction_values(observed, flat(observed, language))
    assert values["call_complaints"] == 0 < values["comment_votes"]


@pytest.mark.parametrize(("resolved", "yes", "no"), [(True, 1, 0), (False, 0, 1), (None, 0, 0)])
def test_how_the_call_came_out_counts_where_it_is_known(
    language: Language, resolved: bool | None, yes: float, no: float
) -> None:
    observed = replace(read(language, "座：您好", "客：好的，谢谢，再见"), resolved=resolved)
    values = dissatisfaction_values(observed, flat(observed, language))
    assert (values["call_resolved"], values["call_unresolved"]) == (yes, no)


@pytest.mark.parametrize(
    ("line", "bank", "agent"),
    [
        ("客：这不怪你们，都是那个骗子", 1.0, 0.0),
        ("客：我不是说你啊，是那个软件", 0.0, 1.0),
        ("客：好的谢谢", 0.0, 0.0),
    ],
)
def test_whom_the_customer_clears_counts_where_nobody_asked_him(
    language: Language, line: str, bank: float, agent: float
) -> None:
    observed = read(language, "座：您好", line)
    values = dissatisfaction_values(observed, flat(observed, language))
    assert (values["unasked_clears_bank"], values["unasked_clears_agent"]) == (bank, agent)
    assert values["unasked_call_end"] == values["call_end"]
    asked = read(language, "座：您好", line, score=1)
    assert not any(name.startswith("unasked_") for name in dissatisfaction_values(asked, flat(asked, language)))


def test_a_call_in_which_the_customer_is_silent_has_only_its_score(language: Language) -> None:
    observed = read(language, "座：您好", "座：再见", score=5)
    assert set(dissatisfaction_values(observed, Heard())) == {"has_score", "score", "score_low", "score_worst"}


def test_the_votes_for_a_comments_cause_stand_against_those_for_others(language: Language, taxonomy: Taxonomy) -> None:
    observed = observe(comment("手机银行闪退，态度太差了"), language)
    heard = flat(observed, language, product=50.0, rule=-1.0, dissatisfied=2.0, person_attitude=3.0)
    person, product, rule = (comment_cause_values(observed, heard, taxonomy)[c] for c in Cause)
    assert [values["whole"] for values in (product, rule)] == [STRONGEST, -1]
    assert [values["factor"] for values in (person, product, rule)] == [3, 0, 0]
    assert (rule["top_product"], rule["top_person"], rule["dissatisfied"]) == (STRONGEST, 0, 2)
    assert "top_rule" not in rule
    assert (product["vote"], rule["vote"]) == (1, 0)
    assert product["votes"] > 0 == rule["votes"]
    assert rule["other_votes"] > product["other_votes"] > 0
    assert product["length"] == log1p(len("手机银行闪退,态度太差了"))


def test_the_factors_that_rules_vote_for_are_named_for_their_own_cause(language: Language, taxonomy: Taxonomy) -> None:
    observed = observe(comment("手机银行闪退，态度太差了"), language)
    heard = flat(observed, language)
    voted = {
        cause: {name for name in comment_cause_values(observed, heard, taxonomy)[cause] if name.startswith("vote:")}
        for cause in Cause
    }
    assert voted == {
        Cause.PERSON: {"vote:person.attitude"},
        Cause.PRODUCT: {"vote:product.stability"},
        Cause.RULE: set(),
    }


def test_what_is_said_in_an_app_review_also_counts_for_reviews_apart(language: Language, taxonomy: Taxonomy) -> None:
    found = []
    for channel in ("sms", "app_review"):
        observed = observe(comment("闪退", channel=channel), language)
        heard = Heard({0: answers(taxonomy, {"product": 2.0}, {"product": 3.0})})
        found.append(comment_cause_values(observed, heard, taxonomy)[Cause.PRODUCT])
    survey, review = found
    assert review["review_whole"] == review["whole"] == survey["whole"] == 2.0
    assert (review["review_top"], review["review"]) == (3.0, 1.0)
    assert {name: value for name, value in review.items() if not name.startswith("review")} == survey


def test_how_dissatisfied_an_app_review_sounds_also_counts_for_reviews_apart(
    language: Language, taxonomy: Taxonomy
) -> None:
    found = []
    for channel in ("sms", "app_review"):
        observed = observe(comment("闪退", channel=channel), language)
        found.append(dissatisfaction_values(observed, Heard({0: answers(taxonomy, {"dissatisfied": 2.0})})))
    survey, review = found
    assert survey["comment"] == 2
    assert review == survey | {f"review_{name}": value for name, value in survey.items()}


def test_what_the_encoder_reads_of_comments_counts_beside_the_rest(language: Language, taxonomy: Taxonomy) -> None:
    observed = observe(with_comments(call("客：打不开"), "打不开", "态度差"), language)
    first, second = (
        dict.fromkeys(encoded_labels(taxonomy), -1.0) | said
        for said in ({"person": 2.0, "person.attitude": 9.0}, {"person": 3.0, "dissatisfied": 4.0})
    )
    spoken, one, other = flat(observed, language).values()
    heard = Heard({0: spoken, 1: replace(one, encoded=first), 2: replace(other, encoded=second)})
    found = comment_cause_values(observed, heard, taxonomy)[Cause.PERSON]
    assert (found["encoded"], found["encoded_dissatisfied"]) == (3, 4)
    assert found["encoded_factor"] == STRONGEST
    assert (found["encoded_rule"], found["both"], found["either"]) == (
        -1,
        min(found["whole"], 3),
        max(found["whole"], 3),
    )
    assert found["encoded_likely"] == pytest.approx(0.9526, abs=1e-4)
    assert found["together"] == pytest.approx(found["whole"] * 3 / STRONGEST)
    assert comment_cause_values(observed, heard, taxonomy)[Cause.RULE]["encoded_factor"] == -1
    feelings = dissatisfaction_values(observed, heard)
    assert (feelings["comment_encoded"], feelings["comment_encoded_person"]) == (4, 3)
    assert (feelings["comment_encoded_rule"], feelings["comment_encoded_factor"]) == (-1, STRONGEST)
    factors = factor_values(observed, heard, ["person.attitude", "person.responsiveness"])
    assert [factors[f]["encoded"] for f in factors] == [STRONGEST, -1]
    assert [factors[f]["encoded_lead"] for f in factors] == [STRONGEST + 1, -1 - STRONGEST]
    assert factors["person.responsiveness"]["has_encoded"] == 1


def test_without_an_encoder_nothing_speaks_of_one(language: Language, taxonomy: Taxonomy) -> None:
    observed = read(language, FAULT, comment="打不开")
    heard = flat(observed, language)
    every = (
        dissatisfaction_values(observed, heard),
        *comment_cause_values(observed, heard, taxonomy).values(),
        *cause_values(observed, heard).values(),
        *factor_values(observed, heard, ["person.attitude"]).values(),
    )
    assert not [name for values in every for name in values if "encoded" in name]


def test_the_second_clause_that_says_it_counts_too(language: Language, taxonomy: Taxonomy) -> None:
    observed = observe(comment("闪退，白屏"), language)
    heard = Heard({0: answers(taxonomy, {"product": 0.0}, {"product": 1.0}, {"product": 4.0})})
    values = comment_cause_values(observed, heard, taxonomy)[Cause.PRODUCT]
    assert (values["whole"], values["top"], values["second"]) == (0, 4, 1)
    alone = Heard({0: answers(taxonomy, {}, {"product": 1.0})})
    assert comment_cause_values(observed, alone, taxonomy)[Cause.PRODUCT]["second"] == NOTHING


def test_of_several_comments_the_one_that_says_most_counts(language: Language, taxonomy: Taxonomy) -> None:
    observed = observe(with_comments(call("座：您好"), "太慢", "网点远"), language)
    heard = each(observed, language, {1: {"rule": 1.0}, 2: {"rule": 3.0, "person": -2.0}})
    values = comment_cause_values(observed, heard, taxonomy)[Cause.RULE]
    assert (values["whole"], values["top"], values["top_person"]) == (3, 3, 0)


def test_a_factor_is_told_by_what_is_said_shown_and_said_of_its_siblings(
    language: Language, taxonomy: Taxonomy
) -> None:
    observed = read(language, RECITAL, "客：年费太贵了，凭什么收年费")
    heard = flat(observed, language, rule_channel=9.0, rule_fee=1.0)

    def told(factor: str) -> list[float]:
        cause = cause_of(factor)
        values = factor_values(observed, heard, [f.code for f in taxonomy.factors_of(cause)])[factor]
        assert values["top"] == values["whole"]
        assert (values[f"is:{factor}"], values["in_call"]) == (1, 1)
        return [values[name] for name in ("whole", "vote", "silent_vote", "sibling_vote")]

    assert told("rule.channel") == [STRONGEST, 0, 1, 1]
    assert told("rule.fee") == [1, 1, 0, 1]
    assert told("rule.limit") == [0, 0, 0, 1]
    assert told("product.speed") == [0, 0, 0, 0]


def test_a_factor_of_a_silent_customer_has_the_lowest_logit(language: Language) -> None:
    observed = read(language, RECITAL)
    values = factor_values(observed, Heard(), ["rule.channel", "rule.fee"])["rule.channel"]
    assert (values["whole"], values["top"], values["lead"], values["louder"]) == (-STRONGEST, -STRONGEST, 0, 0)


def test_a_factor_is_measured_against_its_siblings(language: Language) -> None:
    observed = observe(comment("网点又远又要排队"), language)
    heard = flat(observed, language, rule_channel=2.0, rule_fee=-1.0, rule_limit=0.5)
    values = factor_values(observed, heard, ["rule.channel", "rule.fee", "rule.limit"])
    assert [(v["lead"], v["louder"]) for v in values.values()] == [(1.5, 0), (-3, 2), (-1.5, 1)]


def test_a_comment_is_no_call(language: Language) -> None:
    observed = observe(comment("太慢"), language)
    values = factor_values(observed, flat(observed, language), ["product.speed"])
    assert values["product.speed"]["in_call"] == 0


def test_each_cause_of_a_call_is_measured_against_the_others(language: Language) -> None:
    observed = read(language, FAULT, RECITAL, "客：好的", comment="网点远")
    logits = {
        0: {"person": -9.0, "product": 3.0, "rule": 0.0},
        2: {"person": -1.0, "product": 1.0, "rule": 2.0},
        3: {"person": 0.0, "product": 0.5, "rule": 4.0},
    }
    values = cause_values(observed, each(observed, language, logits))
    assert {c: values[c]["call_top"] for c in Cause} == {Cause.PERSON: -1, Cause.PRODUCT: 3, Cause.RULE: 2}
    assert values[Cause.PERSON]["call_mean"] == values[Cause.PERSON]["call_clause"] == (QUIETEST - 1) / 2
    assert {c: values[c]["call_lead"] for c in Cause} == {Cause.PERSON: -4, Cause.PRODUCT: 1, Cause.RULE: -1}
    assert {c: values[c]["comment"] for c in Cause} == {Cause.PERSON: 0, Cause.PRODUCT: 0.5, Cause.RULE: 4}
    assert {c: values[c]["comment_lead"] for c in Cause} == {Cause.PERSON: -4, Cause.PRODUCT: -3.5, Cause.RULE: 3.5}
    assert [values[c][f"is_{c}"] for c in Cause] == [1, 1, 1]
    assert values[Cause.PRODUCT]["fault"] > 0 == values[Cause.RULE]["fault"]
    assert values[Cause.RULE]["recital"] > 0 == values[Cause.PRODUCT]["recital"]


def test_a_comment_after_a_call_counts_by_its_rules_too(language: Language) -> None:
    observed = read(language, "客：好的", comment="非得去网点才能办")
    votes = {c: values["comment_votes"] for c, values in cause_values(observed, flat(observed, language)).items()}
    assert votes[Cause.RULE] > 0 == votes[Cause.PERSON] == votes[Cause.PRODUCT]


def test_a_call_without_a_comment_says_nothing_of_one(language: Language) -> None:
    observed = read(language, FAULT)
    values = cause_values(observed, flat(observed, language))
    assert not [name for name in values[Cause.PRODUCT] if name.startswith("comment")]


def test_what_the_agent_says_and_how_the_two_get_on_count_for_each_cause_apart(language: Language) -> None:
    observed = read(language, "座：您好", FAULT, RECITAL, "座：好的", "客：好的")
    heard = Heard(flat(observed, language) | told(observed, {0: {"person": 1.0}, 2: {"rule": 9.0}, 3: {"person": 2.0}}))
    values = cause_values(observed, heard)
    for cause in Cause:
        assert values[cause][f"told_person_{cause}"] == (2 + 1) / 2
        assert values[cause][f"told_rule_{cause}"] == 0.0 == (SURE - SURE) / 2
        for name, value in exchange_values(observed).items():
            assert values[cause][f"{name}_{cause}"] == value
    assert not {name for name in values[Cause.RULE] if name.endswith("_product")}


@pytest.mark.parametrize(("repeat", "resolved", "counts"), [(True, False, 1.0), (True, None, 1.0), (True, True, 0.0)])
def test_a_repeat_contact_counts_unless_the_matter_is_settled_now(
    language: Language, repeat: bool, resolved: bool | None, counts: float
) -> None:
    observed = replace(read(language, FAULT, "座：好的"), repeat_contact=repeat, resolved=resolved)
    values = cause_values(observed, flat(observed, language))
    assert {values[cause][f"repeat_{cause}"] for cause in Cause} == {counts}


def test_complaints_of_other_causes_are_counted_where_there_are_some(language: Language) -> None:
    observed = read(language, COMPLAINT, "客：好的")
    values = cause_values(observed, flat(observed, language))
    assert values[Cause.PRODUCT]["other_complaints"] == values[Cause.RULE]["complaint"] > 0
    assert "other_complaints" not in values[Cause.RULE]


@pytest.mark.parametrize(("line", "calm"), [("客：好的", True), (ANGRY, False)])
def test_votes_count_apart_in_a_call_without_bad_feeling(language: Language, line: str, calm: bool) -> None:
    observed = read(language, RECITAL, line)
    values = cause_values(observed, flat(observed, language))[Cause.RULE]
    assert values["quiet_recital"] == (values["recital"] if calm else 0)
    assert values["quiet_rule"] == float(calm)


def test_the_causes_of_a_silent_customer_rest_on_votes_alone(language: Language) -> None:
    observed = read(language, RECITAL)
    values = cause_values(observed, Heard())
    assert {values[c]["call_top"] for c in Cause} == {QUIETEST}
    assert values[Cause.RULE]["recital"] > 0


def test_words_said_to_a_machine_blame_no_person(language: Language) -> None:
    lines = ("客：态度太差了，没人理我", "座：您好，请讲", "客：卡丢了")
    robot, person = (read(language, f"{speaker}：请说出您要办理的业务", *lines) for speaker in "系座")
    heard = [flat(o, language, person=3, product=3) for o in (robot, person)]
    blamed, free = (cause_values(o, h) for o, h in zip((person, robot), heard, strict=True))
    assert Says.COMPLAINT in blamed[Cause.PERSON]
    assert free[Cause.PERSON][Says.COMPLAINT] == 0.0 < blamed[Cause.PERSON][Says.COMPLAINT]
    assert free[Cause.PRODUCT]["call_top"] == blamed[Cause.PRODUCT]["call_top"]
    to_machine = each(robot, language, {1: {"person": 5}, 3: {"person": -9}})
    assert cause_values(robot, to_machine)[Cause.PERSON]["call_top"] == QUIETEST


def test_what_a_machine_says_is_no_lapse_of_an_agent(language: Language) -> None:
    observed = read(language, "系：坐席全忙，请稍后再拨", "客：人工", "座：您好", "客：卡丢了")
    heard = Heard({**flat(observed, language), **told(observed, {0: {"person": SURE}, 2: {"person": -SURE}})})
    assert cause_values(observed, heard)[Cause.RULE]["told_person_rule"] == -SURE


def test_wishes_of_a_content_customer_count(language: Language) -> None:
    wish = read(language, "座：您好", "客：要是以后手机上自己能改地址就好了")
    none = read(language, "座：您好", "客：地址改好了")
    found = [dissatisfaction_values(o, flat(o, language))["call_wishes"] for o in (wish, none)]
    assert found[0] > 0 == found[1]


def test_who_asks_for_something_tells_no_wish(language: Language) -> None:
    texts = ("能不能加个提醒功能", "建议加个提醒功能", "要是能加个搜索功能，找起来就省事了", "刚加了个搜索功能")
    observed = [observe(comment(text), language) for text in texts]
    assert [len(told_wishes(o, o.comments)) > 0 for o in observed] == [False, True, True, False]
    counts = [dissatisfaction_values(o, flat(o, language))["comment_wishes"] for o in observed]
    assert [count > 0 for count in counts] == [False, True, True, False]


def test_the_sides_of_a_contrast_count_in_answers_to_surveys_alone(language: Language, taxonomy: Taxonomy) -> None:
    text = "客服挺耐心，但是手续费太贵"
    survey, review = (observe(comment(text, channel=channel), language) for channel in ("sms", "app_review"))
    heard = flat(survey, language)
    for observed, told_apart in ((survey, True), (review, False)):
        values = comment_cause_values(observed, heard, taxonomy)[Cause.RULE]
        assert ("contrast" in values, "comment_contrast" in dissatisfaction_values(observed, heard)) == (
            told_apart,
        ) * 2


@pytest.mark.parametrize(("settled", "counts"), [(True, False), (False, True), (None, True)])
def test_a_further_call_about_what_is_mended_now_is_no_lapse(
    language: Language, settled: bool | None, counts: bool
) -> None:
    observed = replace(read(language, "客：我第三次打来了，一直没解决", "座：好的"), resolved=settled)
    lapse = cause_values(observed, flat(observed, language))[Cause.PERSON][Says.LAPSE]
    assert (lapse > 0) is counts
