import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.nlp.rules.scenes import scene
from tests.nlp.rules.small_world import EXPRESSIONS, scenes
from voc.domain.conversation import Speaker
from voc.domain.expressions import Except, Expression, printed
from voc.nlp.rules import Scene, Search, parse
from voc.nlp.rules.dead import NO_KIND, always_holds, idle_parts, never_holds


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ('"卡，死"', "断句"),
        ('闪退 ..5 "卡。死"', "断句"),
        ('"…"', "断句"),
        ('"，卡"|"?!"', "断句"),
        ("a AND NOT a", "既要有又要没有"),
        ('a AND "卡，死"', "断句"),
        ("a UNLESS a", "例外"),
        ("a UNLESS (b OR a)", "例外"),
        ("白屏|花屏 UNLESS 屏", "例外"),
        ("(CUSTOMER(白屏) OR PHASE/解答(花屏)) UNLESS 屏", "例外"),
        ("a UNLESS UTTERANCES>=0", "例外总是成立"),
        ("UTTERANCES=0 AND FIRST/3u(a)", "单独的调查"),
        ("AGENT(a) AND UTTERANCES<1", "单独的调查"),
        ("UTTERANCES=0 AND SILENCE>3s", "单独的调查"),
        ("kind=survey_response AND FIRST/3u(a)", "单独的调查"),
        ("kind=survey_response AND PHASE/解答(a)", "单独的调查"),
        ("kind=survey_response AND SILENCE>3s", "单独的调查"),
        ("kind=survey_response AND AGENT(a)", "单独的调查"),
        ("kind=survey_response AND REPEAT/2", "单独的调查"),
        ("kind=survey_response AND UTTERANCES>3", "单独的调查"),
        ("kind=survey_response AND agent_id=A17", "单独的调查"),
        ("a AND NOT kind=conversation AND NOT kind=survey_response", "单独的调查"),
        ("kind=phone AND a", "kind 只能是"),
        ("CUSTOMER(a) AND NOT a", "既要有又要没有"),
        ("(a BEFORE b) AND NOT b", "既要有又要没有"),
        ("(a|b) AND NOT (a|b)", "既要有又要没有"),
        ("(SCORE>0.8 OR SCORE>0.9) AND SCORE<0.2", "同时符合"),
        ("CUSTOMER(SCORE<0.2 AND a) AND SCORE>0.8", "同时符合"),
        ("SCORE<0.2 AND NOT SCORE<0.5", "同时符合"),
        ("UTTERANCES>5 AND NOT UTTERANCES>3", "同时符合"),
        ("CUSTOMER(UTTERANCES>5) AND UTTERANCES<3", "同时符合"),
        ("UTTERANCE(VALENCE<-0.5 AND VALENCE>0.5)", "同时符合"),
        ("CLAUSE(UTTERANCES>1)", "最多有 1 句"),
        ("CLAUSE(REPEAT/2(闪退))", "最多有 1 句"),
        ("UTTERANCE(闪退 AND CUSTOMER(REPEAT/2))", "最多有 1 句"),
        ("FIRST/3u(UTTERANCES>3)", "最多有 3 句"),
        ("FIRST/1u(REPEAT/2(闪退))", "最多有 1 句"),
        ("LAST/2u(a AND CUSTOMER(REPEAT/3))", "最多有 2 句"),
        ("REPEAT/3(闪退) AND UTTERANCES<3", "同时符合"),
        ("CUSTOMER(REPEAT/3) AND UTTERANCES<3", "同时符合"),
        ("(REPEAT/3(a) BEFORE b) AND UTTERANCES=2", "同时符合"),
        ("((a AND UTTERANCES>5) NEAR/3 b) AND UTTERANCES<3", "同时符合"),
        ("queue=a AND NOT queue=a|b", "排除了"),
        ("UTTERANCE(CUSTOMER(a) AND AGENT(b))", "只有一个人说"),
        ("UTTERANCE(PHASE/问候(a) AND PHASE/道别(b))", "两个阶段"),
        ("PHASE/问候(a) NEAR/3 PHASE/道别(b)", "两个阶段"),
        ('"卡，死" UNLESS a', "断句"),
        ('"卡，死" OR "卡。死"', "断句"),
        ("ATLEAST/3(a, b)", "只列了 2 个"),
        ('ALL(a, "卡，死")', "断句"),
        ('ANY("卡，死", "卡。死")', "断句"),
        ('CUSTOMER("卡，死")', "断句"),
        ("SILENCE<0s", "范围"),
        ("UTTERANCES<0", "范围"),
        ("VALENCE<-1", "范围"),
        ("VALENCE>1", "范围"),
        ("SCORE<0", "范围"),
        ("SCORE>1 AND a", "范围"),
        ('a BEFORE "卡，死"', "断句"),
        ("ATLEAST/2(慢, 慢)", "只列了 1 个"),
        ('ATLEAST/2(a, "卡，死")', "断句"),
        ("ALL(a, NOT a)", "既要有又要没有"),
        ("(NOT 手机) NEAR/2 打不开", "有一边没有"),
        ("投诉 AFTER UTTERANCES>=3", "有一边没有"),
        ("(SCORE<0.5) AROUND/2 a", "有一边没有"),
        ("AGENT(a) NEAR/3 CUSTOMER(b)", "不同的人"),
        ("REPEAT/2(NOT a)", "REPEAT"),
        ("AGENT(VALENCE<-0.3)", "VALENCE 只看客户"),
        ("AGENT(REPEAT/2(没人))", "REPEAT"),
        ("AGENT(REPEAT/2)", "REPEAT"),
        ("REPEAT/2(SYSTEM(没人))", "REPEAT"),
        ("UTTERANCES>5 AND UTTERANCES<3", "同时符合"),
        ("UTTERANCES>5 AND UTTERANCES<6 AND a", "同时符合"),
        ("SCORE<0.2 AND SCORE>0.8", "同时符合"),
        ("PHASE/问候(PHASE/道别(a))", "两个阶段"),
        ("PHASE/问候(CUSTOMER(a AND PHASE/道别(b)))", "两个阶段"),
        ("PHASE/问候(PHASE/道别(REPEAT/2))", "两个阶段"),
        ("PHASE/问候(PHASE/道别(UTTERANCES>0))", "两个阶段"),
    ],
)
def test_what_can_never_hold_is_told_with_the_reason(expression: str, reason: str) -> None:
    assert reason in (never_holds(parse(expression)) or "")


@pytest.mark.parametrize(
    "expression",
    [
        *(
            "闪退",
            '"卡，死"|闪退',
            "a AND NOT b",
            "a UNLESS b",
            "a UNLESS (b OR c)",
            'a OR "卡，死"',
            "ATLEAST/2(a, b)",
        ),
        *(
            'ATLEAST/2(a, "卡，死", b)',
            'NOT "卡，死"',
            "SCORE<=0",
            "SCORE>=1",
            "VALENCE<=-1",
            "SILENCE>=0s",
            "UTTERANCES=0",
        ),
        *('"?"', '"、"', '"："', '"no."', '"no.1"', '"😡"', '"12:30"', r"/\?/"),
        *("queue=a", "/a/", "REPEAT/2", 'ANY(a, "卡，死")'),
        *(
            "白屏|花屏|卡 UNLESS 屏",
            "~白屏 UNLESS 屏",
            "屏 UNLESS 白屏",
            "白屏 UNLESS CUSTOMER(屏)",
            "(a AND b) UNLESS (a AND b)",
            "(NOT a) UNLESS (NOT a)",
            "(SCORE<1 OR 白屏) UNLESS 屏",
        ),
        *(
            # A survey has no utterances, and its comment may have the words.
            "UTTERANCES=0 AND 闪退",
            "kind=survey_response AND 闪退 AND SCORE<0.5",
            "kind=survey_response AND CUSTOMER(a)",
            "kind=survey_response AND NOT PHASE/解答(a)",
            "kind=survey_response AND (a OR FIRST/3u(b))",
            "kind=survey_response AND UTTERANCES<3 AND queue=a AND object=b",
            "kind=conversation|survey_response",
            "AGENT(UTTERANCES=0) AND a",
            "ATLEAST/2(a, FIRST/3u(b), queue=c) AND kind=survey_response",
        ),
        *(
            "CUSTOMER(a) AND NOT AGENT(a)",
            "a AND NOT CUSTOMER(a)",
            "ALLOW/negated(a) AND NOT a",
            "AGENT(CUSTOMER(a) AND NOT a)",
            "(SCORE>0.8 OR a) AND SCORE<0.2",
            "NOT SCORE<0.5 AND NOT SCORE>=0.5",
            "AGENT(CUSTOMER(UTTERANCES>5) AND UTTERANCES<3)",
            "AGENT(REPEAT/3(CUSTOMER(a)) AND UTTERANCES<3)",
            "REPEAT/3(a) AND UTTERANCES=3",
            "FIRST/2u(REPEAT/2(a))",
            "CUSTOMER(UTTERANCES<3) AND REPEAT/2",
            "UTTERANCES>5 AND CUSTOMER(UTTERANCES<3)",
            "FIRST/3u(UTTERANCES=3)",
            "queue=a|b AND NOT queue=a",
            "meta:x=a AND meta:x=b",
            "UTTERANCE(a AND NOT AGENT(b))",
            "UTTERANCE(CUSTOMER(a) OR AGENT(b))",
        ),
        *("UTTERANCES>5 AND UTTERANCES<7", "SCORE>=0.2 AND SCORE<=0.2", "VALENCE<-0.3 AND VALENCE>0.3"),
        *(
            "PHASE/问候(PHASE/问候(a))",
            "PHASE/问候(PHASE/道别(UTTERANCES<3 AND SCORE<1))",
            "PHASE/问候(a) AND PHASE/道别(b)",
        ),
        *("AGENT(CUSTOMER(VALENCE<0))", "AGENT(REPEAT/2(CUSTOMER(a)))", "REPEAT/2(a)", "object=手机银行 NEAR/3 a"),
        *("a NEAR/3 CUSTOMER(b)", "UTTERANCE(NOT a) BEFORE b", "AGENT(a) NEAR/3 b", "a AFTER AGENT(b)"),
    ],
)
def test_what_may_hold_is_not_called_dead(expression: str) -> None:
    assert never_holds(parse(expression)) is None


def test_within_the_words_of_a_speaker_others_may_be_looked_at() -> None:
    assert never_holds(parse("AGENT(a) AND NOT a"), Speaker.CUSTOMER) is None
    assert never_holds(parse("AGENT(a) AND NOT a")) == "既要有又要没有"


@pytest.mark.parametrize(
    "expression",
    [
        "UTTERANCES>=0",
        "UTTERANCES>=-1",
        "NOT UTTERANCES<0",
        'NOT "卡，死"',
        "NOT (a AND NOT a)",
        "a OR NOT a",
        "a OR b OR NOT (a|b)",
        "a OR UTTERANCES>=0",
        "UTTERANCES<5 OR UTTERANCES>=5",
        "CUSTOMER(UTTERANCES>=0) AND NOT SCORE<0",
        "ALL(UTTERANCES>=0, NOT SCORE<0)",
        "NOT kind=phone",
    ],
)
def test_what_always_holds_is_told(expression: str) -> None:
    assert always_holds(parse(expression))
    assert never_holds(parse(expression)) is None


@pytest.mark.parametrize(
    "expression",
    [
        "a",
        "NOT a",
        "SCORE>=0",
        "VALENCE>=-1",
        "a OR NOT b",
        "a OR NOT (a|b)",
        "UTTERANCES<5 OR UTTERANCES>5",
        "UTTERANCE(UTTERANCES>=0)",
        "UTTERANCES>=1",
        "CUSTOMER(a) OR NOT a",
        "ATLEAST/2(a, NOT a)",
    ],
)
def test_what_may_not_hold_is_not_said_to_hold_always(expression: str) -> None:
    assert always_holds(parse(expression)) is None


@pytest.mark.parametrize(
    ("expression", "part", "reason"),
    [
        ("闪退 AND UTTERANCES>=0", "UTTERANCES>=0", "总是成立：没有一个数不符合"),
        ("闪退 OR (a AND NOT a)", "a AND NOT a", "不会成立：既要有又要没有"),
        ('闪退 UNLESS "卡，死"', '"卡,死"', "不会成立：词里有断句的标点，一个分句里不会有"),
        ('闪退|"卡，死"', '"卡,死"', "不会成立：词里有断句的标点，一个分句里不会有"),
        ('闪退|"？"', '"?"', r"末尾是断句的标点，只有后面紧接着数字时才找得到；找标点本身写正则，如 /\?/"),
        ("闪退 AND SCORE>=0", "SCORE>=0", "只要有分数就成立"),
        ("闪退 AND CUSTOMER(VALENCE>=-1)", "VALENCE>=-1", "客户说的每句话都成立"),
        ("SILENCE>=0s", "SILENCE>=0s", "只要有时间就成立"),
        ('闪退 AND NOT "卡，死"', 'NOT "卡,死"', "总是成立：NOT 后面的不会成立（词里有断句的标点，一个分句里不会有）"),
    ],
)
def test_parts_that_do_nothing_are_told(expression: str, part: str, reason: str) -> None:
    ((idle, why),) = idle_parts(parse(expression))
    assert (printed(idle), why) == (part, reason)


@pytest.mark.parametrize(
    ("expression", "part", "reason"),
    [
        ("慢 UNLESS UTTERANCES>=3", "UTTERANCES>=3", "这里最多有 1 句"),
        ("网点 UNLESS REPEAT/2(快)", "REPEAT/2(快)", "这里最多有 1 句"),
        ("网点 UNLESS REPEAT/2", "REPEAT/2", "这里最多有 1 句"),
        ("CUSTOMER(网点 UNLESS AGENT(稍等))", "AGENT(稍等)", "一句话只有一个人说"),
        ("CUSTOMER(网点) UNLESS AGENT(稍等)", "AGENT(稍等)", "一句话只有一个人说"),
        ("PHASE/解答(网点) UNLESS PHASE/道别(稍等)", "PHASE/closing(稍等)", "一句话不会同时在两个阶段"),
        ("AGENT(网点 UNLESS VALENCE<0)", "VALENCE<0", "VALENCE 只看客户的话"),
    ],
)
def test_exceptions_that_no_clause_of_a_hit_has_are_told(expression: str, part: str, reason: str) -> None:
    ((idle, why),) = idle_parts(parse(expression))
    assert (printed(idle), why) == (part, f"不会成立：{reason}（例外只看命中的那个分句）")


def test_a_part_of_an_exception_that_no_clause_of_a_hit_has_is_told() -> None:
    ((idle, why),) = idle_parts(parse("CUSTOMER(网点) UNLESS (不用 OR AGENT(稍等))"))
    assert (printed(idle), why) == ("AGENT(稍等)", "不会成立：一句话只有一个人说")


@pytest.mark.parametrize(
    "expression",
    [
        # Without a hit the exception is looked for in all of the contact.
        "NOT 慢 UNLESS UTTERANCES>=3",
        "SCORE<0.5 UNLESS REPEAT/2(快)",
        "(慢 OR SCORE<0.5) UNLESS UTTERANCES>=3",
        "object=网点 UNLESS UTTERANCES>=3",
        "慢 UNLESS UTTERANCES>=1",
        "网点 UNLESS AGENT(稍等)",
        "(CUSTOMER(网点) OR AGENT(柜台)) UNLESS AGENT(稍等)",
        "CUSTOMER(网点 UNLESS CUSTOMER(稍等))",
        "慢 UNLESS (SCORE<0.5 OR queue=a OR VALENCE<0 OR FIRST/3u(快) OR SILENCE>5s)",
        "PHASE/解答(网点 UNLESS 稍等 BEFORE 慢)",
    ],
)
def test_exceptions_that_can_work_are_not_told(expression: str) -> None:
    assert list(idle_parts(parse(expression))) == []
    assert never_holds(parse(expression)) is None


def test_an_exception_that_every_clause_of_a_hit_has_takes_all_away() -> None:
    assert "例外总是成立" in (never_holds(parse("慢 UNLESS NOT UTTERANCES>=3")) or "")
    assert never_holds(parse("SCORE<0.5 UNLESS NOT UTTERANCES>=3")) is None


@settings(max_examples=400, deadline=None)
@given(EXPRESSIONS, EXPRESSIONS, st.lists(scenes(), min_size=1, max_size=6))
def test_an_exception_that_is_told_takes_nothing_away(
    part: Expression, exception: Expression, contacts: list[Scene]
) -> None:
    excepting = Except(part, exception)
    if any(idle is exception and why.startswith("不会成立") for idle, why in idle_parts(excepting)):
        for contact in contacts:
            assert Search(excepting).hits(contact) == Search(part).hits(contact)


def test_parts_that_all_do_something_are_not_told() -> None:
    assert list(idle_parts(parse("闪退 AND SCORE<0.5 AND NOT 卡 AND (UTTERANCES>3 OR 白屏 UNLESS 手机)"))) == []


@pytest.mark.parametrize("mark", ["?", "、", "：", ".", "，3"])
def test_a_mark_before_a_number_breaks_no_clause(mark: str) -> None:
    assert Search(parse(f'"{mark}"')).hits(scene(f"客：几点{mark}3点")) is not None


@settings(max_examples=400, deadline=None)
@given(EXPRESSIONS, st.lists(scenes(), min_size=1, max_size=6))
def test_what_is_said_of_every_contact_is_true_of_each(expression: Expression, contacts: list[Scene]) -> None:
    never, always = never_holds(expression), always_holds(expression)
    for contact in contacts:
        hits = Search(expression).hits(contact)
        assert never is None or hits is None
        assert always is None or hits is not None


@pytest.mark.parametrize("window", ["FIRST/30s", "PHASE/解答", "LAST/2u", "LAST/10%"])
def test_a_part_of_the_call_is_not_looked_for_in_a_survey(window: str) -> None:
    assert never_holds(parse(f"kind=survey_response AND {window}(NOT 慢)")) == NO_KIND
    assert always_holds(parse(f"{window}(UTTERANCES>=0)")) is None
