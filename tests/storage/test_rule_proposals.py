from dataclasses import replace
from datetime import timedelta
from threading import Event, Thread

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.storage.builders import NOW
from voc.domain.rule_proposal import ProposalState, RuleProposal
from voc.errors import NotFoundError
from voc.storage.engine import sessions
from voc.storage.rule_proposals import ProposalFilter, RuleProposals

ONE = RuleProposal("p-1", "u-1", NOW, "rule.fee", 'factor = "rule.fee"\n', "客户常说", NOW)
TWO = replace(ONE, id="p-2", proposer="u-2", factor="rule.channel")


@pytest.fixture
def proposals(session: Session) -> RuleProposals:
    stored = RuleProposals(session)
    for one in (ONE, TWO):
        stored.add(one)
    return stored


def test_a_proposal_comes_back_as_it_was_stored(proposals: RuleProposals) -> None:
    assert proposals.get("p-1") == ONE
    with pytest.raises(NotFoundError, match="没有编号为 p-9 的提案"):
        proposals.get("p-9")


def test_a_change_is_of_one_proposal(proposals: RuleProposals) -> None:
    later = NOW + timedelta(hours=1)
    promoted = proposals.hold("p-1").promoted("0123456789ab", "准", by="u-9", at=later)
    assert proposals.save(promoted) == promoted
    assert (proposals.get("p-1"), proposals.get("p-2")) == (promoted, TWO)


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (ProposalFilter(), ["p-2", "p-1"]),
        (ProposalFilter(proposer="u-1"), ["p-1"]),
        (ProposalFilter(factor="rule.channel"), ["p-2"]),
        (ProposalFilter(state=ProposalState.OPEN), ["p-2", "p-1"]),
        (ProposalFilter(state=ProposalState.REJECTED), []),
    ],
)
def test_the_newest_come_first(proposals: RuleProposals, wanted: ProposalFilter, ids: list[str]) -> None:
    assert [one.id for one in proposals.find(wanted)] == ids


def test_a_page_goes_on_after_the_one_before(proposals: RuleProposals) -> None:
    assert [one.id for one in proposals.find(ProposalFilter(), before_id="p-2", limit=1)] == ["p-1"]


def test_of_two_who_decide_about_the_rules_one_waits(several: Engine) -> None:
    begun, ended = Event(), []

    def second() -> None:
        begun.set()
        with sessions(several).begin() as session:
            RuleProposals(session).lock_sets()
            ended.append("second")

    with sessions(several).begin() as session:
        RuleProposals(session).lock_sets()
        thread = Thread(target=second)
        thread.start()
        begun.wait()
        thread.join(0.3)
        ended.append("first")
    thread.join()
    assert ended == ["first", "second"]
