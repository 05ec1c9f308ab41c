import pytest

from voc.domain.conversation import Speaker
from voc.nlp.rules import parse
from voc.nlp.rules.dead import never_holds
from voc.nlp.rules.normal import normal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("很慢|太慢", "太慢 OR 很慢"), ("很慢|太慢", "ANY(太慢, 很慢)"), ("a AND b", "b AND a")),
        *(
            ("ALL(a, b)", "a AND b"),
            ("NOT (a OR b)", "NOT ANY(b, a)"),
            ("CUSTOMER(很慢)", "很慢"),
            ("ANY(慢, 慢)", "慢"),
            ("只能|必须 ..8 网点", "必须|只能 ..8 网点"),
        ),
    ],
)
def test_what_says_the_same_has_one_normal_form(one: str, other: str) -> None:
    assert normal(parse(one), Speaker.CUSTOMER) == normal(parse(other), Speaker.CUSTOMER)


@pytest.mark.parametrize(
    "text", ["(a AND b) AND NOT (b AND a)", "a AND NOT ANY(a, b)", "queue=a AND queue=b", "a AND NOT a"]
)
def test_contradictions_are_seen_whatever_their_form(text: str) -> None:
    assert never_holds(parse(text)) is not None


@pytest.mark.parametrize("text", ["a AND NOT b", "queue=a|b AND queue=b AND c", "a AND NOT (a AND b)"])
def test_what_may_hold_is_no_contradiction(text: str) -> None:
    assert never_holds(parse(text)) is None
