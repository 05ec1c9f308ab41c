import pytest
from hypothesis import given, settings

from tests.nlp.rules.small_world import EXPRESSIONS, scenes
from voc.domain.expressions import Expression
from voc.nlp.rules import Scene, Search, parse
from voc.nlp.rules.kinds import ANY_KIND, CALLS, SURVEYS, Kinds, kinds_of
from voc.nlp.rules.where import Where


@pytest.mark.parametrize(
    ("expression", "kinds"),
    [
        ("a", ANY_KIND),
        ("CUSTOMER(a)", ANY_KIND),
        ("AGENT(a)", CALLS),
        ("FIRST/3u(a)", CALLS),
        ("PHASE/解答(CLAUSE(NOT a))", CALLS),
        ("PHASE/解答(NOT a)", CALLS),
        ("FIRST/30s(NOT a)", CALLS),
        ("kind=survey_response AND FIRST/30s(NOT a)", frozenset()),
        ("REPEAT/2", CALLS),
        ("agent_id=a", CALLS),
        ("queue=a", ANY_KIND),
        ("UTTERANCES=0", SURVEYS),
        ("AGENT(UTTERANCES=0)", ANY_KIND),
        ("UTTERANCES>=1", CALLS),
        ("kind=survey_response OR AGENT(a)", ANY_KIND),
        ("kind=survey_response AND AGENT(a)", frozenset()),
        ("ATLEAST/2(kind=survey_response, a, AGENT(b))", ANY_KIND),
        ("ATLEAST/2(kind=survey_response, AGENT(c), AGENT(b))", CALLS),
        ("NOT kind=conversation", SURVEYS),
    ],
)
def test_kinds_are_told_by_the_form(expression: str, kinds: Kinds) -> None:
    assert kinds_of(parse(expression), Where()) == kinds


@settings(max_examples=200, deadline=None)
@given(EXPRESSIONS, scenes())
def test_what_holds_on_a_contact_may_hold_on_its_kind(expression: Expression, where: Scene) -> None:
    assert where.contact is not None
    assert Search(expression).hits(where) is None or where.contact.kind in kinds_of(expression, Where())
