import pytest

from voc.domain.attribution import Kind
from voc.domain.conversation import Speaker
from voc.domain.rule import Pattern, Rule, Says
from voc.domain.taxonomy import Cause


@pytest.mark.parametrize(
    ("says", "speaker"),
    [
        (Says.COMPLAINT, Speaker.CUSTOMER),
        (Says.FAULT, Speaker.CUSTOMER),
        (Says.RECITAL, Speaker.AGENT),
        (Says.LAPSE, Speaker.AGENT),
    ],
)
def test_customers_complain_and_agents_recite(says: Says, speaker: Speaker) -> None:
    assert says.speaker is speaker


def test_a_rule_speaks_for_the_cause_above_its_factor() -> None:
    rule = Rule(
        id="channel.branch_only",
        factor="rule.channel",
        description="只能去网点办",
        says=Says.COMPLAINT,
        speaker=Speaker.CUSTOMER,
        kind=Kind.PAIN,
        weight=1.0,
        patterns=(Pattern((("非得",), ("网点",)), 10),),
        unless=(),
        negatable=True,
        matches=("非得去网点",),
        spares=(),
    )
    assert rule.cause is Cause.RULE
