import pytest

from voc.domain.conversation import Speaker
from voc.domain.expressions import Edge
from voc.nlp.rules import parse
from voc.nlp.rules.contradictions import apart, contradiction, too_many
from voc.nlp.rules.normal import normal
from voc.nlp.rules.where import Where


@pytest.mark.parametrize(
    ("expression", "where", "reason"),
    [
        ("a AND NOT a", Where(), "既要有又要没有"),
        ("CUSTOMER(a) AND NOT a", Where(), "既要有又要没有"),
        ("CUSTOMER(a) AND NOT a", Where(Speaker.AGENT), None),
        ("PHASE/解答(a) AND NOT a", Where(Speaker.AGENT), "既要有又要没有"),
        ("(a OR b) AND NOT a AND NOT b", Where(), "既要有又要没有"),
        ("(a OR b) AND NOT a", Where(), None),
        ("queue=a AND queue=b", Where(), "同一个字段不会同时是两个值"),
        ("queue=a AND CUSTOMER(b AND NOT queue=a|b)", Where(), "字段的值都被 NOT 排除了"),
        ("VALENCE<0 AND VALENCE>0", Where(), None),
        ("VALENCE<0 AND VALENCE>0", Where(single=True), "没有一个数同时符合这几个条件"),
        ("SILENCE>5s AND NOT SILENCE>3s", Where(single=True), "没有一个数同时符合这几个条件"),
        ("queue=网银 AND queue=往银", Where(), "同一个字段不会同时是两个值"),
        ("queue=网银 AND queue=~往银", Where(), None),
        ("queue=~往银 AND NOT queue=往银", Where(), None),
        ("CUSTOMER(a) AND AGENT(b)", Where(), None),
        ("CUSTOMER(a) AND AGENT(b)", Where(single=True), "一句话只有一个人说"),
        ("UTTERANCES=3", Where(single=True), "这里最多有 1 句"),
        ("REPEAT/2", Where(single=True), "这里最多有 1 句"),
    ],
)
def test_what_cannot_hold_together_is_told(expression: str, where: Where, reason: str | None) -> None:
    assert contradiction(normal(parse(expression)), where) == reason


@pytest.mark.parametrize(
    ("expression", "few"),
    [("FIRST/3u(UTTERANCES>3)", True), ("LAST/3u(CUSTOMER(UTTERANCES>=4))", True), ("FIRST/3u(UTTERANCES=3)", False),
     ("FIRST/3u(REPEAT/4(a))", True), ("FIRST/3u(REPEAT/3(a))", False),
     ("FIRST/3s(UTTERANCES>3)", False)],
)  # fmt: skip
def test_the_first_few_are_not_more(expression: str, few: bool) -> None:
    edge = parse(expression)
    assert isinstance(edge, Edge)
    assert (too_many(edge, Where()) is not None) is few


def test_hits_of_different_phases_are_apart() -> None:
    greeting, closing = parse("CUSTOMER(PHASE/问候(a))"), parse("PHASE/道别(a)")
    assert apart(greeting, closing)
    assert not apart(greeting, greeting)
    assert not apart(greeting, parse("a"))
    assert not apart(greeting, parse("PHASE/道别(NOT a)"))
