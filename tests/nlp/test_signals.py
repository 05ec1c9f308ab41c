from tests.nlp.contacts import call, comment
from voc.domain.moments import MomentKind
from voc.domain.rule import Says
from voc.nlp.language import Language
from voc.nlp.signals import Observed, observe

FAULT = "客：手机银行闪退，进不去"
RECITAL = "座：这个需要您本人带身份证到网点柜台办理"
COMPLAINT = "客：非得去网点才能办"
ANGRY = "客：客服态度太差了，气死我了"


def read(language: Language, *lines: str, score: float | None = None, comment: str = "") -> Observed:
    return observe(call(*lines, score=score, comment=comment), language)


def test_a_call_is_read_passage_by_passage_with_its_comments_last(language: Language) -> None:
    observed = read(language, "系：查询请按1", "座：您好", FAULT, "客：好的谢谢", comment="太差了")
    assert observed.utterance_count == len(observed.phases) == 4
    assert len(observed.passages) == len(observed.valences) == len(observed.cues) == 5
    assert observed.customer_passages == (2, 3, 4)
    assert observed.spoken == (2, 3)
    assert observed.others == (0, 1)
    assert observed.comments == (4,)


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


def test_each_passage_has_the_cues_of_its_own_words_whoever_speaks(language: Language) -> None:
    observed = read(language, "座：已经给您提交好了", "客：好的，到账了", comment="第三次打来了")
    assert observed.cues == tuple(language.cues.found_in(p.text) for p in observed.passages)
    assert "done" in observed.cues[0]
    assert "works" in observed.cues[1]
    assert "called_before" in observed.cues[2]


def test_moments_follow_from_the_words_and_how_it_came_out_is_not_known_yet(language: Language) -> None:
    observed = read(language, "座：您好", "客：你好，谢谢你", RECITAL, ANGRY, "座：抱歉", "客：好的，非常感谢")
    assert {m.kind for m in observed.moments} == set(MomentKind)
    assert {m.turned_by for m in observed.moments} == {None}
    assert observed.resolved is None


def test_a_comment_alone_has_no_course(language: Language) -> None:
    observed = observe(comment("手机银行闪退，第三次打来了"), language)
    assert (observed.phases, observed.moments, observed.resolved) == ((), (), None)
    assert observed.comments == observed.customer_passages == (0,)
    assert observed.spoken == ()
    assert observed.repeat_contact


def test_a_survey_without_a_comment_has_nothing_to_read(language: Language) -> None:
    observed = observe(comment("", score=1), language)
    assert (observed.passages, observed.valences, observed.cues) == ((), (), ())


def test_a_comment_that_says_nothing_is_not_among_the_comments(language: Language) -> None:
    observed = observe(call("座：您好", "客：嗯", comment="手机银行"), language)
    assert observed.bare == {2}
    assert (observed.customer_passages, observed.comments) == ((1,), ())
    spoken = observe(call("座：您好", "客：嗯", comment="手机银行闪退"), language)
    assert (spoken.bare, spoken.comments) == (frozenset(), (2,))


def test_a_word_that_a_rule_knows_is_no_bare_name(language: Language) -> None:
    assert observe(comment("强制更新"), language).bare == frozenset()
    assert observe(comment("不用去网点"), language).bare == frozenset()


def test_what_was_taken_back_is_kept_by_passage(language: Language) -> None:
    observed = observe(call("座：您好", "客：听说会闪退", comment="会闪退吗"), language)
    assert {i: {m.rule.factor for m in own} for i, own in observed.taken_back.items()} == {
        1: {"product.stability"},
        2: {"product.stability"},
    }
    assert observed.matches == {}


MENU = "系：我是智能助手，请说出您要办理的业务"


def test_what_is_said_to_a_machine_is_told_from_what_is_said_to_people(language: Language) -> None:
    observed = read(
        language,
        MENU,
        "客：转人工",
        "客：人工",
        "座：您好",
        "客：卡丢了",
        "系：正在转接",
        "客：喂",
        "座：您好",
        "客：在",
    )
    assert observed.to_machines == {1, 2, 6}
    assert observed.agents == (3, 7)


def test_the_first_words_of_a_customer_are_said_to_a_person(language: Language) -> None:
    assert read(language, "客：喂你好", MENU, "客：人工", "座：您好").to_machines == {2}


def test_where_no_person_answers_nothing_is_only_said_to_a_machine(language: Language) -> None:
    assert read(language, MENU, "客：等了半小时没人接", "系：坐席正忙").to_machines == frozenset()
