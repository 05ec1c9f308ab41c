import pytest
from hypothesis import given, settings

from tests.nlp.rules.small_world import EXPRESSIONS, WORDS, scenes
from voc.domain.expressions import Except, Expression
from voc.nlp.rules import Scene, Search, parse
from voc.nlp.rules.excluding import excluded


@pytest.mark.parametrize(
    ("part", "exception", "taken"),
    [
        ("白屏", "屏", True),
        ("屏", "白屏", False),
        ("白屏|卡", "屏", False),
        ("白屏|卡", "屏 OR 卡", True),
        ("打开 ..5 白屏", "屏", True),
        ("(打开|点) ..5 (白屏|卡)", "屏", False),
        ("~白屏", "屏", False),
        ("白屏", "~屏", True),
        ("白屏", "CUSTOMER(屏)", False),
        ("CUSTOMER(PHASE/解答(白屏))", "屏", True),
        ("白屏 AND SCORE<0.5", "屏", True),
        ("白屏 AND 卡", "屏", False),
        ("白屏 BEFORE 卡", "屏", True),
        ("白屏 NEAR/3 卡", "屏", False),
        ("SCORE<0.5", "SCORE<0.5", False),
        ("(a AND b)", "(a AND b)", False),
        ("/白屏/", "屏", False),
        ("/白屏/", "/白屏/", True),
    ],
)
def test_hits_that_an_exception_always_takes_are_told(part: str, exception: str, taken: bool) -> None:
    assert excluded(parse(part), parse(exception)) is taken


@settings(max_examples=200, deadline=None)
@given(EXPRESSIONS | WORDS, WORDS, scenes())
def test_nothing_is_left_of_what_is_excluded(part: Expression, exception: Expression, where: Scene) -> None:
    assert not excluded(part, exception) or Search(Except(part, exception)).hits(where) is None
