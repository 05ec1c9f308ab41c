from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.builders import NOW
from voc.domain.rule_proposal import ProposalState, RuleProposal
from voc.errors import ConflictError, ForbiddenError, InputError

LATER = NOW + timedelta(hours=1)
OPEN = RuleProposal("p-1", "u-1", NOW, "rule.fee", "…", "客户常说", NOW)


def test_the_proposer_may_amend_and_withdraw_and_nobody_else() -> None:
    amended = OPEN.amended("rule.channel", "另一条", "更准", by="u-1", at=LATER)
    assert (amended.text, amended.factor, amended.reason) == ("另一条", "rule.channel", "更准")
    assert (amended.version, amended.changed_at, amended.state) == (2, LATER, ProposalState.OPEN)
    assert OPEN.withdrawn(by="u-1", at=LATER).state is ProposalState.WITHDRAWN
    with pytest.raises(ForbiddenError, match="只有提出的人"):
        OPEN.amended("rule.fee", "", "", by="u-2", at=LATER)
    with pytest.raises(ForbiddenError):
        OPEN.withdrawn(by="u-2", at=LATER)


def test_a_decision_has_a_reason_and_tells_whether_it_is_ones_own() -> None:
    promoted = OPEN.promoted("0123456789ab", " 准 ", by="u-2", at=LATER)
    assert (promoted.set_id, promoted.decision, promoted.decided_by) == ("0123456789ab", "准", "u-2")
    assert not promoted.own_decision
    assert OPEN.rejected("太宽", by="u-1", at=LATER).own_decision
    assert not OPEN.withdrawn(by="u-1", at=LATER).own_decision
    with pytest.raises(InputError, match="理由"):
        OPEN.rejected(" ", by="u-2", at=LATER)


@pytest.mark.parametrize("state", [s for s in ProposalState if s is not ProposalState.OPEN])
@pytest.mark.parametrize(
    "act",
    [
        lambda p: p.amended("f", "t", "r", by="u-1", at=LATER),
        lambda p: p.withdrawn(by="u-1", at=LATER),
        lambda p: p.rejected("r", by="u-2", at=LATER),
        lambda p: p.promoted("s", "r", by="u-2", at=LATER),
    ],
)
def test_what_is_decided_stays_so(state: ProposalState, act: Callable[[RuleProposal], RuleProposal]) -> None:
    with pytest.raises(ConflictError, match=f"提案{state.label}"):
        act(replace(OPEN, state=state))
