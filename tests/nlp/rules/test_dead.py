import pytest

from voc.nlp.rules import parse
from voc.nlp.rules.dead import never_holds


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ('"卡，死"', "断句"),
        ('闪退 ..5 "卡。死"', "断句"),
        ("a AND NOT a", "既要有又要没有"),
        ('a AND "卡，死"', "断句"),
        ("a UNLESS a", "例外"),
        ("a UNLESS (b OR a)", "例外"),
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
        *("queue=a", "/a/", "REPEAT/2", 'ANY(a, "卡，死")'),
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
