import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.nlp.rules.scenes import hits, scene
from tests.nlp.rules.small_world import EXPRESSIONS, WORDS, scenes
from voc.domain.expressions import Expression, printed
from voc.nlp.rules import Scene, Search, parse
from voc.nlp.rules.covering import covers
from voc.nlp.rules.normal import normal


def hits_in(expression: Expression, text: str) -> bool:
    return hits(printed(expression), scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("wider", "narrower", "covered"),
    [
        ("慢", "慢", True),
        ("慢", "太慢", True),
        ("太慢", "慢", False),
        ("给力", "不给力", False),
        ("~网银", "网银", True),
        ("网银", "~网银", False),
        ("慢", "PHASE/解答(太慢)", True),
        ("慢", "太慢 AND SCORE<0.5", True),
        ("慢", "太慢 AND 卡", False),
        ("慢", "太慢 UNLESS 手机", True),
        ("慢", "太慢 BEFORE 卡", True),
        ("慢", "卡 BEFORE 太慢", False),
        ("慢", "太慢 NEAR/3 卡", False),
        ("慢", "太慢 NEAR/3 很慢", True),
        ("慢", "CUSTOMER(太慢)", True),
        ("慢 UNLESS 手机", "慢", False),
        ("ALLOW/negated(慢)", "太慢", True),
        ("慢", "ALLOW/negated(慢)", False),
        ("慢", "SCORE<0.5", False),
        ("太 ..5 慢", "太 ..3 慢", False),
        ("慢", "太 ..3 慢", False),
        ("/慢/", "太慢", False),
    ],
)
def test_a_condition_is_covered_where_its_hits_surely_are(wider: str, narrower: str, covered: bool) -> None:
    assert covers(normal(parse(wider)), normal(parse(narrower)), hits_in) is covered


def clauses(expression: Expression, where: Scene) -> set[tuple[int, tuple[int, int]]]:
    """Where the hits of an expression begin."""
    found = Search(expression).hits(where) or ()
    return {(hit.passage, where.passages[hit.passage].clause_at(hit.start)) for hit in found}


@settings(max_examples=300, deadline=None)
@given(WORDS, EXPRESSIONS | WORDS, st.lists(scenes(), min_size=1, max_size=4))
def test_what_is_covered_is_never_hit_alone(wider: Expression, narrower: Expression, contacts: list[Scene]) -> None:
    wide, narrow = normal(wider), normal(narrower)
    if covers(wide, narrow, hits_in):
        for contact in contacts:
            assert clauses(narrow, contact) <= clauses(wide, contact)
