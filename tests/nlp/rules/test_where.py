import pytest

from voc.domain.conversation import Speaker
from voc.domain.moments import Phase
from voc.nlp.rules import parse
from voc.nlp.rules.where import Where


def test_scopes_narrow_what_is_looked_at() -> None:
    inside = Where().within(parse("AGENT(a)")).within(parse("PHASE/解答(a)")).within(parse("CLAUSE(a)"))
    assert inside == Where(Speaker.AGENT, Phase.ANSWERING, single=True)
    assert inside.within(parse("CUSTOMER(a)")).speaker is Speaker.CUSTOMER
    assert inside.within(parse("PHASE/解答(a)")).nothing is False
    assert inside.within(parse("PHASE/道别(a)")).nothing is True
    assert inside.within(parse("a AND b")) == inside


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
