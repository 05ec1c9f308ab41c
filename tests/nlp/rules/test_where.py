import pytest

from voc.domain.conversation import Speaker
from voc.domain.moments import Phase
from voc.nlp.rules import parse
from voc.nlp.rules.where import ONE_PHASE, ONE_SPEAKER, Where


def test_scopes_narrow_what_is_looked_at() -> None:
    inside = Where().within(parse("AGENT(a)")).within(parse("PHASE/解答(a)")).within(parse("CLAUSE(a)"))
    assert inside == Where(Speaker.AGENT, Phase.ANSWERING, single=True)
    assert inside.within(parse("CUSTOMER(a)")).speaker is Speaker.CUSTOMER
    assert inside.within(parse("PHASE/解答(a)")).nothing == ""
    assert inside.within(parse("PHASE/道别(a)")).nothing == ONE_PHASE
    assert inside.within(parse("a AND b")) == inside


def test_what_one_is_known_to_say_nobody_else_does() -> None:
    known = Where(said_by=Speaker.CUSTOMER)
    assert known.within(parse("CUSTOMER(a)")).nothing == ""
    assert known.within(parse("AGENT(a)")).within(parse("CUSTOMER(a)")).nothing == ONE_SPEAKER


@pytest.mark.parametrize(
    ("scope", "in_call"),
    [
        ("CUSTOMER(a)", False),
        ("CLAUSE(a)", False),
        ("AGENT(a)", True),
        ("SYSTEM(a)", True),
        ("PHASE/解答(a)", True),
        ("FIRST/3u(a)", True),
    ],
)
def test_comments_are_the_customers_and_of_no_part_of_the_call(scope: str, in_call: bool) -> None:
    assert Where().within(parse(scope)).in_call is in_call
