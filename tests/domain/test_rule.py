from dataclasses import replace

import pytest

from voc.domain.attribution import Kind
from voc.domain.conversation import Speaker
from voc.domain.expressions import Guard, one_word, printed
from voc.domain.rule import Rule, Says
from voc.domain.taxonomy import Cause

RULE = Rule(
    "channel.branch_only", "rule.channel", "只能去网点", Says.COMPLAINT, Speaker.CUSTOMER, Kind.PAIN, 1.0,
    (one_word("网点"),), (), frozenset(), ("只能去网点",), (),
)  # fmt: skip


def test_a_rule_speaks_for_the_cause_of_its_factor() -> None:
    assert RULE.cause is Cause.RULE


@pytest.mark.parametrize(
    ("says", "speaker"),
    [
        (Says.COMPLAINT, Speaker.CUSTOMER),
        (Says.FAULT, Speaker.CUSTOMER),
        (Says.RECITAL, Speaker.AGENT),
        (Says.LAPSE, Speaker.AGENT),
    ],
)
def test_what_a_rule_says_tells_whose_words_are_meant(says: Says, speaker: Speaker) -> None:
    assert says.speaker is speaker
    assert says.label


def test_a_plain_rule_is_its_words_by_its_speaker() -> None:
    assert printed(RULE.expression) == "CUSTOMER(网点)"


def test_a_rule_is_one_expression_with_its_exceptions_and_what_it_allows() -> None:
    whole = replace(
        RULE,
        when=(one_word("网点"), one_word("柜台")),
        unless=(one_word("不用"),),
        allows=frozenset((Guard.SUPPOSED, Guard.NEGATED)),
    )
    assert printed(whole.expression) == "CUSTOMER(ALLOW/negated+supposed((网点 OR 柜台) UNLESS 不用))"
