from collections.abc import Mapping
from math import log1p

import pytest

from tests.nlp.contacts import call, comment, topics_of_words
from voc.domain.taxonomy import Cause
from voc.nlp.classifier import UNTAUGHT, Logistic
from voc.nlp.language import Language
from voc.nlp.signals import Observed, observe
from voc.nlp.subjects import LIKELY_ENOUGH, UNSPOKEN, subject_of, subject_values, topics_of

LINES = (
    "座：您好，请问有什么可以帮您",
    "客：我的信用卡年费怎么又扣了，刷满六次不是免年费吗",
    "座：这个信用卡年费您可以到网点或者柜台申请退",
    "客：为这点钱还要跑网点",
)


NOTHING: Mapping[str, float] = {}


def asked(
    observed: Observed,
    language: Language,
    words: str,
    *,
    at: int,
    code: str = "rule.channel",
    topics: Mapping[str, float] = NOTHING,
) -> Mapping[str, dict[str, float]]:
    start = observed.passages[at].text.index(words)
    return subject_values(observed, code, [(at, start, start + len(words))], objects=language.objects, topics=topics)


def chosen(
    observed: Observed,
    language: Language,
    words: str,
    *,
    at: int,
    ranker: Logistic,
    topics: Mapping[str, float] = NOTHING,
) -> str | None:
    start = observed.passages[at].text.index(words)
    return subject_of(
        observed,
        "rule.channel",
        [(at, start, start + len(words))],
        objects=language.objects,
        ranker=ranker,
        topics=topics,
    )


def test_every_object_that_is_named_is_a_candidate_and_so_is_that_of_the_queue(language: Language) -> None:
    observed = observe(call(*LINES, queue="手机银行"), language)
    found = asked(observed, language, "跑网点", at=3)
    assert {"信用卡年费", "网点", "柜台", "手机银行"} <= set(found)
    assert found["手机银行"]["queue"] == 1.0
    assert found["手机银行"]["near"] == 1 / 100


def test_an_object_that_is_meant_without_being_named_is_a_candidate_for_its_factors(language: Language) -> None:
    observed = observe(call(*LINES), language)
    found = asked(observed, language, "跑网点", at=3, code="person.accuracy")
    assert found["客服解答"]["unnamed"] == 1.0
    assert found["网点"]["unnamed"] == 0.0
    assert "客服解答" not in asked(observed, language, "跑网点", at=3)
    known = {factor.code for factor in language.taxonomy.factors}
    assert {code for one in language.objects.table.by_name.values() for code in one.factors} <= known


def test_the_numbers_say_where_how_often_and_by_whom_an_object_is_named(language: Language) -> None:
    found = asked(observe(call(*LINES), language), language, "跑网点", at=3)
    fee, branch = found["信用卡年费"], found["网点"]
    assert (branch["clause"], branch["passage"], branch["near"]) == (1.0, 1.0, 1.0)
    assert (fee["clause"], fee["passage"], fee["opening"], fee["just_before"]) == (0.0, 0.0, 1.0, 1.0)
    assert fee["customer"] > 0
    assert found["柜台"]["customer"] == 0.0
    assert fee["depth"] > branch["depth"]
    assert fee["call opening"] == 1.0


def test_a_comment_has_no_numbers_of_calls(language: Language) -> None:
    observed = observe(comment("信用卡年费太贵"), language)
    (own,) = [v for name, v in asked(observed, language, "太贵", at=0).items() if name == "信用卡年费"]
    assert own["comment"] == 1.0
    assert not any(name.startswith("call ") for name in own)


def test_the_factor_and_its_cause_are_told_together_with_all_that_is_above_an_object(language: Language) -> None:
    own = asked(observe(call(*LINES), language), language, "跑网点", at=3)["信用卡年费"]
    assert {"is 信用卡年费", "is 信用卡", "rule>信用卡", "rule.channel>信用卡年费"} <= set(own)
    bare = asked(observe(call(*LINES), language), language, "跑网点", at=3, code="rule")["信用卡年费"]
    assert {"rule>信用卡", "rule>信用卡年费"} <= set(bare)
    assert not any(name.startswith("rule.") for name in bare)


def test_what_was_learned_decides_and_the_nearest_where_nothing_was(language: Language) -> None:
    observed = observe(call(*LINES), language)
    assert chosen(observed, language, "跑网点", at=3, ranker=UNTAUGHT) == "网点"
    topical = Logistic(0.0, {"opening": 2.0, "depth": 1.0})
    assert chosen(observed, language, "跑网点", at=3, ranker=topical) == "信用卡年费"


def test_without_a_mention_the_queue_is_meant_and_without_a_queue_nothing(language: Language) -> None:
    silent = call("客：这也太久了吧", "座：不好意思", queue="信用卡")
    for ranker in (UNTAUGHT, Logistic(0.0, {"near": 1.0})):
        assert chosen(observe(silent, language), language, "太久", at=0, ranker=ranker) == "信用卡"
        bare = observe(call("客：这也太久了吧", "座：不好意思"), language)
        assert chosen(bare, language, "太久", at=0, ranker=ranker) is None


def test_equal_candidates_are_told_apart_by_name(language: Language) -> None:
    observed = observe(comment("柜台和网点都不行"), language)
    names = asked(observed, language, "不行", at=0)
    assert len(names) > 1
    assert chosen(observed, language, "不行", at=0, ranker=Logistic(0.0, {"nothing": 1.0})) == min(names)


def test_a_claim_about_the_software_is_not_about_how_the_staff_behaves(language: Language) -> None:
    observed = observe(comment("客服态度差，转账每次都要短信验证码"), language)
    found = {
        code: set(asked(observed, language, "每次", at=0, code=code))
        for code in ("product.usability", "person.attitude")
    }
    assert found["person.attitude"] - found["product.usability"] == {"客服态度"}
    assert "短信验证码" in found["product.usability"]


@pytest.mark.parametrize("text", ["打客服排队", "给客服打了半天电话都在排队", "热线排队四十分钟"])
def test_who_queues_on_the_telephone_does_not_queue_at_a_counter(language: Language, text: str) -> None:
    observed = observe(comment(text), language)
    assert chosen(observed, language, "排队", at=0, ranker=UNTAUGHT) == "客服等待时间"


def test_an_object_named_in_all_the_words_of_a_claim_is_told_from_one_named_beside_them(language: Language) -> None:
    observed = observe(comment("转账限额太低，人脸识别也过不了，每天只能转五千"), language)
    text = observed.passages[0].text
    words = [(0, text.index(one), text.index(one) + len(one)) for one in ("转账限额太低", "每天只能转五千")]
    found = subject_values(observed, "rule.limit", words, objects=language.objects, topics=NOTHING)
    assert (found["转账限额"]["clause"], found["人脸识别"]["clause"], found["人脸识别"]["clauses"]) == (1.0, 0.0, 0.0)
    assert 0.5 <= found["转账限额"]["clauses"] <= 1.0


SPOKEN_FOR = {"贷款审批": 1.0, "火星转账": 0.9, "信用卡年费": 0.8, "手机银行": 0.5}


def test_what_all_words_of_a_call_speak_for_is_a_candidate_though_nobody_names_it(language: Language) -> None:
    observed = observe(call(*LINES), language)
    plain, found = (asked(observed, language, "跑网点", at=3, topics=topics) for topics in (NOTHING, SPOKEN_FOR))
    assert set(found) - set(plain) == {"贷款审批", "手机银行"}
    own, named = found["贷款审批"], found["信用卡年费"]
    assert (own["topic"], own["topic_first"], own["topic_place"], own["unspoken"]) == (1.0, 1.0, 0.0, 1.0)
    assert own["unspoken topic"] == 1.0
    assert (named["topic"], named["topic_first"], named["topic_place"]) == (0.8, 0.0, log1p(1))
    assert not any(name.startswith("unspoken") for name in named)
    assert found["网点"]["topic"] == 0.0
    assert found["网点"]["topic_place"] > named["topic_place"]
    assert not any("topic" in name for numbers in plain.values() for name in numbers)


def test_few_of_the_objects_spoken_for_are_candidates_and_none_that_do_not_suit(language: Language) -> None:
    observed = observe(call(*LINES), language)
    only_person = next(o.name for o in language.objects.table.by_name.values() if o.only is Cause.PERSON)
    many = {only_person: 1.0} | dict.fromkeys(["火星转账", "贷款审批", "手机银行", "理财赎回", "购汇"], 0.5)
    plain, found = (asked(observed, language, "跑网点", at=3, topics=topics) for topics in (NOTHING, many))
    assert set(found) - set(plain) == {"贷款审批", "手机银行", "理财赎回"}
    assert found["贷款审批"]["topic_first"] == 1.0
    assert UNSPOKEN == 3


def test_only_a_call_speaks_for_what_nobody_names(language: Language) -> None:
    topics = topics_of_words(("贷款审批",), {"材料": [1.0]})
    text = "材料交了三遍"
    assert topics_of(observe(comment(text), language), topics) == {}
    assert topics_of(observe(call(f"客：{text}"), language), topics) == {"贷款审批": 1.0}
    assert topics_of(observe(call("客：行", comment=text), language), topics) == {"贷款审批": 1.0}


def test_what_nobody_names_is_no_object_where_it_is_unlikely(language: Language) -> None:
    def about(line: str, likely: float, queue: str | None = None) -> str | None:
        ranker = Logistic(likely, {"unspoken": 0.001, "clause": -9.0})
        observed = observe(call(f"客：{line}", queue=queue), language)
        return chosen(observed, language, line[:2], at=0, ranker=ranker, topics={"贷款审批": 1.0})

    assert about("材料交了三遍", LIKELY_ENOUGH) == "贷款审批"
    assert about("材料交了三遍", LIKELY_ENOUGH - 0.1) is None
    assert about("网点要我材料", LIKELY_ENOUGH - 0.1) == "网点"
    assert about("材料交了三遍", LIKELY_ENOUGH - 9.0, queue="手机银行") == "手机银行"
