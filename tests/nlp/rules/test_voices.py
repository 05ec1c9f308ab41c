import pytest

from voc.domain.conversation import Speaker
from voc.nlp.rules import parse
from voc.nlp.rules.voices import can_meet, voices


@pytest.mark.parametrize(
    ("expression", "heard"),
    [
        ("a", {None}),
        ("/a/", {None}),
        ("VALENCE<0", {None}),
        ("SILENCE>5s", {None}),
        ("object=手机银行", {None}),
        ("NOT a", set()),
        ("SCORE<0.5", set()),
        ("queue=a AND meta:b=c", set()),
        ("UTTERANCES>1 AND NOT a", set()),
        ("UTTERANCES>1 AND a", {None}),
        ("CUSTOMER(SCORE<0.5)", set()),
        ("CUSTOMER(a) OR AGENT(b)", {Speaker.CUSTOMER, Speaker.AGENT}),
        ("CUSTOMER(a) NEAR/2 b", {Speaker.CUSTOMER, None}),
        ("SCORE<0.5 UNLESS a", set()),
        ("AGENT(a) BEFORE CUSTOMER(b)", {Speaker.AGENT}),
        ("AGENT(UTTERANCE(NOT a))", {Speaker.AGENT}),
        ("UTTERANCE(AGENT(a))", {Speaker.AGENT}),
        ("REPEAT/2", {Speaker.CUSTOMER}),
        ("AGENT(REPEAT/2)", set()),
    ],
)
def test_whose_words_can_be_evidence_is_told_by_the_form(expression: str, heard: set[Speaker | None]) -> None:
    assert voices(parse(expression), None) == heard


def test_words_of_two_speakers_never_stand_in_one_utterance() -> None:
    customer, agent, anyone = frozenset([Speaker.CUSTOMER]), frozenset([Speaker.AGENT]), frozenset([None])
    assert can_meet(customer, customer | agent)
    assert can_meet(customer, anyone)
    assert can_meet(anyone, agent)
    assert not can_meet(customer, agent)
    assert not can_meet(anyone, frozenset())
