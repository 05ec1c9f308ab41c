import pytest

from voc.nlp.rules import parse
from voc.nlp.rules.dead import never_holds, without_words


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
    ],
)
def test_what_may_hold_is_not_called_dead(expression: str) -> None:
    assert never_holds(parse(expression)) is None


@pytest.mark.parametrize(
    ("expression", "without"),
    [
        ("a", False),
        ("/a/", False),
        ("VALENCE<0", False),
        ("SILENCE>5s", False),
        ("NOT a", True),
        ("SCORE<0.5", True),
        ("UTTERANCES>1 AND NOT a", True),
        ("UTTERANCES>1 AND a", False),
        ("CUSTOMER(SCORE<0.5)", True),
        ("SCORE<0.5 UNLESS a", True),
        ("a BEFORE b", False),
    ],
)
def test_what_is_about_no_words_can_be_no_evidence(expression: str, without: bool) -> None:
    assert without_words(parse(expression)) is without
